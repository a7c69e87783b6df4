"""One WebSocket: on the connection's own descriptor, read by the greenlet that serves it.

The library's own (simple-websocket) doubles the descriptor, reads in a second greenlet and may cut
a frame in two when the network is slow. Frames are taken apart by wsproto, as there.
"""

import json
import re
import time
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import gevent
from gevent.lock import Semaphore
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import LocalProtocolError, generate_accept_token

AT_ONCE = 4096  # bytes read in one go
GOODBYE = 1.0  # seconds in which the other side may answer that it closes too
KEY_BYTES = 16
TEXT = 0x81
# What a client has to say here: pong, close, join, part, and events. No binary, no answers.
PACKET = re.compile(r"3|1|41|40(?P<wish>\{.*\})?|42[0-9]{0,9}(?P<event>\[.*\])", re.DOTALL)
MOST_HEARD, HEARD_SECONDS = 100, 10.0  # frames of any kind; a person's device says a few

of_engine: "dict[str, Wire]" = {}


def framed(text: str) -> bytes:
    """Make the one frame of a text, the same for every socket."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((TEXT, size)) + payload
    if size < 65_536:
        return bytes((TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((TEXT, 127)) + size.to_bytes(8, "big") + payload


def _token(environ: dict[str, Any]) -> bytes | None:
    """The answer to the key of the handshake; None if it is not one of today's WebSockets."""
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    try:
        is_key = len(b64decode(key, validate=True)) == KEY_BYTES
    except ValueError:
        is_key = False
    if not is_key or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return None
    return generate_accept_token(key.encode())


def _is_packet(said: str | bytes) -> bool:
    """Whether a client of the protocol says this; the library falls over most other things."""
    found = PACKET.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        return False
    try:
        event = json.loads(found["event"] or found["wish"] or '[""]')
    except (ValueError, RecursionError):
        return False
    return isinstance(event, dict) or (bool(event) and isinstance(event[0], str))


class Wire:
    """What Engine.IO asks of a WebSocket, and one thing more: `try_send`."""

    largest = 16 * 1024

    def __init__(self, serve: Callable[["Wire"], Any], _server: Any) -> None:
        self.serve = serve
        self.engine = serve.__self__  # type: ignore[attr-defined]  # Engine.IO's own socket
        self.frames = Connection(ConnectionType.SERVER)
        self.turn = Semaphore(1)
        self.is_closing = self.is_cut = False
        self.parts: list[Any] = []
        self.size = 0
        self.came: list[str | bytes] = []
        self.heard: deque[float] = deque(maxlen=MOST_HEARD)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Upgrade the connection of this request and serve it until it ends."""
        token = _token(environ)
        if token is None:
            start("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return [b""]
        self.socket = environ["wsgi.input"].raw._sock  # gevent hands it over as it is
        self.socket.settimeout(None)  # it may be silent for as long as the pings say
        self.socket.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + token + b"\r\n\r\n"
        )
        of_engine[self.engine.sid] = self
        try:
            self.serve(self)
        finally:
            del of_engine[self.engine.sid]
            self.cut()
        return []

    # --- writing

    def send(self, text: str) -> None:
        """Send one text, waiting for its turn and for the network."""
        with self.turn:
            self.socket.sendall(framed(text))

    def try_send(self, frame: bytes) -> bool:
        """Write a frame if that can be done now; False leaves it to the queue of the library.

        Only when nothing waits before it: order is kept. What the network takes in part is
        finished before anything else.
        """
        if self.is_closing or self.turn.locked() or not self.engine.queue.empty():
            return False
        try:
            sent = self.socket._sock.send(frame)
        except OSError:  # full, which passes, or broken, which whoever reads will notice
            return False
        if sent < len(frame):
            self.turn.acquire()
            gevent.spawn(self._finish, frame[sent:])
        return True

    def _finish(self, rest: bytes) -> None:
        try:
            self.socket.sendall(rest)
        except OSError:
            self.cut()
        finally:
            self.turn.release()

    # --- reading

    def wait(self) -> str | bytes | None:
        """The next message, or None once the other side is gone."""
        while not self.came:
            if self.is_cut:
                return None
            try:
                read = self.socket.recv(AT_ONCE)
            except OSError:
                return None
            if not read or not self._take(read):
                return None
        return self.came.pop(0)

    def _take(self, read: bytes) -> bool:
        self.frames.receive_data(read)
        return all(self._hear(event) for event in self._events())

    def _events(self) -> Iterator[Event]:
        try:
            yield from self.frames.events()
        except LocalProtocolError:
            yield CloseConnection(code=CloseReason.PROTOCOL_ERROR)

    def _hear(self, event: Event) -> bool:
        """Take one event; False ends the socket."""
        if self._hears_too_much():
            return False
        if isinstance(event, TextMessage | BytesMessage):
            return self._gather(event)
        if isinstance(event, Ping):
            self._answer(event.response())
        elif isinstance(event, CloseConnection):
            self._answer(event.response())
            return False
        return True

    def _hears_too_much(self) -> bool:
        """Whether one side talks so much that nobody else would be heard; whatever it says."""
        now = time.monotonic()
        is_full = len(self.heard) == MOST_HEARD and now - self.heard[0] < HEARD_SECONDS
        self.heard.append(now)
        return is_full

    def _gather(self, event: TextMessage | BytesMessage) -> bool:
        """Put the parts of a message together, unless they are too much."""
        if event.data or not self.parts:
            self.parts.append(event.data)
        self.size += len(event.data)
        if self.size > self.largest:
            self._answer(CloseConnection(code=CloseReason.MESSAGE_TOO_BIG))
            return False
        if event.message_finished:
            whole = self.parts[0][:0].join(self.parts)
            self.parts, self.size = [], 0
            if not _is_packet(whole):
                return False
            if not self.is_closing:
                self.came.append(whole)
        return True

    # --- ending

    def _answer(self, event: Event) -> None:
        """Say something about the connection itself; its end needs no word."""
        try:
            with self.turn:
                self.socket.sendall(self.frames.send(event))
        except (OSError, LocalProtocolError):
            pass

    def close(self) -> None:
        """Say goodbye; cut the connection if the other side does not answer soon."""
        if self.is_closing:
            return
        self.is_closing = True
        self._answer(CloseConnection(code=CloseReason.NORMAL_CLOSURE))
        gevent.spawn_later(GOODBYE, self.cut)

    def cut(self) -> None:
        """End it beneath the protocol: the other side need not agree, and nothing more is heard."""
        self.is_closing = self.is_cut = True
        self.came.clear()
        try:
            self.socket.shutdown(2)
        except OSError:
            pass
