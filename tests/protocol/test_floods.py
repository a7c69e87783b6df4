"""Section 4: whoever talks without end, or in no words of the protocol, is closed."""

from __future__ import annotations

import contextlib
import threading

import pytest
import websocket

from tests.client.wire import open_socket

MASK = b"\0\0\0\0"
PONG, PING = b"\x8a\x80" + MASK, b"\x89\x80" + MASK
BEGUN, NOTHING, LETTER = b"\x01\x81" + MASK + b"4", b"\x00\x80" + MASK, b"\x00\x81" + MASK + b"x"
SAID_PONG, SAID_HELLO = b"\x81\x81" + MASK + b"3", b"\x81\x8c" + MASK + b'42["hello"]'
FLOODS = {
    "pongs": PONG,
    "pings": PING,
    "parts of nothing": NOTHING,
    "parts of a letter": LETTER,
    "said pongs": SAID_PONG,
}
NO_PACKETS = [
    '459999999999-["x",{"_placeholder":true,"num":0}]',
    '451-["seen",{"_placeholder":true,"num":0}]',
    "46-",
    "44",
    "49",
    "4²",
    "43[1]",
    "5",
    "6",
    "2",
    "0{}",
    "42",
    "42[]",
    "42[7]",
    "42{}",
    '42["x"',
    "40[]",
    "42" + "[" * 9000,
    '42["' + "]" * 9000,
]


@pytest.fixture
def line(stranger):
    """A joined connection of somebody new, written to by hand."""
    line = open_socket(stranger())
    line.send("40")
    while "hello" not in line.recv():
        pass
    yield line
    line.shutdown()


def is_cut(line, within=10):
    """Whether the service ends this connection; what it says before is passed over."""
    line.settimeout(within)
    try:
        while line.recv():
            pass
    except websocket.WebSocketTimeoutException:
        return False
    except (websocket.WebSocketException, OSError):
        return True
    return True


def write(line, frames, times):
    with contextlib.suppress(OSError):
        for _ in range(times):
            line.sock.sendall(frames)


@pytest.mark.parametrize("frame", FLOODS.values(), ids=FLOODS)
def test_a_flood_is_cut_and_everybody_else_is_answered(line, frame, quiet):
    if frame in (NOTHING, LETTER):
        write(line, BEGUN, 1)
    flood = threading.Thread(target=write, args=(line, frame * 500, 400), daemon=True)
    flood.start()

    assert is_cut(line)

    flood.join(10)
    assert not flood.is_alive()
    assert quiet.ben.get("/me/now").code == 200


@pytest.mark.parametrize("said", NO_PACKETS, ids=lambda said: said[:20])
def test_what_is_no_packet_ends_the_connection_without_a_trace_in_the_log(line, service, said):
    before = len(service.words())

    line.send(said)

    assert is_cut(line)
    assert "Traceback" not in service.words()[before:]


def test_what_a_device_says_in_its_own_time_ends_nothing(line):
    write(line, SAID_PONG, 20)
    write(line, PING, 20)

    line.send('427["hello",{}]')

    line.settimeout(5)
    while not line.recv().startswith("437"):
        pass
