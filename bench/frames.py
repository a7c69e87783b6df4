"""WebSocket frames as a client writes and reads them, on plain bytes: no library in between."""

import zlib
from collections.abc import Iterator

MASK = b"\x37\xfa\x21\x3d"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
COMPRESSED = 0x40
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: c3RlYWR5IGJlbmNoIGtleQ==\r\n"
    "Sec-WebSocket-Version: 13\r\nOrigin: http://{host}\r\n{more}\r\n"
)
OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"


def upgrade(host: str, cookie: str, *, deflate: bool) -> bytes:
    """The request for a socket; with the offer of deflate that every browser makes."""
    more = (f"Cookie: {cookie}\r\n" if cookie else "") + (OFFER if deflate else "")
    return UPGRADE.format(host=host, more=more).encode()


def masked(payload: bytes, code: int = TEXT) -> bytes:
    """One frame of a client."""
    size = len(payload)
    head = bytes((0x80 | code, 0x80 | size if size < 126 else 0xFE))
    if size >= 126:
        head += size.to_bytes(2, "big")
    wide = (MASK * (size // 4 + 1))[:size]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(wide, "big")
    return head + MASK + mixed.to_bytes(size, "big")


class Reader:
    """Takes what came from a server apart into frames."""

    def __init__(self) -> None:
        self.rest = b""
        self.inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def take(self, came: bytes) -> Iterator[tuple[int, bytes]]:
        """Answer the (code, payload) of every frame that is whole now."""
        rest = self.rest + came if self.rest else came
        at, end = 0, len(rest)
        while end - at >= 2:
            size, begin = rest[at + 1], at + 2
            if size == 126:
                size, begin = int.from_bytes(rest[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, begin = int.from_bytes(rest[at + 2 : at + 10], "big"), at + 10
            if begin + size > end:
                break
            yield rest[at] & 0x0F, self._plain(rest[at], rest[begin : begin + size])
            at = begin + size
        self.rest = rest[at:]

    def _plain(self, first: int, payload: bytes) -> bytes:
        if not first & COMPRESSED:
            return payload
        return self.inflate.decompress(payload + b"\x00\x00\xff\xff")
