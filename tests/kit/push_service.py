"""A push service on loopback that answers as its addresses say, and browsers subscribed there.

`/201/…` takes a push, `/410/…` says that the device is gone, `/429-7/…` asks to come again in seven
seconds, `/hang/…` answers never, `/reset/…` cuts the line, `/moved/…` names another address,
`/kept/…` takes a push once `released` is set.
`/201~/…` and `/410~/…` break off in the middle of the answer's body, `/201;/…` and `/410;/…` drip
it without an end. `/hang,201/…` hangs at first, and then takes it.
"""

from __future__ import annotations

import json
import secrets
import socket
import struct
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

DRIP = 0.2  # seconds between two bytes of a body that drips
AT_ONCE = struct.pack("ii", 1, 0)  # close with a reset


def base64(given: bytes) -> str:
    return urlsafe_b64encode(given).decode().rstrip("=")


def unbase64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Received:
    """One push as the service got it."""

    path: str
    headers: dict[str, str]
    body: bytes
    how: str = "201"
    at: float = field(default_factory=time.monotonic)

    @property
    def is_taken(self) -> bool:
        """Whether the service took it."""
        return self.how in ("201", "201~", "201;", "kept")

    @property
    def wait(self) -> float | None:
        """For how many seconds the sender was asked to stay away."""
        code, _, seconds = self.how.partition("-")
        return float(seconds) if code == "429" else None

    def claims(self, key: str) -> dict[str, Any]:
        """What the sender signed, if it was signed by this public key; raises if not."""
        said = dict(part.split("=", 1) for part in self.headers["authorization"][6:].split(","))
        assert said["k"].strip() == key
        head, claims, signature = said["t"].split(".")
        raw = unbase64(signature)
        signed = utils.encode_dss_signature(*(int.from_bytes(one) for one in (raw[:32], raw[32:])))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unbase64(key))
        point.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        read: dict[str, Any] = json.loads(unbase64(claims))
        return read


@dataclass
class Subscriber:
    """A browser that agreed: its address at the service, and its keys."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def keys(self) -> dict[str, str]:
        public = self.private.public_key()
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": base64(point), "auth": base64(self.secret)}

    def opened(self, received: Received) -> bytes:
        """What was pushed, decrypted as a browser does it."""
        plain: bytes = http_ece.decrypt(
            received.body, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        return plain

    def read(self, received: Received) -> dict[str, Any]:
        """The same, as the worker reads it."""
        read: dict[str, Any] = json.loads(self.opened(received))
        return read


class PushService:
    """What was pushed so far, and addresses to push to."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.received: list[Received] = []
        self.over, self.released = threading.Event(), threading.Event()
        self._lock = threading.Lock()

    def take(self, path: str, headers: dict[str, str], body: bytes) -> str:
        """Write a push down; how this address answers now."""
        with self._lock:
            turns = path.split("/")[1].split(",")
            before = sum(one.path == path for one in self.received)
            how = turns[min(before, len(turns) - 1)]
            self.received.append(Received(path, headers, body, how))
        return how

    def subscriber(self, answers: str = "201") -> Subscriber:
        """A new browser at an address that answers like this."""
        return Subscriber(f"{self.origin}/{answers}/{secrets.token_urlsafe(8)}")

    def to(self, subscriber: Subscriber) -> list[Received]:
        """What was pushed to this browser."""
        return [one for one in self.received if subscriber.endpoint.endswith(one.path)]


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: PushService

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        body = self.rfile.read(size)
        if len(body) < size:  # whoever pushed was killed in the midst of it: no service takes that
            self.close_connection = True
            return
        named = {name.lower(): text for name, text in self.headers.items()}
        how = self.service.take(self.path, named, body)
        if how == "hang":
            self.service.over.wait(30)
        elif how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        elif how != "kept" or self.service.released.wait(30):
            self._answer("201" if how == "kept" else how.rstrip("~;"), cut=how.endswith(("~", ";")))
            if how.endswith(";"):
                self._drip()
            return
        self.close_connection = True

    def _answer(self, how: str, *, cut: bool) -> None:
        code, _, wait = how.partition("-")
        self.send_response(307 if code == "moved" else int(code))
        if wait:
            self.send_header("Retry-After", wait)
        if code == "moved":
            self.send_header("Location", f"{self.service.origin}/201/elsewhere")
        self.send_header("Content-Length", "1000" if cut else "0")
        self.end_headers()
        self.close_connection = self.close_connection or cut

    def _drip(self) -> None:
        with suppress(OSError):  # whoever asked went
            while not self.service.over.wait(DRIP):
                self.wfile.write(b".")

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def push_service() -> Iterator[PushService]:
    """A push service, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Answers,), {}))
    server.daemon_threads = True
    service = PushService(server.server_port)
    server.RequestHandlerClass.service = service
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield service
    service.over.set()
    server.shutdown()
    server.server_close()
