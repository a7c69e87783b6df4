"""Lets midnights fall due, so many in one minute, and tells how late each was kept.

Run as a program with INSTANCE_PATH set to a folder of people: `python -m bench.owing owe MANY`
begins a journey for each and moves its midnight into the minute that begins in `AHEAD` seconds;
`python -m bench.owing read` prints, as JSON, the seconds between each one's time and its keeping.
"""

import json
import sys
from datetime import timedelta

from gevent import monkey

monkey.patch_all()

from flask import Flask  # noqa: E402
from sqlalchemy import select, update  # noqa: E402

from accountability.accounts.models import Account  # noqa: E402
from accountability.app import create_app  # noqa: E402
from accountability.core import clock  # noqa: E402
from accountability.core.change import quiet_change  # noqa: E402
from accountability.core.extensions import db  # noqa: E402
from accountability.core.promises import Promise  # noqa: E402
from accountability.streaks import services as streaks  # noqa: E402
from accountability.streaks.midnight import KIND  # noqa: E402

AHEAD, SPREAD = timedelta(seconds=20), timedelta(minutes=1)
DAYS = timedelta(days=5)
AT_ONCE = 200  # a session that remembers all grows slow
MIDNIGHTS = select(Promise).where(Promise.kind == KIND).order_by(Promise.id)


def _begin(app: Flask, ids: list[int]) -> None:
    with app.app_context():
        for account in db.session.scalars(select(Account).where(Account.id.in_(ids))):
            streaks.begin_journey(account, clock.today_in(account.zone) - DAYS)


def _of_no_zone(key: str) -> str:
    """Without the zone whose midnight it is, a day turns when it is due and is put off no more."""
    account, _zone, day = key.split(":")
    return f"{account}::{day}"


def owe(app: Flask, many: int) -> None:
    """Let a midnight of so many people fall due, one after the other, in one minute."""
    with app.app_context():
        ids = list(db.session.scalars(select(Account.id).order_by(Account.id).limit(many)))
    for first in range(0, many, AT_ONCE):
        _begin(app, ids[first : first + AT_ONCE])
    with app.app_context(), quiet_change():
        owed = db.session.execute(MIDNIGHTS.with_only_columns(Promise.id, Promise.key)).all()
        begins = clock.now() + AHEAD
        moments = [begins + SPREAD * number / many for number in range(many)]
        rows = [
            {"id": one, "key": _of_no_zone(key), "due_at": moment, "free_at": moment}
            for (one, key), moment in zip(owed, moments, strict=True)
        ]
        db.session.execute(update(Promise), rows)


def read(app: Flask) -> list[float | None]:
    """How late each was kept, in seconds; nothing for what is owed still."""
    with app.app_context():
        moved = MIDNIGHTS.where(Promise.key.contains("::"))  # the next midnights are owed already
        rows = db.session.scalars(moved).all()
        return [(one.kept_at - one.due_at).total_seconds() if one.kept_at else None for one in rows]


def main(what: str, *words: str) -> None:
    """Do one or the other."""
    app = create_app()
    if what == "owe":
        owe(app, int(words[0]))
    else:
        print(json.dumps(read(app)))


if __name__ == "__main__":
    main(*sys.argv[1:])
