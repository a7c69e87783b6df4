"""The write path: each step of its recipe, and what goes wrong without it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from accountability.circles import services
from accountability.circles.events import MessagePosted
from accountability.circles.models import Departure, Member, Message
from accountability.core.change import Attempt, Replayed, attempt, change
from accountability.core.errors import Gone, KeyReused, Refused
from accountability.core.extensions import db
from accountability.core.streams import Entry, Operation, Stream


def head(stream_id: int) -> int:
    return db.session.scalars(select(Stream.head).where(Stream.id == stream_id)).one()


def seqs(stream_id: int) -> list[int]:
    rows = db.session.scalars(select(Entry.seq).where(Entry.stream_id == stream_id).distinct())
    return sorted(rows)


def keyed(account_id: int, key: str, body: bytes, act: Callable[[], Any]) -> Any:
    token = attempt.set(Attempt(account_id, key, body))
    try:
        return act()
    finally:
        attempt.reset(token)


def test_numbers_have_no_gaps_even_when_changes_fail(context, cast):
    ana = cast.circle() and cast.member("Ana")
    stream_id = ana.circle.stream_id

    services.post_message(ana, "one")
    with pytest.raises(Refused), change(ana.circle.stream, by=ana) as announce:
        announce(MessagePosted(Message(circle=ana.circle, member=ana, text="lost")))
        raise Refused("no")
    services.post_message(ana, "two")

    assert seqs(stream_id) == list(range(1, head(stream_id) + 1))


def test_a_block_that_announces_nothing_gives_its_number_back(context, cast):
    ana = cast.circle() and cast.member("Ana")
    before = head(ana.circle.stream_id)

    with change(ana.circle.stream, by=ana):
        pass

    assert head(ana.circle.stream_id) == before


def test_a_change_inside_a_change_is_a_mistake(context, cast):
    ana = cast.circle() and cast.member("Ana")

    with pytest.raises(RuntimeError, match="calls no verb"), change(ana.circle.stream):
        services.post_message(ana, "nested")


def test_unsaved_objects_are_not_thrown_away_silently(context, cast):
    ana = cast.circle() and cast.member("Ana")
    ana.name = "Ana Maria"

    with pytest.raises(RuntimeError, match="unsaved"), change(ana.circle.stream):
        pass


def test_what_was_read_before_the_lock_is_read_again_under_it(app, context, cast):
    ana = cast.circle() and cast.member("Ana")
    public_id, name = ana.public_id, ana.name

    def rename() -> None:
        with app.app_context():
            other = db.session.scalars(select(Member).where(Member.public_id == public_id)).one()
            with change(other.circle.stream, by=other):
                other.name = "Anna"

    thread = threading.Thread(target=rename)
    thread.start()
    thread.join()

    assert name == "Ana"
    with change(ana.circle.stream, by=ana):
        assert ana.name == "Anna"


def test_a_member_who_left_meanwhile_changes_nothing(context, cast):
    ben = cast.circle() and cast.member("Ben")
    with change(ben.circle.stream):
        ben.depart(Departure.LEFT)

    with pytest.raises(Gone):
        services.post_message(ben, "still here?")

    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_a_key_that_was_done_before_is_told_before_any_other_check(context, cast):
    ben = cast.circle() and cast.member("Ben")
    keyed(ben.account_id, "k" * 22, b"same", lambda: services.post_message(ben, "once"))
    with change(ben.circle.stream):
        ben.depart(Departure.LEFT)

    with pytest.raises(Replayed) as again:
        keyed(ben.account_id, "k" * 22, b"same", lambda: services.post_message(ben, "once"))

    assert again.value.operation.kind == "Message"
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_the_same_key_with_other_words_is_refused(context, cast):
    ben = cast.circle() and cast.member("Ben")
    keyed(ben.account_id, "k" * 22, b"one", lambda: services.post_message(ben, "one"))

    with pytest.raises(KeyReused):
        keyed(ben.account_id, "k" * 22, b"two", lambda: services.post_message(ben, "two"))


def test_the_same_key_of_another_account_is_another_write(context, cast):
    ben = cast.circle() and cast.member("Ben")
    mo = cast.member("Mo")

    for member in (ben, mo):
        keyed(
            member.account_id, "k" * 22, b"x", lambda who=member: services.post_message(who, "hi")
        )

    assert db.session.scalar(select(func.count()).select_from(Operation)) == 2


def test_the_same_key_twice_at_once_has_one_effect(app, context, cast):
    ben = cast.circle() and cast.member("Ben")
    account_id, public_id = ben.account_id, ben.public_id
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def press() -> None:
        with app.app_context():
            member = db.session.scalars(select(Member).where(Member.public_id == public_id)).one()
            start.wait()
            try:
                keyed(account_id, "k" * 22, b"x", lambda: services.post_message(member, "once"))
                outcomes.append("made")
            except Replayed:
                outcomes.append("replayed")

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["made", *["replayed"] * 7]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_many_writers_at_once_leave_no_gap_and_lose_nothing(app, context, cast):
    people = [cast.circle() and cast.member(name) for name in ("Ana", "Ben", "Mo")]
    ids = [member.public_id for member in people]
    stream_id = people[0].circle.stream_id
    start = threading.Barrier(9)

    def write(public_id: str) -> None:
        with app.app_context():
            member = db.session.scalars(select(Member).where(Member.public_id == public_id)).one()
            start.wait()
            for number in range(10):
                services.post_message(member, f"{number}")

    threads = [threading.Thread(target=write, args=(ids[n % 3],)) for n in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 90
    assert seqs(stream_id) == list(range(1, head(stream_id) + 1))


def test_an_answer_names_no_stream_of_somebody_else(context, cast):
    ben = cast.circle() and cast.member("Ben")
    invitation = services.invite(cast.member("Ana"))
    cleo = cast.account("Cleo")

    keyed(cleo.id, "k" * 22, b"x", lambda: services.ask_to_join(cleo, invitation, name="Cleo"))

    stored = db.session.get(Operation, (cleo.id, "k" * 22))
    others = {ben.circle.stream.public_id, cast.account("Ana").stream.public_id}
    assert not others & stored.seqs.keys()
