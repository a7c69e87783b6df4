"""What `docs/operations.md` lets an operator take out of a restored database, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select, text

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import CALL, LETTER
from accountability.core.promises import Promise, promise
from accountability.notifications import owing
from accountability.urges.services import handing_on
from tests.kit.service import ROOT

HOUR = timedelta(hours=1)


def test_letters_and_news_of_before_are_taken_out_and_calls_and_what_comes_stay(context):
    said = (ROOT / "docs" / "operations.md").read_text()
    [statement] = re.findall(r"`(DELETE FROM promises [^`]+)`", said)
    now = clock.now()
    with quiet_change():
        for kind in (LETTER, owing.NEWS, CALL, owing.CALL, handing_on.KIND):
            promise(kind, "a" * 22, due_at=now - HOUR, key="before")
            promise(kind, "a" * 22, due_at=now + HOUR, key="later")

    with quiet_change():
        db.session.execute(text(statement))

    left = db.session.execute(select(Promise.kind).where(Promise.key == "before"))
    assert {kind for (kind,) in left} == {CALL, owing.CALL, handing_on.KIND}
    later = db.session.scalars(select(Promise.kind).where(Promise.key == "later")).all()
    assert len(later) == 5
