"""`flask backup` copies one moment of SQLite, for its owner alone, and never over another copy."""

from __future__ import annotations

import sqlite3

import pytest

from tests.cast import Cast, apart


@pytest.fixture
def back_up(app, cast: Cast, tmp_path):
    """Call the command on a database with a circle in it."""
    with app.app_context():
        cast.circle()
    return lambda path: apart(app.test_cli_runner().invoke, args=["backup", str(path)])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_is_whole_private_and_never_replaced(back_up, tmp_path):
    copy = tmp_path / "copy.sqlite"

    first, second = back_up(copy), back_up(copy)

    assert first.exit_code == 0, first.output
    with sqlite3.connect(copy) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM members").fetchone() == (3,)
    database.close()
    assert copy.stat().st_mode & 0o077 == 0
    assert second.exit_code == 1 and "is there already" in second.output
    assert back_up(tmp_path / "no" / "folder").exit_code == 1


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_postgresql_is_left_to_its_own_program(back_up, tmp_path):
    said = back_up(tmp_path / "copy")

    assert said.exit_code == 1 and "pg_dump" in said.output
    assert not (tmp_path / "copy").exists()
