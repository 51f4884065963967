"""What the tests trust in when axe finds nothing: of what is alike some are looked at, and all that differs is."""

from playwright.sync_api import Page

from tests.browser.axe import OF_COLOURS, faults

ROW = "<tr><td>Kommun</td><td><a href='/om/'>Läs</a></td></tr>"
OTHERS = {
    "class": "<tr class='pale'><td>Kommun</td><td><a href='/om/'>Läs</a></td></tr>",
    "attribute": "<tr><td>Kommun</td><td><a style='color: #ccc' href='/om/'>Läs</a></td></tr>",
    "no text": "<tr><td>Kommun</td><td><a href='/om/'></a></td></tr>",
}


def show(page: Page, rows: list[str]) -> None:
    page.goto("about:blank")
    page.set_content(
        f"""<!doctype html><html lang="sv"><title>Rader</title><style>.pale {{ color: #ccc }}</style>
        <main><h1>Rader</h1><table><thead><tr><th>Namn</th><th>Mer</th></tr></thead>
        <tbody>{"".join(rows)}</tbody></table></main></html>"""
    )


def test_among_a_hundred_rows_that_are_alike_one_that_differs_is_found(page):
    show(page, [ROW] * 100)
    assert faults(page) == []

    for other, rule in {"class": "color-contrast", "attribute": "color-contrast", "no text": "link-name"}.items():
        show(page, [ROW] * 50 + [OTHERS[other]] + [ROW] * 50)
        assert [each.split(":")[0] for each in faults(page)] == [rule], other


def test_in_rows_of_different_making_the_one_that_is_too_pale_is_found_by_itself_and_by_what_it_stands_in(page):
    rows = [ROW.replace("<tr>", f"<tr data-{number}>") for number in range(10)]
    for pale in (rows[5].replace("<td>", "<td class='pale'>", 1), rows[5].replace("<tr", "<tr class='pale'")):
        show(page, [*rows[:5], pale, *rows[6:]])

        (told,) = faults(page, only=OF_COLOURS)

        assert told.startswith("color-contrast")
        assert "[data-5]" in told or ".pale" in told


def test_a_fault_of_every_row_is_told_of_the_first_and_of_the_last(page):
    show(page, [OTHERS["no text"]] * 100)

    (told,) = faults(page)

    assert "tr:nth-child(1)" in told
    assert "tr:nth-child(100)" in told
