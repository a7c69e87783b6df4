"""Section 3, `wait`: the same reading for networks that block sockets."""

from __future__ import annotations

import threading
import time

from tests.kit.cast import say

DATA = {"as": "data"}


def head_of(browser, stream):
    return browser.read(f"/streams/{stream}/snapshot", **DATA).expect(200).json["head"]


class Waiting:
    """One long poll under way."""

    def __init__(self, browser, stream, after, wait=25):
        self.answer = None
        self.ended_at = 0.0
        asked = {"after": after, "wait": wait, **DATA}

        def ask():
            self.answer = browser.read(f"/streams/{stream}/changes", **asked)
            self.ended_at = time.monotonic()

        self._thread = threading.Thread(target=ask, daemon=True)
        self._thread.start()

    def end(self, within=10):
        self._thread.join(within)
        assert self.answer is not None, f"no answer within {within} s"
        return self.answer


def test_a_change_wakes_all_who_wait_within_a_second(room):
    head = head_of(room.ben, room.stream)
    waiting = [Waiting(one, room.stream, head) for one in (room.ben, room.mo) for _ in range(4)]

    say(room.ana, room.circle, "wake up").expect(201)
    acted_at = time.monotonic()

    for one in waiting:
        answer = one.end().expect(200).json
        assert [card["data"]["text"] for card in answer["cards"]] == ["wake up"]
    ended = [one.ended_at - acted_at for one in waiting]
    assert min(ended) < 1 and max(ended) < 3


def test_what_came_before_is_answered_at_once(room):
    head = head_of(room.ben, room.stream)
    say(room.ana, room.circle, "earlier").expect(201)

    answer = Waiting(room.ben, room.stream, head).end(2).expect(200).json

    assert len(answer["cards"]) == 1


def test_a_quiet_stream_answers_empty_when_the_time_is_over(room):
    head = head_of(room.ben, room.stream)
    asked_at = time.monotonic()

    one = Waiting(room.ben, room.stream, head, wait=1)
    answer = one.end(5).expect(200).json

    assert answer["cards"] == [] and answer["head"] == head and not answer["reset"]
    assert 0.8 < one.ended_at - asked_at < 3


def test_forty_who_wait_leave_room_for_everybody_else(room):
    head = head_of(room.ben, room.stream)
    waiting = [Waiting(room.ben, room.stream, head) for _ in range(40)]

    asked_at = time.monotonic()
    assert room.mo.get(f"/circles/{room.circle}").code == 200
    say(room.ana, room.circle, "still here").expect(201)

    assert time.monotonic() - asked_at < 10
    for one in waiting:
        assert one.end().code == 200


def test_a_screen_on_the_long_poll_shows_what_one_on_the_socket_shows(room, follow):
    by_socket, by_poll = (
        follow(room.ben, only=room.stream),
        follow(room.mo, by="poll", only=room.stream),
    )

    for number in range(5):
        say(room.ana, room.circle, f"word {number}").expect(201)
    heads = {room.stream: head_of(room.ana, room.stream)}

    by_socket.reach(heads)
    by_poll.reach(heads)
    words = [
        [card["data"] for card in one.view_of(room.stream).values() if card["kind"] == "message"]
        for one in (by_socket, by_poll)
    ]
    assert words[0] == words[1] and len(words[0]) == 5
