"""A plan over columns: which rules fire on which events, level by level, and the sequences they complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl

from fraudguard.events import Event
from fraudguard.pack.tree import Expression, Fired, Mentions, Window, walk
from fraudguard.plan.compile import Plan
from fraudguard.plan.estimate import chance, cost
from fraudguard.plan.kind_source import Block, Unit
from fraudguard.plan.scopes import conjuncts, rescoped, scopes
from fraudguard.plan.sequences import SequencePlan
from fraudguard.scoring.chain_columns import match_sequence
from fraudguard.scoring.columns import Flags, KindColumns, Rows, Where, columns_of, families_of
from fraudguard.scoring.hits import Hits, Place, step_name
from fraudguard.scoring.text_columns import Phrases
from fraudguard.scoring.window_columns import Windows

__all__ = ["Columnar"]

_OFTEN = 3  # rules that share a condition, from which on it is worked out once for all rows


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
        self.families = families_of(windows)
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

        ``fired`` are the findings and steps on carried rows that windows and sequences ask for (`carried_rows`).
        Raises `InexactError` when numbers are too large for columns.
        """
        columns = columns_of(frames, carried, self.plan.pack, self.phrases, self.families)
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
                self._sequence(self.plan.sequences[number], hits, event)
        return hits

    def _candidates(self, own: KindColumns) -> dict[int, Rows]:
        """Of each unit the rows on which everything holds that needs no window."""
        units = [unit for block in self.plan.blocks.get(own.kind, ()) for unit in block.units]
        tests = {id(unit): _tests(unit, windows=False) for unit in units}
        uses = Counter(part for some in tests.values() for part, _ in some)
        first = {some[0][0] for some in tests.values() if some}
        shared = [part for part, count in uses.items() if count >= _OFTEN or part in first]
        often = {part: Where(own).true((part,)) for part in shared}  # asked on all rows: other rules ask the same

        def holding(unit: Unit) -> Rows:
            rows: Rows | None = None
            for part, stops in tests[id(unit)]:
                if rows is None:
                    rows = np.flatnonzero(often[part][own.carried :] != stops) + own.carried
                else:
                    true = often[part][rows] if part in often else Where(own, rows).true((part,))
                    rows = rows[true != stops]
            return np.arange(own.carried, len(own), dtype=np.int64) if rows is None else rows

        return {id(unit): holding(unit) for unit in units}

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

    def _sequence(self, sequence: SequencePlan, hits: Hits, event: Callable[[Place], Event]) -> None:
        found = match_sequence(self.plan, sequence, hits, event)
        self.searches_cut += found.searches_cut
        rows: dict[str, list[int]] = {}
        for place, completed in found.completed.items():
            hits.completed.setdefault(place, {})[sequence.rule] = completed
            rows.setdefault(place[0], []).append(place[1])
        for kind, fired in rows.items():
            hits.rows[kind, sequence.rule] = np.array(sorted(fired), dtype=np.int64)
            if sequence.rule in self.remembered:
                hits.columns[kind].fired_on(sequence.rule)[fired] = True


def _narrowed(unit: Unit, rows: Rows, own: KindColumns, windows: Windows) -> Rows:
    """The candidates on which the conditions on windows hold as well."""
    for part, stops in _tests(unit, windows=True):
        if not len(rows):
            break
        true = Where(own, rows, windows).true((part,))
        rows = rows[~true] if stops else rows[true]
    return rows


def _tests(unit: Unit, *, windows: bool) -> list[tuple[Expression, bool]]:
    """A unit's conditions with or without windows, and whether each stops it; the telling and cheap ones first."""
    tests = [(part, False) for when in unit.when for part in conjuncts(when) if _windows(part) is windows]
    tests += [(line, True) for line in unit.unless if _windows(line) is windows]
    tests.sort(key=lambda test: cost(test[0]) / max(1e-6, chance(test[0]) if test[1] else 1 - chance(test[0])))
    return tests


def _windows(node: Expression) -> bool:
    return any(isinstance(part, Window) for part in walk(node))


def _bare(node: Mentions) -> Mentions:
    """A condition as it reads its own event."""
    scope = next(iter(scopes(node)), "")
    return rescoped(node, scope, "")  # type: ignore[return-value]  # the same node, read from elsewhere
