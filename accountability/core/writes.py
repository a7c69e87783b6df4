"""What every write has in common on the way in and out: its key, its answer, its repeat."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from limits import parse
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound, TooManyRequests
from werkzeug.wrappers import Response

from accountability.core.cards import KINDS
from accountability.core.change import Attempt, Replayed, attempt, operation_of
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import Base, db, limiter
from accountability.core.pages import wants_json
from accountability.core.streams import Operation

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
NOT_BODY = {"key", "csrf_token", "again"}

Answer = Callable[[Any], str]
View = Callable[..., Any]

MOST_WRITES = parse("120 per minute")


def _fields() -> list[tuple[str, str]]:
    """What was sent, alike for a form and for its JSON twin: the same key may come by either."""
    given: Any = request.get_json() if request.is_json else request.form
    pairs = given.items(multi=True) if isinstance(given, MultiDict) else given.items()
    return sorted((name, str(value)) for name, value in pairs if name not in NOT_BODY)


def read_attempt() -> Attempt:
    """Read the key and the body of the write; raises BadRequest without a usable key."""
    given: Any = request.get_json() if request.is_json else request.form
    key = given.get("key") or ""
    if not KEY.fullmatch(key):
        raise BadRequest(_("This form was not whole. Please go back and send it again."))
    body = repr((request.path, _fields())).encode()
    return Attempt(current_user.id, key, hashlib.sha256(body).digest())


def _thing_of(operation: Operation) -> Any:
    if operation.kind is None or operation.thing_id is None:
        return None
    for mapper in Base.registry.mappers:
        if mapper.class_.__name__ == operation.kind:
            model = mapper.class_
            return db.session.scalar(select(model).filter_by(public_id=operation.thing_id))
    return None


def _name_of(model: str) -> str:
    """What the protocol calls a thing: as its card is called, if it has one."""
    cards = (kind.name for kind in KINDS.values() if kind.model.__name__ == model)
    return next(cards, model.lower())


def _answered(operation: Operation | None, thing: Any, place: str, *, again: bool) -> Response:
    if not wants_json(request):
        return redirect(place, 303)
    body = {
        "kind": _name_of(operation.kind) if operation and operation.kind else None,
        "id": operation.thing_id if operation else getattr(thing, "public_id", None),
        "location": place,
        "seqs": operation.seqs if operation else {},
        "replayed": again,
    }
    answer = jsonify(body)
    answer.status_code = 200 if again else 201
    return answer


def _replayed(operation: Operation, answer: Answer) -> Response:
    thing = _thing_of(operation)
    return _answered(operation, thing, answer(thing) if thing is not None else "/", again=True)


def _refuse_repeat(tried: Attempt) -> None:
    """Raise Replayed if this press was done before: only a verb that is reached looks by itself.

    What it took away is not found now, and what it closed is over: neither must be the answer to
    its repeat.
    """
    db.session.rollback()
    if stored := operation_of(tried):
        raise Replayed(stored)


def _is_asked() -> bool:
    """Whether nothing is to be done: a client asks if a key of its own is known here still."""
    given: Any = request.get_json() if request.is_json else request.form
    return given.get("again") == "y"


def _made(view: View, ids: dict[str, Any], tried: Attempt) -> Any:
    """What the view makes; raises Replayed if the same press was done before."""
    if _is_asked():
        _refuse_repeat(tried)
        raise NotFound
    token = attempt.set(tried)
    try:
        made = view(**ids)
    except (NotFound, Gone, Refused):
        _refuse_repeat(tried)
        raise
    finally:
        attempt.reset(token)
    if isinstance(made, str | tuple | Response):
        _refuse_repeat(tried)
    return made


def _keyed(view: View, answer: Answer) -> View:
    @wraps(view)
    def writing(**ids: Any) -> ResponseReturnValue:
        tried = read_attempt()
        try:
            made = _made(view, ids, tried)
        except Replayed as again:
            return _replayed(again.operation, answer)
        if isinstance(made, str | tuple | Response):
            return made
        return _answered(tried.done, made, answer(made), again=False)

    writing.is_keyed = True  # type: ignore[attr-defined]
    return writing


def _spend() -> None:
    """Count one write of this account; raises TooManyRequests past what any person does."""
    on = current_app.config["RATELIMIT_ENABLED"]
    if on and not limiter.limiter.hit(MOST_WRITES, "writes", str(current_user.id)):
        raise TooManyRequests


def urgent_writes(answer: Answer) -> Callable[[View], View]:
    """Make a view a keyed write that no limit ever stops: a call for help is one."""
    return lambda view: _keyed(view, answer)


def writes(answer: Answer) -> Callable[[View], View]:
    """Make a view a keyed write.

    The view returns the thing its verb made, and `answer(thing)` is the page to go to; or it
    returns a response of its own (the form with its errors). A key that was done before is
    answered as the first time, before anything else is looked at, so that a lost reply is harmless
    even to someone who was removed meanwhile. Raises TooManyRequests past 120 a minute.
    """

    def decorate(view: View) -> View:
        keyed = _keyed(view, answer)

        @wraps(keyed)
        def writing(**ids: Any) -> ResponseReturnValue:
            _spend()
            return keyed(**ids)

        return writing

    return decorate
