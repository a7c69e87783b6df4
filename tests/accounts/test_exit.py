"""The way out ends the sign-in from any page of ours, and from no other."""

import pytest
from sqlalchemy import text

from accountability.core import database
from accountability.core.extensions import db
from tests.accounts.door import cookie_of, is_signed_in, sign_in, with_cookie
from tests.cast import Browser, apart, make_account

ANA = "ana@example.org"
OURS = {"Sec-Fetch-Site": "same-origin"}
HERE = "http://localhost"
THERE = "http://elsewhere.example"


@pytest.fixture
def ana(app):
    with app.app_context():
        make_account("Ana")


def two_browsers(app):
    phone, desk = Browser(app), Browser(app)
    sign_in(phone, ANA)
    sign_in(desk, ANA)
    return phone, desk


def test_the_way_out_ends_this_browser_and_empties_it(ana, app):
    phone, desk = two_browsers(app)
    copied = cookie_of(desk)

    answer = desk.client.post("/exit", headers=OURS)

    assert answer.status_code == 204
    assert "cookies" in answer.headers["Clear-Site-Data"]
    assert not is_signed_in(with_cookie(app, copied))
    assert is_signed_in(phone)


def test_the_way_out_empties_this_browser_even_while_nothing_can_be_written(
    ana, app, monkeypatch, caplog
):
    _phone, desk = two_browsers(app)
    monkeypatch.setattr(database, "PATIENCE", 0.1)  # not to wait five seconds for it

    with app.app_context(), database.writing():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("LOCK TABLE streams, sign_ins IN EXCLUSIVE MODE"))
        answer = apart(desk.client.post, "/exit", headers=OURS)

    assert answer.status_code == 204
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert cookie_of(desk) == "" and not is_signed_in(desk)
    assert "could not be ended" in caplog.text


@pytest.mark.parametrize(
    "sent",
    [{**OURS, "Origin": "null"}, {"Origin": HERE}, {**OURS, "X-CSRFToken": "of an older sign-in"}],
    ids=["a safe line", "a plain line", "an older page"],
)
def test_any_page_of_ours_leads_out(ana, app, sent):
    _phone, desk = two_browsers(app)

    answer = desk.client.post("/exit", json={}, headers=sent)

    assert (answer.status_code, is_signed_in(desk)) == (204, False)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Origin": THERE},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
        {"Sec-Fetch-Site": "same-site", "Origin": THERE},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=lambda sent: " ".join(sent.values()) or "nothing said",
)
def test_no_page_of_others_signs_anybody_out(ana, app, sent):
    _phone, desk = two_browsers(app)

    answer = desk.client.post("/exit", json={}, headers=sent)

    assert (answer.status_code, is_signed_in(desk)) == (403, True)
    assert "Clear-Site-Data" not in answer.headers


def test_behind_a_public_address_that_address_is_ours(mailing_app):
    codes = [
        mailing_app.test_client().post("/exit", headers={"Origin": origin}).status_code
        for origin in ("http://steady.example", HERE)
    ]

    assert codes == [204, 403]
