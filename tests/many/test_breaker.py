"""A bus that refuses what is said to it is left in peace, and asked again soon after."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from tests.kit import cast
from tests.kit.service import Service

ANSWER, WORDS, EVERY = 1.0, 30, 0.1
# Two misses, then one try a second for these three seconds; the rest for a busy machine.
FEW = 8
TAKEN_AGAIN = 4.0


class Refusing:
    """A bus on loopback that answers greetings and cuts the line of whoever publishes."""

    def __init__(self) -> None:
        self.tried = self.taken = 0
        self.takes = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._listener.getsockname()[1]}/0"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            while words := line.recv(65_536):
                if b"PUBLISH" in words:
                    self.tried += 1
                    if not self.takes:
                        return
                    self.taken += 1
                    line.sendall(b":1\r\n")
                elif b"SUBSCRIBE" not in words:  # to that it says nothing, as a bus that is stuck
                    line.sendall(b"+OK\r\n" * words.count(b"*"))


@pytest.fixture
def refusing():
    bus = Refusing()
    yield bus
    bus.close()


def test_a_bus_that_refuses_is_tried_once_a_second_and_taken_up_again(tmp_path, refusing):
    with Service(tmp_path / "instance", LIMITS="off", REDIS_URL=refusing.url) as service:
        room = cast.start_room(cast.sign_up_all(service.origin))
        before, took = refusing.tried, []
        for number in range(WORDS):
            begun = time.monotonic()
            cast.say(room.ben, room.circle, f"said {number}").expect(201)
            took.append(time.monotonic() - begun)
            time.sleep(EVERY)
        tried = refusing.tried - before

        refusing.takes, give_up = True, time.monotonic() + TAKEN_AGAIN
        while not refusing.taken and time.monotonic() < give_up:
            time.sleep(0.05)

    assert max(took) < ANSWER, max(took)
    assert 0 < tried <= FEW, tried
    assert refusing.taken
