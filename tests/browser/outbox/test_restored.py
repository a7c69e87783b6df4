"""A backup was put back: what the service had acknowledged, the browser offers again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.outbox.stage import states
from tests.browser.pair import rows
from tests.kit.service import ROOT


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


def test_words_that_a_restore_lost_come_back_once(mortal, make_stage, tmp_path):
    stage = make_stage(mortal)
    keep_backup(mortal, tmp_path / "backup")
    for visitor in (stage.ana, stage.ben):
        visitor.wait_live("socket")
    acts.say(stage.ana, "lost and found")
    stage.ben.sees(".message", "lost and found")
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])

    restore(mortal, tmp_path / "backup")

    expect(stage.ben.the(".message", "lost and found")).to_be_visible(timeout=30_000)
    stage.ana.until(lambda: stage.made("messages") == 1, within=30)
    for visitor in (stage.ana, stage.ben):
        expect(visitor.page.locator(".message", has_text="lost and found")).to_have_count(1)


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
    stage.make_older(150_000)
    new_epoch(mortal)

    stage.ana.enter("/journey")

    stage.ana.until(lambda: states(stage.ana.page) == [], within=20)
    assert rows(mortal.folder, "urge_alerts") == before + 1
