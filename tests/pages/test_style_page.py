"""The style page is there when a setting says so, and its colours can be read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from accountability.app import create_app
from accountability.core import config
from accountability.core.cards import KINDS
from accountability.stylebook import tokens
from accountability.stylebook.examples import STATES
from tests.house.tree import ROOT
from tests.pages.places import PAGES
from tests.settings import settings_for

READ = {"ink", "soft", "moss", "dusk", "ember-deep", "on-moss", "on-ember"}

STYLES = ROOT / "frontend" / "css"
LAYERED = re.compile(r'"\./css/(.+)" layer\(components\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTOR = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.([a-z][\w-]*)")
# What is so only while something else is, and what is so only on the largest letters.
NO_LOOKS = {"meanwhile.css", "large.css"}
# Frames of whole pages of another kind, and what hides in the installed app.
FRAMES = {"signed-out", "company", "foot", "view", "not-installed"}
ASKING = ("newcomer", "offer", "swap")
# Not what stands beside the page until it is needed, such as the sheet.
SHOWN = """[...document.querySelectorAll('body, .ways [class], .page, .page [class]')]
  .filter((one) => one.checkVisibility()).flatMap((one) => [...one.classList])"""


def components():
    """Every class of the style sheet that is part of a look."""
    names = set(LAYERED.findall((ROOT / "frontend" / "app.css").read_text())) - NO_LOOKS
    rules = COMMENT.sub("", "".join((STYLES / name).read_text() for name in names))
    selectors = "".join(SELECTOR.findall(rules))
    return set(CLASS.findall(selectors)) - FRAMES


@pytest.mark.parametrize(("is_asked_for", "code"), [(False, 404), (True, 302)])
def test_the_page_is_there_only_when_it_is_asked_for(tmp_path, is_asked_for, code):
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite")
    app = create_app(replace(settings, style_page=is_asked_for))

    assert app.test_client().get("/style").status_code == code


def test_a_start_without_the_setting_has_no_style_page(tmp_path):
    secret = "long enough to be a secret of a service"
    keys = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    environ = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": secret, "PASSWORD_SALT": secret}

    environ |= {"SEAL_KEYS": keys, "VAPID_KEY": keys[3:].rstrip("=")}

    assert config.read(environ).style_page is False
    assert config.read(environ | {"SEAL_KEYS": keys, "STYLE_PAGE": "on"}).style_page is True


def test_every_state_of_an_alert_is_there(scenery):
    text = scenery.browser("Ana").get("/style").expect(200).text

    stored = set(STATES) - {"called", "asked"}
    assert {state for state in stored if f'data-state="{state}"' in text} == stored


def test_every_component_shows(scenery, windows):
    place = next(one for one in PAGES if one.name == "stylebook.page")
    with windows(scenery).at(place) as (page, _complaints):
        page.locator(".slider").first.wait_for()  # which the script brings up
        on_a_phone = set(page.evaluate(SHOWN))
        page.set_viewport_size({"width": 1280, "height": 860})
        shown = on_a_phone | set(page.evaluate(SHOWN))
        page.set_viewport_size({"width": 390, "height": 844})

    assert components() - shown == set()


def test_what_waits_for_a_yes_is_one_surface_with_its_answers(scenery, windows):
    place = next(one for one in PAGES if one.name == "stylebook.page")
    with windows(scenery).at(place) as (page, _complaints):
        grounds = [page.locator(f"main .slot[data-kind={kind}]").first for kind in ASKING]
        colours = [
            ground.evaluate("(one) => getComputedStyle(one).background") for ground in grounds
        ]

    assert len(set(colours)) == 1 and "rgba(0, 0, 0, 0)" not in colours[0]


def test_every_kind_of_card_is_there(scenery):
    text = scenery.browser("Ana").get("/style").expect(200).text

    assert {kind for kind in KINDS if f'data-kind="{kind}"' not in text} == set()


@pytest.mark.parametrize("token", tokens.colours(), ids=lambda token: token.name)
def test_words_stand_out_from_what_they_stand_on(token):
    if token.name in READ:
        assert min(min(pair) for pair in token.contrasts.values()) >= 4.5, token.words


def test_the_contrast_of_black_and_white_is_known():
    assert round(tokens.contrast("0 0 0", "1 0 0"), 1) == 21.0
    assert round(tokens.contrast("1 0 0", "1 0 0"), 1) == 1.0


def test_a_colour_is_read_as_it_is_for_everybody(tmp_path):
    black, white = (f"light-dark(oklch({at} 0 0), oklch({at} 0 0));" for at in (0, 1))
    sheet = tmp_path / "tokens.css"
    sheet.write_text(
        f":root {{\n  --paper: {white}\n  --card: {white}\n  --edge: {black}\n}}\n"
        f"[data-other] {{\n  --edge: {white}\n}}\n"
    )

    edge = tokens.colours(sheet)[-1]

    assert round(edge.contrasts["paper"][0], 1) == 21.0
