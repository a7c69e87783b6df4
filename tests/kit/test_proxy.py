"""The bad network is bad in the way the tests believe."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.client.http import Browser, NoAnswer
from tests.kit.proxy import DOWN, UP, Proxy


@pytest.fixture
def asked():
    """A server that answers every GET, and the list of those it was asked."""
    paths: list[str] = []

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.path.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, paths
    server.shutdown()
    server.server_close()


def test_a_cut_network_reaches_nobody_until_restored(asked):
    port, paths = asked
    with Proxy(port) as network:
        browser = Browser(f"http://127.0.0.1:{port}", through=network.port)
        network.cut()
        with pytest.raises(NoAnswer):
            browser.get("/cut")
        network.restore()

        assert browser.get("/restored").text == "/restored"

    assert paths == ["/restored"]


def test_a_swallowed_reply_is_that_of_a_request_which_was_served(asked):
    port, paths = asked
    with Proxy(port) as network:
        browser = Browser(f"http://127.0.0.1:{port}", through=network.port)
        network.swallow_replies()

        with pytest.raises(NoAnswer):
            browser.get("/lost")

        assert network.lost.is_set() and paths == ["/lost"]


@pytest.fixture
def lines():
    """A way to open two ends of a line through a proxy, which says what it hears, with its way."""
    listener = socket.create_server(("127.0.0.1", 0))
    ends = []

    def open_line(network):
        near = socket.create_connection(("127.0.0.1", network.port), timeout=5)
        far, _ = listener.accept()
        far.settimeout(5)
        ends.extend((near, far))
        return near, far

    with Proxy(listener.getsockname()[1]) as network:
        yield network, lambda: open_line(network)
    for end in (*ends, listener):
        end.close()


def is_silent(end, seconds=0.15):
    end.settimeout(seconds)
    try:
        return end.recv(100) is None
    except TimeoutError:
        return True
    finally:
        end.settimeout(5)


@pytest.mark.parametrize("way", [UP, DOWN])
def test_what_is_held_one_way_comes_when_the_network_is_restored(lines, way):
    network, open_line = lines
    source, sink = open_line() if way is UP else reversed(open_line())
    network.hold(way)
    source.sendall(b"held")
    sink.sendall(b"the other way")

    assert source.recv(100) == b"the other way" and is_silent(sink)
    network.restore()
    assert sink.recv(100) == b"held"


def test_what_is_delayed_comes_late_and_what_trickles_in_parts(lines):
    network, open_line = lines
    near, far = open_line()
    begun = time.monotonic()
    network.delay(0.2)
    near.sendall(b"late")
    assert far.recv(100) == b"late" and 0.2 <= time.monotonic() - begun < 2
    network.restore()
    network.trickle(1000)
    near.sendall(b"x" * 500)

    came = b""
    while len(came) < 500:
        came += far.recv(1000)
    assert time.monotonic() - begun >= 0.7


def test_a_black_hole_takes_the_lines_on_which_its_words_were_sent_and_no_others(lines):
    network, open_line = lines
    (deaf, at_deaf), (heard, at_heard) = open_line(), open_line()
    deaf.sendall(b"SUBSCRIBE to it")
    assert at_deaf.recv(100)
    heard.sendall(b"PUBLISH it")
    assert at_heard.recv(100)
    network.black_hole(b"SUBSCRIBE")
    for end in (at_deaf, at_heard):
        end.sendall(b"news")

    assert heard.recv(100) == b"news" and is_silent(deaf)
