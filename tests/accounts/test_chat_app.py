"""An invitation that is opened inside a chat app: its small browser signs up, and comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.mail import Mail
from tests.accounts.door import sign_up
from tests.cast import PASSWORD, Browser, Cast
from tests.circles.kit import invite
from tests.client.page import Page

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/UP1A; wv) AppleWebKit/537.36"
CHROME = "(KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36"
INSTAGRAM = f"{IPHONE} (KHTML, like Gecko) Mobile/22B83 Instagram 357.0.0.27 (iPhone15,2)"
AGENTS = {
    "Instagram": (INSTAGRAM, ""),
    "Facebook": (f"{IPHONE} Mobile/22B83 [FBAN/FBIOS;FBAV/488.0.0.73;FBDV/iPhone15,2]", ""),
    "Facebook on Android": (f"{ANDROID} {CHROME} [FB_IAB/FB4A;FBAV/488.0;]", "com.facebook.katana"),
    "a WebView": (f"{ANDROID} {CHROME}", "com.example.chat"),
}
NOA = "noa@example.org"
FIELDS = {"name": "Noa", "email": NOA, "password": PASSWORD, "adult": "y", "consent": "y"}


def small_browser(app, name):
    """The browser of a chat app: on Android it says with each page which app that is."""
    browser = Browser(app)
    agent, package = AGENTS[name]
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    if package:
        browser.client.environ_base["HTTP_X_REQUESTED_WITH"] = package
    return browser


def door_of(app):
    """The address that an invitation of Ana's opens."""
    with app.app_context():
        return f"/invitations/{invite(Cast(app)).token}"


def follow(browser, address, place):
    """Follow the link of a page that leads to this place."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return browser.get(Page(answer.text).link(place))


def fill_in(browser, page, action, **typed):
    """Send the form of a page, with all that it keeps hidden."""
    fields = Page(page.text).form(action, *typed).filled(**typed)
    browser.token = fields.pop("csrf_token")
    return browser.post(action, page=True, **fields)


def confirm_link(app):
    """The link in the mail to Noa, as a path of the service."""
    with app.app_context():
        [body] = [one.body for one in db.session.scalars(select(Mail)) if one.address == NOA]
    [link] = [line for line in body.splitlines() if "/confirm/" in line]
    return link.removeprefix("http://steady.example")


@pytest.mark.parametrize("name", AGENTS)
def test_who_signs_up_inside_a_chat_app_comes_back_and_asks_to_come_in(app, name):
    browser, door = small_browser(app, name), door_of(app)

    signed_up = fill_in(browser, follow(browser, door, "/sign-up"), "/sign-up", **FIELDS)
    back = browser.get(signed_up.location)
    asked = fill_in(browser, back, f"{door}/newcomers", name="Noa")

    assert (signed_up.status_code, signed_up.location) == (302, door)
    assert back.status_code == 200 and 'value="Noa"' in back.text
    assert browser.get(asked.location).text.count("You asked to come in")


@pytest.mark.parametrize("name", AGENTS)
def test_with_mail_the_link_in_it_leads_back_to_the_invitation_in_any_browser(mailing_app, name):
    browser, door = small_browser(mailing_app, name), door_of(mailing_app)
    fill_in(browser, follow(browser, door, "/sign-up"), "/sign-up", **FIELDS)
    link = confirm_link(mailing_app)

    usual = Browser(mailing_app)
    to_sign_in = usual.get(link).location
    typed = {"email": NOA, "password": PASSWORD}
    there = fill_in(usual, usual.get(to_sign_in), "/sign-in", **typed)
    here = fill_in(browser, follow(browser, door, "/sign-in"), "/sign-in", **typed)

    assert (there.location, here.location) == (door, door)
    assert "Ask to come in" in usual.get(door).text
    assert "Ask to come in" in browser.get(door).text


def test_a_link_that_was_opened_before_leads_back_to_the_invitation_all_the_same(mailing_app):
    door = door_of(mailing_app)
    fill_in(mailed := Browser(mailing_app), follow(mailed, door, "/sign-up"), "/sign-up", **FIELDS)
    link = confirm_link(mailing_app)
    Browser(mailing_app).get(link)

    again = Browser(mailing_app)
    page = again.get(again.get(link).location)
    there = fill_in(again, page, "/sign-in", email=NOA, password=PASSWORD)

    assert "Your address is confirmed already. Please sign in." in page.text
    assert there.location == door


def test_a_letter_that_is_asked_for_anew_leads_back_to_the_invitation_too(mailing_app):
    browser, door = Browser(mailing_app), door_of(mailing_app)
    fill_in(browser, follow(browser, door, "/sign-up"), "/sign-up", **FIELDS)
    late = Browser(mailing_app)
    with clock.at(clock.now() + timedelta(minutes=61)):
        another = late.client.get(confirm_link(mailing_app)).location
    with mailing_app.app_context():
        db.session.execute(delete(Mail))
        db.session.commit()

    fill_in(late, late.get(another), "/confirm", email=NOA)

    assert confirm_link(mailing_app).endswith(f"?next={door}")


@pytest.mark.parametrize("place", ["/buy/now", "/invitations/now", "//evil.example", "/me"])
def test_nothing_that_a_stranger_typed_but_an_invitation_is_mailed(mailing_app, place):
    sign_up(Browser(mailing_app), NOA, next=place)

    assert "?" not in confirm_link(mailing_app)


def test_no_link_in_a_mail_leads_outside(mailing_app):
    sign_up(Browser(mailing_app), NOA)

    answer = Browser(mailing_app).get(f"{confirm_link(mailing_app)}?next=//evil.example")

    assert (answer.status_code, answer.location) == (302, "/sign-in")
