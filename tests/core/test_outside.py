"""Services outside are asked at public addresses alone, whatever their name says."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from contextlib import closing, suppress

import pytest

from accountability.core import outside
from accountability.core.outside import (
    FAULTS,
    LARGEST,
    Line,
    NotPublic,
    is_public,
    may_ask,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_of_ours_is_not_public(address):
    assert not is_public(address)


def test_an_address_of_everybody_is_public():
    assert is_public("8.8.8.8") and is_public("2001:4860:4860::8888")
    assert is_public("64:ff9b::808:808"), "what a network without IPv4 calls 8.8.8.8"


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example/one",
        "https://127.0.0.1/one",
        "https://[::1]/one",
        "https://2130706433/one",
        "https://0x7f.1/one",
        "https://localhost/one",
        "https://user:word@push.example/one",
        "https://push.example:8443/one",
        "https://push.example:99999/one",
        "ftp://push.example/one",
        "javascript:alert(1)",
        "https://[broken/one",
        "https://a..b/",
        "https://.../",
        f"https://{'a' * 64}.example/",
        f"https://{'a.' * 127}example/",
        "https://a.b/\r\nX: y",
        "https://a.b\t/",
        "https://a. b/",
        "https://localhost./",
        "https://a%2eb.c/",
        "https://bücher.example/",
        "https://0x7f.0x1/",
    ],
)
def test_an_address_of_no_public_service_is_not_asked(address):
    assert not may_ask(address, loopback=False)
    assert may_ask("https://push.example/one", loopback=False)


@pytest.fixture
def listener():
    """Something that listens on this machine, and how often it was reached."""
    reached = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve():
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                reached.append(1)
                long = b"x" * (LARGEST * 3)
                with line, suppress(OSError):  # whoever asked may read no more of it
                    line.recv(65536)
                    line.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n" % len(long))
                    line.sendall(long)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], reached


def test_a_name_that_leads_into_our_network_is_not_reached(listener, monkeypatch):
    port, reached = listener
    real = socket.getaddrinfo

    def to_us(_host, _port, *more, **named):
        return real("127.0.0.1", port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", to_us)  # a name server is a stranger, too

    with pytest.raises(FAULTS):
        Line().post("https://push.example/one", data=b"x", timeout=2)

    assert reached == []


def test_a_name_that_leads_elsewhere_a_moment_later_is_not_asked_again(monkeypatch):
    real, asked, reached = socket.getaddrinfo, [], []

    def first_public(_host, port, *more, **named):
        asked.append(1)
        return real("8.8.8.8" if len(asked) == 1 else "127.0.0.1", port, *more, **named)

    def reach(address, *_more, **_named):
        reached.append(address)
        raise OSError

    monkeypatch.setattr(outside, "ASK", first_public)
    monkeypatch.setattr("urllib3.util.connection.create_connection", reach)

    with pytest.raises(FAULTS):
        Line().post("https://push.example/one", data=b"x", timeout=2)

    assert reached[0] == ("8.8.8.8", 443)


def test_loopback_is_asked_only_where_that_is_allowed(listener):
    port, _reached = listener
    address = f"http://127.0.0.1:{port}/one"

    with pytest.raises(NotPublic):
        Line().post(address, timeout=2)

    assert Line(loopback=True).post(address, timeout=2).status_code == 201
    assert not may_ask("http://192.168.1.1/", loopback=True)


def test_no_more_of_an_answer_is_read_than_anybody_needs(listener):
    port, _reached = listener

    answer = Line(loopback=True).post(f"http://127.0.0.1:{port}/one", timeout=2)

    assert len(answer.content) <= LARGEST


HANGING = """
from gevent import get_hub, monkey, sleep, spawn
monkey.patch_all()
from time import monotonic
from accountability.core import outside
wait = monkey.get_original("time", "sleep")
outside.ASK = lambda *given, **how: wait(3) or []
for number in range(12):
    spawn(outside.looked_up, f"{number}.example", 443)
sleep(0.2)
begun = monotonic()
get_hub().threadpool.apply(sum, ([1],))  # as a password is hashed
print(monotonic() - begun)
"""


def test_names_that_nobody_answers_hold_up_no_password():
    ran = subprocess.run(
        [sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=60, check=True
    )

    assert float(ran.stdout) < 1
