"""What is measured is a service of its own, whoever measures."""

from __future__ import annotations

from bench.rows import late
from bench.servers import Place


def test_no_setting_of_whoever_measures_reaches_what_is_seeded(tmp_path, monkeypatch):
    theirs = tmp_path / "theirs.sqlite"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{theirs}")
    place = Place(tmp_path)

    [person] = place.seeded(0, 1)
    folder = place.fresh(0, 1)
    late._owing(folder, "owe", "1")

    assert person and not theirs.exists()
    assert late._owing(folder, "read") == [None]
