"""A floor: what one writes first. A row for each alert, committed, then an emit to the circle.

Nobody signs in and nothing is checked. `python bench/floors/stored.py PORT FOLDER`.
"""

import sys
from typing import Any

from gevent import monkey

monkey.patch_all()

from flask import Flask, request  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402
from flask_sqlalchemy import SQLAlchemy  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402
from sqlalchemy import event  # noqa: E402
from sqlalchemy.orm import Mapped, mapped_column  # noqa: E402

from bench.floors.bare import listen  # noqa: E402

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{sys.argv[2]}/stored.sqlite"
db = SQLAlchemy(app)
socketio = SocketIO(app, async_mode="gevent", cors_allowed_origins="*")


class Alert(db.Model):  # type: ignore[name-defined]
    """One alert, and nothing that belongs to it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    circle: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """Join the circle that the client names."""
    join_room(auth["circle"])


@app.post("/alert")
def alert() -> Any:
    """Store it and tell the circle."""
    told = request.get_json()
    db.session.add(Alert(circle=told["circle"], text=told["text"]))
    db.session.commit()
    socketio.emit("alert", told, to=told["circle"])
    return {"id": 1}, 201


def prepare() -> None:
    """Make the table; as durable as the service."""

    def set_up(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=20000")

    with app.app_context():
        event.listen(db.engine, "connect", set_up)
        db.create_all()


if __name__ == "__main__":
    prepare()
    WSGIServer(listen(int(sys.argv[1])), app, log=None).serve_forever()
