"""A kind of promise for tests, whose effect is a row, and how to owe one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from accountability.core import clock, taking
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.promises import Promise, promise

SECOND = timedelta(seconds=1)
ABOUT = "a" * 22


def owe(key="one", kind="note", after=-SECOND, about=ABOUT):
    with quiet_change():
        promise(kind, about, key=key, due_at=clock.now() + after)


def only():
    db.session.rollback()
    return db.session.scalars(select(Promise).execution_options(populate_existing=True)).one()


def free_again():
    db.session.execute(update(Promise).values(free_at=clock.now() - SECOND))
    db.session.commit()


def take_all():
    return taking.take(["note"])
