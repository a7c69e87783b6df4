"""A bus that refuses what is said to it is left in peace, and asked again soon after."""

from __future__ import annotations

import socketserver
import threading
import time

import pytest

from tests.kit import cast
from tests.kit.service import Service

ANSWER, WORDS, EVERY = 2.0, 30, 0.1
MISSES = 3  # two that end it, and one whose second began before
TAKEN_AGAIN = 4.0


class Line(socketserver.BaseRequestHandler):
    """Answers greetings, and ends where somebody publishes, as long as the bus takes nothing."""

    def handle(self) -> None:
        while words := self.request.recv(65_536):
            if b"PUBLISH" in words:
                self.server.tried += 1
                if not self.server.takes:
                    return
                self.server.taken += 1
                self.request.sendall(b":1\r\n")
            elif b"SUBSCRIBE" not in words:  # to that it says nothing, as a bus that is stuck
                self.request.sendall(b"+OK\r\n" * words.count(b"*"))


class Refusing(socketserver.ThreadingTCPServer):
    """A bus on loopback; how often somebody published, and how often it took that."""

    daemon_threads = True
    tried = taken = 0
    takes = False


@pytest.fixture
def refusing():
    with Refusing(("127.0.0.1", 0), Line) as bus:
        threading.Thread(target=bus.serve_forever, daemon=True).start()
        yield bus
        bus.shutdown()


def test_a_bus_that_refuses_is_tried_once_a_second_and_taken_up_again(tmp_path, refusing):
    url = f"redis://127.0.0.1:{refusing.server_address[1]}/0"
    with Service(tmp_path / "instance", LIMITS="off", REDIS_URL=url) as service:
        room = cast.start_room(cast.sign_up_all(service.origin))
        before, took, since = refusing.tried, [], time.monotonic()
        for number in range(WORDS):
            begun = time.monotonic()
            cast.say(room.ben, room.circle, f"said {number}").expect(201)
            took.append(time.monotonic() - begun)
            time.sleep(EVERY)
        tried, seconds = refusing.tried - before, time.monotonic() - since

        refusing.takes, give_up = True, time.monotonic() + TAKEN_AGAIN
        while not refusing.taken and time.monotonic() < give_up:
            time.sleep(0.05)

    assert max(took) < ANSWER, max(took)
    assert 0 < tried <= MISSES + seconds, tried
    assert refusing.taken
