"""A change that waits in the queue while somebody is removed."""

from collections.abc import Iterator

import pytest

from accountability.circles import services as circles
from accountability.circles.models import Departure
from accountability.core import aftermath
from accountability.core.change import change
from accountability.realtime import broadcast, sockets


@pytest.fixture(autouse=True)
def nobody_here() -> Iterator[None]:
    """No socket stays open in this process, and nothing waits to be told."""
    while not aftermath.queue.empty():
        aftermath.queue.get_nowait()
    yield
    for sid in list(sockets.live):
        sockets.drop(sid)


def reached(told: aftermath.Told) -> set[int]:
    return {account_id for _told, here in broadcast.who_is_here([told]) for account_id in here}


def test_a_card_told_late_goes_to_nobody_who_was_removed_meanwhile(context, cast):
    ana, ben, mo = (cast.member(name) for name in ("Ana", "Ben", "Mo"))
    for number, member in enumerate((ben, mo)):
        sockets.add(sockets.Live(f"sid-{number}", member.account_id, number, as_data=True))
    while not aftermath.queue.empty():
        aftermath.queue.get_nowait()
    circles.post_message(ana, "said before, told after")
    told = aftermath.queue.get_nowait()
    before = reached(told)

    with change(ben.circle.stream):
        ben.depart(Departure.REMOVED)

    assert before == {ben.account_id, mo.account_id}
    assert reached(told) == {mo.account_id}
