"""Whole tables through a guard's rules, chunk by chunk: decisions on people in danger, all findings as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from fraudguard.events import Event
from fraudguard.events.tables import event_of, table_of
from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.extras import typed
from fraudguard.pack.tree import Type, Window, walk
from fraudguard.scoring.carrying import carried_rows
from fraudguard.scoring.columnar import Columnar
from fraudguard.scoring.columns import Flags, Rows
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.found import Found, found_in
from fraudguard.scoring.hits import Hits, Place
from fraudguard.scoring.reads import fields_read
from fraudguard.scoring.risk import Entry

__all__ = ["Batch", "Scored"]

_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Scored:
    """
    A chunk that was scored.

    ``decisions`` are those on events with a finding for somebody who is suspected to be in danger (who has a core
    finding), in order; everybody else's standing is "none". ``findings`` has a row for every finding of a rule:
    ``rule, subject, event_id, at, status, told``; ``told`` says that a decision holds it too.
    """

    events: int
    decisions: tuple[Decision, ...]
    findings: pl.DataFrame


@dataclass(slots=True)
class _Alone:
    """Support findings of subjects without a core one: the latest of each rule, in case a core one comes."""

    frame: pl.DataFrame | None = None

    def take(self, path: str, values: Sequence[str]) -> Iterator[tuple[str, str, int, str]]:
        """Take out those of some subjects: value, rule, instant, event id."""
        if self.frame is None or not values:
            return
        of = (pl.col("path") == path) & pl.col("value").is_in(values)
        taken = self.frame.filter(of)
        self.frame = self.frame.filter(~of)
        yield from taken.select("value", "rule", "at", "id").iter_rows()

    def add(self, more: pl.DataFrame, oldest: int) -> None:
        """Add later ones and forget those at or before ``oldest``."""
        frame = more if self.frame is None else pl.concat([self.frame, more])
        self.frame = frame.filter(pl.col("at") > oldest).unique(
            ["path", "value", "rule"], keep="last", maintain_order=True
        )


@dataclass(eq=False)
class Batch:
    """
    A guard's engine over tables.

    The engine's own windows and sequences stay empty: what they need lies in the columns that are carried from chunk
    to chunk. Its ledger and episodes are used and go on from where they are. ``reads`` are the columns of each kind
    that are looked at; tables may come without the others.
    """

    engine: Engine
    _carried: dict[str, pl.DataFrame] = field(default_factory=dict)
    _fired: dict[str, dict[str, Flags]] = field(default_factory=dict)
    _suspected: dict[str, dict[str, int]] = field(default_factory=dict)
    _alone: _Alone = field(default_factory=_Alone)

    def __post_init__(self) -> None:
        plan = self.engine.plan
        self.columnar = Columnar(plan)
        self._rules = plan.pack.rules
        self._numbers = {rule.id: number for number, rule in enumerate(self._rules)}
        self.reads = fields_read(plan.pack)
        self._subjects = {rule.id: rule.subject for rule in self._rules}
        self._paths = sorted({rule.subject for rule in self._rules} | {"person.key"})
        self._horizon = max((group.horizon + 1 for group in plan.pack.groups.values()), default=0) * _HOUR
        self._extras = {name: str(kind.value) for name, kind in plan.pack.settings.extra.items()}
        self._nodes = {
            rule.id: tuple(dict.fromkeys(part for part in walk(rule.when) if isinstance(part, Window)))
            for rule in self._rules
            if rule.when is not None
        }

    @property
    def searches_cut(self) -> int:
        """As in `Guard`."""
        return self.columnar.searches_cut

    def tables(self, events: Iterable[Event]) -> dict[str, pl.DataFrame]:
        """
        Events as `score` takes them, by kind, in the order in which they come.

        Persons must have been worked out (`fraudguard.events.resolve`).
        """
        by_kind: dict[str, list[Event]] = {}
        for event in events:
            by_kind.setdefault(event.kind, []).append(event)
        return {kind: table_of(kind, some, self._extras, _typed) for kind, some in by_kind.items()}

    def score(self, frames: Mapping[str, pl.DataFrame], *, observe: bool = False) -> Scored:
        """
        Score the tables of a chunk, by kind (`fraudguard.events.tables`), each ordered by (at, id).

        Every event must come after every event of the chunks before, ids must be new, and there are no retractions.
        With ``observe`` the events are only remembered. Raises `InexactError` when numbers are too large for columns;
        nothing has changed then.
        """
        frames = {
            kind: frame.select(name for name in frame.columns if name in self.reads[kind])
            for kind, frame in frames.items()
            if frame.height
        }
        if not frames:
            return Scored(0, (), _no_findings())
        whole = {
            kind: pl.concat([self._carried[kind], frames[kind]], how="diagonal")
            if kind in frames and kind in self._carried
            else frames.get(kind, self._carried.get(kind, pl.DataFrame()))
            for kind in {**self._carried, **frames}
        }
        carried = {kind: frame.height for kind, frame in self._carried.items()}
        events: dict[Place, Event] = {}

        def event(place: Place) -> Event:
            if place not in events:
                kind, row = place
                events[place] = self._event(kind, whole[kind].row(row, named=True))
            return events[place]

        hits = self.columnar.run(whole, carried, self._fired, event)
        last = int(hits.order.at[-1])
        decisions: tuple[Decision, ...] = ()
        findings = _no_findings()
        if not observe:
            found = found_in(hits, self._numbers, self._subjects, self._paths)
            statuses = self._statuses(found, hits)
            told = self._concerning(found, statuses, hits, last)
            findings = self._table(found, statuses, told, hits)
            decisions = tuple(self._decisions(found, told, hits, event))
        self._carried, self._fired = carried_rows(hits, self.columnar)
        return Scored(sum(frame.height for frame in frames.values()), decisions, findings)

    def _event(self, kind: str, row: Mapping[str, Any]) -> Event:
        event = event_of(kind, row, self.engine.people, self._extras)
        event.at_us  # noqa: B018  # worked out once, here
        return event

    # -- findings ---------------------------------------------------------------------------------

    def _statuses(self, found: Found, hits: Hits) -> np.ndarray:
        """``active``, ``shadow`` or ``snoozed`` of each finding."""
        statuses = np.array([rule.status for rule in self._rules], dtype=object)[found.rule]
        pack, kinds = self.engine.plan.pack, list(hits.columns.values())
        snoozed = [
            number for number, rule in enumerate(self._rules) if rule.status == "active" and rule.id in pack.snoozes
        ]
        for place in np.flatnonzero(np.isin(found.rule, snoozed)).tolist() if snoozed else ():
            own, source = kinds[int(found.kind[place])], self._rules[int(found.rule[place])]
            row = int(found.row[place])
            who = own.value(source.subject, row)
            if pack.snooze(source.id, None if who is None else str(who), int(own.at[row])) is not None:
                statuses[place] = "snoozed"
        return statuses

    def _concerning(self, found: Found, statuses: np.ndarray, hits: Hits, last: int) -> Flags:
        """Which findings are about somebody with a core finding now or lately; the others are kept for later."""
        core = np.array([rule.role == "core" for rule in self._rules], dtype=np.bool_)[found.rule]
        counts = core & (statuses == "active")
        at, people = found.leads
        alarms = np.union1d(found.position[counts & (found.who < 0)], at[people < 0])
        told: Flags = (found.who < 0) & np.isin(found.position, alarms)  # an event that is a subject itself
        for number, path in enumerate(self._paths):
            about = (found.path == number) & (found.who >= 0)
            suspected = self._suspected.setdefault(path, {})
            now = np.unique(found.who[about & counts])
            if path == "person.key":
                now = np.union1d(now, people[people >= 0])
            fresh = sorted(found.names[number].gather(now).to_list())
            for value, rule, when, event_id in self._alone.take(path, fresh):
                self._remember(path, value, self._rules[self._numbers[rule]], when, event_id)
            suspected |= dict.fromkeys(fresh, last)
            if suspected:
                known = found.names[number].is_in(list(suspected)).to_numpy()
                told[about] |= known[found.who[about]]
            for value in [value for value, when in suspected.items() if when <= last - self._horizon]:
                del suspected[value]  # nothing of theirs counts for any event of the next chunk
        points = np.array([rule.points > 0 for rule in self._rules], dtype=np.bool_)[found.rule]
        self._keep(found.where(~told & (statuses == "active") & (found.who >= 0) & points), hits, last)
        return told

    def _keep(self, found: Found, hits: Hits, last: int) -> None:
        """Put support findings aside."""
        if not len(found):
            return
        ids, at = self._of_events(found, hits)
        values = pl.Series([None], dtype=pl.String).new_from_index(0, len(found))
        for number, names in enumerate(found.names):
            places = np.flatnonzero(found.path == number)
            values = values.scatter(places, names.gather(found.who[places]))
        columns = {
            "path": pl.Series(self._paths).gather(found.path),
            "value": values,
            "rule": pl.Series([rule.id for rule in self._rules]).gather(found.rule),
            "at": at,
            "id": ids,
        }
        self._alone.add(pl.DataFrame(columns), last - self._horizon)

    @staticmethod
    def _of_events(found: Found, hits: Hits) -> tuple[pl.Series, Rows]:
        """The ids and the instants of the events of findings."""
        ids = pl.Series([None], dtype=pl.String).new_from_index(0, len(found))
        for kind, places in found.by_kind():
            own = list(hits.columns.values())[kind]
            ids = ids.scatter(places, own.column("id").gather(found.row[places]))
        return ids, hits.order.at[found.position]

    def _remember(self, path: str, value: str, rule: CheckedRule, at: int, event_id: str) -> None:
        """Put a support finding of before into the ledger of its subject."""
        token = self.engine.plan.token(value)
        subject = f"person:{token}" if path == "person.key" else f"{path}:{token}"
        textual = self.engine.plan.pack.groups[rule.group].textual
        entry: Entry = (at, event_id, rule.id, rule.points, rule.group, rule.scam, rule.role == "core", textual)
        ledger = self.engine.memory.ledger
        rules = ledger.find(subject)
        if rules is None:
            ledger.add(subject, rules := {})
        rules.setdefault(rule.id, []).append(entry)

    # -- decisions --------------------------------------------------------------------------------

    def _decisions(self, found: Found, told: Flags, hits: Hits, event: Any) -> Iterator[Decision]:
        kinds = list(hits.columns)
        chosen = found.where(told)
        values = self._window_values(chosen, hits)
        rules: dict[Place, list[str]] = {}
        for rule, kind, row in zip(chosen.rule.tolist(), chosen.kind.tolist(), chosen.row.tolist(), strict=True):
            rules.setdefault((kinds[kind], row), []).append(self._rules[rule].id)
        if "lead" in hits.columns:
            lead = hits.columns["lead"]
            for row in range(lead.carried, len(lead)):
                rules.setdefault(("lead", row), [])
        for place in sorted(rules, key=hits.position):
            chains = {rule: told() for rule, told in hits.completed.get(place, {}).items()}
            yield self.engine.decide(event(place), rules[place], values.get(place, {}), chains)

    def _window_values(self, chosen: Found, hits: Hits) -> dict[Place, dict[int, object]]:
        """What the windows of the rules that fired had counted, by event and place of the window."""
        found: dict[Place, dict[int, object]] = {}
        kinds = list(hits.columns)
        for rule in np.unique(chosen.rule).tolist():
            nodes = self._nodes.get(self._rules[rule].id, ())
            kind = self._rules[rule].kind
            if not nodes:
                continue
            places = self.engine.plan.kinds[kind].places
            rows = np.unique(chosen.row[(chosen.rule == rule) & (chosen.kind == kinds.index(kind))])
            for node in nodes:
                values = hits.windows[kind].values(node, rows).to_list()
                for row, value in zip(rows.tolist(), values, strict=True):
                    found.setdefault((kind, row), {})[places[id(node)]] = self._as_seen(node, value)
        return found

    def _as_seen(self, node: Window, value: Any) -> object:
        """A window's value as the online engine has it."""
        if isinstance(value, str) and node.type is Type.TEXT:
            return self.engine.plan.token(value)
        exact = node.function not in ("mean", "seconds_since")
        return int(value) if exact and type(value) is float and value.is_integer() else value

    # -- all findings -----------------------------------------------------------------------------

    def _table(self, found: Found, statuses: np.ndarray, told: Flags, hits: Hits) -> pl.DataFrame:
        if not len(found):
            return _no_findings()
        ids, at = self._of_events(found, hits)
        token = self.engine.plan.token
        prefixes = ["person" if path == "person.key" else path for path in self._paths]
        tokens = [
            [f"{prefix}:{token(str(one))}" for one in names.to_list()]
            for prefix, names in zip(prefixes, found.names, strict=True)
        ]
        columns = {
            "rule": pl.Series([rule.id for rule in self._rules]).gather(found.rule),
            "subject": found.subjects(tokens, ids),
            "event_id": ids,
            "at": at,
            "status": pl.Series(statuses.tolist(), dtype=pl.String),
            "told": told,
        }
        return pl.DataFrame(columns)


def _typed(value: object, declared: str) -> object:
    return typed(value, Type(declared))


def _no_findings() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "rule": pl.String,
            "subject": pl.String,
            "event_id": pl.String,
            "at": pl.Int64,
            "status": pl.String,
            "told": pl.Boolean,
        }
    )
