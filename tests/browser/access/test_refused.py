"""A form that was refused leads to the first field that must be mended, which says how."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts

SAY = "form.composer textarea"
either = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def without_its_own_checks(visitor, selector):
    """The browser lets it go; the service says no."""
    visitor.page.locator(selector).evaluate("form => { form.noValidate = true }")


@pytest.fixture
def window_of(pair, visit):
    return lambda script: visit(script=script).wear(pair.ana.cookies)


@either
def test_a_page_that_comes_back_holds_the_first_refused_field(window_of, script):
    ana = window_of(script)
    ana.open("/circles/new")
    without_its_own_checks(ana, "form[action='/circles']")
    ana.the("input[name=name]").fill("Harbour")
    ana.the("input[name=my_name]").fill("")
    ana.the("textarea[name=agreement]").fill("")

    acts.press(ana, "Start the circle")

    first = ana.the("input[name=my_name]")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(first).to_have_accessible_description(
        "Only this circle sees it. Please write something here."
    )
    expect(ana.the("input[name=name]")).not_to_have_attribute("aria-invalid", "true")
    assert ana.page.locator("[autofocus]").count() == 1


@either
def test_refused_choices_are_held_at_the_first_and_say_why_as_a_group(pair, window_of, script):
    ana = window_of(script)
    about = f"/reports/new?about=member:{pair.member(pair.ben)}"
    ana.open(about)
    without_its_own_checks(ana, "form[action='/reports']")
    if script:  # as a page does whose script did not come
        ana.the("form[action='/reports']").evaluate("form => form.submit()")
    else:
        acts.press(ana, "Send")

    choices = ana.page.get_by_role("radiogroup", name="What is it?")
    expect(choices.get_by_role("radio").first).to_be_focused()
    expect(choices).to_have_attribute("aria-invalid", "true")
    expect(choices).to_have_accessible_description("Please choose one of these.")


@either
def test_a_page_that_nobody_has_sent_yet_holds_no_field(window_of, script):
    ana = window_of(script)

    ana.open("/circles/new")

    assert ana.page.locator("[autofocus]").count() == 0


def test_a_form_that_stays_holds_its_refused_field_and_describes_it(ana):
    ana.the(SAY).evaluate("area => area.removeAttribute('maxlength')")
    ana.the(SAY).fill("x" * 2_001)

    ana.page.get_by_role("button", name="Send", exact=True).click()

    expect(ana.the(SAY)).to_have_attribute("aria-invalid", "true")
    expect(ana.the(SAY)).to_be_focused()
    expect(ana.the(SAY)).to_have_accessible_description("At most 2000 characters, please.")

    acts.say(ana, "shorter")

    ana.sees(".message", "shorter")
    expect(ana.the(SAY)).to_have_accessible_description("")


def test_refused_choices_of_a_form_that_stays_are_held_too(pair, ana):
    ana.enter(f"/reports/new?about=member:{pair.member(pair.ben)}")
    without_its_own_checks(ana, "form[action='/reports']")

    acts.press(ana, "Send")

    choices = ana.page.get_by_role("radiogroup", name="What is it?")
    expect(choices).to_have_attribute("aria-invalid", "true")
    expect(choices.get_by_role("radio").first).to_be_focused()
    expect(choices).to_have_accessible_description("Please choose one of these.")


def test_who_writes_elsewhere_by_then_goes_on_writing(pair, ana):
    held = []

    def hold(route):
        held.append(route)

    ana.context.route("**/messages", hold)
    ana.the(SAY).evaluate("area => area.removeAttribute('maxlength')")
    acts.say(ana, "x" * 2_001)
    ana.until(lambda: held)
    ana.the("a[data-exit]").focus()

    held[0].continue_()

    expect(ana.the(SAY)).to_have_attribute("aria-invalid", "true")
    expect(ana.the("a[data-exit]")).to_be_focused()
