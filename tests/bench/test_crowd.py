"""The crowd goes on when a server answers late or hangs up."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from bench import crowd

ANSWER = b"HTTP/1.1 201 CREATED\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A port that answers only what a test says."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        yield listening


@pytest.fixture
def pressing(server, monkeypatch) -> Iterator[crowd.Crowd]:
    """Somebody who presses by one desk and gives up soon."""
    monkeypatch.setattr(crowd, "PATIENCE", 0.05)
    target = crowd.Target(
        port=server.getsockname()[1],
        cookies=[""],
        greet=lambda _place: b"",
        ready=b"",
        press=lambda _place, number: b"POST /%d HTTP/1.1\r\n\r\n" % number,
        by_desk=True,
        hears_itself=False,
        size=1,
    )
    with crowd.Crowd(target, desks=1) as made:
        made.connect([])
        yield made


def test_an_answer_that_comes_after_its_run_belongs_to_no_other(server, pressing):
    first = pressing.paced([0], rate=1000)
    line, _ = server.accept()

    line.sendall(ANSWER)
    second = pressing.paced([0], rate=1000)
    line.close()

    assert (first.answers, second.answers) == ([], [])
    assert [desk.press for desk in pressing.desks] == [None, 1]


def test_nothing_is_pressed_by_a_desk_that_was_hung_up(server, pressing):
    server.accept()[0].close()
    pressing.listen(0.05)
    desks = list(pressing.desks)

    pressing.paced([0], rate=1000)
    line, _ = server.accept()

    assert desks == []
    assert line.recv(100).startswith(b"POST /0 ")
    line.close()
