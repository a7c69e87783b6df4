"""The pictures in docs/screens: all that the script takes and no others, and it can take them."""

from __future__ import annotations

import re
from base64 import b64encode

import pytest

from scripts.screens import FOLDER, PICTURES, SIZES, Picture
from tests.house.tree import ROOT

SHOWN = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
# How wide and high a picture is, how many colours are in it, and whether it is dark as a whole.
SEEN = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
  const picture = await createImageBitmap(new Blob([bytes]))
  const {width, height} = picture
  const canvas = new OffscreenCanvas(width, height).getContext('2d')
  canvas.drawImage(picture, 0, 0)
  const {data} = canvas.getImageData(0, 0, width, height)
  const light = data.reduce((sum, value) => sum + value) / data.length // a quarter is opacity
  return {size: {width, height}, colours: new Set(new Uint32Array(data.buffer)).size,
    theme: light < 128 ? 'dark' : 'light'}
}"""


@pytest.fixture
def look(browser):
    """Look at a picture."""
    page = browser.new_page()
    yield lambda path: page.evaluate(SEEN, b64encode(path.read_bytes()).decode())
    page.close()


def is_of(picture, seen):
    """Whether what is seen is of the size and theme of this picture, and not blank."""
    known = (seen["size"], seen["theme"]) == (SIZES[picture.size], picture.theme)
    return known and seen["colours"] > 100


def test_ten_screens_are_taken_in_both_themes_on_a_phone_and_a_desktop():
    parts = [{getattr(one, part) for one in PICTURES} for part in ("screen", "size", "theme")]

    assert len(parts[0]) == 10
    assert parts[1:] == [{"phone", "desktop"}, {"light", "dark"}]
    assert len(set(PICTURES)) == len(PICTURES) == 40


def test_the_folder_holds_these_and_no_others():
    assert {one.name for one in FOLDER.iterdir()} == {one.file for one in PICTURES}


def test_the_readme_shows_pictures_that_are_there():
    shown = SHOWN.findall((ROOT / "README.md").read_text())

    assert shown and [path for path in shown if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.file)
def test_each_is_of_its_size_and_theme_and_shows_something(picture, look):
    assert is_of(picture, look(FOLDER / picture.file))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_script_takes_one(theme, worn, browser, look, tmp_path):
    picture = Picture("room", "phone", theme)

    picture.take(worn, browser, tmp_path)

    assert is_of(picture, look(tmp_path / picture.file))
