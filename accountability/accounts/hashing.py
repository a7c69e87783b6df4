"""Hashing passwords beside the work of everybody else.

Argon2 wants the processor and 20 MB. So few run at once, under gevent they run in real
threads of their own, and nobody holds a database connection meanwhile.
"""

import os
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore
from typing import Any

from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

from accountability.core.extensions import db

AT_ONCE = max(2, os.cpu_count() or 2)

_turns = BoundedSemaphore(AT_ONCE)


@cache
def _threads() -> ThreadPool:
    """Threads of their own: those that all share may wait for name servers that say nothing."""
    return ThreadPool(AT_ONCE)


def _let_go_of_the_database() -> None:
    """End the read under way, unless something waits there to be written."""
    session = db.session
    waits = session.new or session.dirty or session.deleted
    if not waits and not session.info.get("writes"):
        session.rollback()


def aside(work: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Do work that takes the processor for long without stopping other requests."""
    _let_go_of_the_database()
    with _turns:
        if is_module_patched("threading"):
            return _threads().apply(work, args, options)
        return work(*args, **options)


class Hasher:
    """A password context whose slow parts are done aside."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def hash(self, *args: Any, **options: Any) -> str:
        """The hash of a password."""
        return aside(self.inner.hash, *args, **options)

    def verify(self, *args: Any, **options: Any) -> bool:
        """Whether the password fits the hash."""
        return aside(self.inner.verify, *args, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)
