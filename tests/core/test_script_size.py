"""The script that calls for help is small: it comes over bad networks, before anything else."""

from __future__ import annotations

import re

from tests.kit.service import ROOT

LARGEST = 30 * 1024
FIRST_VISIT = re.compile(r'<script[^>]*src="/static/build/([^"]+)"')


def test_all_script_that_a_first_visit_needs_is_not_larger_than_thirty_kilobytes(app):
    page = app.test_client().get("/").text
    folder = ROOT / "static" / "build"

    asked = FIRST_VISIT.findall(page)

    assert asked
    assert sum((folder / f"{name}.gz").stat().st_size for name in asked) <= LARGEST
