"""The two kinds of connection that the crowd holds: a screen (a socket) and a desk (HTTP)."""

import re
import socket
from collections.abc import Iterator
from itertools import count

from bench import frames

PER_ADDRESS = 32  # a service may let in only so many from one address
WHOLE = 65_536
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


_dialled = count()


def _next_address() -> tuple[str, int]:
    """An address of loopback for each few connections (Linux answers on all of 127.0.0.0/8)."""
    part = next(_dialled) // PER_ADDRESS
    return f"127.0.{1 + part // 250}.{1 + part % 250}", 0


def dial(port: int) -> socket.socket:
    """Connect to a server here."""
    link = socket.create_connection(("127.0.0.1", port), 20, source_address=_next_address())
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.setblocking(False)
    return link


class Link:
    """One connection; `place` is whose it is."""

    def __init__(self, port: int, place: int) -> None:
        self.place = place
        self.link = dial(port)
        self.owed = b""
        self.is_dead = False

    def write(self, frame: bytes) -> None:
        """Send without waiting; what does not fit goes with the next."""
        frame = self.owed + frame
        try:
            sent = self.link.send(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            sent, self.is_dead = len(frame), True
        self.owed = frame[sent:]

    def read(self) -> bytes:
        """What came; nothing once it is closed."""
        try:
            came = self.link.recv(WHOLE)
        except BlockingIOError:
            return b""
        except OSError:
            came = b""
        self.is_dead = self.is_dead or not came
        return came

    def close(self) -> None:
        """Hang up."""
        self.link.close()


class Screen(Link):
    """A socket of one person, before and after its upgrade."""

    def __init__(self, port: int, place: int) -> None:
        super().__init__(port, place)
        self.reader = frames.Reader()
        self.is_upgraded = self.is_ready = False

    def begin(self, host: str, cookie: str, *, deflate: bool) -> None:
        """Ask for the socket."""
        self.write(frames.upgrade(host, cookie, deflate=deflate))

    def texts(self) -> Iterator[bytes]:
        """The texts that came; pings of the server are answered on the way."""
        came = self.read()
        if not self.is_upgraded and came:
            came = self._upgraded(came)
        for code, payload in self.reader.take(came):
            if code == frames.CLOSE:
                self.is_dead = True
            elif payload == b"2":
                self.write(frames.masked(b"3"))
            elif code == frames.TEXT:
                yield payload

    def _upgraded(self, came: bytes) -> bytes:
        """Read the answer to the handshake; what comes after it are frames."""
        head, _, rest = came.partition(b"\r\n\r\n")
        if b" 101 " not in head.partition(b"\r\n")[0]:
            raise ConnectionRefusedError(head[:200].decode("latin-1"))
        self.is_upgraded = True
        return rest


class Desk(Link):
    """A kept connection for requests, one after the other."""

    def __init__(self, port: int) -> None:
        super().__init__(port, place=-1)
        self.came = b""
        self.press: int | None = None

    def answer(self) -> int | None:
        """The code of the answer, once it is whole."""
        self.came += self.read()
        head, found, body = self.came.partition(b"\r\n\r\n")
        length = LENGTH.search(head + b"\r\n")
        if not found or len(body) < int(length[1] if length else 0):
            return None
        self.came = b""
        return int(head[9:12])
