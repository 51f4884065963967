"""Makes the prepared databases of a run beforehand: while the linters leave a core idle, instead of while tests wait.

`python -m tests.services.prepare`, on the database that DATABASE_URL names, in the folder of the run. A worker that
comes earlier waits for what is being made, as for another worker.
"""

import django
import pytest  # noqa: F401 -- by which the settings see that this is for tests


def main() -> None:
    """Make all of them."""
    django.setup()
    from tests.services import databases, quick

    quick.be_quick()
    databases.kept_in().make_all()


if __name__ == "__main__":
    main()
