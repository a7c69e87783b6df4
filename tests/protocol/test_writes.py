"""Section 2: one key, one effect, whatever happens on the way."""

from __future__ import annotations

import json
import threading

import pytest

from tests.client.http import Answer, Browser, NoAnswer, make_key
from tests.client.reading import fresh_view
from tests.kit.cast import Room, say
from tests.kit.proxy import Proxy


def at_once(*acts) -> list[Answer]:
    """Do all acts at the same moment, each in a thread of its own."""
    answers: list[Answer | None] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int) -> None:
        start.wait()
        answers[place] = acts[place]()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert None not in answers
    return [answer for answer in answers if answer]


def said(browser: Browser, room: Room) -> list[str]:
    """The words that stand in the room, oldest first."""
    view = fresh_view(browser, room.stream)
    cards = sorted(
        (c for (kind, _), c in view.items() if kind == "message"), key=lambda c: c["first"]
    )
    return [card["data"]["text"] for card in cards]


def test_a_word_said_is_there_for_all_members(room):
    answer = say(room.ana, room.circle, "Good morning").expect(201).json

    assert answer["kind"] == "message" and answer["replayed"] is False
    assert list(answer["seqs"]) == [room.stream]
    assert answer["location"].startswith("/")
    assert said(room.ben, room) == ["Good morning"]
    card = fresh_view(room.mo, room.stream)["message", answer["id"]]
    assert card["data"]["by"] == room.me["Ana"] and card["data"]["name"] == "Ana"
    assert card["seq"] == card["first"] == answer["seqs"][room.stream]


def test_the_same_key_four_times_at_once_is_one_card(room):
    key = make_key()

    answers = at_once(*[lambda: say(room.ana, room.circle, "once", key)] * 4)

    assert sorted(answer.code for answer in answers) == [200, 200, 200, 201]
    assert len({(a.json["id"], a.json["seqs"][room.stream]) for a in answers}) == 1
    assert sorted(answer.json["replayed"] for answer in answers) == [False, True, True, True]
    assert said(room.ben, room) == ["once"]


def test_the_same_key_with_other_words_is_refused_without_effect(room):
    key = make_key()
    say(room.ana, room.circle, "first", key).expect(201)

    refused = say(room.ana, room.circle, "second", key).expect(422)

    assert refused.json["error"]
    assert said(room.ben, room) == ["first"]


def test_a_key_belongs_to_one_account(room):
    key = make_key()

    say(room.ana, room.circle, "hers", key).expect(201)
    say(room.ben, room.circle, "his", key).expect(201)

    assert said(room.mo, room) == ["hers", "his"]


def test_an_act_as_json_and_as_a_form_are_the_same_act(room):
    key = make_key()
    address = f"/circles/{room.circle}/messages"

    first = room.ana.post_json(address, key=key, text="both").expect(201)
    again = room.ana.post(address, key=key, text="both").expect(200)

    assert first.json["id"] == again.json["id"]
    assert said(room.ana, room) == ["both"]


def test_a_lost_reply_is_asked_for_again_under_the_same_key(room, service):
    key = make_key()
    with Proxy(service.port) as network:
        far = Browser(service.origin, through=network.port)
        far.cookies = room.ana.cookies
        far.csrf()
        network.swallow_replies()
        with pytest.raises(NoAnswer):
            say(far, room.circle, "through a tunnel", key)
        assert network.lost.wait(5)
        network.restore()

        again = say(far, room.circle, "through a tunnel", key).expect(200)

    assert again.json["replayed"] is True
    assert said(room.ben, room) == ["through a tunnel"]


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 65, "no spaces in a key", "ünïcödé-and-long-enough"]
)
def test_an_act_without_a_usable_key_is_refused(quiet, key):
    body = json.dumps({"key": key, "text": "hello"}).encode()
    address = f"/circles/{quiet.circle}/messages"

    answer = send(quiet.ana, address, body)

    assert answer.code == 400 and answer.json["error"]


def test_an_act_without_the_token_is_refused(quiet):
    body = json.dumps({"key": make_key(), "text": "hello"}).encode()
    address = f"/circles/{quiet.circle}/messages"

    answer = send(quiet.ana, address, body, X_CSRFToken=None)

    assert answer.code == 400 and said(quiet.ana, quiet) == []


NESTED = b'{"key": "' + b"k" * 20 + b'", "text": ' + b"[" * 1000 + b"]" * 1000 + b"}"
LONE = b'{"key": "' + b"k" * 20 + b'", "text": "\\ud800"}'
NUL = b'{"key": "' + b"k" * 20 + b'", "text": "a\\u0000b"}'


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (b"", {400}),
        (b"not json", {400}),
        (b"[]", {400}),
        (b'"text"', {400}),
        (b"null", {400}),
        (b"\xff\xfe", {400}),
        (NESTED, {400}),
        (b"[" * 100_000, {400, 413}),
        (LONE, {400, 422}),
        (NUL, {400, 422}),
        (b'{"key": "kkkkkkkkkkkkkkkkkkkk", "text": ["a"]}', {400, 422}),
        (b'{"key": "kkkkkkkkkkkkkkkkkkkk", "text": {"a": 1}}', {400, 422}),
        (b'{"key": "kkkkkkkkkkkkkkkkkkkk"}', {422}),
        (b'{"key": "kkkkkkkkkkkkkkkkkkkk", "text": ""}', {422}),
        (b'{"key": "kkkkkkkkkkkkkkkkkkkk", "text": "   "}', {422}),
        (json.dumps({"key": "k" * 20, "text": "x" * 2001}).encode(), {422}),
        (json.dumps({"key": "k" * 20, "text": "x" * 70_000}).encode(), {413}),
        (json.dumps({"key": "k" * 20, "text": "x" * 1_000_000}).encode(), {413}),
    ],
    ids=lambda given: repr(given)[:50],
)
def test_what_is_not_plain_text_in_a_flat_object_is_refused(quiet, body, codes):
    answer = send(quiet.ana, f"/circles/{quiet.circle}/messages", body)

    assert answer.code in codes, answer.text
    assert answer.json["error"]
    assert said(quiet.ana, quiet) == []


def test_who_says_it_is_not_for_the_sender_to_choose(room):
    sent = {"text": "hello", "by": room.me["Ana"], "member_id": 1, "role": "host"}

    room.ben.post_json(f"/circles/{room.circle}/messages", **sent)

    cards = [c for (kind, _), c in fresh_view(room.ana, room.stream).items() if kind == "message"]
    assert [card["data"]["by"] for card in cards] in ([], [room.me["Ben"]])


def test_to_a_stranger_a_circle_answers_like_none(quiet):
    nowhere = "A" * 22

    for path in ("/circles/{}/messages", "/circles/{}/alerts", "/circles/{}/looks"):
        theirs = quiet.cleo.post(path.format(quiet.circle), text="let me in", seq=1)
        none = quiet.cleo.post(path.format(nowhere), text="let me in", seq=1)
        assert (theirs.code, theirs.body) == (none.code, none.body) == (404, none.body)


def test_without_a_sign_in_nothing_is_read_or_done(service, quiet):
    nobody = Browser(service.origin)

    for path in ("/me/streams", f"/streams/{quiet.stream}/snapshot"):
        assert nobody.read(path).code == 401
    assert say(nobody, quiet.circle, "hello").code in (400, 401)
    assert nobody.get(f"/circles/{quiet.circle}", follow=False).to.startswith("/sign-in")


def test_only_its_author_takes_a_message_away(room):
    message = say(room.ana, room.circle, "a regret").expect(201).json["id"]

    assert room.ben.post(f"/messages/{message}/deletion").code in (404, 409)
    assert room.cleo.post(f"/messages/{message}/deletion").code == 404
    room.ana.post(f"/messages/{message}/deletion").expect(201)

    assert said(room.ben, room) == []


def send(browser: Browser, path: str, body: bytes, **headers: str | None) -> Answer:
    """Post these very bytes as JSON."""
    given = {"Accept": "application/json", "Content_Type": "application/json"}
    return browser.ask("POST", path, body, **{**given, "X_CSRFToken": browser.csrf(), **headers})
