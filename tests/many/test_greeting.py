"""A database that fails while somebody joins: they are let go, and greeted when they come back."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.client import frames
from tests.client.wire import SocketRefused, Wire
from tests.kit import cast
from tests.kit.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with Service(tmp_path_factory.mktemp("service") / "instance", LIMITS="off") as running:
        yield running


def rename(service, old, new):
    """Let what every greeting reads be away, or there again."""
    path = next(service.folder.glob("*.sqlite"))
    with closing(sqlite3.connect(path, timeout=5)) as database:
        database.execute(f"ALTER TABLE {old} RENAME TO {new}")


def test_who_cannot_be_greeted_is_let_go_and_comes_back(service):
    ana = cast.sign_up_new(service.origin, "Ana")
    rename(service, "epochs", "away")
    try:
        unheard = Wire(ana)
        assert unheard.closed.wait(3), "it stays joined, and nobody greets it"
    finally:
        rename(service, "away", "epochs")

    greeted = Wire(ana)
    greeted.wait_for("event", "hello")
    told = [frames.parse(text).kind for _, text in unheard.transcript]
    greeted.close()

    assert "disconnected" not in told, "that would tell a client to stay away"


def test_whom_the_gate_cannot_ask_about_is_told_to_come_later(service):
    mo = cast.sign_up_new(service.origin, "Mo")
    rename(service, "sign_ins", "away")
    try:
        with pytest.raises(SocketRefused) as refused:
            Wire(mo)
    finally:
        rename(service, "away", "sign_ins")

    assert refused.value.code == 503
    Wire(mo).wait_for("event", "hello")
