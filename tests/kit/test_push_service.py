"""The push service of the tests takes what came whole, as a real one does."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from tests.kit.push_service import push_service

HEAD = "POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\n"


def push(subscriber, body):
    """Push these bytes of four, and end; what was answered."""
    at = urlsplit(subscriber.endpoint)
    with socket.create_connection((at.hostname, at.port), timeout=10) as line:
        line.sendall(HEAD.format(path=at.path).encode() + body)
        line.shutdown(socket.SHUT_WR)
        return line.recv(100)


def test_what_breaks_off_before_its_end_is_not_taken():
    with push_service() as service:
        phone = service.subscriber()

        cut, whole = push(phone, b"ab"), push(phone, b"abcd")

        assert (cut, whole[:12]) == (b"", b"HTTP/1.1 201")
        assert [one.body for one in service.to(phone)] == [b"abcd"]
