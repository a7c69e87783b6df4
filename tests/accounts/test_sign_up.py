"""Becoming an account."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.streams import StreamKind
from tests.accounts.door import is_signed_in, send, sign_in, sign_up, token_on
from tests.cast import Browser


def accounts(app):
    with app.app_context():
        return db.session.scalars(select(Account)).all()


def test_a_newcomer_is_signed_in_and_has_a_stream_and_two_yeses(app, browser):
    answer = sign_up(browser, " Noa@Example.ORG ", zone="Europe/Berlin")

    with app.app_context():
        noa = db.session.scalars(select(Account)).one()
        kept = (noa.email, noa.zone, noa.stream.kind, noa.password[:9])
        yeses = (noa.adult_at, noa.consented_at)

    assert answer.status_code == 302
    assert is_signed_in(browser)
    assert kept == ("noa@example.org", "Europe/Berlin", StreamKind.ACCOUNT, "$argon2id")
    assert all(yeses)


@pytest.mark.parametrize(
    "wrong",
    [
        {"adult": ""},
        {"consent": ""},
        {"name": "  "},
        {"name": "n" * 41},
        {"email": "nobody"},
        {"password": "short"},
        {"password": ""},
        {"password": "p" * 129},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(app, browser, wrong):
    fields = {"email": "noa@example.org", **wrong}

    answer = sign_up(browser, **fields)

    assert answer.status_code == 422
    assert 'class="field-error"' in answer.text
    assert accounts(app) == []


def test_a_script_is_told_what_to_mend_field_by_field(browser):
    browser.token = token_on(browser, "/sign-up")

    answer = browser.post("/sign-up", email="nobody", password="short")

    assert answer.status_code == 422
    assert {"name", "email", "password", "adult", "consent"} <= answer.json["errors"].keys()


def test_roles_ids_and_dates_cannot_be_smuggled_in(app, browser):
    smuggled = {"id": "77", "active": "", "is_staff": "y", "roles": "staff", "confirmed_at": "1"}

    sign_up(browser, "noa@example.org", fs_uniquifier="mine", stream_id="9", **smuggled)

    with app.app_context():
        noa = db.session.scalars(select(Account)).one()
        assert (noa.id, noa.active, noa.is_staff, noa.confirmed_at) == (1, True, False, None)
        assert noa.fs_uniquifier != "mine"


def test_a_taken_address_is_said_where_newcomers_come_straight_in(app, browser):
    sign_up(browser, "noa@example.org")

    again = sign_up(Browser(app), "NOA@example.org")

    assert again.status_code == 422
    assert len(accounts(app)) == 1


def test_a_sign_up_sent_twice_makes_one_account(app, browser):
    key = "a-key-for-one-sign-up"
    sign_up(browser, "noa@example.org", key=key)

    again = sign_up(Browser(app), "noa@example.org", key=key)

    assert (again.status_code, again.location) == (303, "/sign-in")
    assert len(accounts(app)) == 1


def shown_to(browser):
    page = browser.get("/sign-in").text
    return page.split('id="notices"', 1)[1].split("</div>", 1)[0]


def test_with_mail_nobody_can_tell_whether_an_address_has_an_account(mailing_app):
    known, unknown = Browser(mailing_app), Browser(mailing_app)
    sign_up(Browser(mailing_app), "noa@example.org")

    first = sign_up(known, "noa@example.org")
    second = sign_up(unknown, "new@example.org")

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert first.text == second.text
    assert shown_to(known).replace("noa@", "new@") == shown_to(unknown)
    assert not is_signed_in(known) and not is_signed_in(unknown)


def test_scripts_learn_no_more_than_people(mailing_app):
    sign_up(Browser(mailing_app), "noa@example.org")

    answers = []
    for email in ("noa@example.org", "new@example.org"):
        browser = Browser(mailing_app)
        fields = {"name": "N", "email": email, "password": "a lamp in the kitchen"}
        send(browser, "/sign-up", adult="y", consent="y", **fields)
        answers.append(browser.post("/sign-up", adult="y", consent="y", **fields))

    assert answers[0].status_code == answers[1].status_code
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("path", ["/password/forgotten", "/confirm"])
def test_asking_for_a_link_answers_alike(mailing_app, path):
    sign_up(Browser(mailing_app), "noa@example.org")

    texts = []
    for email in ("noa@example.org", "new@example.org"):
        answer = send(Browser(mailing_app), path, email=email)
        text = answer.text.split("<main", 1)[1].split("<footer", 1)[0]
        texts.append((answer.status_code, text.replace(email, "…")))

    before_the_token = [text.split('<input type="hidden"')[0] for _, text in texts]
    assert texts[0][0] == texts[1][0] == 200
    assert before_the_token[0] == before_the_token[1]


def confirm_link(app):
    with app.app_context():
        body = db.session.scalars(select(Mail)).one().body
    return next(line for line in body.splitlines() if "/confirm/" in line)


def test_with_mail_a_confirmed_address_signs_in_and_no_other(mailing_app):
    browser = Browser(mailing_app)
    sign_up(browser, "noa@example.org")
    sign_in(browser, "noa@example.org")
    before = is_signed_in(browser)

    link = confirm_link(mailing_app)
    browser.get(link.removeprefix("http://steady.example"))
    sign_in(browser, "noa@example.org")

    assert not before
    assert link.startswith("http://steady.example/confirm/")
    assert is_signed_in(browser)


def test_a_link_to_confirm_runs_out_by_the_time_of_the_service(mailing_app):
    browser = Browser(mailing_app)
    sign_up(browser, "noa@example.org")
    link = confirm_link(mailing_app).removeprefix("http://steady.example")

    with clock.at(clock.now() + timedelta(minutes=61)):
        late = browser.client.get(link)

    assert late.location == "/confirm"
    assert browser.get(link).location == "/sign-in"
