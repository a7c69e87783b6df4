"""What the service says of itself: lines for a person at the terminal, or JSON for a machine.

In JSON nothing of anybody is said. A fault has its kind and its stack, never its words: a database
quotes in them what it was given. What libraries say is told by its place, not by their words.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import gevent
import structlog
from flask import Flask, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from structlog.stdlib import ProcessorFormatter

from accountability.core import journal
from accountability.core.config import ROOT
from accountability.core.errors import Busy
from accountability.core.journal import NO_ROUTE, Answered

OURS = "accountability"
DEEPEST = 60  # frames
AWAY = (Busy, OperationalError, PoolTimeout)

Line = dict[str, Any]


def _place(file: str) -> str:
    """Where code stands, without the folders of this machine."""
    path = Path(file)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])


def kinds_of(fault: BaseException | None) -> list[str]:
    """The kind of a fault, and of those that it came from."""
    kinds: list[str] = []
    while fault is not None and len(kinds) < DEEPEST:
        kinds.append(type(fault).__name__)
        fault = fault.__cause__ or fault.__context__
    return kinds


def kind_of(fault: Exception) -> str:
    """The kind of one fault; of one of the database the kind that its driver gave it."""
    return type(getattr(fault, "orig", fault)).__name__


def _briefly(record: logging.LogRecord) -> bool:
    """Say in one line that the database is away, full or busy: each loop asks it every second."""
    fault = record.exc_info[1] if record.exc_info else None
    if isinstance(fault, AWAY):
        record.msg, record.args = f"{record.getMessage()}: {kind_of(fault)}", None
        record.exc_info = None
    return True


def stack_of(fault: BaseException) -> list[str]:
    """Where a fault was raised, the outermost call first; nothing of what was passed."""
    frames = traceback.extract_tb(fault.__traceback__)[-DEEPEST:]
    return [f"{_place(one.filename)}:{one.lineno} {one.name}" for one in frames]


def _without_words(_logger: Any, _method: str, line: Line) -> Line:
    """Say a fault by its kind and place, and a library by its name."""
    given = line.pop("exc_info", None)
    fault = given[1] if isinstance(given, tuple) else given
    if isinstance(fault, BaseException):
        line["fault"], line["stack"] = kinds_of(fault), stack_of(fault)
    record = line.get("_record")
    if record is not None and record.name.partition(".")[0] != OURS:
        line["event"] = f"{record.name} said something in {_place(record.pathname)}:{record.lineno}"
    return line


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    _without_words,
]


def _say_answer(done: Answered) -> None:
    log = structlog.get_logger(f"{OURS}.requests")
    ms = round(done.seconds * 1000, 1)
    log.info("answered", method=done.method, route=done.route, code=done.code, ms=ms)


def _in_json(app: Flask) -> None:
    """Let everything that is said in this process come out as one JSON object a line."""
    structlog.configure(
        processors=[*SHARED, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    out = logging.StreamHandler(sys.stderr)
    last: list[Any] = [
        ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    out.setFormatter(ProcessorFormatter(foreign_pre_chain=SHARED, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    journal.listeners(app).append(_say_answer)


def hear_greenlets(app: Flask) -> None:
    """Let a greenlet that fails be told of like any fault; gevent prints its words otherwise."""
    if app.config["STEADY"].logs != "json":
        return

    def say(_context: Any, _kind: Any, fault: Any, _trace: Any) -> None:
        app.logger.error("a greenlet failed", exc_info=fault)

    gevent.get_hub().print_exception = say


def _say_fault(app: Flask, fault: Any) -> None:
    """Name the route of a request that failed: its path may hold the secret of an invitation."""
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    app.logger.error("%s %s failed", request.method, route, exc_info=fault)


def init_app(app: Flask) -> None:
    """Choose how this service speaks; bound before anything that may answer at once."""
    journal.init_app(app)
    if app.config["STEADY"].logs == "json":
        _in_json(app)
    # By its name: to ask for `app.logger` gives it a handler of Flask's own where none is set yet.
    logging.getLogger(app.name).addFilter(_briefly)
    app.log_exception = lambda fault: _say_fault(app, fault)  # type: ignore[method-assign, assignment]
