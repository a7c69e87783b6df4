"""What a person sees of what waits: in its place, in its order, with every word kept."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.outbox.device import on_device, states
from tests.browser.outbox.stage import ALERT, STANDBY, WAITING
from tests.kit import cast

FOOT = f"[data-region=timeline] {WAITING}"


ABOVE_COMPOSER = """(words) => {
  const rows = [...document.querySelectorAll('.waiting')]
  const row = rows.find(one => one.textContent.includes(words)).getBoundingClientRect()
  const bar = document.querySelector('[data-composer] textarea').getBoundingClientRect()
  return row.bottom <= bar.top
}"""


def comes_into_sight(visitor, words):
    """Wait until a row that waits is on the screen, and not covered by the composer."""
    row = visitor.page.locator(WAITING, has_text=words)
    expect(row).to_be_in_viewport(ratio=1)
    visitor.until(lambda: visitor.page.evaluate(ABOVE_COMPOSER, words))


def test_words_wait_muted_at_the_foot_and_the_composer_is_free(stage):
    stage.line.cut()

    acts.say(stage.ana, "first of all")
    stage.ana.sees(FOOT, "Waiting for the network")
    acts.say(stage.ana, "and then")
    stage.ana.sees(FOOT, "and then")

    expect(stage.ana.the(".composer textarea")).to_have_value("")
    expect(stage.ana.page.get_by_role("status").filter(has_text="Not sent yet: 2")).to_be_attached()
    stage.line.restore()
    said = stage.ben.page.locator(".message .said")
    expect(said).to_have_text(["first of all", "and then"], timeout=20_000)
    expect(stage.ana.page.locator(FOOT)).to_have_count(0)


def test_words_that_follow_at_once_wait_for_no_answer_to_the_first(stage):
    held = stage.ana.hold_next("**/messages")
    area = stage.ana.page.locator(".composer textarea")

    acts.say(stage.ana, "first")
    stage.ana.until(lambda: held)
    area.press("End")
    area.press_sequentially(" and more")
    acts.press(stage.ana, "Send")
    acts.say(stage.ana, "third")

    stage.is_stored(count=3)
    held[0].continue_()
    said = stage.ben.page.locator(".message .said")
    expect(said).to_have_text(["first", "and more", "third"], timeout=20_000)
    expect(area).to_have_value("")
    assert stage.made("messages") == 3


def test_what_has_no_place_of_its_own_waits_in_the_list(stage):
    stage.pair.alert()
    room = stage.ben.sees(ALERT)
    stage.ben.context.set_offline(True)

    room.get_by_role("button", name="I have you").click()

    stage.ben.sees(f"[data-tray-rows] {WAITING}", "I have you")
    stage.ben.context.set_offline(False)
    stage.ana.sees(f"{ALERT} .pill", "Ben is here")
    expect(stage.ben.page.locator(WAITING)).to_have_count(0)


def test_a_stuck_lane_holds_back_no_call_for_help(stage):
    stage.ana.context.route("**/messages", lambda _route: None)
    acts.say(stage.ana, "stuck")
    stage.ana.sees(FOOT, "stuck")

    stage.press("alert")

    stage.ben.sees(ALERT)
    stage.ana.sees("dialog[open]", "Your friends are told.")
    assert states(stage.ana.page) == ["done", "waiting"]


def mute(stage):
    """Ana, who keeps the circle, lets Ben be quiet for an hour."""
    member = stage.pair.member(stage.pair.ben)
    said = {"kind": "mute", "rule": "unkind", "reason": "A pause.", "lasts": "1"}
    stage.pair.ana.post(f"/members/{member}/sanctions", **said).expect(201)


def test_a_no_brings_the_words_back_into_their_form(stage):
    mute(stage)

    acts.say(stage.ben, "not lost")

    stage.ben.sees(".composer .field-error")
    expect(stage.ben.the(".composer textarea")).to_have_value("not lost")
    assert states(stage.ben.page) == []


def test_a_no_after_a_while_brings_them_back_too(stage):
    stage.ben.context.set_offline(True)
    acts.say(stage.ben, "not lost")
    stage.ben.sees(FOOT, "not lost")
    mute(stage)

    stage.ben.context.set_offline(False)

    expect(stage.ben.the(".composer textarea")).to_have_value("not lost", timeout=20_000)
    stage.ben.misses(WAITING)


def test_a_no_on_a_later_visit_waits_for_a_decision(stage):
    stage.ben.context.set_offline(True)
    acts.say(stage.ben, "not lost")
    stage.ben.sees(FOOT, "not lost")
    stage.ben.page.goto("about:blank")
    mute(stage)
    stage.ben.context.set_offline(False)

    stage.ben.enter(stage.pair.room)

    stage.ben.sees(FOOT, "not lost")
    stage.ben.until(lambda: states(stage.ben.page) == ["refused"])
    acts.press(stage.ben, "Words again")
    expect(stage.ben.the(".composer textarea")).to_have_value("not lost")
    assert states(stage.ben.page) == []


def test_what_was_begun_meanwhile_is_not_typed_over(stage):
    stage.ben.context.set_offline(True)
    acts.say(stage.ben, "the first words")
    stage.ben.sees(FOOT, "the first words")
    stage.ben.page.locator(".composer textarea").fill("other words")
    mute(stage)

    stage.ben.context.set_offline(False)

    stage.ben.until(lambda: states(stage.ben.page) == ["refused"], within=20)
    expect(stage.ben.the(".composer textarea")).to_have_value("other words")
    acts.press(stage.ben, "Words again")
    expect(stage.ben.the(".composer textarea")).to_have_value("the first words\nother words")


def test_the_own_numbers_stand_by_without_any_network(stage):
    stage.pair.ana.post("/me/numbers", name="Aunt Vera", number="+49 30 1234").expect(201)
    stage.ana.enter("/toolkit")
    stage.ana.until(lambda: on_device(stage.ana.page, "kept"))
    stage.ana.enter(stage.pair.room)
    stage.ana.context.set_offline(True)

    stage.press("alert")

    link = stage.ana.sees(f"{STANDBY} a[href='tel:+49301234']", "Aunt Vera")
    assert "+49 30 1234" in link.inner_text()
    stage.ana.sees(f"{STANDBY} a[href='/help']")


def test_a_call_that_is_not_answered_opens_the_other_ways_after_five_seconds_and_no_sooner(stage):
    page, held = stage.ana.page, stage.ana.hold_next("**/alerts")
    page.clock.install()
    stage.pair.ana.post("/me/numbers", name="Aunt Vera", number="+49 30 1234").expect(201)
    stage.ana.enter("/me/numbers")
    page.clock.pause_at(stage.ana.asks("Date.now() + 1000"))
    stage.press("alert")
    stage.ana.until(lambda: held)

    page.clock.run_for(4_999)

    assert states(page) == ["waiting"]  # whatever the page had to read is read by then
    expect(page.locator(STANDBY)).to_be_hidden()
    page.clock.run_for(1)
    stage.ana.sees(f"{STANDBY} a[href='tel:+49301234']", "Aunt Vera")
    stage.ana.sees(f"{STANDBY} a[href='/help']")
    held[0].continue_()


def numbers(page):
    """The numbers of one's own that rest on the device."""
    return [one for row in on_device(page, "kept") for one in row["value"]["numbers"]]


def test_numbers_that_were_taken_away_leave_the_device(stage):
    made = stage.pair.ana.post("/me/numbers", name="Aunt Vera", number="+49 30 1234").json
    stage.ana.enter("/me/numbers")
    stage.ana.until(lambda: len(numbers(stage.ana.page)) == 1)
    stage.pair.ana.post(f"/me/numbers/{made['id']}/deletion").expect(201)

    stage.ana.enter("/me/numbers")

    stage.ana.until(lambda: numbers(stage.ana.page) == [])


def test_alone_in_a_circle_a_press_leads_to_what_helps(stage, visit):
    cleo = cast.sign_up_new(stage.service.origin, "Cleo")
    cast.start_circle(cleo)
    window = visit().wear(cleo.cookies)
    window.enter("/journey")

    window.page.locator(".urge-button:visible").click()

    window.page.wait_for_url("**/toolkit?told=nobody")
    assert states(window.page) == []


def test_words_wait_in_sight_in_the_room_of_an_alert(stage):
    place = stage.pair.alert()
    stage.ben.enter(place)
    stage.ben.context.set_offline(True)

    acts.say(stage.ben, "I am on my way")

    stage.ben.sees(f"[data-region=responses] {WAITING}", "I am on my way")


def test_words_that_wait_come_into_sight_though_the_room_is_full(stage):
    for number in range(14):
        cast.say(stage.pair.ben, stage.pair.circle, f"word {number}").expect(201)
    stage.ana.sees(".message", "word 13")
    stage.line.cut()

    for words in ("first of all", "and then"):
        acts.say(stage.ana, words)

        comes_into_sight(stage.ana, words)


def test_the_author_of_a_call_sees_the_own_words_wait(stage):
    stage.ana.enter(stage.pair.alert())
    stage.line.cut()

    acts.say(stage.ana, "I am on the balcony")

    comes_into_sight(stage.ana, "I am on the balcony")
