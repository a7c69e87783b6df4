"""Screens that come all at one moment, as after a death, hold up nobody who asks for something."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.kit import cast

MANY = 400
PEOPLE, SCREENS, AT_ADDRESS = 30, 8, 40  # as many as one account, and one address, may have
LET_IN_WITHIN = 15  # seconds; one at a time takes more than twenty
JOIN = b"\x81\x82\x00\x00\x00\x0040"  # "40" as a frame under a mask of zeros
READERS = 32  # enough that some page is always asked for
PAGE = "GET /me HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {cookie}\r\n\r\n"
)


def knock(browser, source="127.0.0.1", words=UPGRADE):
    """Ask for a socket, or for something else, and wait for no answer."""
    where = urlsplit(browser.origin)
    cookie = "; ".join(f"{name}={text}" for name, text in browser.cookies.items())
    line = socket.create_connection((where.hostname, where.port), source_address=(source, 0))
    line.sendall(words.format(host=where.netloc, cookie=cookie).encode())
    line.setblocking(False)
    return line


def told(line):
    """What came so far and nobody read."""
    try:
        return line.recv(4096, socket.MSG_PEEK)
    except BlockingIOError:
        return b""


def is_greeted(line):
    return b'"hello"' in told(line)


def test_words_wait_for_none_of_the_many_that_come_before_them(service, stranger):
    noa, many = stranger(), stranger()
    circle = cast.start_circle(noa)
    cast.say(noa, circle, "so that all is loaded").expect(201)

    with ExitStack() as opened:
        lines = [opened.enter_context(knock(many)) for _ in range(MANY)]
        cast.say(noa, circle, "among many").expect(201)
        answered = sum(map(bool, map(told, lines)))
        while not all(map(told, lines)):
            noa.read("/me/now")

    assert answered < MANY / 2


def opened_by(people, stack):
    """A socket on each screen of these people, open and not joined yet."""
    lines = []
    for number, one in enumerate(one for one in people for _ in range(SCREENS)):
        lines.append(stack.enter_context(knock(one, f"127.0.0.{2 + number // AT_ADDRESS}")))
    for line in lines:
        line.setblocking(True)
        came = b""
        while b'"sid"' not in came:
            came += line.recv(4096)
        line.setblocking(False)
    return lines


def test_a_page_and_a_call_wait_for_none_of_the_many_that_join_before_them(service, stranger):
    noa, mia, people = stranger(), stranger(), [stranger() for _ in range(PEOPLE)]
    circle = cast.start_circle(noa)
    cast.bring(noa, circle, mia, "Mia")
    noa.get(f"/circles/{circle}").expect(200)

    with ExitStack() as stack:
        lines = opened_by(people, stack)
        for line in lines:
            line.sendall(JOIN)
        noa.get(f"/circles/{circle}").expect(200)
        noa.post(f"/circles/{circle}/alerts").expect(201)
        greeted = sum(map(is_greeted, lines))
        noa.until(lambda: all(map(is_greeted, lines)), within=30)

    assert greeted < len(lines) * 3 / 4


@contextmanager
def pages_without_pause(browser):
    """So many read at once that the service is never idle."""
    over = threading.Event()

    def read():
        while not over.is_set():
            with knock(browser, words=PAGE) as line:
                line.setblocking(True)
                while line.recv(65536):
                    pass

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield
    finally:
        over.set()
        for reader in readers:
            reader.join()


def test_sockets_are_let_in_where_pages_are_read_without_pause(service, stranger):
    noa, many = stranger(), stranger()
    with ExitStack() as opened, pages_without_pause(noa):
        begun = time.monotonic()
        lines = [opened.enter_context(knock(many)) for _ in range(MANY)]
        noa.until(lambda: all(map(told, lines)), within=60)
        took = time.monotonic() - begun

    assert took < LET_IN_WITHIN


RUBBISH = {
    "another origin": UPGRADE.replace("Origin: http://", "Origin: http://evil."),
    "another way": UPGRADE.replace("transport=websocket", "transport=polling"),
    "another version": UPGRADE.replace("EIO=4", "EIO=3"),
    "no upgrade": UPGRADE.replace("Upgrade: websocket", "Upgrade: none"),
    "nobody": UPGRADE.replace("Cookie: {cookie}", "Cookie: a=b"),
}


@pytest.mark.parametrize("words", RUBBISH.values(), ids=RUBBISH)
def test_what_is_refused_without_a_look_takes_no_turn(service, stranger, words):
    many = stranger()
    with ExitStack() as opened:
        lines = [opened.enter_context(knock(many)) for _ in range(MANY)]
        rubbish = opened.enter_context(knock(many, words=words))
        rubbish.setblocking(True)
        refused = rubbish.recv(12)
        answered = sum(map(bool, map(told, lines)))
        many.until(lambda: all(map(told, lines)), within=60)

    assert refused.startswith(b"HTTP/1.1 4")
    assert answered < MANY * 3 / 4
