"""Passwords are hashed beside the work of everybody else, whatever that waits for."""

from __future__ import annotations

import subprocess
import sys


def test_look_ups_that_hang_hold_up_no_password(tmp_path):
    asked = [sys.executable, "-m", "tests.accounts.looking_up", str(tmp_path)]

    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert float(done.stdout) < 1  # they hang for three
