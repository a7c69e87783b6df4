"""Binding realtime to the app: the server, its gate, and the greenlets that run beside it."""

from flask import Flask

from accountability.accounts import events as accounts
from accountability.realtime import broadcast, handlers, heads, server, sockets
from accountability.realtime.gate import Gate

__all__ = ["handlers", "init_app"]


def _end_sign_ins(ids: list[int]) -> None:
    for sid in sockets.of_sign_ins(ids):
        server.revoke(sid, "signed_out")


def init_app(app: Flask) -> None:
    """Put the socket behind its gate and let the loops be started with the server."""
    gate = Gate(app, None)
    server.bind(app, gate.is_own_origin)
    gate.inner = app.wsgi_app
    app.wsgi_app = gate  # type: ignore[method-assign, assignment]
    app.extensions.setdefault("greenlets", []).extend([broadcast.run, heads.run, heads.run_lapses])
    if _end_sign_ins not in accounts.ENDED:
        accounts.ENDED.append(_end_sign_ins)
