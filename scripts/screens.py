"""Takes the pictures in docs/screens: ten screens, two themes, a phone and a desktop."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from itertools import product
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


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen, at one size and in one theme."""

    screen: str
    size: str
    theme: str

    @property
    def file(self) -> str:
        """What it is called in the folder."""
        return f"{self.screen}-{self.size}-{self.theme}.png"

    def take(self, scenery: Scenery, browser: Browser, folder: Path) -> None:
        """Look at the screen as whom it is for, and put the picture into this folder."""
        place = next(one for one in PAGES if one.name == SCREENS[self.screen])
        look: dict[str, Any] = {
            "color_scheme": self.theme,
            "reduced_motion": "reduce",
            "viewport": SIZES[self.size],
        }
        context = browser.new_context(**look)
        visitor = Visitor(context, scenery.service.origin)
        visitor.wear(scenery.browser(place.who).cookies)
        visitor.page.goto(scenery.service.origin + place.path(scenery.ids))
        visitor.page.evaluate("document.fonts.ready")
        visitor.page.screenshot(path=folder / self.file, animations="disabled")
        context.close()


PICTURES = [Picture(*one) for one in product(SCREENS, SIZES, THEMES)]


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
            for picture in PICTURES:
                picture.take(scenery, browser, FOLDER)
    sys.stdout.write(f"{len(PICTURES)} pictures in {FOLDER}\n")


if __name__ == "__main__":
    main()
