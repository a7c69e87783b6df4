"""A bad network on loopback: a TCP proxy that can be cut, restored, and made to lose answers."""

from __future__ import annotations

import socket
import struct
import threading
import time
from typing import Self

RESET = struct.pack("ii", 1, 0)


class Proxy:
    """Everything sent to `port` goes to `target`, until told otherwise."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.lost = threading.Event()
        self._open: set[socket.socket] = set()
        self._is_cut = self._swallows = False
        self._slow: tuple[bytes, float] = (b"", 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Reset every connection, and every one that is tried from now on."""
        self._is_cut = True
        for end in list(self._open):
            self._reset(end)

    def swallow_replies(self) -> None:
        """Let requests through, drop the connection for an answer; `lost` is set by the first."""
        self.lost.clear()
        self._swallows = True

    def slow_down(self, path: str, seconds: float) -> None:
        """Let a request for this path lie so long on its way; all others go as before."""
        self._slow = (f"GET {path} ".encode(), seconds)

    def restore(self) -> None:
        """A good network again, for new connections."""
        self._is_cut = self._swallows = False
        self._slow = (b"", 0)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                self._reset(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                self._reset(near)
                continue
            far.settimeout(None)
            self._open |= {near, far}
            threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_reply: bool) -> None:
        try:
            while piece := source.recv(65536):
                if is_reply and self._swallows:
                    self.lost.set()
                    break
                start, seconds = self._slow
                if seconds and piece.startswith(start):
                    time.sleep(seconds)
                sink.sendall(piece)
        except OSError:
            pass
        for end in (source, sink):
            self._reset(end) if self._swallows else self._finish(end)

    def _finish(self, end: socket.socket) -> None:
        self._open.discard(end)
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        end.close()

    def _reset(self, end: socket.socket) -> None:
        try:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        except OSError:
            pass
        self._finish(end)
