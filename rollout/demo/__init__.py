"""The demonstration: invented providers in the real country, the same rows on every machine, and sign-ins to try.

`world` makes the rows out of what is known of the country and needs no database; `storage` reads the facts, saves the
rows and takes them away again; `people` makes the sign-ins. Nothing outside this package and its commands may depend
on what is invented here.
"""
