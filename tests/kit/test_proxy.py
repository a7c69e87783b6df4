"""The bad network is bad in the way the tests believe."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.client.http import Browser, NoAnswer
from tests.kit.proxy import Proxy


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
