"""A watch is live: whoever takes an hour is seen on every open screen, by its owner's clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

FAR = "Asia/Kathmandu"  # a quarter of an hour beside the hours of everybody else


def test_who_takes_an_hour_is_seen_at_once_and_who_gives_it_back_is_seen_no_more(visit, pair):
    settings = {"name": "Ben", "zone": FAR, "language": "en", "theme": ""}
    pair.ben.post("/me", **settings).expect(201)
    ben = pair.window(lambda _origin: visit(), pair.ben)
    line = ben.page.locator(".top .watch-line")
    expect(line).to_have_text("Nobody is on watch now")
    ben.mark()

    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    pair.ana.post(f"{pair.room}/watch/hours", at=now.isoformat()).expect(201)
    expect(line).to_have_text("Ana is on watch")
    ends = (now + timedelta(hours=1)).astimezone(ZoneInfo(FAR))
    beside = ben.page.locator(".today .watch .sub", has_text="until")
    expect(beside).to_have_text(re.compile(rf"until\s+{ends:%H:%M}"))

    pair.ana.post(f"{pair.room}/watch/returns", at=now.isoformat()).expect(201)
    expect(line).to_have_text("Nobody is on watch now")
    assert ben.stayed()


def test_what_a_friend_asks_comes_to_the_open_page_and_a_tap_answers_it(visit, pair):
    path = f"{pair.room}/watch"
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    at = (now + timedelta(hours=3)).isoformat()
    pair.ana.post(f"{path}/hours", at=at).expect(201)
    ben = pair.window(lambda _origin: visit(), pair.ben, path)
    pair.ana.post(f"{path}/swaps", at=at, to=pair.member(pair.ben)).expect(201)

    ben.page.get_by_role("button", name="Yes, I take it").click()
    expect(ben.page.locator(".slot[data-kind=swap]")).to_have_count(0)
    ben.page.reload()

    expect(ben.page.locator(f'.hour a[href*="{at[:13]}"]')).to_have_count(1)
