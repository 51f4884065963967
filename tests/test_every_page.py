"""Every page opens on PostgreSQL: with the things that show its branches, oddly asked, and on days on which it differs.

What the pages say of prepared rows is read on SQLite alone (the mark `once`). So that nothing is lost by that, the
queries of all of them are carried out here; on SQLite `test_languages.py` opens the same addresses.
"""

import pytest

from tests.addresses import addresses, page_names, signed_in_for

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.mark.parametrize("name", sorted(page_names()))
def test_a_page_opens(client, name):
    signed_in_for(client, name)
    paths = addresses(name)

    answers = {path: client.get(path).status_code for path in paths}

    assert answers == dict.fromkeys(paths, 200)
