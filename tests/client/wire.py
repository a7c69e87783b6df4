"""One raw socket: frames written and read by hand, every one of them kept."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import websocket

from tests.client import frames
from tests.client.http import Browser

Listener = Callable[[str, Any], None]


class SocketRefused(ConnectionError):
    """The service did not upgrade: `code`, `headers`."""

    def __init__(self, code: int, headers: dict[str, str]) -> None:
        super().__init__(f"the socket was refused: {code}")
        self.code = code
        self.headers = headers


def open_socket(browser: Browser, origin: str | None = None, cookie: str | None = None) -> Any:
    """A WebSocket of this browser after the upgrade, or `SocketRefused`."""
    link = socket.create_connection(("127.0.0.1", browser.port), timeout=browser.timeout)
    address = f"ws://{browser.host}/socket.io/?EIO=4&transport=websocket"
    cookie = browser.cookie_line() if cookie is None else cookie
    try:
        return websocket.create_connection(
            address,
            timeout=browser.timeout,
            socket=link,
            cookie=cookie or None,
            origin=origin or browser.origin,
        )
    except websocket.WebSocketBadStatusException as error:
        link.close()
        raise SocketRefused(error.status_code, dict(error.resp_headers or {})) from None
    except (OSError, websocket.WebSocketException):
        link.close()
        raise


class Wire:
    """A connected socket and the thread that reads it.

    `transcript` holds (time, frame) of all it was told.
    """

    def __init__(
        self,
        browser: Browser,
        listen: Listener = lambda name, payload: None,
        wish: dict[str, Any] | None = None,
        **dial: Any,
    ) -> None:
        self.transcript: list[tuple[float, str]] = []
        self.closed = threading.Event()
        self._listen = listen
        self._acks: dict[int, Any] = {}
        self._number = 0
        self._news = threading.Condition()
        self._socket = open_socket(browser, **dial)
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.send(frames.connect({"as": "data"} if wish is None else wish))

    def send(self, text: str) -> None:
        """Write one text frame."""
        self._socket.send(text)

    def emit(self, name: str, payload: Any, within: float = 5) -> Any:
        """Send an event and wait for its acknowledgement; `ConnectionError` if it closes."""
        with self._news:
            self._number += 1
            number = self._number
        try:
            self.send(frames.event(name, payload, number))
        except (OSError, websocket.WebSocketException) as error:
            raise ConnectionError(str(error)) from error
        with self._news:
            came = self._news.wait_for(lambda: number in self._acks or self.closed.is_set(), within)
            if number in self._acks:
                return self._acks.pop(number)
        raise ConnectionError("closed") if came else TimeoutError(f"no acknowledgement of {name}")

    def heard(self, kind: str = "event", name: str | None = None) -> list[frames.Frame]:
        """All frames of this kind so far, and of this name."""
        read = [frames.parse(text) for _, text in list(self.transcript)]
        return [frame for frame in read if frame.kind == kind and name in (None, frame.name)]

    def wait_for(self, kind: str, name: str | None = None, within: float = 10) -> frames.Frame:
        """The first frame of this kind, as soon as it came."""
        with self._news:
            if self._news.wait_for(lambda: self.heard(kind, name), within):
                return self.heard(kind, name)[0]
        raise TimeoutError(f"no {kind} {name or ''} within {within} s")

    def was_told(self, text: str) -> bool:
        return any(text in told for _, told in list(self.transcript))

    def close(self) -> None:
        """Go away with a close frame."""
        try:
            self._socket.send_close()
        except (OSError, websocket.WebSocketException):
            pass
        if not self.closed.wait(2):
            self.drop()
        self._thread.join(5)

    def drop(self) -> None:
        """Go away like a phone in a tunnel: a reset, no close frame."""
        try:
            linger = struct.pack("ii", 1, 0)
            self._socket.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._socket.sock.shutdown(socket.SHUT_RD)
        except (OSError, AttributeError):
            pass
        self._thread.join(5)

    def _read(self) -> None:
        try:
            while True:
                code, raw = self._socket.recv_data()
                if code == websocket.ABNF.OPCODE_CLOSE:
                    break
                if code == websocket.ABNF.OPCODE_TEXT:
                    self._take(raw.decode("utf-8", "replace"))
        except (OSError, websocket.WebSocketException, AttributeError):
            pass
        finally:
            self._socket.shutdown()
            with self._news:
                self.closed.set()
                self._news.notify_all()
            self._listen("closed", None)

    def _take(self, text: str) -> None:
        frame = frames.parse(text)
        if frame.kind == "open":  # a service that is silent for longer is gone
            self._socket.settimeout(
                (frame.payload["pingInterval"] + frame.payload["pingTimeout"]) / 1000
            )
        if frame.kind == "ping":
            self._socket.send("3")
        with self._news:
            self.transcript.append((time.monotonic(), text))
            if frame.kind == "ack" and frame.number is not None:
                self._acks[frame.number] = frame.payload
            self._news.notify_all()
        if frame.kind == "event":
            self._listen(frame.name, frame.payload)
