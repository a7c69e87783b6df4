"""Where an account is signed in, and how that ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from accountability.accounts import access, services
from accountability.accounts.events import ENDED
from accountability.accounts.models import Account, SignIn
from accountability.core import clock
from accountability.core.errors import Gone
from accountability.core.extensions import db
from tests.accounts.door import cookie_of, is_signed_in, send, sign_in, with_cookie
from tests.cast import PASSWORD, Browser, make_account

ANA = "ana@example.org"
NEW = "another quiet lantern"


@pytest.fixture
def ana(app):
    with app.app_context():
        make_account("Ana")


@pytest.fixture
def ended():
    heard = []
    ENDED.append(heard.extend)
    yield heard
    ENDED.remove(heard.extend)


def two_browsers(app):
    phone, desk = Browser(app), Browser(app)
    sign_in(phone, ANA)
    sign_in(desk, ANA)
    desk.token = desk.get("/me").text.split('csrf-token" content="', 1)[1].split('"', 1)[0]
    return phone, desk


def ids(app):
    with app.app_context():
        return [one.public_id for one in db.session.scalars(select(SignIn).order_by(SignIn.id))]


def test_ending_another_browser_ends_it_and_no_other(ana, app, ended):
    phone, desk = two_browsers(app)

    answer = desk.post(f"/me/browsers/{ids(app)[0]}/end")

    assert answer.status_code == 201
    assert (is_signed_in(phone), is_signed_in(desk)) == (False, True)
    assert ended == [1]


def test_ending_all_the_others_keeps_this_one(ana, app, ended):
    phone, desk = two_browsers(app)
    third = Browser(app)
    sign_in(third, ANA)

    desk.post("/me/browsers/end", key="one-key-one-effect")
    again = desk.post("/me/browsers/end", key="one-key-one-effect")

    assert again.json["replayed"]
    assert [is_signed_in(one) for one in (phone, desk, third)] == [False, True, False]
    assert sorted(ended) == [1, 3]


def test_nobody_sees_or_ends_somebody_elses_browser(ana, app):
    phone, _ = two_browsers(app)
    with app.app_context():
        make_account("Cleo")
    cleo = Browser(app)
    cleo.sign_in("cleo@example.org")

    answer = cleo.post(f"/me/browsers/{ids(app)[0]}/end")

    assert answer.status_code == 404
    assert is_signed_in(phone)
    assert ids(app)[0] not in cleo.get("/me/browsers").text
    with app.app_context(), pytest.raises(Gone):
        first, last = db.session.get(SignIn, 1), db.session.get(SignIn, 3)
        services.end_sign_in(last.account, first)


def test_the_page_lists_rough_kinds_and_marks_this_one(ana, app):
    agent = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
    browser = Browser(app)
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    sign_in(browser, ANA)

    page = browser.get("/me/browsers").text

    assert "Firefox · Android" in page
    assert "this one" in page


def test_a_changed_password_ends_every_other_browser(ana, app, ended):
    phone, desk = two_browsers(app)
    copied = cookie_of(desk)
    fields = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}

    answer = send(desk, "/password/change", **fields)

    assert (answer.status_code, answer.location) == (302, "/me")
    assert (is_signed_in(phone), is_signed_in(desk)) == (False, True)
    assert not is_signed_in(with_cookie(app, copied))
    assert sorted(ended) == [1, 2]


def test_a_changed_password_sent_twice_changes_it_once(ana, app):
    _, desk = two_browsers(app)
    fields = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    key = "one-key-one-new-password"
    send(desk, "/password/change", key=key, **fields)

    again = send(desk, "/password/change", key=key, **fields)

    assert (again.status_code, again.location) == (303, "/me")
    assert is_signed_in(desk)


@pytest.mark.parametrize(("field", "days"), [("seen_at", 15), ("signed_in_at", 91)])
def test_a_sign_in_ends_by_age(ana, app, browser, field, days):
    sign_in(browser, ANA)
    with app.app_context():
        db.session.execute(update(SignIn).values({field: clock.now() - timedelta(days=days)}))
        db.session.commit()

    assert not is_signed_in(browser)


def seen_at(app):
    with app.app_context():
        return db.session.scalars(select(SignIn.seen_at)).one()


@pytest.fixture
def unseen(ana, app, browser):
    """Signed in, and last seen a while ago; the moment of that."""
    sign_in(browser, ANA)
    old = clock.now() - timedelta(minutes=6)
    with app.app_context():
        db.session.execute(update(SignIn).values(seen_at=old))
        db.session.commit()
    return old


def test_use_is_noted_every_few_minutes_and_no_more(unseen, app, browser):
    browser.get("/me").close()
    noted = seen_at(app)
    browser.get("/me").close()

    assert seen_at(app) == noted > unseen


def test_no_answer_waits_for_use_to_be_noted(unseen, app, browser):
    answer = browser.get("/me")
    assert answer.data and seen_at(app) == unseen

    answer.close()

    assert seen_at(app) > unseen


def test_the_row_holds_no_token_that_signs_in(ana, app, browser):
    sign_in(browser, ANA)
    with browser.client.session_transaction() as cookie:
        token = cookie[access.TOKEN]

    with app.app_context():
        row = db.session.scalars(select(SignIn)).one()
        mark = db.session.scalars(select(Account.fs_uniquifier)).one()
        found = access.sign_in_of({access.TOKEN: token, "_user_id": mark})
        forged = access.sign_in_of({access.TOKEN: row.token_hash.hex(), "_user_id": mark})
        other = access.sign_in_of({access.TOKEN: token, "_user_id": "another"})

    assert row.token_hash != token.encode()
    assert (found, forged, other) == (row, None, None)
