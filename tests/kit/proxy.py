"""A bad network on loopback: a TCP proxy that can be cut, slow, silent one way, and restored."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from typing import Self

RESET = struct.pack("ii", 1, 0)
UP, DOWN = False, True  # from a client to the service, and back
AT_ONCE, A_LITTLE, FIRST = 65_536, 100, 400


class Proxy:
    """Everything sent to `port` goes to `target`, until told otherwise.

    The target is a port of this machine, or the file of a socket.
    """

    def __init__(self, target: int | str) -> None:
        self.target = target
        self.lost = threading.Event()
        self.tried_at = time.monotonic()  # when somebody came last
        self._open: set[socket.socket] = set()
        self._is_cut = self._swallows = False
        self._slow: tuple[bytes, float] = (b"", 0)
        self._delay, self._pace = 0.0, 0
        self._pass = {UP: threading.Event(), DOWN: threading.Event()}
        self._hole = b""
        self.restore()
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

    def hold(self, *ways: bool) -> None:
        """Let what goes these ways wait until restored, `UP`, `DOWN` or both; all lines stay."""
        for way in ways:
            self._pass[way].clear()

    def delay(self, seconds: float) -> None:
        """Let everything lie so long on its way, and at most twice as long."""
        self._delay = seconds

    def trickle(self, bytes_per_second: int) -> None:
        """Let only so much through in a second, on each line and each way."""
        self._pace = bytes_per_second

    def black_hole(self, words: bytes) -> None:
        """Let every line go silent on which these words are sent, or were among the first."""
        self._hole = words

    def restore(self) -> None:
        """A good network again: what waited comes, what was cut or went silent stays so."""
        self._is_cut = self._swallows = False
        self._slow = (b"", 0)
        self._delay, self._pace, self._hole = 0.0, 0, b""
        for passes in self._pass.values():
            passes.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self.tried_at = time.monotonic()
            if self._is_cut:
                self._reset(near)
                continue
            try:
                far = self._dial()
            except OSError:
                self._reset(near)
                continue
            self._open |= {near, far}
            first = bytearray()
            for ends in ((near, far, UP), (far, near, DOWN)):
                threading.Thread(target=self._pump, args=(*ends, first), daemon=True).start()

    def _dial(self) -> socket.socket:
        is_port = isinstance(self.target, int)
        far = socket.socket(socket.AF_INET if is_port else socket.AF_UNIX)
        far.settimeout(5)
        try:
            far.connect(("127.0.0.1", self.target) if is_port else self.target)
        except OSError:
            far.close()
            raise
        far.settimeout(None)
        return far

    def _pump(
        self, source: socket.socket, sink: socket.socket, way: bool, first: bytearray
    ) -> None:
        try:
            for piece in self._pieces(source, way, first):
                self._linger(piece, way)
                sink.sendall(piece)
        except OSError:
            pass
        for end in (source, sink):
            self._reset(end) if self._swallows else self._finish(end)

    def _pieces(self, source: socket.socket, way: bool, first: bytearray) -> Iterator[bytes]:
        """What comes and is to be passed on; what falls into a black hole is lost for ever."""
        while piece := source.recv(A_LITTLE if self._pace else AT_ONCE):
            if way is DOWN and self._swallows:
                self.lost.set()
                return
            if way is UP and len(first) < FIRST:
                first += piece
            if self._hole and self._hole in first:
                while source.recv(AT_ONCE):
                    pass
                return
            yield piece

    def _linger(self, piece: bytes, way: bool) -> None:
        """Let a piece lie on its way for as long as the network is bad."""
        start, seconds = self._slow
        if seconds and piece.startswith(start):
            time.sleep(seconds)
        if self._delay:
            time.sleep(self._delay)
        if self._pace:
            time.sleep(len(piece) / self._pace)
        self._pass[way].wait()

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
