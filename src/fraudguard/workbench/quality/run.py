"""The whole measurement: towns simulated, scored and judged side by side, then added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fraudguard.events import People
from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.quality.measures import measures
from fraudguard.workbench.quality.outcomes import TownOutcome, outcome_of
from fraudguard.workbench.quality.recording import record
from fraudguard.workbench.quality.truth import DAY, truth_of

if TYPE_CHECKING:
    from fraudguard.simulate import Coverage, Settings, Town

__all__ = ["Effort", "measure_quality"]

_CURVE = tuple(range(35, 81, 5))
"""The points at which yellow could begin, for the trade-off."""

_BANK = frozenset({"transaction", "settlement"})


@dataclass(frozen=True, slots=True)
class Effort:
    """
    How a simulation is measured.

    The first ``warm_up`` days fill windows and are not judged. ``officers`` share a day's tickets. ``jobs`` towns are
    worked on at once. ``bank_only`` measures once more what a bank's feed alone shows, without calls and without the
    phone; ``rules`` each rule's share and the trade-off.
    """

    warm_up: int
    officers: int = 24
    jobs: int = 1
    rules: bool = True
    bank_only: bool = True


def measure_quality(
    pack: CheckedPack, settings: Settings, effort: Effort, told: Callable[[int], None] = lambda _done: None
) -> dict[str, Any]:
    """
    The quality report of a pack on a simulation, as plain tables; every figure in it is simulated.

    ``told`` hears after each town how many are done. The same pack, settings and warm-up give the same report,
    whatever ``jobs``.
    """
    towns: list[tuple[TownOutcome, TownOutcome | None]] = []
    for done, town in enumerate(_outcomes(pack, settings, effort), start=1):
        towns.append(town)
        told(done)
    report: dict[str, Any] = {
        "simulation": {
            "seed": settings.seed,
            "persons": settings.persons,
            "days": settings.days,
            "warm_up": effort.warm_up,
            "towns": settings.towns,
            "rate": settings.rate,
            "panel": settings.panel,
            "feeds": _feeds(settings.coverage),
            "officers": effort.officers,
        },
        "pack": {"name": pack.name, "fingerprint": pack.fingerprint, "rules": len(pack.rules)},
        **measures([whole for whole, _ in towns], pack, effort.officers),
    }
    if effort.bank_only:
        alone = measures([bank for _, bank in towns if bank is not None], pack, effort.officers)
        report["bank_only"] = {name: alone[name] for name in ("total", "all", "schemes", "false_warnings", "mules")}
    return report


def _feeds(coverage: Coverage) -> str:
    """How the feeds of a simulation are called: ``usual``, ``all``, or ``own`` for any other shares."""
    known = {type(coverage)(): "usual", type(coverage).whole(): "all"}
    return known.get(coverage, "own")


def _outcomes(
    pack: CheckedPack, settings: Settings, effort: Effort
) -> Iterator[tuple[TownOutcome, TownOutcome | None]]:
    numbers = range(settings.towns)
    if effort.jobs == 1:
        yield from (_measured(pack, settings, effort, number) for number in numbers)
        return
    from joblib import Parallel, delayed

    work = Parallel(n_jobs=effort.jobs, return_as="generator")
    yield from work(delayed(_measured)(pack, settings, effort, number) for number in numbers)


def _measured(
    pack: CheckedPack, settings: Settings, effort: Effort, number: int
) -> tuple[TownOutcome, TownOutcome | None]:
    """One town, with all its feeds and with the bank's alone."""
    from fraudguard.simulate import simulate_town

    town = simulate_town(settings, number)
    people = People.from_text(town.people.write_csv())
    start = settings.start_us + effort.warm_up * DAY
    truth = truth_of(town, start, settings.start_us + settings.days * DAY)
    whole = outcome_of(
        record(pack, people, town.stream()), truth, pack, rules=effort.rules, thresholds=_CURVE if effort.rules else ()
    )
    if not effort.bank_only:
        return whole, None
    alone = record(pack, people, _bank_view(town))
    return whole, outcome_of(alone, truth, pack, rules=False)


def _bank_view(town: Town) -> Iterable[Mapping[str, Any]]:
    """What a bank alone sees: payments and their settlement, nothing of the phone."""
    for event in town.stream(_BANK):
        event.pop("device", None)
        yield event
