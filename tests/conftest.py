"""What all tests share: how hard Hypothesis looks (`dev` by default, `ci` where CI is set)."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from fraudguard.desk.store import Store

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


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
