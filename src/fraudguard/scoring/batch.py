"""Whole tables through a guard's rules, chunk by chunk: decisions on people in danger, all findings as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from fraudguard.events import Event
from fraudguard.events.tables import event_of
from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.tree import Type, Window, walk
from fraudguard.scoring.carrying import carried_rows
from fraudguard.scoring.columnar import Columnar
from fraudguard.scoring.columns import Flags, Rows
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.hits import Hits, Place
from fraudguard.scoring.risk import Entry

__all__ = ["Batch", "Scored"]

_HOUR = 3_600_000_000
_RULE, _KIND, _ROW, _POSITION, _SUBJECT, _CODE = range(6)


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
    to chunk. Its ledger and episodes are used and go on from where they are.
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

    def score(self, frames: Mapping[str, pl.DataFrame], *, observe: bool = False) -> Scored:
        """
        Score the tables of a chunk, by kind (`fraudguard.events.tables`), each ordered by (at, id).

        Every event must come after every event of the chunks before, ids must be new, and there are no retractions.
        With ``observe`` the events are only remembered. Raises `InexactError` when numbers are too large for columns;
        nothing has changed then.
        """
        frames = {kind: frame for kind, frame in frames.items() if frame.height}
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
            found = self._found(hits)
            told = self._concerning(found, hits, last)
            findings = self._table(found, told, hits)
            decisions = tuple(self._decisions(found, told, hits, event))
        self._carried, self._fired = carried_rows(hits, self.columnar)
        return Scored(sum(frame.height for frame in frames.values()), decisions, findings)

    def _event(self, kind: str, row: Mapping[str, Any]) -> Event:
        event = event_of(kind, row, self.engine.people, self._extras)
        event.at_us  # noqa: B018  # worked out once, here
        return event

    # -- findings ---------------------------------------------------------------------------------

    def _found(self, hits: Hits) -> Rows:
        """Every finding as a row of numbers: rule, kind, row, position, subject path, subject; by position and rule."""
        kinds = list(hits.columns)
        parts = []
        for (kind, rule), rows in hits.rows.items():
            own, source = hits.columns[kind], self.engine.plan.rules[rule]
            codes = own.keys.get(source.subject)
            part = np.empty((6, len(rows)), dtype=np.int64)
            part[_RULE] = self._numbers[rule]
            part[_KIND] = kinds.index(kind)
            part[_ROW] = rows
            part[_POSITION] = own.position[rows]
            part[_SUBJECT] = self._paths.index(source.subject)
            part[_CODE] = -1 if codes is None else codes[rows]
            parts.append(part)
        if not parts:
            return np.empty((6, 0), dtype=np.int64)
        found = np.concatenate(parts, axis=1)
        return found[:, np.argsort(found[_POSITION], kind="stable")]

    def _statuses(self, found: Rows, hits: Hits) -> np.ndarray:
        """``active``, ``shadow`` or ``snoozed`` of each finding."""
        statuses = np.array([rule.status for rule in self._rules], dtype=object)[found[_RULE]]
        pack, kinds = self.engine.plan.pack, list(hits.columns)
        snoozed = {
            number for number, rule in enumerate(self._rules) if rule.status == "active" and rule.id in pack.snoozes
        }
        for place in np.flatnonzero(np.isin(found[_RULE], list(snoozed))).tolist() if snoozed else ():
            rule, kind, row = (int(found[i, place]) for i in (_RULE, _KIND, _ROW))
            own, source = hits.columns[kinds[kind]], self._rules[rule]
            who = own.value(source.subject, row)
            if pack.snooze(source.id, None if who is None else str(who), int(own.at[row])) is not None:
                statuses[place] = "snoozed"
        return statuses  # type: ignore[no-any-return]  # an array of objects

    def _concerning(self, found: Rows, hits: Hits, last: int) -> Flags:
        """Which findings are about somebody with a core finding now or lately; the others are kept for later."""
        statuses = self._statuses(found, hits)
        core = np.array([rule.role == "core" for rule in self._rules], dtype=np.bool_)[found[_RULE]]
        counts = core & (statuses == "active")
        told: Flags = (found[_CODE] < 0) & np.isin(found[_POSITION], self._alarms_of_nobody(found[:, counts], hits))
        for number, path in enumerate(self._paths):
            about = (found[_SUBJECT] == number) & (found[_CODE] >= 0)
            suspected = self._suspected.setdefault(path, {})
            names = _Names(hits, path)
            now = np.unique(found[_CODE][about & counts])
            if path == "person.key" and "lead" in hits.columns:
                lead = hits.columns["lead"]
                now = np.union1d(now, lead.keys[path][lead.carried :])
            now = now[now >= 0]
            fresh = names.of(now)
            for value, rule, at, event_id in self._alone.take(path, fresh):
                self._remember(path, value, self._rules[self._numbers[rule]], at, event_id)
            suspected |= dict.fromkeys(fresh, last)
            told |= about & np.isin(found[_CODE], names.codes(suspected))
            for value in [value for value, at in suspected.items() if at <= last - self._horizon]:
                del suspected[value]  # nothing of theirs counts for any event of the next chunk
        self._keep(found, ~told & (statuses == "active") & (found[_CODE] >= 0), hits, last)
        return told

    def _alarms_of_nobody(self, core: Rows, hits: Hits) -> Rows:
        """The positions of events that are subjects themselves, nobody else being known, and have a core finding."""
        positions: Rows = core[_POSITION][core[_CODE] < 0]
        lead = hits.columns.get("lead")
        if lead is None:
            return positions
        return np.union1d(positions, lead.position[lead.carried :][lead.keys["person.key"][lead.carried :] < 0])

    def _keep(self, found: Rows, alone: Flags, hits: Hits, last: int) -> None:
        """Put support findings aside."""
        points = np.array([rule.points > 0 for rule in self._rules], dtype=np.bool_)[found[_RULE]]
        chosen = found[:, alone & points]
        frames = []
        for (kind, path), part in self._by_subject(chosen, hits):
            own = hits.columns[kind]
            frames.append(
                pl.DataFrame(
                    {
                        "path": pl.Series([path]).new_from_index(0, part.shape[1]),
                        "value": own.column(path).gather(part[_ROW]),
                        "rule": pl.Series([rule.id for rule in self._rules]).gather(part[_RULE]),
                        "at": own.at[part[_ROW]],
                        "id": own.column("id").gather(part[_ROW]),
                        "position": part[_POSITION],
                    }
                )
            )
        if frames:
            self._alone.add(pl.concat(frames).sort("position").drop("position"), last - self._horizon)

    def _by_subject(self, found: Rows, hits: Hits) -> Iterator[tuple[tuple[str, str], Rows]]:
        for number, kind in enumerate(hits.columns):
            for place, path in enumerate(self._paths):
                chosen = (found[_KIND] == number) & (found[_SUBJECT] == place)
                if chosen.any():
                    yield (kind, path), found[:, chosen]

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

    def _decisions(self, found: Rows, told: Flags, hits: Hits, event: Any) -> Iterator[Decision]:
        kinds = list(hits.columns)
        chosen = found[:, told]
        values = self._window_values(chosen, hits)
        rules: dict[Place, list[str]] = {}
        for rule, kind, row in chosen[:3].T.tolist():
            rules.setdefault((kinds[kind], row), []).append(self._rules[rule].id)
        if "lead" in hits.columns:
            lead = hits.columns["lead"]
            for row in range(lead.carried, len(lead)):
                rules.setdefault(("lead", row), [])
        for place in sorted(rules, key=hits.position):
            chains = {rule: told() for rule, told in hits.completed.get(place, {}).items()}
            yield self.engine.decide(event(place), rules[place], values.get(place, {}), chains)

    def _window_values(self, chosen: Rows, hits: Hits) -> dict[Place, dict[int, object]]:
        """What the windows of the rules that fired had counted, by event and place of the window."""
        found: dict[Place, dict[int, object]] = {}
        kinds = list(hits.columns)
        for rule in np.unique(chosen[_RULE]).tolist():
            nodes = self._nodes.get(self._rules[rule].id, ())
            kind = self._rules[rule].kind
            if not nodes:
                continue
            places = self.engine.plan.kinds[kind].places
            rows = np.unique(chosen[_ROW][(chosen[_RULE] == rule) & (chosen[_KIND] == kinds.index(kind))])
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

    def _table(self, found: Rows, told: Flags, hits: Hits) -> pl.DataFrame:
        statuses = pl.Series(self._statuses(found, hits).tolist(), dtype=pl.String)
        frames = []
        order = np.arange(found.shape[1])
        numbers = pl.DataFrame(
            {"rule": found[_RULE], "kind": found[_KIND], "row": found[_ROW], "path": found[_SUBJECT]}
        )
        numbers = numbers.with_columns(told=pl.Series(told), status=statuses, order=pl.Series(order))
        for (kind, path), part in numbers.group_by("kind", "path"):
            own, name = hits.columns[list(hits.columns)[kind]], self._paths[path]
            rows = part["row"].to_numpy()
            ids = own.column("id").gather(rows)
            frames.append(
                part.select("order", "told", "status").with_columns(
                    rule=pl.Series([rule.id for rule in self._rules]).gather(part["rule"]),
                    event_id=ids,
                    at=pl.Series(own.at[rows]),
                    subject=self._subjects(name, own.column(name).gather(rows), ids),
                )
            )
        if not frames:
            return _no_findings()
        return pl.concat(frames).sort("order").select(_no_findings().columns)

    def _subjects(self, path: str, values: pl.Series, ids: pl.Series) -> pl.Series:
        prefix = "person" if path == "person.key" else path
        distinct = values.drop_nulls().unique()
        tokens = pl.Series(
            [f"{prefix}:{self.engine.plan.token(str(one))}" for one in distinct.to_list()], dtype=pl.String
        )
        named = values.replace_strict(distinct, tokens, default=None, return_dtype=pl.String)
        return named.zip_with(named.is_not_null(), "event:" + ids)


class _Names:
    """The values of a subject's path by their numbers, and back, in a chunk."""

    def __init__(self, hits: Hits, path: str) -> None:
        parts = [
            pl.DataFrame({"code": own.keys[path], "value": own.column(path).cast(pl.String)})
            for own in hits.columns.values()
            if path in own.keys
        ]
        self._parts = parts

    def of(self, codes: Rows) -> list[str]:
        """The values of some numbers."""
        wanted = pl.Series(codes)
        found = [part.filter(pl.col("code").is_in(wanted.implode())).unique("code") for part in self._parts]
        return sorted(pl.concat(found)["value"].unique().to_list()) if found and len(codes) else []

    def codes(self, values: Mapping[str, object]) -> Rows:
        """The numbers of some values."""
        if not values or not self._parts:
            return np.zeros(0, dtype=np.int64)
        wanted = pl.Series(list(values), dtype=pl.String)
        found = [part.filter(pl.col("value").is_in(wanted.implode()))["code"] for part in self._parts]
        return np.asarray(pl.concat(found).unique().to_numpy(), dtype=np.int64)


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
