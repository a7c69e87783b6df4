"""Binding realtime to the app: the server, its gate, and the greenlets that run beside it."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from accountability.accounts import events as accounts
from accountability.realtime import (
    arrivals,
    broadcast,
    bus,
    handlers,
    heads,
    presence,
    server,
    sockets,
    sweeping,
)
from accountability.realtime.gate import Gate

__all__ = ["handlers", "init_app", "loops_of_worker"]


def _end_sign_ins(ids: list[int]) -> None:
    bus.say("ended", ids)
    _end_here("", ids)


@bus.hears("ended")
def _end_here(_sender: str, ids: Any) -> None:
    for sid in sockets.of_sign_ins(ids):
        server.revoke(sid, "signed_out")


def init_app(app: Flask) -> None:
    """Put the socket behind its gate and let the loops be started with the server."""
    gate = Gate(app, None)
    server.bind(app, gate.is_own_origin)
    gate.inner = app.wsgi_app
    app.wsgi_app = gate  # type: ignore[method-assign, assignment]
    loops = [broadcast.run, arrivals.run, heads.run, heads.run_lapses, sweeping.run, presence.run]
    app.extensions.setdefault("greenlets", []).extend(loops)
    app.extensions["greenlets"].extend(bus.loops(app))
    if _end_sign_ins not in accounts.ENDED:
        accounts.ENDED.append(_end_sign_ins)


def loops_of_worker(app: Flask) -> list[Callable[[Flask], None]]:
    """What runs in a process that only works: it tells the others, and has no sockets itself.

    It ends what lapsed, too: whoever was left by a claim is handed on also while no page opens.
    """
    return [broadcast.run_without_sockets, heads.run_lapses, *bus.loops(app)]
