"""The rough kind of a browser, so that people know their own: never more than that is kept."""

from flask import Request

BROWSERS = (
    ("Firefox", ("firefox/", "fxios/")),
    ("Edge", ("edg/", "edga/", "edgios/")),
    ("Opera", ("opr/",)),
    ("Samsung Internet", ("samsungbrowser/",)),
    ("Chrome", ("chrome/", "crios/", "chromium/")),
    ("Safari", ("safari/",)),
)
SYSTEMS = (
    ("iPhone", ("iphone",)),
    ("iPad", ("ipad",)),
    ("Android", ("android",)),
    ("Windows", ("windows",)),
    ("Mac", ("macintosh",)),
    ("Linux", ("linux", "x11")),
)


def _first(kinds: tuple[tuple[str, tuple[str, ...]], ...], agent: str) -> str:
    return next((name for name, signs in kinds if any(sign in agent for sign in signs)), "")


def browser_of(request: Request) -> str:
    """A few words such as "Firefox · Android"; empty when it cannot be told."""
    agent = (request.user_agent.string or "").lower()
    return " · ".join(filter(None, (_first(BROWSERS, agent), _first(SYSTEMS, agent))))
