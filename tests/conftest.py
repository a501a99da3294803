"""
What all tests share: how hard Hypothesis looks (`dev` by default, `ci` where CI is set), and the shipped pack, which a
process reads and compiles once. Nearly all tests that score do so by its rules; what they prove is not how it is read.
"""

import gc
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

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

MOST_READ = 4
read_before: dict[tuple[object, ...], Inspection] = {}


def contents_over_shipped(path: Path) -> tuple[tuple[str, bytes], ...] | None:
    """Every file of an overlay over the shipped pack with its name; ``None`` when it is no such overlay."""
    head = path / "pack.yaml"
    if not head.is_file() or b"extends: '@shipped'" not in head.read_bytes():
        return None
    return tuple((str(file), file.read_bytes() if file.is_file() else b"") for file in sorted(path.rglob("*")))


def remembered(paths: Sequence[str | Path] = (SHIPPED,), **options: Any) -> Inspection:
    """As `inspect_pack`, but the shipped pack, and an overlay over it that stays as it is, is read once: it is frozen."""
    given = [paths] if isinstance(paths, (str, Path)) else list(paths) or [SHIPPED]
    shipped = [SHIPPED] == [str(path) for path in given]
    contents = () if shipped else contents_over_shipped(Path(given[0])) if len(given) == 1 else None
    if contents is None or options.get("shipped"):
        return inspect_pack(paths, **options)
    examples = options.get("examples", True)
    key = (str(given[0]), examples if isinstance(examples, bool) else examples.__qualname__, contents)
    read_before[key] = read_before.pop(key, None) or inspect_pack(paths, **options)  # those used last stand last
    while len(read_before) > MOST_READ:
        read_before.pop(next(iter(read_before)))
    return read_before[key]


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
