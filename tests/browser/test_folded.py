"""Several friends call at once: one call is loud, the others are a row each that opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.kit import cast

HAVE_YOU = "form[action$='/claims'] button"
MORE = ".fold > summary"


@pytest.fixture
def cleo(pair):
    """A third friend, who may call too."""
    cleo = cast.sign_up_new(pair.ana.origin, "Cleo")
    cast.bring(pair.ana, pair.circle, cleo, "Cleo")
    return cleo


def call(browser, note="It is late."):
    return browser.post("/alerts", note=note).expect(201).json["location"]


def slot_of(visitor, address):
    return visitor.page.locator(f".slot[data-kind=alert][data-id='{address.rpartition('/')[2]}']")


def is_open(slot):
    expect(slot.locator(".quote")).to_be_visible()
    expect(slot.locator(HAVE_YOU)).to_be_visible()


def is_folded(slot):
    expect(slot.locator(".card-title")).to_be_visible()
    expect(slot.locator(".quote")).to_be_hidden()
    expect(slot.locator(HAVE_YOU)).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_oldest_call_that_nobody_has_is_open_and_the_next_is_a_row(pair, visit, cleo, script):
    first, second = call(pair.ana), call(cleo)
    ben = visit(script=script).wear(pair.ben.cookies)

    ben.enter(pair.room)

    is_open(slot_of(ben, first))
    expect(slot_of(ben, first).locator(MORE)).to_be_hidden()
    is_folded(slot_of(ben, second))
    assert slot_of(ben, second).bounding_box()["height"] < 100
    slot_of(ben, second).locator(".card-title").click(force=True)  # the row lies above its words
    is_open(slot_of(ben, second))


def test_a_row_opens_and_closes_by_the_keyboard(pair, ben, cleo):
    call(pair.ana)
    second = slot_of(ben, call(cleo))
    is_folded(second)

    second.locator(MORE).focus()
    ben.page.keyboard.press("Enter")
    is_open(second)
    ben.page.keyboard.press("Enter")

    is_folded(second)
    expect(second.locator(MORE)).to_be_focused()


def test_a_row_that_was_opened_stays_open_when_its_words_change(pair, ben, cleo):
    call(pair.ana)
    address = call(cleo)
    second = slot_of(ben, address)
    second.locator(MORE).click()

    cleo.post(f"{address}/details", note="It grows.").expect(201)

    expect(second.locator(".quote")).to_have_text("It grows.")
    is_open(second)


def test_once_a_friend_has_the_first_the_next_is_open_and_on_top(pair, ben, cleo):
    mo = cast.sign_up_new(pair.ana.origin, "Mo")
    cast.bring(pair.ana, pair.circle, mo, "Mo")
    first, second = call(pair.ana), call(cleo)
    is_folded(slot_of(ben, second))

    mo.post(f"{first}/claims").expect(201)

    is_open(slot_of(ben, second))
    is_folded(slot_of(ben, first))
    expect(slot_of(ben, first).locator(".pill")).to_have_text("Mo is here")
    top = [slot_of(ben, one).bounding_box()["y"] for one in (second, first)]
    assert top == sorted(top)
    ben.page.reload()
    assert ben.page.locator(".alerts > .slot").evaluate_all(
        "all => all.map(one => '/alerts/' + one.dataset.id)"
    ) == [second, first]


def test_who_is_in_it_goes_in_by_one_touch_and_others_open_the_row_first(pair, ana, ben, cleo):
    address = call(cleo)
    pair.ben.post(f"{address}/claims").expect(201)
    is_folded(slot_of(ben, address))

    expect(slot_of(ana, address).get_by_role("link", name="Open the room")).to_be_hidden()
    expect(slot_of(ben, address).get_by_role("link", name="Report")).to_be_hidden()
    acts.follow(ben, "Open the room")

    ben.sees(".who", "You have Cleo.")


def test_a_call_that_is_released_is_open_again(pair, ben):
    address = call(pair.ana)
    pair.ben.post(f"{address}/claims").expect(201)
    is_folded(slot_of(ben, address))

    pair.ben.post(f"{address}/release").expect(201)

    is_open(slot_of(ben, address))


def test_who_is_still_alone_says_so_in_the_row_too(pair, ben, cleo):
    call(pair.ana)
    address = call(cleo)
    is_folded(slot_of(ben, address))

    cleo.post(f"{address}/calls").expect(201)

    expect(slot_of(ben, address).locator(".called")).to_be_visible()
    is_folded(slot_of(ben, address))
