"""Which passwords are taken, and how a forgotten one is replaced."""

import time_machine
from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.accounts.passwords import complaint, own_words
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.mail import Mail
from tests.accounts.door import is_signed_in, send, sign_in, sign_up
from tests.cast import PASSWORD, Browser, make_account

ANA = "ana.lind@example.org"
NEW = "another quiet lantern"

WEAK = [
    "short",
    "elevenchars",
    "password1234",
    "P@ssw0rd2024!",
    "passwordpassword",
    "qwertyuiop12",
    "abcdefghijkl",
    "zyxwvutsrqpo",
    "123456789012",
    "987654321098",
    "19841225198412",
    "aaaaaaaaaaaa",
    "abababababab",
    "lantern!lantern!",
    "iloveyou2024",
    "Welcome12345!",
    "letmein-letmein2",
    "sunshinedragon",
    "ana.lind2024",
    "ana.lind@example.org",
    "LindAna12345",
    "steady-steady1",
    "x" * 129,
]
GOOD = [
    PASSWORD,
    "quiet-lantern-over-water",
    "tr0mbone aquarium",
    "Ana walks by the harbour",
    "пять тихих фонарей",
    "🌱🌊🌙🔥🌧🌈🍂🌻🌾🐚🪁🛶",
    "kQ7-vv2-pLx-9sd",
    "q" + "wx!" * 30 + "different",
]


def refused(passwords):
    own = own_words("Ana Lind", ANA)
    return [password for password in passwords if complaint(password, own) is not None]


def test_what_is_guessed_first_is_refused(context):
    assert refused(WEAK) == WEAK


def test_what_is_hard_to_guess_is_taken(context):
    assert refused(GOOD) == []


def test_every_character_counts_up_to_the_last(app):
    long = "lamp, harbour; " * 8 + "stone!!!"
    sign_up(Browser(app), ANA, password=long)

    almost = Browser(app)
    sign_in(almost, ANA, long[:-1] + "?")
    whole = Browser(app)
    sign_in(whole, ANA, long)

    assert len(long) == 128
    assert (is_signed_in(almost), is_signed_in(whole)) == (False, True)


def test_two_keyboards_spell_one_password(app, browser):
    sign_up(Browser(app), ANA, password="a caf\u00e9 by the sea")

    sign_in(browser, ANA, "a cafe\u0301 by the sea")

    assert is_signed_in(browser)


def link_in_mail(app):
    with app.app_context():
        bodies = [mail.body for mail in db.session.scalars(select(Mail).order_by(Mail.id.desc()))]
    lines = [line for body in bodies for line in body.splitlines() if "/password/reset/" in line]
    return lines[0][lines[0].index("/password/reset/") :]


def test_a_forgotten_password_is_replaced_by_a_link_once(app, browser):
    sign_up(browser, ANA)
    send(Browser(app), "/password/forgotten", email=ANA)
    link = link_in_mail(app)
    stranger = Browser(app)

    answer = send(stranger, link, password=NEW, password_confirm=NEW)
    again = stranger.get(link)

    assert (answer.location, again.location) == ("/sign-in", "/password/forgotten")
    assert not is_signed_in(browser)
    sign_in(stranger, ANA, NEW)
    assert is_signed_in(stranger)
    with app.app_context():
        subjects = db.session.scalars(select(Mail.subject).order_by(Mail.id)).all()
    assert subjects == ["Your link", "Your password was changed"]


def test_a_link_is_worth_nothing_after_an_hour(app, browser):
    sign_up(browser, ANA)
    send(Browser(app), "/password/forgotten", email=ANA)

    with time_machine.travel(clock.now().timestamp() + 3700):
        answer = Browser(app).get(link_in_mail(app))

    assert answer.location == "/password/forgotten"


def test_a_link_does_not_take_a_weak_password(app):
    sign_up(Browser(app), ANA)
    send(Browser(app), "/password/forgotten", email=ANA)

    answer = send(
        Browser(app), link_in_mail(app), password="password1234", password_confirm="password1234"
    )

    assert answer.status_code == 422
    with app.app_context():
        assert len(db.session.scalars(select(Mail)).all()) == 1


def test_changing_asks_for_the_old_one(app, browser):
    with app.app_context():
        make_account("Ana")
    browser.sign_in("ana@example.org")

    wrong = {"password": "not it", "new_password": NEW, "new_password_confirm": NEW}
    answer = send(browser, "/password/change", **wrong)

    assert answer.status_code == 422
    with app.app_context():
        before = db.session.scalars(select(Account.password)).one()
    assert before and is_signed_in(browser)
