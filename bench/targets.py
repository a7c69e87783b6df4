"""What is measured: the service as people reach it, and the floors; each by its own protocol."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench import frames
from bench.crowd import Target, words
from bench.servers import ROOT, Place, Server
from bench.talkers import CONFIG, Talker, message
from tests.kit.valkey import Valkey

CIRCLES, SIZE = 50, 8
MEMBERS = CIRCLES * SIZE
PEOPLE = MEMBERS + SIZE  # eight more share the long room
SOCKET_IO = ROOT / "node_modules" / "socket.io"
FORM = "application/x-www-form-urlencoded"

Started = tuple[Server, Target]


def _circle_of(place: int) -> str:
    return f"c{place // SIZE}"


def _greet_floor(place: int) -> bytes:
    return b"40" + json.dumps({"circle": _circle_of(place)}).encode()


def _shout(place: int, number: int) -> bytes:
    told = {"circle": _circle_of(place), "text": words(number)}
    return frames.masked(b"42" + json.dumps(["alert", told]).encode())


def _request(port: int, path: str, body: bytes, kind: str, more: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nAccept: application/json\r\n{more}\r\n"
    )
    return head.encode() + body


def _floor(server: Server, *, by_desk: bool) -> Target:
    def post(place: int, number: int) -> bytes:
        told = {"circle": _circle_of(place), "text": words(number)}
        return _request(server.port, "/alert", json.dumps(told).encode(), "application/json")

    press = post if by_desk else _shout
    return Target(server.port, [""] * 20_000, _greet_floor, b"40", press, by_desk, by_desk)


@contextmanager
def bare(place: Place) -> Iterator[Started]:
    """Flask-SocketIO, nothing stored."""
    with Server(sys.executable, "-m", "bench.floors.bare", "PORT", folder=place.fresh()) as server:
        yield server, _floor(server, by_desk=False)


@contextmanager
def stored(place: Place) -> Iterator[Started]:
    """Flask-SocketIO and a row for each alert."""
    folder = place.fresh()
    started = (sys.executable, "-m", "bench.floors.stored", "PORT", str(folder))
    with Server(*started, folder=folder) as server:
        yield server, _floor(server, by_desk=True)


@contextmanager
def node(place: Place) -> Iterator[Started]:
    """Socket.IO as its authors wrote it, nothing stored."""
    with Server("node", "bench/floors/node.mjs", "PORT", folder=place.fresh()) as server:
        yield server, _floor(server, by_desk=False)


@contextmanager
def prosody(place: Place) -> Iterator[Started]:
    """An XMPP server with rooms that keep what is said; its files are not synced to the disk."""
    folder = place.fresh()
    config = folder / "prosody.cfg.lua"
    server = Server("prosody", "--config", str(config), "-F", folder=folder)
    config.write_text(CONFIG.format(folder=folder, port=server.port))

    def press(one: int, number: int) -> bytes:
        return message(one, words(number))

    names = [""] * 20_000
    with server:
        yield server, Target(server.port, names, _greet_floor, b"", press, False, True, open=Talker)


def has_prosody() -> bool:
    """Whether Prosody is installed here."""
    return shutil.which("prosody") is not None


def has_node() -> bool:
    """Whether Node and its socket.io are installed here."""
    return shutil.which("node") is not None and SOCKET_IO.is_dir()


def service_target(port: int, people: list[dict[str, str]], desks_at: int = 0) -> Target:
    """The service by its public protocol: cookies, tokens, keys."""

    def press(place: int, number: int) -> bytes:
        one = people[place]
        body = urlencode({"key": f"bench-press-{number:08d}", "note": words(number)}).encode()
        more = f"Cookie: {one['cookie']}\r\nX-CSRFToken: {one['token']}\r\n"
        path = f"/circles/{one['circle']}/alerts"
        return _request(desks_at or port, path, body, FORM, more)

    cookies = [one["cookie"] for one in people]
    hello = b'42["hello"'
    return Target(port, cookies, lambda _: b"40", hello, press, True, True, desks_at=desks_at)


SERVICE = (sys.executable, "wsgi.py", "--port", "PORT")
FANNING = (sys.executable, "-m", "bench.fanning", "--port", "PORT")


@contextmanager
def service(
    place: Place, circles: int = CIRCLES, people: int = PEOPLE, start: tuple[str, ...] = SERVICE
) -> Iterator[Started]:
    """The real service on a fresh copy of its seeded folder, started as `./run` does."""
    made = place.seeded(circles, people)
    folder: Path = place.fresh(circles, people)
    settings = {"INSTANCE_PATH": str(folder), "LIMITS": "off"}
    with Server(*start, folder=folder, **settings) as server:
        yield server, service_target(server.port, made)


@contextmanager
def pair(place: Place) -> Iterator[Started]:
    """Two processes with the bus between them: calls go to the one, screens are at the other."""
    made = place.seeded(CIRCLES, PEOPLE)
    folder: Path = place.fresh(CIRCLES, PEOPLE)
    with Valkey() as valkey:
        settings = {"INSTANCE_PATH": str(folder), "LIMITS": "off", "REDIS_URL": valkey.url}
        with (
            Server(*SERVICE, folder=folder, **settings) as one,
            Server(*SERVICE, folder=place.fresh(), **settings) as other,
        ):
            yield one, service_target(other.port, made, desks_at=one.port)
