"""What we lean on of the library beneath the socket, and the bytes we write past its queue."""

from importlib.metadata import version

import engineio.socket
import gevent.queue
import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from accountability.realtime.server import socketio
from accountability.realtime.wire import Wire, framed

# `Wire` stands where the library's own WebSocket class stood, and reads `queue`, `sid`, `closing`
# and `closed` of its socket. With another version, read both again, then write it here.
READ_AGAINST = {"python-engineio": "4.15.1", "python-socketio": "5.18.1", "wsproto": "1.3.2"}


def test_the_libraries_are_those_that_the_wire_was_written_against():
    assert {name: version(name) for name in READ_AGAINST} == READ_AGAINST


def test_the_wire_is_what_the_library_serves_sockets_with(app):
    engine = socketio.server.eio

    assert issubclass(engine._async["websocket"].func, Wire)
    assert engine._async["queue"] is gevent.queue.JoinableQueue
    one = engineio.socket.Socket(engine, "a sid")
    assert Wire(one._websocket_handler, engine).engine is one
    assert one.queue.empty()
    assert (one.sid, one.closed, one.closing) == ("a sid", False, False)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536])
def test_a_frame_of_any_size_is_read_as_it_was_written(size):
    client = Connection(ConnectionType.CLIENT)
    text = "ä" * (size // 2) + "b" * (size % 2)

    client.receive_data(framed(text))

    parts = [event.data for event in client.events() if isinstance(event, TextMessage)]
    assert "".join(parts) == text
