"""The demonstration: invented providers in the real country, the same rows on every machine, and sign-ins to try.

`world` makes the rows out of what is known of the country and needs no database, and so does `next_service` for an
example service yet to come; `storage` reads the facts and saves the rows, `next_plan` makes the plan of that service,
`clearing` takes everything away again; `people` makes the sign-ins. Nothing outside this package and its commands may
depend on what is invented here.
"""
