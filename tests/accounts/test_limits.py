"""How often a secret may be tried."""

import pytest
from sqlalchemy import text

from accountability.core import database
from accountability.core.extensions import db
from tests.accounts.door import is_signed_in, send, sign_in, sign_up, token_on
from tests.cast import PASSWORD, Browser

ANA = "ana@example.org"
FAR = {"REMOTE_ADDR": "203.0.113.9"}


def guess(browser, path, **fields):
    browser.token = token_on(browser, "/sign-in")
    return browser.client.post(
        path, data={"csrf_token": browser.token, **fields}, environ_base=FAR
    ).status_code


def test_guessing_ends_but_the_owner_still_comes_in_from_elsewhere(limited_app):
    sign_up(Browser(limited_app), ANA)
    stranger = Browser(limited_app)

    codes = [guess(stranger, "/sign-in", email=ANA, password=f"guess {n}") for n in range(30)]
    owner = Browser(limited_app)
    sign_in(owner, ANA)

    assert codes[:10] == [200] * 10
    assert set(codes[10:]) == {429}
    assert is_signed_in(owner)


def test_other_spellings_of_an_address_count_as_one(limited_app):
    spellings = [ANA, f" {ANA}", ANA.upper(), "\uff41na@example.org", f"{ANA}\t"]
    stranger = Browser(limited_app)

    codes = [
        guess(stranger, "/sign-in", email=spellings[n % 5], password=f"guess {n}")
        for n in range(15)
    ]

    assert set(codes[10:]) == {429}


def test_many_accounts_from_one_address_end_too(limited_app):
    stranger = Browser(limited_app)

    codes = [guess(stranger, "/sign-in", email=f"p{n}@example.org", password="") for n in range(65)]

    assert set(codes[:60]) == {200}
    assert set(codes[60:]) == {429}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/sign-up", {"email": ANA, "password": "x"}),
        ("/password/forgotten", {"email": ANA}),
        ("/password/reset", {"email": ANA}),
        ("/password/reset/x", {"password": "x"}),
    ],
)
def test_every_door_counts(limited_app, path, fields):
    stranger = Browser(limited_app)

    codes = [guess(stranger, path, **fields) for _ in range(11)]

    assert codes[-1] == 429
    assert 429 not in codes[:10]


@pytest.mark.parametrize("path", ["/password/change", "/password/again"])
def test_doors_behind_the_sign_in_count_too(limited_app, path):
    browser = Browser(limited_app)
    sign_up(browser, ANA)

    codes = [send(browser, path, password=f"guess {n}").status_code for n in range(11)]

    assert codes == [422] * 10 + [429]


def test_forwarded_addresses_do_not_count_without_a_proxy(limited_app):
    stranger = Browser(limited_app)
    token = token_on(stranger, "/sign-in")

    codes = [
        stranger.client.post(
            "/sign-in",
            data={"csrf_token": token, "email": ANA, "password": PASSWORD},
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
        ).status_code
        for n in range(12)
    ]

    assert codes[10:] == [429, 429]


def test_a_script_learns_how_long_to_wait(limited_app):
    browser = Browser(limited_app)
    browser.token = token_on(browser, "/sign-in")

    answers = [browser.post("/sign-in", email=ANA, password="x") for _ in range(11)]

    assert answers[-1].status_code == 429
    assert answers[-1].json["error"]
    assert int(answers[-1].headers["Retry-After"]) > 0


def busy(app, monkeypatch, send_it):
    """An answer while another write of this process holds the turn, or a row on PostgreSQL."""
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    with app.app_context():
        db.session.execute(text(LOCKS[db.engine.dialect.name]))
        database.take_turn()
        try:
            return send_it()
        finally:
            database.end_turn()
            db.session.rollback()


# Where a sign-in is stored: SQLite's one writer is stopped by its turn, a server by a lock.
LOCKS = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE sign_ins IN EXCLUSIVE MODE"}


def test_a_busy_door_says_two_seconds_whatever_the_limiter_counts(limited_app, monkeypatch):
    sign_up(Browser(limited_app), ANA)
    browser = Browser(limited_app)
    browser.token = token_on(browser, "/sign-in")

    answer = busy(
        limited_app,
        monkeypatch,
        lambda: browser.post("/sign-in", email=ANA, password=PASSWORD),
    )

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_only_a_no_says_how_long_to_wait(limited_app):
    answer = sign_up(Browser(limited_app), ANA)

    assert answer.status_code == 302 and "Retry-After" not in answer.headers
