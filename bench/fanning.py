"""The service with one more address: it tells stored alerts again and again, and nothing else.

No act of anybody shows cards without storing something first, so the fan-out alone needs this
door. `GET /fan/read` lets each card be read, rendered and sent, as after a commit; `GET /fan/send`
only sends one that is rendered already. Started like `wsgi.py`, and only by the bench.
"""

import time
from collections.abc import Callable, Iterable
from itertools import cycle
from typing import Any

import gevent

import wsgi  # patches first
from accountability.circles.models import Circle
from accountability.core import aftermath, streams
from accountability.core.aftermath import Told
from accountability.core.extensions import db
from accountability.core.streams import Entry
from accountability.realtime import sending, sockets
from accountability.serving import main
from accountability.urges import services as urges
from bench.crowd import words

SECONDS = 4.0
WAITING = 64


def _raise_one(circle: Circle, number: int) -> Told:
    alert = urges.raise_alert(circle.members[0], note=words(number))
    entry = db.session.query(Entry).filter_by(card_id=alert.public_id, kind="alert").first()
    stream, first = circle.stream, entry.first if entry else 0
    card = ("alert", alert.public_id, first)
    return Told(stream.id, stream.public_id, first, (card,), streams.audience_of(stream))


def _stored() -> list[Told]:
    with wsgi.app.app_context():
        circles = db.session.query(Circle).order_by(Circle.id).limit(50).all()
        return [_raise_one(circle, number) for number, circle in enumerate(circles)]


def read(told: list[Told]) -> None:
    """Keep the queue filled."""
    end, turn = time.monotonic() + SECONDS, cycle(told)
    while time.monotonic() < end:
        if aftermath.queue.qsize() < WAITING:
            aftermath.hand_over([next(turn)])
        else:
            gevent.sleep(0)


def send(told: list[Told]) -> None:
    """Send a rendered card to one circle after the other."""
    end, turn, html = time.monotonic() + SECONDS, cycle(told), f"<article>{words(1)}</article>"
    while time.monotonic() < end:
        one = next(turn)
        cards = [{"seq": 1, "first": 1, "kind": "alert", "id": one.cards[0][1], "html": html * 8}]
        here = [socket.sid for who in one.audience for socket in sockets.of_account(who)]
        frame = {"epoch": "", "stream": one.stream, "seq": 1, "cards": cards}
        sending.send("cards", frame, here)
        gevent.sleep(0)


WAYS: dict[str, Callable[[list[Told]], None]] = {"/fan/read": read, "/fan/send": send}


def _with_fan(inner: Any, told: list[Told]) -> Any:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        way = WAYS.get(environ["PATH_INFO"])
        if way is None:
            answered: Iterable[bytes] = inner(environ, start)
            return answered
        gevent.spawn(way, told)
        start("204 No Content", [])
        return []

    return answer


if __name__ == "__main__":
    wsgi.app.wsgi_app = _with_fan(wsgi.app.wsgi_app, _stored())  # type: ignore[method-assign]
    main(wsgi.app)
