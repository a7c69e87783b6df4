"""The read path: pages that lose nothing, newcomers without a past, numbers that reset."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import insert, update

from accountability.circles import services as circles
from accountability.core import reading
from accountability.core.change import quiet_change
from accountability.core.columns import new_public_id
from accountability.core.database import begin_snapshot
from accountability.core.extensions import db
from accountability.core.streams import Entry, Stream, StreamKind
from tests.cast import join
from tests.core.reader import Frame, pages


def stream_with(*sizes: int) -> Stream:
    """A stream whose changes, one after the other, touched so many cards."""
    with quiet_change():
        stream = Stream(kind=StreamKind.ACCOUNT, head=len(sizes))
        db.session.add(stream)
        db.session.flush()
        rows = [
            {"stream_id": stream.id, "seq": seq, "kind": "message", "first": seq}
            for seq, size in enumerate(sizes, start=1)
            for _ in range(size)
        ]
        db.session.execute(insert(Entry), [row | {"card_id": new_public_id()} for row in rows])
    return stream


@pytest.mark.parametrize(
    "sizes", [[3] * 90, [1] * 450, [199, 2, 199, 1, 1], [200, 1], [1, 200, 1], [150, 100]]
)
def test_no_page_cuts_a_change_in_two(context, sizes):
    found = pages(stream_with(*sizes))

    assert all(len(page) <= reading.PAGE for page in found)
    seqs = [{frame["seq"] for frame in page} for page in found]
    assert sum(len(page) for page in seqs) == len(set().union(*seqs)) == len(sizes)
    assert [frame["seq"] for page in found for frame in page] == [
        seq for seq, size in enumerate(sizes, start=1) for _ in range(size)
    ]


def test_a_change_larger_than_a_page_comes_whole(context):
    found = pages(stream_with(1, 300, 1))

    assert [len(page) for page in found] == [1, 300, 1]


def test_a_card_that_changed_twice_comes_once_under_its_last_number(context, cast):
    ana = cast.circle() and cast.member("Ana")
    after = ana.circle.stream.head
    message = circles.post_message(ana, "one")
    circles.post_message(ana, "two")
    circles.delete_message(ana, message)

    [frames] = pages(ana.circle.stream, after)

    assert [frame["seq"] for frame in frames] == [after + 2, after + 3]
    assert frames[1]["id"] == message.public_id
    assert frames[1]["gone"] is True and frames[1]["first"] == after + 1


def test_a_newcomer_gets_bare_numbers_for_what_was_said_before(context, cast):
    ana = cast.circle() and cast.member("Ana")
    before = circles.post_message(ana, "before")
    taken = circles.post_message(ana, "taken back later")
    noa = join(ana.circle, cast.account("Noa"))
    after = circles.post_message(ana, "after")
    circles.delete_message(ana, taken)

    [frames] = pages(ana.circle.stream, 0, noa.since_seq)

    told = {frame["id"]: frame for frame in frames if "id" in frame}
    assert after.public_id in told and {ana.public_id, noa.public_id} <= told.keys()
    assert not {before.public_id, taken.public_id} & told.keys()
    bare = [frame for frame in frames if "id" not in frame]
    assert [set(frame) for frame in bare] == [{"seq"}] * 2


def test_a_newcomer_pages_back_to_their_own_beginning_only(context, cast):
    ana = cast.circle() and cast.member("Ana")
    circles.post_message(ana, "before")
    noa = join(ana.circle, cast.account("Noa"))
    for number in range(35):
        circles.post_message(ana, f"{number}")

    picture = reading.snapshot(ana.circle.stream, noa.since_seq)
    first = min(shown.first for shown in picture.of("message"))
    older = reading.older(ana.circle.stream, first, noa.since_seq)

    said = [shown.facts["text"] for shown in [*older.of("message"), *picture.of("message")]]
    assert said == [f"{number}" for number in range(35)]
    assert picture.more and not older.more


def changes(browser, stream: str, after: int) -> Frame:
    return browser.get(f"/streams/{stream}/changes?as=data&after={after}").json


def test_numbers_from_another_time_are_answered_with_a_reset(app, cast):
    with app.app_context():
        circle = cast.circle()
        stream, stream_id, head = circle.stream.public_id, circle.stream_id, circle.stream.head
        with quiet_change():
            db.session.execute(update(Stream).where(Stream.id == stream_id).values(floor=2))
    browser = cast.browser("Ana")

    answers = {after: changes(browser, stream, after) for after in (0, 1, 2, head, head + 1, 2**52)}

    resets = {after: answer["reset"] for after, answer in answers.items()}
    assert resets == {0: True, 1: True, 2: False, head: False, head + 1: True, 2**52: True}
    assert all(answer["cards"] == [] for answer in answers.values() if answer["reset"])
    assert answers[2]["floor"] == 2 and answers[2]["head"] == head
    assert answers[2]["cards"][-1]["seq"] == head


def raise_head(app, stream_id: int) -> None:
    with app.app_context(), quiet_change():
        db.session.execute(update(Stream).where(Stream.id == stream_id).values(head=9))


def test_what_is_read_in_a_snapshot_belongs_to_one_moment(app, context):
    stream = stream_with(1)
    stream_id = stream.id
    begin_snapshot()
    reading.head_of(stream)
    writer = threading.Thread(target=raise_head, args=(app, stream_id))
    writer.start()
    writer.join()

    seen = reading.head_of(stream)
    begin_snapshot()

    assert seen == 1
    assert reading.head_of(stream) == 9


def test_nobody_outside_reads_a_stream(app, cast):
    with app.app_context():
        stream = cast.circle().stream.public_id
        cast.account("Cleo")
    cleo = cast.browser("Cleo")

    answers = [cleo.get(f"/streams/{stream}/{what}") for what in ("snapshot", "changes", "older")]

    nothing = cleo.get(f"/streams/{new_public_id()}/snapshot")
    assert [answer.status_code for answer in [*answers, nothing]] == [404] * 4
