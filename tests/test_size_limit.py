"""What is too large is refused with a page that says so, before any of it is parsed; what is not goes on."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from rollout.size_limit import MOST_BYTES, MOST_IMPORTED_BYTES, THROWN_AWAY_BYTES, SizeLimit, stated_size
from tests.factories import make_admin, make_user
from tests.pages import read

pytestmark = [pytest.mark.once, pytest.mark.django_db]


class Body(io.BytesIO):
    """A body that notes how much of it was read."""

    taken = 0

    def read(self, size=-1):
        found = super().read(size)
        self.taken += len(found)
        return found


def request_of(size: int, body: Body):
    return RequestFactory().generic("POST", "/portal/", CONTENT_LENGTH=str(size), **{"wsgi.input": body})


@pytest.mark.parametrize(("size", "status"), [(MOST_BYTES, 200), (MOST_BYTES + 1, 413)])
def test_the_limit_is_held_by_what_the_request_states(size, status):
    answer = SizeLimit(lambda request: HttpResponse())(request_of(size, Body()))

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "is_admin", "size", "status"),
    [
        ("/import/ny/results/", True, MOST_IMPORTED_BYTES, 200),
        ("/import/ny/results/", True, MOST_IMPORTED_BYTES + 1, 413),
        ("/import/ny/results/", False, MOST_BYTES + 1, 413),
        ("/import/", True, MOST_BYTES + 1, 413),
        ("/ingenstans/", True, MOST_BYTES + 1, 413),
    ],
)
def test_a_file_to_import_may_be_larger_when_it_comes_from_those_who_may_import(path, is_admin, size, status):
    request = RequestFactory().generic("POST", path, CONTENT_LENGTH=str(size), **{"wsgi.input": Body()})
    request.user = make_admin() if is_admin else make_user()

    assert SizeLimit(lambda request: HttpResponse())(request).status_code == status


@pytest.mark.parametrize(("size", "taken"), [(MOST_BYTES + 1, 100), (THROWN_AWAY_BYTES + 1, 0)])
def test_what_is_refused_is_thrown_away_unless_there_is_no_end_of_it(size, taken):
    body = Body(b"x" * 100)

    SizeLimit(lambda request: None)(request_of(size, body))

    assert body.taken == taken


@pytest.mark.parametrize(("stated", "size"), [("", 0), ("x", 0), ("17", 17)])
def test_a_size_that_makes_no_sense_is_none(stated, size):
    assert stated_size(RequestFactory().generic("POST", "/", CONTENT_LENGTH=stated)) == size


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_file_of_fifty_megabytes_gets_a_page_that_says_so(client, language):
    path = "/portal/1/kontor/fil/" if language == "sv" else "/en/portal/1/kontor/fil/"

    answer = client.post(path, {"file": SimpleUploadedFile("kontor.csv", b"x" * 50_000_000)})

    page = read(answer.content)
    assert answer.status_code == 413
    assert page.one("html")["lang"] == language
    assert "5 MB" in page.one("main").text
