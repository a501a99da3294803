"""
What all tests share: how hard Hypothesis looks (`dev` by default, `ci` where CI is set), and the shipped pack, which a
process reads and compiles once. Nearly all tests that score do so by its rules; what they prove is not how it is read.
"""

import gc
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import fraudguard.pack
import fraudguard.pack.load
import fraudguard.plan.compile
from fraudguard.desk.store import Store
from fraudguard.pack.load import SHIPPED, Inspection, inspect_pack

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

read_once = lru_cache(maxsize=2)(inspect_pack)


def remembered(paths: Sequence[str | Path] = (SHIPPED,), **options: object) -> Inspection:
    """As `inspect_pack`, but the shipped pack by itself is read once: it is frozen."""
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    alone = [str(path) for path in given or [SHIPPED]] == [SHIPPED]
    if not alone or options.get("shipped") or not isinstance(options.get("examples", True), bool):
        return inspect_pack(paths, **options)  # type: ignore[arg-type]
    return read_once((SHIPPED,), examples=options.get("examples", True))  # type: ignore[arg-type]


fraudguard.pack.load.inspect_pack = fraudguard.pack.inspect_pack = remembered
fraudguard.plan.compile.compile = lru_cache(maxsize=3)(compile)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def stores_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every store that a test opens gives its connection back after it."""
    made: list[Store] = []
    begin = Store.__init__

    def remembered(self: Store, *arguments: object, **options: object) -> None:
        begin(self, *arguments, **options)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(Store, "__init__", remembered)
    yield
    for store in made:
        store.close()


def pytest_sessionfinish() -> None:
    """Stores that a module made for all of its tests give their connections back as well."""
    for thing in gc.get_objects():
        if type(thing) is Store and hasattr(thing, "_connection"):
            thing.close()
