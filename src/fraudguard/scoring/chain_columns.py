"""Sequences over columns: the few events around one that may complete a chain, and the online search among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from fraudguard.events import Event
from fraudguard.pack.tree import Field
from fraudguard.plan.compile import Plan
from fraudguard.plan.records import Slot
from fraudguard.plan.sequences import SequencePlan
from fraudguard.scoring.chains import Chains, ChainState, Completed
from fraudguard.scoring.columns import Flags, KindColumns, Rows, Where
from fraudguard.scoring.hits import Hits, Place, step_name

__all__ = ["Found", "match_sequence"]


@dataclass(frozen=True, slots=True)
class Found:
    """What tells the chains that fresh events completed, and how many searches gave up."""

    completed: dict[Place, Callable[[], Completed]]
    searches_cut: int


@dataclass(frozen=True, slots=True)
class _Moments:
    """Events of one step over all kinds, by (key, position); ``places`` are both in one number."""

    places: Rows
    at: Rows
    kind: Rows
    row: Rows
    fresh: Flags


def match_sequence(plan: Plan, sequence: SequencePlan, hits: Hits, event: Callable[[Place], Event]) -> Found:
    """Match a sequence over the events around each one that may complete it, in order."""
    names = [step.rule or step_name(sequence.number, number) for number, step in enumerate(sequence.steps)]
    steps = [_moments(sequence, hits, name) for name in names]
    ends = _ends(sequence, steps, hits)
    if not len(ends):
        return Found({}, 0)
    taken: dict[Place, dict[int, tuple[Any, ...]]] = {}
    for number, moments in enumerate(steps):
        for kind, rows in _near(sequence, moments, ends, hits).items():
            values = _captured(plan, sequence.steps[number].captures, hits.columns[kind], rows)
            for row, captured in zip(rows.tolist(), values, strict=True):
                taken.setdefault((kind, row), {})[number] = captured
    breakers: set[Place] = set()
    for rule in sequence.unless:
        for kind, rows in _near(sequence, _moments(sequence, hits, rule), ends, hits).items():
            breakers.update((kind, row) for row in rows.tolist())
    ids = _ids(taken.keys() | breakers, hits)
    chains = Chains(plan, [ChainState() for _ in plan.sequences])
    completed: dict[Place, Callable[[], Completed]] = {}
    for place in sorted(ids, key=hits.position):
        own, row = hits.columns[place[0]], place[1]
        key = tuple(int(own.key(path)[row]) if path in own.schema else -1 for path in sequence.by)
        if min(key) < 0:
            continue
        position = int(own.at[row]), ids[place]
        found = chains.match(
            sequence, key, position, partial(event, place), taken.get(place, {}), breaks=place in breakers
        )
        if found is not None and row >= own.carried:
            completed[place] = found
    return Found(completed, chains.searches_cut)


def _ids(places: Iterable[Place], hits: Hits) -> dict[Place, str]:
    """The ids of events."""
    rows: dict[str, list[int]] = {}
    for kind, row in places:
        rows.setdefault(kind, []).append(row)
    return {
        (kind, row): name
        for kind, some in rows.items()
        for row, name in zip(some, hits.columns[kind].column("id").gather(some).to_list(), strict=True)
    }


def _captured(plan: Plan, captures: Sequence[Slot], columns: KindColumns, rows: Rows) -> Iterable[tuple[Any, ...]]:
    """What a step keeps of each row."""
    if not captures:
        return [()] * len(rows)
    lists = []
    for slot in captures:
        if isinstance(slot.node, Field) and slot.node.kind != columns.kind:
            lists.append([None] * len(rows))
            continue
        values = Where(columns, rows).series(slot.node, condition=slot.form in ("true", "false")).to_list()
        if slot.form == "token":
            values = [None if one is None else plan.token(one) for one in values]
        elif slot.form in ("true", "false"):
            values = [one is (slot.form == "true") for one in values]
        else:
            values = [_plain(one) for one in values]
        lists.append(values)
    return list(zip(*lists, strict=True))


def _moments(sequence: SequencePlan, hits: Hits, name: str) -> _Moments:
    """
    The events on which a rule or an inline step fired.

    They are told apart by the first part of the sequence's key alone: that is enough to leave most of them out.
    """
    many = len(hits.order)
    parts: list[list[Any]] = [[], [], [], [], []]
    for number, own in enumerate(hits.columns.values()):
        if name not in own.fired or sequence.by[0] not in own.schema:
            continue
        rows = np.flatnonzero(own.fired[name]).astype(np.int64)
        keys = own.key(sequence.by[0])[rows]
        rows, keys = rows[keys >= 0], keys[keys >= 0]
        of: Rows = np.full(len(rows), number, dtype=np.int64)
        for part, more in zip(
            parts, (keys * many + own.position[rows], own.at[rows], of, rows, rows >= own.carried), strict=True
        ):
            part.append(more)
    if not parts[0]:
        empty = np.zeros(0, dtype=np.int64)
        return _Moments(empty, empty, empty, empty, empty.astype(np.bool_))
    joined = [np.concatenate(part) for part in parts]
    order = np.argsort(joined[0])
    places, at, kind, row, fresh = (one[order] for one in joined)
    return _Moments(places, at, kind, row, fresh.astype(np.bool_))


def _ends(sequence: SequencePlan, steps: Sequence[_Moments], hits: Hits) -> Rows:
    """Where a chain may end now, whatever its steps ask of each other: rows of (place, instant), by place."""
    strict = not sequence.any_order and sequence.need == len(steps)
    found = [_ordered(sequence, steps, hits)] if strict else list(_loose(sequence, steps, len(hits.order)))
    ends = np.concatenate(found)
    return ends[np.argsort(ends[:, 0])]


def _ordered(sequence: SequencePlan, steps: Sequence[_Moments], hits: Hits) -> Rows:
    """The last steps before which all others stand in their order, in time."""
    many = len(hits.order)
    begun = steps[0].places  # where the latest chain begins that reaches this event; -1: none does
    for step, last in pairwise(steps):
        latest = np.maximum.accumulate(begun)
        before = np.searchsorted(step.places, last.places, side="left") - 1
        reached = before >= 0
        begun = np.full(len(last.places), -1, dtype=np.int64)
        begun[reached] = latest[before[reached]]
        reached &= begun // many == last.places // many
        reached[reached] = last.at[reached] - hits.order.at[begun[reached] % many] < sequence.within
        begun[~reached] = -1
    final = steps[-1]
    enough = final.fresh & (begun >= 0)
    return np.stack([final.places[enough], final.at[enough]], axis=1)


def _loose(sequence: SequencePlan, steps: Sequence[_Moments], many: int) -> Iterable[Rows]:
    """By step the events that have enough different steps in the time before them."""
    for number, last in enumerate(steps):
        if not sequence.any_order and number < sequence.need - 1:
            continue
        present = np.zeros(len(last.places), dtype=np.int64)
        for step in steps:
            newest = np.searchsorted(step.places, last.places, side="right") - 1
            have = newest >= 0
            near = newest[have]
            have[have] = (step.places[near] // many == last.places[have] // many) & (
                last.at[have] - step.at[near] < sequence.within
            )
            present += have
        enough = last.fresh & (present >= sequence.need)
        yield np.stack([last.places[enough], last.at[enough]], axis=1)


def _near(sequence: SequencePlan, moments: _Moments, ends: Rows, hits: Hits) -> dict[str, Rows]:
    """By kind the rows of those moments that some end can still see."""
    many = len(hits.order)
    following = np.searchsorted(ends[:, 0], moments.places, side="left")
    near = following < len(ends)
    then = ends[following[near]]
    near[near] = (then[:, 0] // many == moments.places[near] // many) & (
        then[:, 1] - moments.at[near] < sequence.within
    )
    return {
        kind: moments.row[near & (moments.kind == number)]
        for number, kind in enumerate(hits.columns)
        if (near & (moments.kind == number)).any()
    }


def _plain(value: Any) -> Any:
    """A number as Python would hold it: whole ones as such."""
    return int(value) if type(value) is float and value.is_integer() else value
