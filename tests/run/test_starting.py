"""A database or a folder that cannot be used ends the start with one sentence, whoever starts."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading

import pytest

from tests.kit.service import KEPT, ROOT, Service, free_port
from tests.template import migrate

AS_WORKER = """
import wsgi
from accountability.core import starting
starting.begin(wsgi.app, renews=False)
print("begun")
"""


def start(*words, **settings) -> subprocess.CompletedProcess[str]:
    """Start the service, or with `-c` a piece of it, and wait for its end."""
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    given = words or ("wsgi.py", "--port", str(free_port()))
    return subprocess.run(
        [sys.executable, *given],
        cwd=ROOT,
        env=environ | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def sentence(done) -> str:
    """The one line it said, and it ended badly."""
    assert done.returncode not in (0, None), done.stdout
    (line,) = done.stderr.strip().splitlines()
    assert "Traceback" not in line and line.endswith(".")
    return line


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://ana:secret-word@127.0.0.1:1/steady", "cannot be reached: "),
        ("postgresql://ana:secret-word@nowhere.invalid/steady", "cannot be reached: "),
        ("postgresql://ana:secret-word@127.0.0.1:port/steady", "must look like postgresql://"),
        ("postgresql:///steady?colour=secret-word", "cannot be reached: "),
        ("sqlite:////nowhere/at/all.sqlite", "cannot be reached: unable to open database file"),
        ("sqlite:///:memory:", "DATABASE_URL must name a file"),
    ],
)
def test_a_wrong_address_of_the_database_is_one_sentence_without_its_password(url, says, tmp_path):
    said = sentence(start(DATABASE_URL=url, INSTANCE_PATH=str(tmp_path)))

    assert says in said
    assert "secret-word" not in said or "colour" in url


def test_no_such_database_is_said(postgres, tmp_path):
    missing = postgres.url("no_such_one")

    said = sentence(start(DATABASE_URL=missing, INSTANCE_PATH=str(tmp_path)))

    assert 'database "no_such_one" does not exist' in said


def test_what_is_no_database_and_what_may_not_be_written_are_said(tmp_path):
    (tmp_path / "letter.sqlite").write_text("Dear Ana, " * 500)

    said = sentence(
        start(DATABASE_URL=f"sqlite:///{tmp_path}/letter.sqlite", INSTANCE_PATH=str(tmp_path))
    )

    assert said.startswith("The database cannot be reached: file is not a database")


def test_a_folder_that_cannot_be_used_and_a_secret_that_cannot_be_read_are_said(tmp_path):
    (tmp_path / "letter").write_text("")
    (tmp_path / "secret_key").write_bytes(b"\xff" * 40)

    for folder in (tmp_path / "letter", "/proc/nowhere"):  # where root may not write either
        said = sentence(start(INSTANCE_PATH=str(folder)))
        assert said.startswith(f"The secrets cannot be kept in {folder}")
    said = sentence(start(INSTANCE_PATH=str(tmp_path)))
    assert said == f"SECRET_KEY cannot be read from {tmp_path / 'secret_key'}."


def test_a_worker_waits_for_no_old_or_new_database(tmp_path):
    file = tmp_path / "steady.sqlite"
    settings = {"DATABASE_URL": f"sqlite:///{file}", "INSTANCE_PATH": str(tmp_path)}

    assert "is older than this Steady" in sentence(start("-c", AS_WORKER, **settings))

    migrate(settings["DATABASE_URL"])
    assert start("-c", AS_WORKER, **settings).stdout.strip() == "begun"

    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "belongs to a newer Steady" in sentence(start("-c", AS_WORKER, **settings))


def test_a_driver_that_gevent_did_not_meet_first_is_said(tmp_path):
    early = "import psycopg\n" + AS_WORKER

    said = sentence(start("-c", early, INSTANCE_PATH=str(tmp_path)))

    assert "loaded before gevent" in said


def test_a_disk_that_keeps_no_safe_journal_is_said(tmp_path):
    file = tmp_path / "steady.sqlite"
    migrate(f"sqlite:///{file}")
    careless = """
import wsgi
from sqlalchemy import event
from accountability.core import starting
from accountability.core.extensions import db
with wsgi.app.app_context():
    hasten = lambda connection, _: connection.execute("PRAGMA synchronous=OFF")
    event.listen(db.engine, "connect", hasten)
starting.begin(wsgi.app, renews=False)
"""

    said = sentence(start("-c", careless, INSTANCE_PATH=str(tmp_path)))

    assert said.startswith("The database keeps no safe journal (journal_mode wal, synchronous 0)")


def test_mail_is_never_printed_into_a_log(tmp_path):
    asked = {"LOGS": "json", "PUBLIC_URL": "https://steady.example"}

    assert "LOGS=json needs SMTP_URL" in sentence(start(INSTANCE_PATH=str(tmp_path), **asked))


def test_two_first_starts_at_once_make_one_database(postgres, tmp_path):
    one = Service(tmp_path / "in", postgres.fresh_database())
    other = Service(tmp_path / "in", one.settings["DATABASE_URL"])
    other.log = tmp_path / "other.log"
    faults = []

    def begin(service):
        try:
            service.start()
        except AssertionError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=begin, args=(service,)) for service in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    for service in (one, other):
        service.stop()
    assert faults == []
