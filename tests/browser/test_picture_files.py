"""A picture in a real window: with the letters of a machine all that is written has room, and nothing is asked for."""

from rollout import svgmap
from rollout.palette import CLASSES, layer_classes
from rollout.svg_file import Panel, Sheet, draw_sheet
from rollout.svg_legend import Key

LONG = (
    "Landsbygdskommuner med och utan besöksnäring, WWW MMMM (SKR 2023, C8 och C9), Östergötlands län och Upplands Väsby"
)
ADDRESS = "https://utrullning.example.se/tackning/?measure=participants-share&county=25&county=24&on=2021-09-29"

# The words that leave the sheet, or run into others.
OUTSIDE = """svg => {
  const room = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll(":scope > text")].map((text) => text.getBoundingClientRect());
  const meet = (one, other) => one.left < other.right && other.left < one.right
    && one.top + 4 < other.bottom && other.top + 4 < one.bottom;
  return boxes.filter((box, place) => box.left < room.left || box.right > room.right - 16 || box.bottom > room.bottom
    || boxes.some((other, at) => at > place && meet(box, other))).length;
}"""


def country(name: str) -> str:
    classes = dict.fromkeys(svgmap.shapes().outlines, "new")
    return svgmap.draw_map(classes, title="Tjänst", description="ord", name=name)


def sheet(maps: int) -> str:
    """A sheet of so many maps on which every word is long."""
    legend = [Key(f"{LONG[:40]} {each.key}", each.key, number=104) for each in layer_classes("status")]
    panels = [Panel(country(f"map-{place}"), heading=LONG[:45], under=LONG[:70]) for place in range(maps)]
    about = [("Definition av landsbygd", LONG), ("Sida", ADDRESS)]
    words = {"above": LONG, "notes": [LONG], "example": "Exempeldata"}
    return draw_sheet(Sheet(LONG, panels, about=about, legend=legend, columns=maps, **words))


def test_every_word_of_a_sheet_has_room_for_itself(still_page):
    asked = []
    still_page.on("request", lambda request: asked.append(request.url))

    still_page.set_content(f"<!DOCTYPE html>{sheet(1)}{sheet(4)}")

    sheets = still_page.locator("svg[aria-labelledby=sheet-title]").all()
    assert [each.evaluate(OUTSIDE) for each in sheets] == [0, 0]
    fill = still_page.locator(".m").first.evaluate("each => getComputedStyle(each).fill")
    assert fill == "rgb({}, {}, {})".format(*bytes.fromhex(CLASSES["new"].light.fill[1:]))
    assert asked == []
