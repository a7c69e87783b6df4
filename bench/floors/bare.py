"""A floor: Flask-SocketIO that passes an alert on to a circle and does nothing else.

Nobody signs in, nothing is checked, nothing is stored. `python bench/floors/bare.py PORT`.
"""

import socket
import sys
from typing import Any

from gevent import monkey

monkey.patch_all()

from flask import Flask, request  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", cors_allowed_origins="*")


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """Join the circle that the client names."""
    join_room(auth["circle"])


@socketio.on("alert")
def alert(told: Any) -> None:
    """Pass it on to the others."""
    emit("alert", told, to=told["circle"], skip_sid=request.sid)  # type: ignore[attr-defined]


def listen(port: int) -> socket.socket:
    """Listen as well as the service does: without TCP_NODELAY a POST takes 40 ms more."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(4096)
    listener.setblocking(False)
    return listener


if __name__ == "__main__":
    WSGIServer(listen(int(sys.argv[1])), app, log=None).serve_forever()
