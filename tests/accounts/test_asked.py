"""Asking for a link by an address: nothing tells who has an account, nobody's mailbox is filled."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, select, update

from accountability.accounts import hashing
from accountability.accounts.asked import MOST, AskedLetter, forget_turns, take_letter_turn
from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail
from tests.accounts.door import send, sign_up
from tests.cast import Browser, make_account
from tests.circles.kit import at_once, set_quietly

NOA, NEW = "noa@example.org", "new@example.org"
FORGOTTEN, CONFIRM = "/password/forgotten", "/confirm"


class Work:
    """What was asked of the database and of the password hash meanwhile."""

    def __init__(self, app, monkeypatch):
        self.app, self.done, self.hashed = app, [], 0
        monkeypatch.setattr(hashing, "aside", self._count)

    def _count(self, work, *args, **options):
        self.hashed += 1
        return work(*args, **options)

    def _note(self, _connection, _cursor, statement, *_more):
        self.done.append(statement)

    def of(self, act):
        """The statements and the number of hashes of one act."""
        self.done, self.hashed = [], 0
        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", self._note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", self._note)
        return self.done, self.hashed


@pytest.fixture
def work(mailing_app, monkeypatch):
    return Work(mailing_app, monkeypatch)


def mails(app):
    with app.app_context():
        return [mail.address for mail in db.session.scalars(select(Mail).order_by(Mail.id))]


def ask(browser, path, email):
    """Ask with the form at hand, so that nothing but the asking is counted."""
    return browser.post(path, page=True, email=email)


def ready(app, path):
    browser = Browser(app)
    send(browser, path, email="other@example.org")
    return browser


def accounts_of_every_kind(app):
    with app.app_context():
        make_account("Noa")  # confirmed
        set_quietly(make_account("Una"), confirmed_at=None)
        set_quietly(make_account("Dee"), active=False)


def said(statement):
    """What a statement does; that what was written is kept or taken back is one and the same."""
    if statement.startswith(("RELEASE", "ROLLBACK TO")):
        return "END OF SAVEPOINT"
    return "INSERT mails" if statement.startswith("INSERT INTO mails") else statement


KINDS = [NOA, "una@example.org", "dee@example.org", NEW]


@pytest.mark.parametrize("path", [FORGOTTEN, CONFIRM])
def test_an_address_with_an_account_is_no_more_work_than_one_without(mailing_app, work, path):
    accounts_of_every_kind(mailing_app)
    browser = ready(mailing_app, path)

    done = [work.of(lambda one=email: ask(browser, path, one)) for email in KINDS]

    kinds = [list(map(said, statements)) for statements, _ in done]
    assert kinds[0] == kinds[1] == kinds[2] == kinds[3]
    assert "INSERT mails" in kinds[0]
    assert [hashed for _, hashed in done] == [0, 0, 0, 0]


@pytest.mark.parametrize("path", [FORGOTTEN, CONFIRM])
def test_what_was_one_too_many_is_the_same_work_too(mailing_app, work, path):
    accounts_of_every_kind(mailing_app)
    browser = ready(mailing_app, path)
    for email in KINDS * MOST:
        ask(browser, path, email)

    done = [work.of(lambda one=email: ask(browser, path, one))[0] for email in KINDS]

    assert done[0] == done[1] == done[2] == done[3]


def test_only_who_is_due_a_letter_gets_it(mailing_app):
    accounts_of_every_kind(mailing_app)

    for email in KINDS:
        send(Browser(mailing_app), FORGOTTEN, email=email)
    forgotten = mails(mailing_app)
    for email in KINDS:
        send(Browser(mailing_app), CONFIRM, email=email)

    assert forgotten == [NOA]
    assert mails(mailing_app) == [NOA, "una@example.org"]
    with mailing_app.app_context():
        assert len(db.session.scalars(select(Account)).all()) == 3


def test_nobody_gets_more_than_three_links_within_an_hour(mailing_app):
    accounts_of_every_kind(mailing_app)

    answers = [send(Browser(mailing_app), FORGOTTEN, email=NOA).status_code for _ in range(5)]
    within = len(mails(mailing_app))
    with time_machine.travel(clock.now().timestamp() + 3601):
        send(Browser(mailing_app), FORGOTTEN, email=NOA)

    assert (answers, within) == ([200] * 5, 3)
    assert len(mails(mailing_app)) == 4


def test_signing_up_again_and_again_fills_nobodys_mailbox(mailing_app):
    answers = [sign_up(Browser(mailing_app), NOA) for _ in range(7)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(302, "/sign-in")}
    assert mails(mailing_app) == [NOA] * (1 + MOST)  # the first link, and three times "again"


def test_what_nobody_gets_keeps_no_letter_back_from_a_mailbox_written_alike(mailing_app):
    accounts_of_every_kind(mailing_app)
    stranger = Browser(mailing_app)
    for name in ("noa+x0", "noa+x1", "noa+x2", "NOA+x3"):
        send(stranger, FORGOTTEN, email=f"{name}@example.org")
    before = len(mails(mailing_app))

    send(Browser(mailing_app), FORGOTTEN, email=NOA)

    assert (before, mails(mailing_app)) == (0, [NOA])


def test_asking_before_there_is_an_account_keeps_no_letter_of_its_sign_up_back(mailing_app):
    for _ in range(MOST + 1):
        send(Browser(mailing_app), CONFIRM, email=NEW)

    sign_up(Browser(mailing_app), NEW)

    assert mails(mailing_app) == [NEW]


def test_other_spellings_of_one_mailbox_are_counted_together(context):
    with quiet_change():
        taken = [
            take_letter_turn("confirm", f"{name}@example.org") for name in ("noa", "Noa", "noa+2")
        ]
        fourth = take_letter_turn("confirm", "noa+3@example.org")
        others = take_letter_turn("again", NOA), take_letter_turn("confirm", NEW)

    assert (taken, fourth, others) == ([True] * MOST, False, (True, True))


def test_many_at_once_take_three_turns(app):
    def take():
        with quiet_change():
            return take_letter_turn("password_link", NOA)

    answers = at_once(app, *[take] * 8)

    assert sum(answers) == MOST


def test_a_turn_is_kept_without_the_address_and_forgotten_after_an_hour(context):
    with quiet_change():
        take_letter_turn("password_link", NOA)
    kept = db.session.scalars(select(AskedLetter)).one()
    assert b"noa" not in kept.address_hash
    forget_turns()
    assert db.session.scalars(select(AskedLetter)).all() == [kept]

    with quiet_change():
        hour = clock.now() - timedelta(hours=1)
        db.session.execute(update(AskedLetter).values(asked_at=hour))
    forget_turns()

    assert db.session.scalars(select(AskedLetter)).all() == []
