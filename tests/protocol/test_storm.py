"""Screens that come all at one moment, as after a death, hold up nobody who asks for something."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

from tests.kit import cast

MANY = 400
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {cookie}\r\n\r\n"
)


def knock(browser):
    """Ask for a socket, and wait for no answer."""
    where = urlsplit(browser.origin)
    cookie = "; ".join(f"{name}={text}" for name, text in browser.cookies.items())
    line = socket.create_connection((where.hostname, where.port))
    line.sendall(UPGRADE.format(host=where.netloc, cookie=cookie).encode())
    line.setblocking(False)
    return line


def is_answered(line):
    try:
        return bool(line.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False


def test_words_wait_for_none_of_the_many_that_come_before_them(service, stranger):
    noa, many = stranger(), stranger()
    circle = cast.start_circle(noa)
    cast.say(noa, circle, "so that all is loaded").expect(201)

    with ExitStack() as opened:
        lines = [opened.enter_context(knock(many)) for _ in range(MANY)]
        cast.say(noa, circle, "among many").expect(201)
        answered = sum(map(is_answered, lines))
        while not all(map(is_answered, lines)):
            noa.read("/me/now")

    assert answered < MANY / 2
