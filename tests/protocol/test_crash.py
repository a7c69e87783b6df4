"""Section 2 when the service dies: what was acknowledged stands, what was not is done once."""

from __future__ import annotations

import pytest

from tests.client.follow import Follower
from tests.client.http import NoAnswer, make_key
from tests.client.reading import fresh_view
from tests.kit import cast
from tests.kit.cast import say


@pytest.fixture(scope="module")
def stage(new_service):
    """A service of one's own, to be killed, with the four people in it."""
    with new_service() as service:
        yield service, cast.sign_up_all(service.origin)


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_killed_around_the_commit_the_repeat_makes_one_card(stage, point):
    service, room = stage[0], cast.start_room(stage[1])
    key = make_key()
    service.kill()
    service.start(CRASH_AT=f"{point}:MessagePosted")
    with pytest.raises(NoAnswer):
        say(room.ana, room.circle, "once only", key)
    service.wait_dead()
    service.start()

    answer = say(room.ana, room.circle, "once only", key).expect(200, 201)

    assert (answer.code == 200) is (point == "after_commit")
    view = fresh_view(room.ben, room.stream)
    words = [card["data"]["text"] for (kind, _), card in view.items() if kind == "message"]
    assert words == ["once only"]
    assert view["message", answer.json["id"]]["first"] == answer.json["seqs"][room.stream]


def test_killed_at_any_time_nothing_acknowledged_is_lost(stage):
    service, room = stage[0], cast.start_room(stage[1])
    with Follower(room.ben, only=room.stream) as screen:
        acknowledged = []
        for number in range(10):
            acknowledged.append(say(room.ana, room.circle, f"word {number}").expect(201).json)
            if number in (3, 7):
                service.kill()
                service.start()
        head = max(answer["seqs"][room.stream] for answer in acknowledged)

        screen.reach({room.stream: head}, within=20)

        seen = {name for kind, name in screen.view_of(room.stream) if kind == "message"}
    assert seen == {answer["id"] for answer in acknowledged}
