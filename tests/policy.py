"""What a page may not hold under the content security policy, seen in its HTML alone."""

from html.parser import HTMLParser


class Violations(HTMLParser):
    """What a page holds that `script-src 'self'; style-src 'self'` forbids, and what it fetches from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(f"inline {tag}")
        if tag in {"script", "link", "img", "iframe"}:
            loaded = given.get("src") or given.get("href") or ""
            self.found += [f"{tag} {loaded}"] if "//" in loaded else []


def violations(page: str) -> list[str]:
    """The faults of a page, each as the element and what is wrong with it; none where it keeps the policy."""
    parser = Violations()
    parser.feed(page)
    return parser.found
