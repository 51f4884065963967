"""Every page opens: with the things that show its branches, oddly asked, and on days on which it differs.

On SQLite in both languages, and what is true of every page is looked at there. What pages say of prepared rows is read
on SQLite alone (the mark `once`). So that nothing is lost by that, the queries of all of them are carried out on
PostgreSQL, too; other days and languages are other values in the same queries.
"""

import pytest
from django.utils import translation

from tests.addresses import addresses, page_names, signed_in_for
from tests.files_of_tables import IN_ONE_FILE, WITHOUT, is_page, without_a_file
from tests.languages import LANGUAGES, assert_said_in, assert_speaks, texts_in
from tests.pages import read

every_page = pytest.mark.parametrize("name", sorted(page_names()))


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
@every_page
def test_a_page_opens(client, name):
    signed_in_for(client, name)
    paths = addresses(name, on=())

    answers = {path: client.get(path).status_code for path in paths}

    assert answers == dict.fromkeys(paths, 200)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("language", LANGUAGES)
@every_page
def test_a_page_speaks_the_language_of_its_address_and_each_of_its_tables_has_a_file_or_a_reason(
    client, name, language
):
    signed_in_for(client, name)
    with translation.override(language):
        paths = addresses(name)
        answers = {path: client.get(path) for path in paths}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(paths, 200)
    for path, answer in answers.items():
        if answer["Content-Type"].startswith("text/html"):
            assert_speaks(language, answer.content, path)
        else:
            assert_said_in(language, [("file", text) for text in texts_in(answer)], path)
    if is_page(name) and language == "en":  # the captions that are known are in English
        assert list(without_a_file(name, read(answers[paths[0]].content))) == []


def test_what_is_known_of_tables_is_known_of_pages():
    assert {*IN_ONE_FILE, *(name for name, _caption in WITHOUT)} <= set(filter(is_page, page_names()))
