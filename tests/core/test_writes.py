"""What every write has in common: its key, its answer, its repeat; its words are never lost."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from accountability.circles import services as circles
from accountability.circles.models import Departure, Message
from accountability.core.change import change
from accountability.core.extensions import db
from accountability.core.streams import Operation
from tests.cast import apart

KEY = "k" * 22
WORDS = 'I kept "quiet" <b>today</b>'
KEPT = "I kept &#34;quiet&#34; &lt;b&gt;today&lt;/b&gt;"


@pytest.fixture
def ben(app, cast):
    """Ben's browser and the address where he says something in his circle."""
    with app.app_context():
        address = f"/circles/{cast.circle().public_id}/messages"
    browser = cast.browser("Ben")
    browser.address = address
    return browser


def stored(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Message))


def test_a_repeat_by_script_is_answered_as_the_first_time(app, ben):
    first = ben.post(ben.address, key=KEY, text=WORDS)

    again = ben.post(ben.address, key=KEY, text=WORDS)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json | {"replayed": True} == again.json
    assert first.json.keys() == {"kind", "id", "location", "seqs", "replayed"}
    assert first.json["kind"] == "message" and len(first.json["seqs"]) == 1
    assert stored(app) == 1


def test_who_only_asks_whether_it_was_done_makes_nothing(app, ben):
    unknown = ben.post(ben.address, key=KEY, text=WORDS, again="y")
    assert unknown.status_code == 404 and unknown.json["error"] and stored(app) == 0
    first = ben.post(ben.address, key=KEY, text=WORDS)

    again = ben.post(ben.address, key=KEY, text=WORDS, again="y")

    assert again.status_code == 200 and again.json == first.json | {"replayed": True}
    assert stored(app) == 1


def test_a_repeat_by_form_is_answered_as_the_first_time(app, ben):
    first = ben.post(ben.address, key=KEY, page=True, text=WORDS)

    again = ben.post(ben.address, key=KEY, page=True, text=WORDS)

    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert stored(app) == 1


def test_a_lost_reply_to_a_form_is_found_again_by_script(app, ben):
    ben.post(ben.address, key=KEY, page=True, text=WORDS)

    again = ben.post(ben.address, key=KEY, text=WORDS)

    assert again.status_code == 200 and again.json["replayed"] is True
    assert stored(app) == 1


def test_a_repeat_as_json_body_is_the_same_write(app, ben):
    body = {"key": KEY, "text": WORDS}
    sent = {"Accept": "application/json", "X-CSRFToken": ben.token}

    answers = [apart(ben.client.post, ben.address, json=body, headers=sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert stored(app) == 1


def test_a_repeat_after_removal_is_still_answered_and_a_new_write_is_not(app, cast, ben):
    first = ben.post(ben.address, key=KEY, text=WORDS)
    with app.app_context():
        cast._circle = None
        member = db.session.scalars(select(Message)).one().member
        with change(member.circle.stream):
            member.depart(Departure.REMOVED)

    again = ben.post(ben.address, key=KEY, text=WORDS)
    new = ben.post(ben.address, text="me again")

    assert again.status_code == 200 and again.json["id"] == first.json["id"]
    assert new.status_code == 404


@pytest.mark.parametrize("page", [True, False], ids=["page", "json"])
def test_the_same_key_for_other_words_is_refused_and_the_words_are_kept(app, ben, page):
    ben.post(ben.address, key=KEY, text="the first words")

    refused = ben.post(ben.address, key=KEY, page=page, text=WORDS)

    assert refused.status_code == 422
    assert refused.json["error"] if not page else KEPT in refused.get_data(as_text=True)
    assert stored(app) == 1


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "k" * 21 + " ", "k" * 20 + "äé"])
def test_without_a_usable_key_the_words_are_kept_and_nothing_is_stored(app, ben, key):
    form = {"key": key, "csrf_token": ben.token, "text": WORDS}

    refused = apart(ben.client.post, ben.address, data=form)

    page = refused.get_data(as_text=True)
    assert refused.status_code == 400
    assert KEPT in page
    fresh = re.search(r'name="key" value="([^"]+)"', page)
    assert fresh and re.fullmatch(r"[\w-]{22}", fresh[1])
    assert stored(app) == 0


def test_the_kept_words_can_be_sent_from_the_page_they_are_kept_on(app, ben):
    form = {"key": "", "csrf_token": ben.token, "text": WORDS}
    page = apart(ben.client.post, ben.address, data=form).get_data(as_text=True)
    action = re.search(r'<form[^>]*action="([^"]+/messages)"', page)
    key = re.search(r'name="key" value="([^"]+)"', page)

    sent = ben.post(action[1], key=key[1], page=True, text=WORDS)

    assert sent.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Message)).one().text == WORDS


def test_without_the_token_nothing_is_stored_and_the_words_are_kept(app, ben):
    form = {"key": KEY, "text": WORDS}

    refused = apart(ben.client.post, ben.address, data=form)

    assert refused.status_code == 400
    assert KEPT in refused.get_data(as_text=True)
    assert stored(app) == 0


def test_an_error_page_shows_no_password_again(app):
    form = {"email": "ana@example.org", "password": "hunter2 hunter2"}

    refused = apart(app.test_client().post, "/sign-in", data=form)

    assert refused.status_code == 400
    assert "hunter2" not in refused.get_data(as_text=True)


@pytest.mark.parametrize("page", [True, False], ids=["page", "json"])
def test_a_refusal_keeps_the_words_and_leaves_the_key_unused(app, ben, page, monkeypatch):
    monkeypatch.setattr(circles, "MAY_SPEAK", [lambda _member: "You may speak again tomorrow."])
    refused = ben.post(ben.address, key=KEY, page=page, text=WORDS)
    monkeypatch.setattr(circles, "MAY_SPEAK", [])

    sent = ben.post(ben.address, key=KEY, text=WORDS)

    assert refused.status_code == 409
    said = refused.get_data(as_text=True) if page else refused.json["error"]
    assert "You may speak again tomorrow." in said
    assert not page or KEPT in said
    assert sent.status_code == 201


def test_the_key_of_one_account_is_free_for_another(app, cast, ben):
    ben.post(ben.address, key=KEY, text=WORDS)

    hers = cast.browser("Ana").post(ben.address, key=KEY, text="other words")

    assert hers.status_code == 201
    assert stored(app) == 2


def test_a_form_to_mend_uses_no_key_up(app, ben):
    refused = ben.post(ben.address, key=KEY, text="")

    sent = ben.post(ben.address, key=KEY, text=WORDS)

    assert refused.status_code == 422 and refused.json["errors"]["text"]
    assert sent.status_code == 201


def test_a_stranger_is_asked_to_sign_in_and_learns_nothing(app, ben):
    form = {"key": KEY, "text": WORDS}

    for headers in ({"Accept": "application/json"}, {"Accept": "text/html"}):
        answer = apart(app.test_client().post, ben.address, data=form, headers=headers)
        assert answer.status_code in {400, 401}

    assert stored(app) == 0


def test_an_operation_keeps_no_words(app, ben):
    ben.post(ben.address, key=KEY, text=WORDS)

    with app.app_context():
        operation = db.session.scalars(select(Operation).where(Operation.key == KEY)).one()
        kept = repr([getattr(operation, column.key) for column in Operation.__table__.columns])

    assert "quiet" not in kept
