"""Section 4: whoever talks without end, or in no words of the protocol, is closed."""

from __future__ import annotations

import contextlib
import threading

import pytest
import websocket
from websocket import ABNF

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
LARGEST, TOO_BIG = 16 * 1024, 1009
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


def say_in_parts(line, text, size, *, is_whole):
    """Send one message as frames of so many letters; the last says so, if it is whole."""
    for start in range(0, len(text), size):
        opcode = ABNF.OPCODE_CONT if start else ABNF.OPCODE_TEXT
        ends = is_whole and start + size >= len(text)
        line.send_frame(ABNF.create_frame(text[start : start + size], opcode, fin=int(ends)))


def closing_code(line):
    """Why the service says that it closes."""
    line.settimeout(10)
    while True:
        opcode, said = line.recv_data()
        if opcode == ABNF.OPCODE_CLOSE:
            return int.from_bytes(said[:2], "big")


def test_what_is_small_in_all_its_parts_is_heard(line):
    said = '427["nothing",{"pad":"%s"}]' % ("x" * (LARGEST - 100))

    say_in_parts(line, said, 1000, is_whole=True)

    line.settimeout(5)
    while line.recv() != "437[false]":
        pass


@pytest.mark.parametrize("size", [LARGEST + 1, 1000], ids=["one part", "small parts"])
def test_what_grows_too_large_is_closed_before_it_is_whole(line, size):
    said = '427["nothing",{"pad":"%s' % ("x" * LARGEST)

    say_in_parts(line, said[: LARGEST + 1], size, is_whole=False)

    assert closing_code(line) == TOO_BIG
