"""The Socket.IO server and its layers."""

from flask import Flask
from flask_socketio import SocketIO

socketio = SocketIO()


def init_app(app: Flask) -> None:
    """Bind the socket to the app."""
    socketio.init_app(
        app,
        async_mode="gevent",
        transports=["websocket"],
        async_handlers=False,
        manage_session=False,
        cors_allowed_origins=None,
        ping_interval=25,
        ping_timeout=20,
        max_http_buffer_size=16 * 1024,
    )
