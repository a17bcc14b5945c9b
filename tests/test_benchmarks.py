"""The scripts of benchmarks that no other test runs: do they still run, on very little?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_cost_of_a_build_is_measured(repository: Path) -> None:
    command = [sys.executable, repository / "benchmarks" / "build.py", "--entries", "4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = {line[:24].strip(): line[24:].split() for line in done.stdout.splitlines()}
    assert {"load, s of CPU", "referee, s of CPU", "after one edit, s of CPU", "home page, kB"} <= rows.keys()
    assert all(float(number) > 0 for row in ("referee, s of CPU", "search, kB") for number in rows[row][:1])
