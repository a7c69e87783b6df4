"""Who is taken out of a circle sees nothing of it any more, whichever page of it is open."""

from __future__ import annotations

import re

import pytest

from tests.kit import cast

SOCKET = re.compile(r"/socket\.io/")
SAID = "This circle is not open to you any more."
COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
PAGES = ["people", "settings", "reached", "acts", "watch"]


def is_led_away(ben, pair):
    """Ben reads why; the circle and its people are gone at once, and then the page is."""
    ben.sees(".notice", SAID)
    assert "Ana" not in ben.page.content()
    assert not ben.the("h1").is_visible()
    ben.page.wait_for_url(ben.origin + "/circles")
    assert pair.circle not in ben.page.content()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_circle_is_emptied_and_left(pair, visit, page):
    ben = pair.window(lambda _: visit(), pair.ben, f"{pair.room}/{page}")

    cast.remove(pair.ana, pair.member(pair.ben))

    is_led_away(ben, pair)


def test_a_page_about_one_person_is_emptied_and_left(pair, visit):
    ben = pair.window(lambda _: visit(), pair.ben, f"/members/{pair.member(pair.ana)}")

    cast.remove(pair.ana, pair.member(pair.ben))

    is_led_away(ben, pair)


def test_a_line_about_a_call_goes_with_its_circle(pair, visit):
    ben = pair.window(lambda _: visit(), pair.ben, f"{pair.room}/people")
    pair.alert()
    ben.sees("#notices .notice", "Ana asks for company")

    cast.remove(pair.ana, pair.member(pair.ben))

    is_led_away(ben, pair)


def test_a_line_about_a_call_goes_also_from_a_page_of_no_circle(pair, visit):
    ben = pair.window(lambda _: visit(), pair.ben, "/journey")
    pair.alert()
    ben.sees("#notices .notice", "Ana asks for company")

    cast.remove(pair.ana, pair.member(pair.ben))

    ben.misses("#notices .notice", "Ana asks for company")
    assert ben.page.url.endswith("/journey")


@pytest.mark.parametrize("page", ["", "/people", "/settings"], ids=["room", "people", "settings"])
def test_a_page_of_a_circle_that_is_closed_is_emptied_and_left_and_news_says_why(pair, visit, page):
    ben = pair.window(lambda _: visit(), pair.ben, f"{pair.room}{page}")

    pair.ana.post(f"{pair.room}/closing").expect(201)

    is_led_away(ben, pair)
    ben.open("/news")
    ben.sees(".row-title", "Harbour has ended. Ana closed it.")


@pytest.fixture
def about(pair):
    """Pages about what Ana said or asked: whom it names, nobody else says."""
    said = pair.ana.post(f"{pair.room}/messages", text="Ana's words").expect(201).json["id"]
    alert = pair.alert()
    pair.ben.post(f"{alert}/claims").expect(201)
    answer = pair.ana.post(f"{alert}/responses", text="Ana's answer").expect(201).json["id"]
    report = f"/reports/new?about=message:{said}"
    return {"passing": f"{alert}/passing", "response": f"/responses/{answer}", "report": report}


@pytest.mark.parametrize("page", ["passing", "response", "report"])
def test_a_page_about_what_somebody_said_or_asked_is_emptied_and_left(pair, visit, about, page):
    ben = pair.window(lambda _: visit(), pair.ben, about[page])

    cast.remove(pair.ana, pair.member(pair.ben))

    is_led_away(ben, pair)


def test_an_open_sheet_and_the_title_go_too(pair, visit):
    pair.ana.post(f"{pair.room}/messages", text="Ana's words").expect(201)
    ben = pair.window(lambda _: visit(), pair.ben)
    ben.the("a[data-sheet-link][href^='/messages/']").first.click()
    ben.sees("dialog[open] .said", "Ana's words")
    title = ben.page.title()

    cast.remove(pair.ana, pair.member(pair.ben))

    ben.sees(".notice", SAID)
    assert not ben.page.locator("dialog[open]").count()
    assert "Ana" not in ben.page.content()
    assert ben.page.title() not in {title, ""}


def test_a_page_that_slept_learns_it_when_it_is_shown_again(pair, visit):
    heard, asleep = [], []

    def pass_on(socket):
        service = socket.connect_to_server()
        service.on_message(lambda text: asleep or socket.send(text))
        service.on_close(lambda *_: heard.append("the end") if asleep else socket.close())

    ben = visit().wear(pair.ben.cookies)
    ben.context.route_web_socket(SOCKET, pass_on)
    ben.enter(f"{pair.room}/people")
    asleep.append(True)
    cast.remove(pair.ana, pair.member(pair.ben))
    ben.until(lambda: heard)
    ben.sees("h1", "People")

    ben.asks(COME_BACK)

    is_led_away(ben, pair)


def test_a_page_of_another_circle_stays(pair, visit):
    own = cast.start_circle(pair.ben)
    ben = pair.window(lambda _: visit(), pair.ben, f"/circles/{own}/people")

    cast.remove(pair.ana, pair.member(pair.ben))

    ben.sees("[data-news-count]", "1")
    ben.misses(".notice", SAID)
    ben.sees("h1", "People")
