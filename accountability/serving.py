"""The server of `./run`: one process, its own listener, an end within three seconds.

Within five where the database and the bus are away: each of those it waits for has its own time.
"""

import argparse
import os
import resource
import signal
import socket
import sys
from typing import NoReturn

import gevent
from flask import Flask
from gevent.event import Event
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer

from accountability.core import holding, logs, outgoing, starting, timekeeping
from accountability.core.extensions import db
from accountability.core.loopback import is_loopback
from accountability.core.starting import refuse
from accountability.realtime import draining

BACKLOG = 2048
IDLE = 20  # seconds without a byte of a request, or of its next; an open socket has its own
PATIENCE = 1  # seconds that a request under way has to end once the service stops
UNHEARD = 20_000  # milliseconds without a sign that what was sent arrived: the line is dead
ENOUGH_FILES = 65_536
LAST_PORT = 65_535

ON_A_NETWORK = (
    "Warning: over plain http on a network, browsers offer no installed app and cookies go without "
    "Secure; mail is printed in this terminal. Put an https proxy in front for real people."
)


class Exchange(WSGIHandler):
    """Requests and answers of one connection, up to its upgrade: what follows is no request."""

    def handle_one_request(self) -> object:
        """Answer one request; None ends the connection."""
        more = super().handle_one_request()
        return None if "HTTP_UPGRADE" in (self.environ or {}) else more


class Server(WSGIServer):
    """A WSGI server that answers small requests at once.

    Without TCP_NODELAY an answer in two writes waits 40 ms for the other side's acknowledgement.
    """

    def handle(self, client_socket: socket.socket, address: object) -> None:
        """Serve one connection; setting the option is not left to the system's inheritance."""
        try:
            client_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client_socket.settimeout(IDLE)
        except OSError:
            return  # it hung up between connecting and now
        super().handle(client_socket, address)


def port_number(text: str) -> int:
    """Read a port; 0 takes any that is free."""
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {LAST_PORT}, not {text!r}")
    return int(text)


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """Read --host and --port."""
    parser = argparse.ArgumentParser(prog="./run", description="Serve Steady.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=port_number, default=5000)
    return parser.parse_args(words)


def listen(host: str, port: int) -> socket.socket:
    """Open the listener, or say in one sentence why that cannot be."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # every connection inherits it (Linux)
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD)
        listener.bind(address)
        listener.listen(BACKLOG)
    except socket.gaierror:
        refuse(f"There is no address {host} to listen on.")
    except OSError as fault:
        refuse(f"Port {port} on {host} cannot be used ({fault.strerror}): try --port {port + 1}.")
    listener.setblocking(False)
    return listener


def raise_file_limit() -> None:
    """Let the process open as many connections as the machine allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH_FILES if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        except (OSError, ValueError):
            return  # macOS keeps a lower limit of its own; the soft one does for a small circle


def address_of(host: str, port: int) -> str:
    """The address to type into a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _let_go() -> None:
    """Leave the database: the last one out folds SQLite's log into its file."""
    db.engine.dispose()


def serve(app: Flask, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM, then end with whatever is still open."""
    ended = Event()
    logs.hear_greenlets(app)
    # A pool makes stop() wait for requests under way; open sockets and polls are cut after that.
    server = Server(listener, app, log=None, spawn=Pool(), handler_class=Exchange)
    for signum in (signal.SIGINT, signal.SIGTERM):
        gevent.signal_handler(signum, ended.set)
    for start in app.extensions.get("greenlets", []):
        gevent.spawn(start, app)
    server.start()
    ended.wait()
    server.close()  # whoever comes now goes to another process
    draining.drain()
    server.stop(timeout=PATIENCE)
    holding.part(app, _let_go)


def main(app: Flask) -> NoReturn:
    """Run the service as `./run` promises."""
    asked = arguments()
    listener = listen(asked.host, asked.port)
    raise_file_limit()
    starting.begin(app, renews=True)
    timekeeping.ask(app)
    app.config["ON_LOOPBACK"] = is_loopback(asked.host)
    app.config["LISTENS_AT"] = address_of(asked.host, listener.getsockname()[1])
    outgoing.refuse_overheard(app)
    if not app.config["ON_LOOPBACK"] and not app.config["STEADY"].proxies:
        print(ON_A_NETWORK, file=sys.stderr)
    if app.config["STEADY"].logs == "lines":
        print(f"Steady is at {app.config['LISTENS_AT']} (Ctrl-C ends it)", flush=True)
    serve(app, listener)
    # Not sys.exit: a background loop in the middle of its turn must not hold the terminal.
    os._exit(0)
