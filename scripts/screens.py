"""Takes the pictures in docs/screens: ten screens, two themes, a phone and a desktop."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from tests.browser.visitor import Visitor
from tests.kit.chromium import chromium, engine, running
from tests.pages.conftest import shown, tell
from tests.pages.places import PAGES
from tests.pages.scenery import Scenery

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screens"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 860}}
THEMES = ("light", "dark")
SCREENS = {
    "first": "front.first",
    "sign-up": "security.register",
    "room": "circles.room of a friend",
    "sheet": "urges.sheet",
    "company-author": "urges.room claimed, its author",
    "company-friend": "urges.room claimed, who has it",
    "journey": "streaks.journey with a slip",
    "invitation": "newcomers.invitation",
    "help": "help.country",
    "report": "deciding.case",
}


def _pictures(scenery: Scenery, browser: Browser, size: str, theme: str) -> Iterator[Path]:
    places = {place.name: place for place in PAGES}
    for name, of in SCREENS.items():
        place = places[of]
        look: dict[str, Any] = {
            "color_scheme": theme,
            "reduced_motion": "reduce",
            "viewport": SIZES[size],
        }
        context = browser.new_context(**look)
        visitor = Visitor(context, scenery.service.origin)
        visitor.wear(scenery.browser(place.who).cookies)
        visitor.page.goto(scenery.service.origin + place.path(scenery.ids))
        visitor.page.evaluate("document.fonts.ready")
        path = FOLDER / f"{name}-{size}-{theme}.png"
        visitor.page.screenshot(path=path, animations="disabled")
        context.close()
        yield path


def main() -> None:
    """Tell the scene in plain words on a folder that goes away again, and look at it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with (
        TemporaryDirectory() as folder,
        engine() as playwright,
        running(playwright, chromium()) as browser,
    ):
        told = tell(Path(folder), str)
        with shown(told, Path(folder) / "instance") as scenery:
            taken = [
                path
                for size in SIZES
                for theme in THEMES
                for path in _pictures(scenery, browser, size, theme)
            ]
    sys.stdout.write(f"{len(taken)} pictures in {FOLDER}\n")


if __name__ == "__main__":
    main()
