"""Still alone: friends hear it again, who is asked is called by name, and help comes up."""

from __future__ import annotations

import pytest

from tests.browser import acts
from tests.kit import cast

ALERT = ".slot[data-kind=alert]"
HELP = ".alone"
# As if the page had been open for so many seconds.
OPEN_FOR = """document.getAnimations()
  .filter((one) => one.effect.target.matches(".alone"))
  .map((one) => { one.currentTime = %d * 1000 }).length"""
# How long the help waits on a page, for each number of steps that are left.
WAITS = """[...Array(13).keys()].map((steps) => {
  const help = document.querySelector(".alone")
  help.className = `card card-ember alone waits-${steps}`
  return getComputedStyle(help).animationDelay
})"""


def test_friends_hear_it_again_wherever_they_are_and_help_comes_up_at_once(pair, visit):
    address = pair.alert()
    here = pair.window(lambda origin: visit(), pair.ben)
    elsewhere = pair.window(lambda origin: visit(), pair.ben, "/journey")
    ana = pair.window(lambda origin: visit(), pair.ana, address)
    assert not ana.the(HELP).is_visible() and not here.the(".called").is_visible()

    acts.press(ana, "I am still alone")

    here.sees(f"{ALERT} .called", "still alone, asked again · just now")
    elsewhere.sees(".notice a", "You are asked to stay with Ana")
    ana.sees(".company-card .called")
    ana.sees(HELP, "Help lines")
    ana.misses(".if-nobody")
    pair.ben.post(f"{address}/claims").expect(201)
    here.misses(".called")
    elsewhere.sees(".notice a", "Ana asks for company")
    ana.misses(HELP)
    pair.ben.post(f"{address}/release").expect(201)
    ana.sees(HELP)
    elsewhere.sees(".notice a", "You are asked to stay with Ana")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_after_two_minutes_of_nobody_the_open_page_shows_help_by_itself(pair, visit, motion):
    ana = pair.window(lambda _origin: visit(reduced_motion=motion), pair.ana)
    address = pair.alert()
    ana.enter(address)
    ana.mark()

    assert ana.asks(OPEN_FOR % 109) == 1  # it waits by steps of ten seconds
    assert not ana.the(HELP).is_visible()
    assert ana.asks(OPEN_FOR % 121) == 1

    ana.sees(f"{HELP} a", "Help lines")
    ana.sees(f"{HELP} a", "Your own numbers")
    assert ana.stayed()
    pair.ben.post(f"{address}/claims").expect(201)
    ana.misses(HELP)


def test_a_page_that_is_opened_later_waits_for_what_is_left_of_the_two_minutes(pair, visit):
    ana = pair.window(lambda _origin: visit(), pair.ana, pair.alert())

    assert ana.asks(WAITS) == [f"{10 * steps}s" for steps in range(13)]


def test_who_is_asked_to_stay_is_told_so_and_her_help_stays(pair, visit):
    mo = cast.sign_up_new(pair.ana.origin, "Mo")
    cast.bring(pair.ana, pair.circle, mo, "Mo")
    address = pair.alert()
    asked = pair.window(lambda origin: visit(), mo)
    away = pair.window(lambda origin: visit(), mo, "/journey")
    other = pair.window(lambda origin: visit(), pair.ben)
    ana = pair.window(lambda origin: visit(), pair.ana, address)
    pair.ben.post(f"{address}/claims").expect(201)
    ana.sees(".company-card .who", "Ben has you.")

    pair.ben.post(f"{address}/passing", to=pair.member(mo)).expect(201)

    for one in (asked, away):
        one.sees(".notice a", "You are asked to stay with Ana")
    ana.sees(".company-card .who", "Mo is asked to stay with you.")
    ana.sees(".next-step", "If nobody has answered by")
    other.sees(f"{ALERT} .pill", "Mo is asked")
    other.misses(".notice a")
    acts.press(asked, "I have you")
    ana.sees(".company-card .who", "Mo has you.")
    asked.misses(".notice a")
    away.sees(".notice a", "Ana asks for company")


def test_what_was_said_with_the_slider_is_not_said_again(pair, visit):
    address = pair.alert()
    ana = pair.window(lambda origin: visit(), pair.ana, address)
    ben = pair.window(lambda origin: visit(), pair.ben)
    ana.the("details.more summary").click()
    ana.page.locator("input[name=strength]:visible").fill("8")
    acts.press(ana, "Tell them this")
    ben.sees(f"{ALERT} .strength", "8 of 10")
    pair.ana.post(f"{address}/details", strength="3").expect(201)
    ben.sees(f"{ALERT} .strength", "3 of 10")

    ana.the("details.more summary").click()
    ana.the("details.more textarea[name=note]").fill("It ebbs.")
    acts.press(ana, "Tell them this")

    ben.sees(f"{ALERT} .quote", "It ebbs.")
    ben.sees(f"{ALERT} .strength", "3 of 10")


def test_who_is_taken_out_while_asking_is_led_to_what_helps_now(pair, visit):
    said = pair.ben.post("/alerts").expect(201)
    ben = pair.window(lambda origin: visit(), pair.ben, said.json["location"])

    cast.remove(pair.ana, pair.member(pair.ben))

    ben.page.wait_for_url("**/toolkit")
    ben.sees("main", "Help lines")
    ben.sees("main", "My numbers")
