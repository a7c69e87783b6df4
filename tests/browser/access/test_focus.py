"""Where the keyboard is while things open, close, come and are refused."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.visitor import WITHIN_MS
from tests.kit import cast

SAY = "form.composer textarea"
DAY = "2020-01-01"


def test_the_sheet_takes_the_focus_and_gives_it_back_to_the_button(ana):
    button = ana.page.locator(".urge-button:visible")
    button.click()
    ana.sees("dialog[open]", "Your friends are told.")
    expect(ana.the("dialog[open]")).to_be_focused()  # not its first link, the way out

    ana.page.keyboard.press("Escape")

    expect(ana.the("dialog[open]")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_refused_form_marks_its_field_says_why_and_keeps_the_words(ana):
    said = "x" * 2_001
    ana.the(SAY).evaluate("area => area.removeAttribute('maxlength')")

    acts.say(ana, said)

    expect(ana.the(SAY)).to_have_attribute("aria-invalid", "true")
    expect(ana.the("form.composer [role=alert]")).to_have_text("At most 2000 characters, please.")
    expect(ana.the(SAY)).to_have_value(said)

    acts.say(ana, "shorter")

    ana.sees(".message", "shorter")
    expect(ana.the(SAY)).not_to_have_attribute("aria-invalid", "true")
    expect(ana.the("form.composer [role=alert]")).to_be_hidden()


def test_what_comes_never_takes_the_keyboard_from_who_types(ana, pair):
    ana.the(SAY).focus()
    ana.page.keyboard.type("I was about")

    cast.say(pair.ben, pair.circle, "Words of Ben")
    ana.sees(".message", "Words of Ben")
    pair.ben.post("/alerts").expect(201)
    ana.sees(".slot[data-kind=alert]", "Ben asks for company")
    ana.page.keyboard.type(" to write.")

    expect(ana.the(SAY)).to_be_focused()
    expect(ana.the(SAY)).to_have_value("I was about to write.")


def test_who_holds_what_is_taken_away_stands_beside_it(ana, pair):
    said = [cast.say(pair.ana, pair.circle, words).json["id"] for words in ("One.", "Two.")]
    ana.sees(".message", "Two.")
    ana.the(f"a[href='/messages/{said[0]}']").focus()

    pair.ana.post(f"/messages/{said[0]}/deletion").expect(201)

    ana.misses(".message", "One.")
    expect(ana.the(".slot", "Two.")).to_be_focused()


def test_who_holds_a_card_that_is_made_anew_holds_the_new_one(ana, pair):
    link = f".members a[href='/members/{pair.member(pair.ben)}']"
    first = ana.the(link).element_handle()
    ana.the(link).focus()

    pair.ben.post("/journey", started_on=DAY).expect(201)

    ana.until(lambda: not first.evaluate("one => one.isConnected"))
    expect(ana.the(link)).to_be_focused()


def test_who_held_the_button_that_takes_back_stands_in_the_sheet_once_it_is_gone(ana):
    ana.page.locator(".urge-button:visible").click()
    take_back = ana.the("dialog[open] [data-takes-back] button")
    take_back.focus()

    expect(take_back).to_be_hidden(timeout=WITHIN_MS)

    expect(ana.the("dialog[open]")).to_be_focused()
