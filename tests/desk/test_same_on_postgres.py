"""The same suite on PostgreSQL: what holds for a desk on SQLite holds there, test by test."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from desk_stores import VARIABLE

HERE = Path(__file__).parent
STORED = ("audit", "comparison", "delivery", "desk", "intake", "listing", "retention", "sheet", "silence", "statistics")
"""Modules whose desks keep something; the others look at plain data, choose their store themselves, or (the state machine) make too many."""


@pytest.mark.postgres
def test_the_suite_of_the_desk_passes_on_postgres(postgres: str) -> None:
    """Every module that takes an empty store is run once more with a schema of its own for each desk."""
    modules = [str(HERE / f"test_{name}.py") for name in STORED]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *modules]
    environment = {**os.environ, VARIABLE: postgres, "CI": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=HERE.parents[1])
    assert 0 == done.returncode, done.stdout[-4_000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 250
