"""What the tests need from the machine: a PostgreSQL and a Chromium, found or fetched. Knows nothing of the product."""
