"""A plan over columns: which rules fire on which events, level by level, and the sequences they complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from fraudguard.events import Event
from fraudguard.events.catalogue import FIELDS, KINDS
from fraudguard.pack.tree import Expression, Field, Fired, Mentions, Window, walk
from fraudguard.plan.compile import Plan
from fraudguard.plan.estimate import chance, cost
from fraudguard.plan.kind_source import Block, Unit
from fraudguard.plan.records import Slot
from fraudguard.plan.scopes import conjuncts, rescoped, scopes
from fraudguard.plan.sequences import SequencePlan
from fraudguard.scoring.chains import Chains, ChainState, Completed
from fraudguard.scoring.columns import Flags, KindColumns, Order, Rows, Where, columns_of, needed_keys
from fraudguard.scoring.text_columns import Phrases
from fraudguard.scoring.window_columns import Windows, equal_paths

__all__ = ["Columnar", "Hits", "Place", "step_name"]

Place = tuple[str, int]
"""A kind and the row of one of its events."""


@dataclass(slots=True)
class Hits:
    """
    What fired in a chunk.

    ``rows`` maps kind and rule to the rows on which it fired, ascending; ``completed`` a row and a sequence rule to
    its chain.
    """

    columns: dict[str, KindColumns]
    windows: dict[str, Windows]
    rows: dict[tuple[str, str], Rows] = field(default_factory=dict)
    completed: dict[Place, dict[str, Completed]] = field(default_factory=dict)

    @property
    def order(self) -> Order:
        """The order of all events."""
        return next(iter(self.columns.values())).order

    def position(self, place: Place) -> int:
        """Where an event stands in that order."""
        return int(self.columns[place[0]].position[place[1]])


class Columnar:
    """
    The evaluation of a plan over whole tables.

    Nothing is kept from one chunk to the next but what its caller carries over. ``searches_cut`` is as in `Guard`.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.searches_cut = 0
        conditions = [
            (kind, part)
            for kind, blocks in plan.blocks.items()
            for block in blocks
            for unit in block.units
            for line in (*unit.when, *unit.unless)
            for part in walk(line)
        ]
        windows = {part: kind for kind, part in conditions if isinstance(part, Window)}
        self.windows = [(kind, part) for part, kind in windows.items()]
        self.phrases = Phrases(_bare(part) for _, part in conditions if isinstance(part, Mentions))
        asked = {part.rule for _, part in conditions if isinstance(part, Fired)}
        self.keyed = needed_keys(self.windows)
        for _, window in self.windows:
            self.keyed.setdefault(window.kind, set()).update(equal_paths(window))
        for kind in KINDS:
            self.keyed.setdefault(kind, set()).add("person.key")
        for rule in plan.pack.rules:
            paths = {rule.subject, *(rule.sequence.by if rule.sequence is not None else ())}
            for kind in (rule.kind,) if rule.kind else KINDS:
                self.keyed.setdefault(kind, set()).update(path for path in paths if path in FIELDS[kind])
        told = {
            rule
            for sequence in plan.sequences
            for rule in (*(step.rule for step in sequence.steps if step.rule), *sequence.unless)
        }
        self.remembered = asked | told
        self._levels = sorted(
            {block.level for blocks in plan.blocks.values() for block in blocks} | set(plan.sequence_levels)
        )

    def run(
        self,
        frames: Mapping[str, pl.DataFrame],
        carried: Mapping[str, int],
        fired: Mapping[str, Mapping[str, Flags]],
        event: Callable[[Place], Event],
    ) -> Hits:
        """
        What fires on the rows of ``frames`` after the carried ones.

        ``fired`` are the findings and steps on carried rows that windows and sequences ask for, as `kept` gave them.
        Raises `InexactError` when numbers are too large for columns.
        """
        columns = columns_of(frames, carried, self.plan.pack, self.phrases, self.keyed)
        shared: dict[Any, Any] = {}
        hits = Hits(columns, {kind: Windows(own, columns, shared) for kind, own in columns.items()})
        for kind, rules in fired.items():
            for rule, flags in rules.items():
                columns[kind].fired_on(rule)[: len(flags)] = flags
        candidates = {kind: self._candidates(own) for kind, own in columns.items()}
        for level in self._levels:
            for kind, blocks in self.plan.blocks.items():
                for block in blocks:
                    if block.level == level and kind in columns:
                        self._block(kind, block, hits, candidates[kind])
            for number in self.plan.sequence_levels.get(level, ()):
                self._chains(self.plan.sequences[number], hits, event)
        return hits

    def _candidates(self, own: KindColumns) -> dict[int, Rows]:
        """Of each unit the rows on which everything holds that needs no window."""
        units = [unit for block in self.plan.blocks.get(own.kind, ()) for unit in block.units]
        fresh = None if not own.carried else np.arange(own.carried, len(own), dtype=np.int64)
        where = Where(own, fresh)
        masks = where.masks(
            [
                (
                    [part for when in unit.when for part in conjuncts(when) if not _windows(part)],
                    [line for line in unit.unless if not _windows(line)],
                )
                for unit in units
            ]
        )
        return {
            id(unit): mask.arg_true().cast(pl.Int64).to_numpy() + own.carried
            for unit, mask in zip(units, masks, strict=True)
        }

    def _block(self, kind: str, block: Block, hits: Hits, candidates: Mapping[int, Rows]) -> None:
        own, windows = hits.columns[kind], hits.windows[kind]
        for unit in block.units:
            rows = _narrowed(unit, candidates[id(unit)], own, windows)
            if not len(rows):
                continue
            if unit.rule:
                hits.rows[kind, unit.rule] = rows
                if unit.rule in self.remembered:
                    own.fired_on(unit.rule)[rows] = True
            for sequence, step, _ in () if unit.rule else unit.steps:
                own.fired_on(step_name(sequence, step))[rows] = True

    # -- sequences --------------------------------------------------------------------------------

    def _chains(self, plan: SequencePlan, hits: Hits, event: Callable[[Place], Event]) -> None:
        """Match a sequence over the events around each one that may complete it, in order."""
        steps = [_moments(plan, hits, step.rule or step_name(plan.number, i)) for i, step in enumerate(plan.steps)]
        ends = _ends(plan, steps, len(hits.order))
        if not len(ends):
            return
        places: dict[Place, dict[int, tuple[Any, ...]]] = {}
        for number, moments in enumerate(steps):
            for kind, rows in _near(plan, moments, ends, hits).items():
                values = self._captured(plan.steps[number].captures, hits, kind, rows)
                for row, captured in zip(rows.tolist(), values, strict=True):
                    places.setdefault((kind, row), {})[number] = captured
        breakers: set[Place] = set()
        for rule in plan.unless:
            for kind, rows in _near(plan, _moments(plan, hits, rule), ends, hits).items():
                breakers.update((kind, row) for row in rows.tolist())
        chains = Chains(self.plan, [ChainState() for _ in self.plan.sequences])
        found: dict[str, list[int]] = {}
        for place in sorted(places.keys() | breakers, key=hits.position):
            kind, row = place
            one = event(place)
            key = one.person.key
            token = None if key is None else self.plan.token(key)
            completed = chains.match(plan, one, token, places.get(place, {}), breaks=place in breakers)
            if completed is not None and row >= hits.columns[kind].carried:
                found.setdefault(kind, []).append(row)
                hits.completed.setdefault(place, {})[plan.rule] = completed
        self.searches_cut += chains.searches_cut
        for kind, fired in found.items():
            hits.rows[kind, plan.rule] = np.array(fired, dtype=np.int64)
            if plan.rule in self.remembered:
                hits.columns[kind].fired_on(plan.rule)[fired] = True

    def _captured(
        self, captures: Sequence[Slot], hits: Hits, kind: str, rows: Rows
    ) -> Iterable[tuple[Any, ...]]:
        """What a step keeps of each row."""
        if not captures:
            return [()] * len(rows)
        lists = []
        for slot in captures:
            where = Where(hits.columns[kind], rows)
            if isinstance(slot.node, Field) and slot.node.kind != kind:
                lists.append([None] * len(rows))
                continue
            values = where.series(slot.node, condition=slot.form in ("true", "false")).to_list()
            if slot.form == "token":
                values = [None if one is None else self.plan.token(one) for one in values]
            elif slot.form in ("true", "false"):
                values = [one is (slot.form == "true") for one in values]
            else:
                values = [_plain(one) for one in values]
            lists.append(values)
        return list(zip(*lists, strict=True))


@dataclass(frozen=True, slots=True)
class _Moments:
    """Events of one step over all kinds, by (key, position); ``places`` are both in one number."""

    places: Rows
    at: Rows
    kind: Rows
    row: Rows
    fresh: Flags


def step_name(sequence: int, step: int) -> str:
    """The name under which an inline step's findings are kept; no rule is called so."""
    return f"step {sequence} {step}"


def _moments(plan: SequencePlan, hits: Hits, name: str) -> _Moments:
    """
    The events on which a rule or an inline step fired.

    They are told apart by the first part of the sequence's key alone: that is enough to leave most of them out.
    """
    many = len(hits.order)
    parts: list[list[Rows]] = [[], [], [], [], []]
    for number, own in enumerate(hits.columns.values()):
        if name not in own.fired or plan.by[0] not in own.keys:
            continue
        rows = np.flatnonzero(own.fired[name]).astype(np.int64)
        keys = own.keys[plan.by[0]][rows]
        rows, keys = rows[keys >= 0], keys[keys >= 0]
        of = np.full(len(rows), number, dtype=np.int64)
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


def _ends(plan: SequencePlan, steps: Sequence[_Moments], many: int) -> Rows:
    """
    Where a chain may end now: an event that can be its last, with enough different steps in the time before it.

    Given as rows of (place, instant), by place.
    """
    found = []
    for number, last in enumerate(steps):
        if not plan.any_order and number < plan.need - 1:
            continue
        present = np.zeros(len(last.places), dtype=np.int64)
        for step in steps:
            newest = np.searchsorted(step.places, last.places, side="right") - 1
            have = newest >= 0
            near = newest[have]
            have[have] = (step.places[near] // many == last.places[have] // many) & (
                last.at[have] - step.at[near] < plan.within
            )
            present += have
        enough = last.fresh & (present >= plan.need)
        found.append(np.stack([last.places[enough], last.at[enough]], axis=1))
    ends = np.concatenate(found)
    return ends[np.argsort(ends[:, 0])]


def _near(plan: SequencePlan, moments: _Moments, ends: Rows, hits: Hits) -> dict[str, Rows]:
    """By kind the rows of those moments that some end can still see."""
    many = len(hits.order)
    following = np.searchsorted(ends[:, 0], moments.places, side="left")
    near = following < len(ends)
    then = ends[following[near]]
    near[near] = (then[:, 0] // many == moments.places[near] // many) & (then[:, 1] - moments.at[near] < plan.within)
    return {
        kind: moments.row[near & (moments.kind == number)]
        for number, kind in enumerate(hits.columns)
        if (near & (moments.kind == number)).any()
    }


def _narrowed(unit: Unit, rows: Rows, own: KindColumns, windows: Windows) -> Rows:
    """The candidates on which the conditions on windows hold as well, the telling and cheap ones asked first."""
    tests = [(part, False) for when in unit.when for part in conjuncts(when) if _windows(part)]
    tests += [(line, True) for line in unit.unless if _windows(line)]
    tests.sort(key=lambda test: cost(test[0]) / max(1e-6, chance(test[0]) if test[1] else 1 - chance(test[0])))
    for part, stops in tests:
        if not len(rows):
            break
        where = Where(own, rows, windows)
        rows = rows[where.true((), (part,)) if stops else where.true((part,))]
    return rows


def _windows(node: Expression) -> bool:
    return any(isinstance(part, Window) for part in walk(node))


def _bare(node: Mentions) -> Mentions:
    """A condition as it reads its own event."""
    scope = next(iter(scopes(node)), "")
    return rescoped(node, scope, "")  # type: ignore[return-value]  # the same node, read from elsewhere


def _plain(value: Any) -> Any:
    """A number as Python would hold it: whole ones as such."""
    return int(value) if type(value) is float and value.is_integer() else value
