"""The script that calls for help is small: it comes over bad networks, before anything else."""

from __future__ import annotations

import json

from tests.kit.service import ROOT

LARGEST = 30 * 1024


def test_the_script_that_calls_for_help_is_not_larger_than_thirty_kilobytes():
    folder = ROOT / "static" / "build"
    name = json.loads((folder / "manifest.json").read_text())["app.js"]

    assert (folder / f"{name}.gz").stat().st_size <= LARGEST
