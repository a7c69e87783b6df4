"""Signing in and out."""

import pytest
from sqlalchemy import select

from accountability.accounts.models import Account, SignIn
from accountability.core.extensions import db
from accountability.core.streams import Operation
from tests.accounts.door import (
    cookie_of,
    is_signed_in,
    send,
    sign_in,
    sign_up,
    token_on,
    with_cookie,
)
from tests.cast import Browser, make_account

ANA = "ana@example.org"


@pytest.fixture
def ana(app):
    with app.app_context():
        make_account("Ana")


def test_the_address_may_be_typed_in_any_case(ana, browser):
    answer = sign_in(browser, "  Ana@Example.org ")

    assert answer.status_code == 302
    assert is_signed_in(browser)


def test_a_wrong_password_and_an_unknown_address_answer_alike(ana, app):
    wrong = sign_in(Browser(app), ANA, "not her password")

    unknown = sign_in(Browser(app), "who@example.org", "not her password")

    sentence = "do not go together"
    assert wrong.status_code == unknown.status_code == 200
    assert sentence in wrong.text and sentence in unknown.text


def test_a_copied_cookie_is_dead_after_sign_out(ana, app, browser):
    sign_in(browser, ANA)
    stolen = cookie_of(browser)
    worked = is_signed_in(with_cookie(app, stolen))

    send(browser, "/sign-out", page="/me")

    assert worked
    assert not is_signed_in(with_cookie(app, stolen))


def test_signing_out_cannot_be_done_by_a_link(ana, browser):
    sign_in(browser, ANA)

    answer = browser.get("/sign-out")

    assert answer.status_code == 405
    assert is_signed_in(browser)


def test_a_cookie_planted_before_stays_a_strangers(ana, app, browser):
    token_on(browser, "/sign-in")
    planted = cookie_of(browser)

    sign_in(browser, ANA)

    thief = with_cookie(app, planted)
    assert not is_signed_in(thief)
    assert token_on(browser, "/me") != token_on(thief, "/sign-in")


def test_a_token_in_the_address_never_signs_in(ana, app, browser):
    with app.test_request_context():
        token = db.session.scalars(select(Account)).one().get_auth_token()

    asked = [
        browser.get(f"/me?auth_token={token}"),
        browser.get("/me", headers={"Authentication-Token": token}),
        browser.get(f"/password/change?auth_token={token}"),
    ]

    assert [answer.status_code for answer in asked] == [302, 302, 302]


def test_a_closed_account_does_not_come_in(ana, app, browser):
    sign_in(browser, ANA)
    with app.app_context():
        db.session.scalars(select(Account)).one().active = False
        db.session.commit()

    again = Browser(app)
    sign_in(again, ANA)

    assert not is_signed_in(browser)
    assert not is_signed_in(again)


def test_a_sign_in_sent_twice_leaves_one_browser(ana, app):
    key = "one-key-for-one-sign-in"
    sign_in(Browser(app), ANA, key=key)

    second = Browser(app)
    sign_in(second, ANA, key=key)

    with app.app_context():
        live = db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
        stored = db.session.scalars(select(Operation)).all()
    assert is_signed_in(second)
    assert (len(live), len(stored)) == (1, 1)


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "http://user@evil.example/",
        "/%09/evil.example\t",
        "http://[evil",
        "javascript:alert(1)",
        " //evil.example",
    ],
)
def test_no_sign_in_leads_outside(ana, app, place):
    by_form = sign_in(Browser(app), ANA, next=place)

    browser = Browser(app)
    browser.token = token_on(browser, "/sign-in")
    fields = {"email": ANA, "password": "a lamp in the kitchen", "csrf_token": browser.token}
    by_address = browser.client.post("/sign-in", query_string={"next": place}, data=fields)

    assert (by_form.status_code, by_form.location) == (302, "/")
    assert (by_address.status_code, by_address.location) == (302, "/")


def test_a_place_inside_is_kept(ana, browser):
    answer = sign_in(browser, ANA, next="/me/browsers?a=1")

    assert answer.location == "/me/browsers?a=1"


DOORS = ["/sign-in", "/sign-up", "/password/forgotten", "/password/reset/x", "/sign-out", "/exit"]
SHAPES = ["[1]", '"x"', "5", "null", '{"email": [1]}', '{"email": {"a": 1}}', "{", "[" * 2000, ""]


def test_a_body_of_any_shape_is_refused_calmly(browser):
    sent = {"content_type": "application/json"}
    sent["headers"] = {"X-CSRFToken": token_on(browser, "/sign-in")}

    codes = {
        (path, body): browser.client.post(path, data=body, **sent).status_code
        for path in DOORS
        for body in SHAPES
    }

    assert {case: code for case, code in codes.items() if code >= 500} == {}


STRANGE = ["\x00", "\ud800", "x" * 70_000, "💔" * 300]


@pytest.mark.parametrize("field", ["email", "password", "name", "next", "zone", "key"])
def test_strange_text_is_refused_calmly(browser, field):
    whole = {"name": "N", "email": "n@example.org", "password": "a lamp in the kitchen"}
    whole["csrf_token"] = token_on(browser, "/sign-up")

    codes = []
    for value in STRANGE:
        fields = {**whole, field: value.encode("utf-8", "surrogatepass")}
        codes.append(browser.client.post("/sign-up", data=fields).status_code)

    assert [code for code in codes if code >= 500] == []


def test_without_its_token_no_form_is_taken(app, browser):
    fields = {"email": ANA, "password": "a lamp in the kitchen"}

    codes = [browser.client.post(path, data=fields).status_code for path in DOORS[:4]]

    assert codes == [400] * 4


def test_a_visitor_is_shown_the_door_and_a_script_is_told(app, browser):
    page = browser.get("/me")

    told = browser.get("/me", headers={"Accept": "application/json"})

    assert (page.status_code, page.location) == (302, "/sign-in?next=/me")
    assert (told.status_code, "error" in told.json) == (401, True)


def test_somebody_new_comes_in_where_they_wanted_to_go(browser):
    answer = sign_up(browser, "noa@example.org", next="/join/x")

    assert answer.location == "/join/x"
