"""What the script keeps alive on an open page: news by other ways, endings, two tabs, the past."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.kit import cast

ALERT = ".slot[data-kind=alert]"
SOCKET = re.compile(r"/socket\.io/")


def without_sockets(visit):
    """A window through which no WebSocket comes."""

    def make(origin):
        visitor = visit()
        visitor.context.route_web_socket(SOCKET, lambda socket: socket.close())
        return visitor

    return make


def losing(visit, words):
    """A window whose socket loses every frame with these words in it; lists what was lost."""
    lost = []

    def pass_on(socket):
        service = socket.connect_to_server()

        def told(text):
            if words in str(text):
                lost.append(json.loads(str(text)[2:]))
            else:
                socket.send(text)

        service.on_message(told)

    def make(origin):
        visitor = visit()
        visitor.context.route_web_socket(SOCKET, pass_on)
        return visitor

    return make, lost


def window(visit):
    return lambda origin: visit()


def test_where_no_socket_passes_an_alert_comes_by_long_poll(visit, pair):
    ben = pair.window(without_sockets(visit), pair.ben, live="poll")
    ben.mark()

    pair.alert(note="By the slow way.")

    ben.sees(f"{ALERT} .quote", "By the slow way.")
    acts.press(ben, "I have you")
    ben.sees(".who", "You have Ana.")


def test_a_lost_frame_is_noticed_at_the_next_one(visit, pair):
    make, lost = losing(visit, "said first")
    ben = pair.window(make, pair.ben)
    ben.mark()

    cast.say(pair.ana, pair.circle, "said first").expect(201)
    cast.say(pair.ana, pair.circle, "said second").expect(201)

    ben.sees(".message", "said second")
    ben.sees(".message", "said first")
    said = ben.page.locator(".message .said").all_inner_texts()
    assert said == ["said first", "said second"] and len(lost) == 1 and ben.stayed()


def test_the_last_frame_is_missed_even_when_nothing_follows(visit, pair):
    make, lost = losing(visit, "said last")
    ben = pair.window(make, pair.ben)

    cast.say(pair.ana, pair.circle, "said last").expect(201)

    ben.sees(".message", "said last")
    assert len(lost) == 1


def test_who_is_removed_loses_the_circle_on_the_open_page(visit, pair):
    ben = pair.window(window(visit), pair.ben)
    cast.say(pair.ana, pair.circle, "said before").expect(201)
    ben.sees(".message", "said before")

    cast.remove(pair.ana, pair.member(pair.ben))
    cast.say(pair.ana, pair.circle, "said after").expect(201)

    ben.sees(".notice", "This circle is not open to you any more.")
    ben.misses(".message")
    ben.page.wait_for_url(lambda address: pair.circle not in address)
    assert "said" not in ben.page.content()


def test_ending_the_sign_in_elsewhere_empties_the_open_page(visit, pair):
    ben = pair.window(window(visit), pair.ben)
    cast.say(pair.ana, pair.circle, "for two pairs of eyes").expect(201)
    ben.sees(".message", "for two pairs of eyes")
    there = cast.second_browser(pair.ben)

    there.post("/me/browsers/end").expect(200, 201)

    ben.page.wait_for_url("**/sign-in*")
    assert "for two pairs of eyes" not in ben.page.content()
    ben.open(pair.room)
    assert "/sign-in" in ben.page.url


def test_two_tabs_of_one_person_show_the_same_once(visit, pair):
    ana = pair.window(window(visit), pair.ana)
    other = ana.open_tab()
    other.goto(ana.origin + pair.room)
    other.locator("html[data-live=socket]").wait_for(state="attached")

    acts.say(ana, "from the first tab")
    ana.page.locator(".urge-button:visible").click()

    for tab in (ana.page, other):
        expect(tab.locator(".slot.mine .message", has_text="from the first tab")).to_have_count(1)
        expect(tab.locator(f"{ALERT}.mine")).to_have_count(1)
    assert other.locator(ALERT).get_by_role("button", name="I have you").is_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["live", "forms alone"])
def test_older_words_are_a_press_away(visit, pair, script):
    for number in range(40):
        cast.say(pair.ana, pair.circle, f"word {number:02}").expect(201)
    ben = pair.window(lambda origin: visit(script=script), pair.ben)
    ben.mark()
    assert not ben.the(".message", "word 03").is_visible()

    acts.follow(ben, "older words")

    ben.sees(".message", "word 03")
    said = ben.page.locator(".message .said").all_inner_texts()
    assert said == sorted(set(said)) and (len(said) == 40) is script
    assert ben.stayed()
    ben.misses("[data-older]")


def test_a_friends_alert_is_said_in_words_where_it_is_out_of_sight(visit, pair):
    ben = pair.window(window(visit), pair.ben, "/journey")

    address = pair.alert()

    ben.sees(".notice a", "Ana asks for company")
    ben.the(".notice a").click()
    ben.page.wait_for_url(f"**{address}")


def test_a_call_that_is_over_before_it_is_known_who_one_is_brings_no_line(visit, pair):
    ben = pair.window(window(visit), pair.ben, "/journey")
    held = []

    def hold(route):
        held.append(route)

    ben.context.route("**/me/streams", hold)
    address = pair.alert()
    ben.until(lambda: held)
    pair.ana.post(f"{address}/withdrawal").expect(201)
    pair.ana.post(f"{pair.room}/messages", text="all is well").expect(201)

    held.pop().continue_()

    ben.sees("[data-unread]")
    ben.misses(".notice a", "Ana asks for company")


def test_who_one_is_is_asked_again_after_a_failure(visit, pair):
    ben = pair.window(window(visit), pair.ben, "/journey")
    ben.forgives += ("net::ERR_",)
    ben.context.route("**/me/streams", lambda route: route.abort())
    pair.alert()
    ben.sees(".notice a", "Ana asks for company")
    ben.context.unroute("**/me/streams")

    with ben.page.expect_response("**/me/streams"):
        pair.ben.post("/alerts").expect(201)
    pair.ana.post(f"{pair.room}/messages", text="still here").expect(201)

    ben.sees("[data-unread]")
    ben.misses(".notice a", "Ben asks for company")
