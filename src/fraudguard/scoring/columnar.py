"""A plan over columns: which rules fire on which events, level by level, and the sequences they complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from fraudguard.events import Event
from fraudguard.pack.tree import Expression, Fired, Mentions, Window, walk
from fraudguard.plan.compile import Plan
from fraudguard.plan.estimate import chance, cost
from fraudguard.plan.kind_source import Block, Unit
from fraudguard.plan.records import Slot
from fraudguard.plan.scopes import conjuncts, rescoped, scopes
from fraudguard.scoring.chains import Chains, Completed
from fraudguard.scoring.columns import KindColumns, Rows, Where, columns_of, needed_keys
from fraudguard.scoring.memory import NO_FLOOR
from fraudguard.scoring.text_columns import Phrases
from fraudguard.scoring.window_columns import Windows

__all__ = ["Columnar", "Hits"]

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


@dataclass(slots=True)
class _Steps:
    """What units brought for sequences: of an event its (sequence, step, captured values)."""

    taken: dict[Place, list[tuple[int, int, tuple[Any, ...]]]] = field(default_factory=dict)


class Columnar:
    """
    The evaluation of a plan over whole tables.

    ``chains`` keeps the candidates of sequences from chunk to chunk; ``event`` makes the event of a row.
    """

    def __init__(self, plan: Plan, chains: Chains) -> None:
        self.plan = plan
        self.chains = chains
        conditions = [
            (kind, part)
            for kind, blocks in plan.blocks.items()
            for block in blocks
            for unit in block.units
            for line in (*unit.when, *unit.unless)
            for part in walk(line)
        ]
        self.windows = [(kind, part) for kind, part in conditions if isinstance(part, Window)]
        self.phrases = Phrases(_bare(part) for _, part in conditions if isinstance(part, Mentions))
        self.asked = {part.rule for _, part in conditions if isinstance(part, Fired)}
        self.keyed = needed_keys(self.windows)
        for rule in plan.pack.rules:
            for kind in plan.blocks if rule.kind == "" else (rule.kind,):
                self.keyed.setdefault(kind, set()).add("person.key")
                if rule.kind:
                    self.keyed[kind].add(rule.subject)
        self._told = {
            rule
            for sequence in plan.sequences
            for rule in (*(step.rule for step in sequence.steps if step.rule), *sequence.unless)
        }
        self._levels = sorted(
            {block.level for blocks in plan.blocks.values() for block in blocks} | set(plan.sequence_levels)
        )

    def run(
        self,
        frames: Mapping[str, pl.DataFrame],
        carried: Mapping[str, int],
        fired: Mapping[str, Mapping[str, np.ndarray]],
        event: Callable[[Place], Event],
    ) -> Hits:
        """
        What fires on the rows of ``frames`` after the carried ones.

        ``fired`` are the findings on carried rows that windows ask for. Raises `InexactError` when numbers are too
        large for columns.
        """
        columns = columns_of(frames, carried, self.plan.pack, self.phrases, self.keyed)
        shared: dict[Any, Any] = {}
        hits = Hits(columns, {kind: Windows(own, columns, shared) for kind, own in columns.items()})
        for kind, rules in fired.items():
            for rule, flags in rules.items():
                columns[kind].fired_on(rule)[: len(flags)] = flags
        candidates = {kind: self._candidates(own) for kind, own in columns.items()}
        steps = _Steps()
        for level in self._levels:
            for kind, blocks in self.plan.blocks.items():
                if kind not in columns:
                    continue
                for block in blocks:
                    if block.level == level:
                        self._block(kind, block, hits, candidates[kind], steps)
            if level in self.plan.sequence_levels:
                self._chains(level, hits, steps, event)
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

    def _block(self, kind: str, block: Block, hits: Hits, candidates: Mapping[int, Rows], steps: _Steps) -> None:
        own, windows = hits.columns[kind], hits.windows[kind]
        for unit in block.units:
            rows = _narrowed(unit, candidates[id(unit)], own, windows)
            if not len(rows):
                continue
            if unit.rule:
                hits.rows[kind, unit.rule] = rows
                if unit.rule in self.asked:
                    own.fired_on(unit.rule)[rows] = True
            for sequence, step, captures in unit.steps:
                values = self._captured(captures, own, windows, rows)
                for row, captured in zip(rows.tolist(), values, strict=True):
                    steps.taken.setdefault((kind, row), []).append((sequence, step, captured))

    def _captured(
        self, captures: Sequence[Slot], own: KindColumns, windows: Windows, rows: Rows
    ) -> Iterable[tuple[Any, ...]]:
        """What a step keeps of each row."""
        if not captures:
            return [()] * len(rows)
        lists = []
        for slot in captures:
            where = Where(own, rows, windows)
            values = where.series(slot.node, condition=slot.form in ("true", "false")).to_list()
            if slot.form == "token":
                values = [None if one is None else self.plan.token(one) for one in values]
            elif slot.form in ("true", "false"):
                values = [one is (slot.form == "true") for one in values]
            else:
                values = [_plain(one) for one in values]
            lists.append(values)
        return list(zip(*lists, strict=True))

    # -- sequences --------------------------------------------------------------------------------

    def _chains(self, level: int, hits: Hits, steps: _Steps, event: Callable[[Place], Event]) -> None:
        """Match the sequences of a level over the events that brought something for one, in order."""
        fired: dict[Place, list[str]] = {}
        for (kind, rule), rows in hits.rows.items():
            if rule in self._told:
                for row in rows.tolist():
                    fired.setdefault((kind, row), []).append(rule)
        wanted = set(self.plan.sequence_levels[level])
        brings = {
            place for place, taken in steps.taken.items() if any(sequence in wanted for sequence, _, _ in taken)
        }
        places = sorted(brings | fired.keys(), key=lambda place: hits.columns[place[0]].position[place[1]])
        found: dict[tuple[str, str], list[int]] = {}
        for place in places:
            kind, row = place
            own = hits.columns[kind]
            happened = fired.get(place, [])
            before = len(happened)
            subject = own.column("person.key")[row]
            self.chains.begin(NO_FLOOR, idle=False)
            self.chains.advance(
                level,
                event(place),
                int(own.at[row]),
                own.column("id")[row],
                None if subject is None else self.plan.token(subject),
                happened,
                steps.taken.get(place, []),
            )
            for rule in happened[before:]:
                found.setdefault((kind, rule), []).append(row)
                hits.completed.setdefault(place, {})[rule] = self.chains.completed[rule]
        for (kind, rule), rows in found.items():
            hits.rows[kind, rule] = np.array(rows, dtype=np.int64)
            if rule in self.asked:
                hits.columns[kind].fired_on(rule)[rows] = True


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
