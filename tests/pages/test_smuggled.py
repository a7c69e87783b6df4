"""Fields that no form has change nothing; a way on never leads outside."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.cast import PASSWORD
from tests.client.http import FORM, Browser
from tests.pages.acts import ACTS, NEW_PASSWORD
from tests.pages.scene import greek

SMUGGLED = {
    "id": "1",
    "public_id": "AAAAAAAAAAAAAAAAAAAAAA",
    "role": "host",
    "roles": "staff",
    "is_staff": "y",
    "author": "{Ana_member}",
    "by": "{Ana_member}",
    "member": "{Ana_member}",
    "member_id": "1",
    "account_id": "1",
    "reporter_id": "1",
    "circle_id": "2",
    "circle": "{second}",
    "email": "taken@b.example",
    "active": "",
    "created_at": "2001-01-01T00:00:00+00:00",
    "raised_at": "2001-01-01T00:00:00+00:00",
    "posted_at": "2001-01-01T00:00:00+00:00",
    "since_seq": "0",
    "seqs": "1",
}
ENDPOINTS = [
    "accounts.change_settings",
    "kit.keep_number",
    "streaks.begin_journey",
    "circles.start",
    "circles.post_message",
    "people.change_name",
    "asking.raise_alert",
    "answering.respond",
    "moderation.report",
]
# Who somebody is, which no field of these forms may touch. Of old rows only.
STANDING = {
    "accounts": "id, email, password, active, fs_uniquifier, made_at",
    "accounts_staff_roles": "account_id, staff_role_id",
    "members": "id, circle_id, account_id, role, since_seq, joined_at",
    "circles": "id, public_id, stream_id, started_at",
    "messages": "id, circle_id, member_id, posted_at",
    "urge_alerts": "id, member_id, raised_at, outcome",
}
# The table a new row of this act stands in, and the column that says when.
MADE = {
    "circles.post_message": ("messages", "posted_at"),
    "answering.respond": ("alert_responses", "sent_at"),
    "asking.raise_alert": ("urge_alerts", "raised_at"),
}
SENT = {"Content_Type": FORM}
OUTSIDE = ("//evil.example", "https://evil.example", "/\\evil.example", "///evil.example/x")
OUTSIDE += ("javascript:alert(1)", "\\\\evil.example", "https:evil.example", "/\t/evil.example")


def ask(worn: Any, question: str, *given: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(worn.file) as connection:
        return connection.execute(question, given).fetchall()


def standing(worn: Any) -> dict[str, set[tuple[Any, ...]]]:
    return {
        table: set(ask(worn, f"SELECT {what} FROM {table}")) for table, what in STANDING.items()
    }


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_field_that_no_form_has_changes_nobody(endpoint, worn):
    act = next(one for one in ACTS if one.endpoint == endpoint)
    more = {name: text.format(**worn.ids) for name, text in SMUGGLED.items()}
    browser = worn.browser(act.who)
    before = standing(worn)

    answer = browser.post(act.path(worn.ids), **(more | act.filled(worn.ids)))

    assert answer.code == 201, answer.text
    after = standing(worn)
    assert [table for table in before if before[table] - after[table]] == []


@pytest.mark.parametrize("endpoint", MADE)
def test_what_is_said_is_said_by_oneself_and_now(endpoint, worn):
    act = next(one for one in ACTS if one.endpoint == endpoint)
    table, when = MADE[endpoint]
    more = {name: text.format(**worn.ids) for name, text in SMUGGLED.items()}

    worn.browser(act.who).post(act.path(worn.ids), **(more | act.filled(worn.ids))).expect(201)

    said = f"SELECT accounts.email, {when} FROM {table} JOIN members ON members.id = member_id "
    said += f"JOIN accounts ON accounts.id = account_id ORDER BY {table}.id DESC LIMIT 1"
    [(email, moment)] = ask(worn, said)
    assert email == f"{act.who.lower()}@example.org"
    assert moment[:10] == datetime.now(UTC).date().isoformat()


def test_nobody_signs_up_as_more_than_a_newcomer(worn):
    staff = ask(worn, "SELECT COUNT(*) FROM accounts_staff_roles")
    browser = Browser(worn.service.origin)
    form = browser.get("/sign-up").page.form("/sign-up")
    typed = {"name": greek("Noa"), "email": "noa@b.example", "password": NEW_PASSWORD}
    form.fields |= {name: text for name, text in SMUGGLED.items() if name != "email"}

    browser.send_form(form, "/sign-up", **typed, adult="y", consent="y")

    rows = ask(worn, "SELECT id, active FROM accounts WHERE email = ?", "noa@b.example")
    assert len(rows) == 1 and rows[0][0] > 1 and rows[0][1] == 1
    assert ask(worn, "SELECT COUNT(*) FROM accounts_staff_roles") == staff


@pytest.mark.parametrize("way", ["/sign-in", "/sign-in?next={}"])
@pytest.mark.parametrize("place", OUTSIDE)
def test_a_way_on_never_leads_outside(place, way, worn):
    browser = Browser(worn.service.origin)
    page = browser.get("/sign-in", next=place).expect(200)
    form = page.page.form("/sign-in")
    given = {"email": "cleo@example.org", "password": PASSWORD, "next": place}
    body = urlencode(form.fields | given).encode()

    answer = browser.ask("POST", way.format(quote(place)), body, Accept="text/html", **SENT)

    assert "evil.example" not in page.text
    assert answer.code in (302, 303), answer.text
    assert re.fullmatch(r"/(?![/\\]).*", answer.headers["Location"])
    assert "evil" not in answer.headers["Location"]
