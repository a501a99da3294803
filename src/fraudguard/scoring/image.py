"""A memory as plain data under stable names, so that it survives a restart and a change of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.plan.compile import KindPlan, Plan
from fraudguard.plan.logs import Log
from fraudguard.plan.records import FLAGS
from fraudguard.scoring.memory import Memory, Remembered
from fraudguard.scoring.packed import log_shelf

__all__ = ["SwapReport", "from_image", "to_image"]

Row = tuple[Any, ...]
_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class SwapReport:
    """
    What a change of rules did to the state.

    ``kept`` are windows and sequences whose definition is unchanged; ``empty`` those that start
    with nothing seen; ``dropped`` those the new pack no longer has.
    """

    kept: tuple[str, ...]
    empty: tuple[str, ...]
    dropped: tuple[str, ...]


def to_image(plan: Plan, memory: Memory) -> Iterator[Row]:
    """
    The memory as rows of plain data with bytes at the end, the first of which says what the others mean.

    Values that are kept packed are given packed, so that a row costs little and shares nothing that
    the memory may still change. Findings kept on tickets are put into words.
    """
    yield ({
        "slots": {kind: _layout(one) for kind, one in plan.kinds.items()},
        "asked": [kind for kind, one in plan.kinds.items() if one.asked],
        "stores": [[store.name, store.kind] for store in plan.stores],
        "chains": [_sequence_name(plan, i) for i in range(len(plan.sequences))],
        "instants": sorted(memory.instants),
        "first_at": memory.first_at,
        "scored": memory.scored,
        "look_back": plan.longest,
        "swept_floor": memory.swept_floor,
    }, b"")  # fmt: skip
    for number, store in enumerate(memory.stores):
        yield from (("store", number, key, store.packed(key)) for key in store)
    for number, state in enumerate(memory.chains):
        yield from (("candidates", number, key, state.candidates.packed(key)) for key in state.candidates)
        yield from (("breakers", number, key, list(found), b"") for key, found in state.breakers.items())
    yield from (("ledger", subject, memory.ledger.packed(subject)) for subject in memory.ledger)
    yield from (("episode", subject, memory.episodes.packed(subject)) for subject in memory.episodes)
    yield from (("newest", person, *position, b"") for person, position in memory.newest.items())
    for event_id, (at, digest, *rest) in memory.remembered.items():
        yield ("id", event_id, at, *rest, digest)


def from_image(plan: Plan, image: Iterable[Sequence[Any]]) -> tuple[Memory, SwapReport]:
    """A memory for ``plan`` out of an image made under the same or another plan."""
    rows = iter(image)
    head, _ = next(rows)
    memory = Memory.empty(plan)
    memory.instants = list(head["instants"])[-plan.pack.settings.sweep_rank :]  # the rank may be another now
    memory.first_at, memory.scored, memory.swept_floor = head["first_at"], head["scored"], head["swept_floor"]
    take = _takers(plan, head, memory)
    for kind, *row in rows:
        take[kind](*row)
    return memory, _report(plan, head)


def _takers(plan: Plan, head: Mapping[str, Any], memory: Memory) -> Mapping[str, Callable[..., None]]:
    """What is done with a row of each kind."""
    stores = [_store(plan, head, memory, name, kind) for name, kind in head["stores"]]
    numbers = {_sequence_name(plan, i): i for i in range(len(plan.sequences))}
    chains = [memory.chains[numbers[name]] if name in numbers else None for name in head["chains"]]

    known = _Known(plan, head, numbers)

    def candidates(number: int, key: Any, packed: bytes) -> None:
        state = chains[number]
        if state is not None:
            state.candidates[_key(key)] = packed

    def breakers(number: int, key: Any, found: list[Any], _: bytes) -> None:
        state = chains[number]
        if state is not None:
            state.breakers[_key(key)] = [(at, event_id) for at, event_id in found]

    def newest(person: str, at: int, event_id: str, _: bytes) -> None:
        memory.newest[person] = at, event_id

    def remember(event_id: str, *kept: Any) -> None:
        memory.remembered[event_id] = known.remembered(*kept)

    return {
        "store": lambda number, key, packed: stores[number](_key(key), packed),
        "candidates": candidates,
        "breakers": breakers,
        "ledger": memory.ledger.__setitem__,
        "episode": memory.episodes.__setitem__,
        "newest": newest,
        "id": remember,
    }


def _report(plan: Plan, head: Mapping[str, Any]) -> SwapReport:
    had = {name for name, _ in head["stores"]} | set(head["chains"])
    had |= {f"{kind}: {name}" for kind, layout in head["slots"].items() for part in layout for name in part}
    had |= {f"{kind}: {_ASKED}" for kind in head["asked"]}
    has = {store.name for store in plan.stores} | {_sequence_name(plan, i) for i in range(len(plan.sequences))}
    has |= {f"{kind}: {name}" for kind, one in plan.kinds.items() for part in _layout(one) for name in part}
    has |= {f"{kind}: {_ASKED}" for kind, one in plan.kinds.items() if one.asked}
    if plan.longest > head["look_back"]:  # nothing older was kept
        has.add(f"events more than {head['look_back'] // _HOUR} hours old")
    return SwapReport(tuple(sorted(had & has)), tuple(sorted(has - had)), tuple(sorted(had - has)))


def _sequence_name(plan: Plan, number: int) -> str:
    one = plan.sequences[number]
    return f"{one.rule}: {plan.rules[one.rule].sequence!r}"


# -- windows --------------------------------------------------------------------------------------


def _layout(kind: KindPlan) -> list[list[str]]:
    """What records of a kind hold, by names that stay the same between plans: conditions, then values."""
    names = [(slot.form in ("true", "false"), slot.name) for slot in kind.slots]
    return [[name for flag, name in names if flag], [name for flag, name in names if not flag]]


def _store(plan: Plan, head: Mapping[str, Any], memory: Memory, name: str, kind: str) -> Callable[[Any, bytes], None]:
    """What takes a log: as it is, when records of its kind hold what they held."""
    number = next((i for i, store in enumerate(plan.stores) if store.name == name), None)
    if number is None:
        return lambda _key, _packed: None
    shelf = memory.stores[number]
    had, has = head["slots"][kind], _layout(plan.kinds[kind])
    if had == has:
        return shelf.__setitem__
    before = log_shelf([FLAGS + 1 + place for place, one in enumerate(had[1]) if one.startswith("token ")])
    bits = [had[0].index(one) if one in had[0] else None for one in has[0]]
    places = [FLAGS + 1 + had[1].index(one) if one in had[1] else None for one in has[1]]

    def converted(record: Row) -> Row:
        at, event_id, fired, flags, *_ = record
        now = sum((flags >> old & 1) << new for new, old in enumerate(bits) if old is not None)
        return (at, event_id, fired, now, *(None if place is None else record[place] for place in places))

    def take(key: Any, packed: bytes) -> None:
        shelf[key] = shelf.pack(Log(map(converted, before.unpack(packed))))

    return take


# -- ids ------------------------------------------------------------------------------------------


class _Known:
    """Ids as they are remembered under another plan: stores and sequences by their new numbers."""

    def __init__(self, plan: Plan, head: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
        self._same = head["stores"] == [[store.name, store.kind] for store in plan.stores] and head["chains"] == [
            *numbers
        ]
        self._chains = [numbers.get(name) for name in head["chains"]]
        self._had: dict[str, list[str]] = {}
        for name, kind in head["stores"]:
            self._had.setdefault(kind, []).append(name)
        self._has: dict[str, list[str]] = {}
        for store in plan.stores:
            self._has.setdefault(store.kind, []).append(store.name)

    def remembered(
        self, at: int, kind: str, keys: list[Any], marks: list[Any], subjects: list[str], digest: bytes
    ) -> Remembered:
        if self._same:
            moved = tuple((number, _key(key)) for number, key in marks)
            return at, digest, kind, tuple(map(_key, keys)), moved, tuple(subjects)
        by_name = dict(zip(self._had.get(kind, ()), map(_key, keys), strict=False))
        aligned = tuple(by_name.get(name) for name in self._has.get(kind, ())) if keys else ()
        numbers = ((self._chains[number], key) for number, key in marks)
        moved = tuple((number, _key(key)) for number, key in numbers if number is not None)
        return at, digest, kind, aligned, moved, tuple(subjects)


def _key(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key


_ASKED = "rules that fired"
