"""Tests of the extra `durable`: marked so that `.ci/run` picks them, skipped with a reason where it is missing."""

import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., object])

_MISSING = sys.version_info >= (3, 13) or find_spec("durable_rules_engine") is None


def needs_durable(test: Test) -> Test:
    """Marks a test `durable`."""
    skip = pytest.mark.skipif(_MISSING, reason="needs the extra `durable`: a C compiler and Python < 3.13")
    return pytest.mark.durable(skip(test))
