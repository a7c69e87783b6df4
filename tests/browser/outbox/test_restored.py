"""A backup was put back: what the service had acknowledged, the browser offers again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.outbox.device import make_older, on_device, states
from tests.browser.outbox.stage import ALERT, WAITING
from tests.browser.pair import rows
from tests.kit.service import ROOT

LOST = "This was lost on our side. Say it again?"


def new_epoch(service):
    """Begin another history, as the operator does after a restore."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "new-epoch"]
    env = {"PATH": os.environ["PATH"], **service.settings}
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)


def files(service):
    """The files of its database."""
    return [path for path in service.folder.iterdir() if ".sqlite" in path.name]


def keep_backup(service, folder):
    """Copy the database while the service stands still."""
    service.stop()
    folder.mkdir()
    for path in files(service):
        shutil.copy2(path, folder)
    service.start()


def restore(service, folder):
    """Put the copy back and begin another history."""
    service.stop()
    for path in files(service):
        path.unlink()
    for path in folder.iterdir():
        shutil.copy2(path, service.folder)
    new_epoch(service)
    service.start()


def backed_up(service, make_stage, folder):
    """The stage, live again after a backup was made into this folder."""
    stage = make_stage(service)
    keep_backup(service, folder / "backup")
    for visitor in (stage.ana, stage.ben):
        visitor.wait_live("socket")
    return stage


def say(stage, words):
    """Ana says something that the service acknowledges; its public id."""
    acts.say(stage.ana, words)
    stage.ben.sees(".message", words)
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])
    made: str = on_device(stage.ana.page)[0]["made"]
    return made


def take_away(stage, message):
    """Ana takes her words away on another phone."""
    stage.pair.ana.post(f"/messages/{message}/deletion").expect(201)
    stage.ben.misses(".message")


def test_words_that_a_restore_lost_come_back_once_by_a_yes(mortal, make_stage, tmp_path):
    stage = backed_up(mortal, make_stage, tmp_path)
    say(stage, "lost and found")

    restore(mortal, tmp_path / "backup")

    row = stage.ana.page.locator(f"[data-region=timeline] {WAITING}", has_text="lost and found")
    expect(row).to_contain_text(LOST, timeout=30_000)
    assert stage.made("messages") == 0
    row.get_by_role("button", name="Send").click()
    expect(stage.ben.the(".message", "lost and found")).to_be_visible(timeout=30_000)
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])
    for visitor in (stage.ana, stage.ben):
        expect(visitor.page.locator(".message", has_text="lost and found")).to_have_count(1)
    assert stage.made("messages") == 1


def test_words_taken_away_on_another_phone_meanwhile_do_not_come_back_by_themselves(
    mortal, make_stage, tmp_path
):
    stage = backed_up(mortal, make_stage, tmp_path)
    message = say(stage, "said too much")
    stage.ana.page.goto("about:blank")
    take_away(stage, message)
    restore(mortal, tmp_path / "backup")

    stage.ana.enter("/journey")

    stage.ana.sees(WAITING, LOST)
    assert stage.made("messages") == 0
    acts.press(stage.ana, "Discard")
    stage.ana.until(lambda: states(stage.ana.page) == [])
    assert stage.made("messages") == 0


@pytest.mark.parametrize("where", ["room", "journey"])
def test_words_that_are_told_to_be_taken_away_leave_the_device_at_once(mortal, make_stage, where):
    stage = make_stage(mortal)
    message = say(stage, "said too much")
    if where == "journey":
        stage.ana.enter("/journey")

    take_away(stage, message)

    stage.ana.until(lambda: states(stage.ana.page) == [])


def test_words_taken_away_while_the_device_had_no_line_leave_it_once_it_has_one(mortal, make_stage):
    stage = make_stage(mortal)
    message = say(stage, "said too much")
    stage.line.cut()
    stage.ana.wait_live("off")
    take_away(stage, message)
    assert states(stage.ana.page) == ["done"]

    stage.line.restore()

    stage.ana.until(lambda: states(stage.ana.page) == [], within=20)


def test_a_page_that_the_restore_knows_nothing_of_takes_no_shadow_along(
    mortal, make_stage, tmp_path
):
    stage = backed_up(mortal, make_stage, tmp_path)
    say(stage, "lost and found")

    restore(mortal, tmp_path / "backup")

    stage.ana.misses(".slot .message", "lost and found")
    stage.ana.sees(WAITING, "lost and found")


def test_a_call_that_a_restore_lost_is_made_again_by_itself(mortal, make_stage, tmp_path):
    stage = backed_up(mortal, make_stage, tmp_path)
    stage.press("alert")
    stage.ben.sees(ALERT)
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])

    restore(mortal, tmp_path / "backup")

    stage.ana.until(lambda: stage.made("urge_alerts") == 1, within=30)
    expect(stage.ben.the(ALERT)).to_be_visible(timeout=30_000)
    expect(stage.ben.page.locator(ALERT)).to_have_count(1)


def test_what_the_restore_kept_is_not_made_twice(mortal, make_stage):
    stage = make_stage(mortal)
    acts.say(stage.ana, "still there")
    stage.ben.sees(".message", "still there")
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])
    offered = []
    stage.ana.page.on("request", lambda asked: offered.append(asked.url))

    new_epoch(mortal)
    acts.say(stage.ben, "a word in the new history")

    stage.ana.until(lambda: [one for one in offered if one.endswith("/messages")], within=20)
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])
    assert stage.made("messages") == 2
    expect(stage.ben.page.locator(".message", has_text="still there")).to_have_count(1)


def test_a_restore_while_the_page_was_closed_is_noticed_at_the_next_visit(mortal, make_stage):
    stage = make_stage(mortal)
    acts.say(stage.ana, "said before")
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])
    stage.ana.page.goto("about:blank")
    new_epoch(mortal)
    offered = []
    stage.ana.page.on("request", lambda asked: offered.append(asked.url))

    stage.ana.enter("/journey")

    stage.ana.until(lambda: [one for one in offered if one.endswith("/messages")], within=20)
    assert stage.made("messages") == 1


def test_a_call_for_help_of_before_is_not_heard_again(mortal, make_stage):
    stage = make_stage(mortal)
    before = rows(mortal.folder, "urge_alerts")
    stage.press("alert")
    stage.ana.sees("dialog[open]", "Your friends are told.")
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])
    make_older(stage.ana.page, 150_000)
    new_epoch(mortal)

    stage.ana.enter("/journey")

    stage.ana.until(lambda: states(stage.ana.page) == [], within=20)
    assert rows(mortal.folder, "urge_alerts") == before + 1


def end_elsewhere(stage):
    """She says on another phone how it went."""
    (alert,) = [one for one in on_device(stage.ana.page) if one["kind"] == "alerts"]
    path = f"/alerts/{alert['made']}/resolution"
    stage.pair.ana.post(path, outcome="held").expect(200, 201)
    stage.ana.until(lambda: "done" not in states(stage.ana.page))


def take_back(stage):
    """She takes it back where she pressed."""
    stage.ana.page.locator("[data-takes-back] button").click()
    stage.ben.sees(f"{ALERT}[data-state=taken_back]")
    stage.ana.until(lambda: "waiting" not in states(stage.ana.page))


@pytest.mark.parametrize("end", [take_back, end_elsewhere], ids=["taken back", "ended elsewhere"])
def test_a_call_that_is_over_is_not_made_again_by_a_restore(mortal, make_stage, tmp_path, end):
    stage = backed_up(mortal, make_stage, tmp_path)
    stage.press("alert")
    stage.ben.sees(ALERT)
    stage.ana.until(lambda: "done" in states(stage.ana.page))
    end(stage)
    restore(mortal, tmp_path / "backup")
    stage.ana.wait_live("socket")
    stage.ana.until(lambda: "waiting" not in states(stage.ana.page))

    stage.ana.page.keyboard.press("Escape")
    acts.say(stage.ana, "and now?")  # goes out after whatever was offered again

    stage.ben.sees(".message", "and now?")
    assert stage.made("urge_alerts") == 0
