"""What `./run` cannot do, it says in one sentence, and ends with a code that is not zero."""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest

from tests.kit.service import free_port
from tests.run.tree import copy_scripts, copy_set_up, only, run, sentence_of, shim

NOBODY = 65_534


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A copy whose setup is done."""
    return copy_set_up(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def bare(tmp_path):
    """A copy where nothing is set up yet."""
    return copy_scripts(tmp_path)


def test_an_unknown_command_is_answered_with_those_there_are(ready):
    done = run(ready, "fly")

    assert done.returncode == 1
    assert "./run demo" in done.stderr
    assert done.stderr.splitlines()[-1] == "There is no ./run fly."


def test_a_port_in_use_is_named_with_a_way_on(ready, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        done = run(ready, "--port", str(port), INSTANCE_PATH=str(tmp_path / "in"))

    said = sentence_of(done)
    assert said.startswith(f"Port {port} on 127.0.0.1 cannot be used")
    assert said.endswith(f"try --port {port + 1}.")


def test_a_secret_that_is_too_short_is_named(ready, tmp_path):
    done = run(ready, SECRET_KEY="short", INSTANCE_PATH=str(tmp_path / "in"))

    assert sentence_of(done).startswith("SECRET_KEY is missing or shorter than 32 characters")


def test_a_database_of_a_newer_version_is_left_alone(ready, tmp_path):
    with sqlite3.connect(tmp_path / "steady.sqlite") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()

    done = run(ready, "--port", str(free_port()), INSTANCE_PATH=str(tmp_path))

    assert "The database belongs to a newer Steady than this one" in sentence_of(done)


def test_a_folder_that_cannot_be_written_is_named():
    # Root writes everywhere, so nobody types it then; where nobody may go, whatever TMPDIR is.
    is_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(dir="/var/tmp" if is_root else None) as place:
        folder = copy_scripts(Path(place))
        folder.chmod(0o555)

        done = run(folder, user=NOBODY if is_root else None)

        folder.chmod(0o755)
    assert "which is read-only: move it to a folder you can write to." in sentence_of(done)


def test_a_machine_without_a_new_python_is_told_so(bare, tmp_path):
    done = run(bare, PATH=only(tmp_path / "bin", "sh", "dirname", "cat"))

    assert sentence_of(done).startswith("Steady needs Python 3.11 or newer")


def test_a_python_without_venv_is_told_what_to_install(bare, tmp_path):
    path = only(tmp_path / "bin", "sh", "dirname", "cat")
    lacking = f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec "{sys.executable}" "$@"'
    shim(Path(path) / "python3", lacking)

    done = run(bare, PATH=path)

    assert sentence_of(done).endswith("(on Debian: apt-get install python3-venv).")


def test_without_a_network_it_says_what_could_not_be_fetched(bare):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_CONFIG_FILE": os.devnull}

    done = run(bare, **nowhere)

    said = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert "is this machine connected to its package registry?" in said
    assert (bare / ".venv/setup.log").stat().st_size > 0
