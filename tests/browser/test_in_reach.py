"""What must stay in reach stays, and what lies above the page covers nothing it should not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.conftest import DESK, PHONE
from tests.kit import cast

SMALL = {"width": 320, "height": 568}
LOW = {"width": 844, "height": 390}
SAY = "form.composer textarea"
JUMP = "[data-jump]"

# Whether a finger in the middle of it would touch it.
TOUCHED = """one => {
  const {left, right, top, bottom} = one.getBoundingClientRect()
  const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return found !== null && (one.contains(found) || one.closest('label')?.contains(found))
}"""
BOX = "one => { const {left, right} = one.getBoundingClientRect(); return [left, right] }"

sizes = pytest.mark.parametrize(
    "size", [PHONE, DESK, SMALL, LOW], ids=["phone", "desk", "small", "low"]
)


@pytest.fixture
def talk(pair):
    """More words than any screen holds."""
    for number in range(24):
        cast.say(pair.ben, pair.circle, f"Words of Ben, number {number}")


@sizes
def test_where_one_writes_is_in_reach_wherever_one_reads(pair, talk, visit, size):
    pair.alert()
    ben = visit(viewport=size).wear(pair.ben.cookies)
    ben.enter(pair.room)

    for where in (0, 0.5, 1):
        ben.asks(f"scrollTo(0, {where} * document.documentElement.scrollHeight)")
        for what in (SAY, "form.composer button"):
            expect(ben.the(what)).to_be_in_viewport(ratio=1)
            assert ben.the(what).evaluate(TOUCHED), f"{what} is covered at {where}"


@sizes
def test_where_one_writes_is_in_reach_in_an_alerts_room(pair, visit, size):
    alert = pair.alert()
    for number in range(24):
        pair.ben.post(f"{alert}/responses", text=f"Here, {number}").expect(201)
    ana = visit(viewport=size).wear(pair.ana.cookies)
    ana.enter(alert)

    for where in (0, 1):
        ana.asks(f"scrollTo(0, {where} * document.documentElement.scrollHeight)")
        for what in (SAY, "form.composer button"):
            expect(ana.the(what)).to_be_in_viewport(ratio=1)
            assert ana.the(what).evaluate(TOUCHED), f"{what} is covered at {where}"


def test_the_way_to_the_newest_words_lies_beside_the_field_and_leads_there(pair, talk, ana):
    ana.enter(pair.room)
    ana.asks("scrollTo(0, 0)")
    jump = ana.page.get_by_role("link", name="Newest words")
    expect(jump).to_be_visible()
    assert jump.evaluate("one => one.closest('.composer') !== null")

    jump.click()

    expect(ana.page.locator(".message").last).to_be_in_viewport()
    expect(jump).to_be_hidden()


def test_without_script_the_same_link_leads_to_the_newest_words(pair, talk, visit):
    ana = visit(script=False).wear(pair.ana.cookies)
    ana.open(pair.room)

    acts.follow(ana, "Newest words")

    expect(ana.page.locator(".message").last).to_be_in_viewport()


@pytest.mark.parametrize("width", [1080, 1280, 1600])
def test_what_stands_by_stands_in_the_middle_column(pair, visit, width):
    ana = visit(viewport={"width": width, "height": 860}).wear(pair.ana.cookies)
    ana.forgives = ("net::ERR_", "WebSocket connection", "Failed to load resource")
    ana.enter(pair.room)
    ana.context.set_offline(True)

    ana.page.locator(".urge-button:visible").click()

    standby = ana.sees("[data-urge-fallback]", "Not sent yet")
    expect(standby).to_be_visible()
    beside = zip(standby.evaluate(BOX), ana.the(".main").evaluate(BOX), strict=True)
    assert all(abs(one - other) < 2 for one, other in beside)


def test_whoever_is_taken_out_sees_no_empty_card_of_days(pair, ben):
    ben.sees(".members .slot")
    said = {"kind": "remove", "rule": "unkind", "reason": "A pause."}

    pair.ana.post(f"/members/{pair.member(pair.ben)}/sanctions", **said).expect(201)

    ben.sees(".notice", "This circle is not open to you any more.")
    assert not ben.page.get_by_role("heading", name="Days kept").is_visible()  # at once
