"""A run over tables: events collected into chunks, scored as columns, told as a guard would tell them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from fraudguard.events import Event, resolve
from fraudguard.events.tables import table_of
from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.known_ids import KnownIds
from fraudguard.feeds.outputs import FINDING_COLUMNS, Outputs
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.extras import typed
from fraudguard.pack.tree import Type
from fraudguard.scoring.guard import Guard

if TYPE_CHECKING:
    import polars as pl

    from fraudguard.scoring.batch import Scored

__all__ = ["CHUNK", "Chunks", "ColumnarRun", "UnfitError"]

CHUNK = 200_000
"""Events scored together. What a chunk costs beside its events is about half a second with the shipped pack."""


class UnfitError(Exception):
    """A feed that columns cannot answer for: it takes events back, or its numbers are too large. It says why."""


class Chunks:
    """
    Events in the order of (at, id) through a guard's rules, a chunk at a time; ``told`` hears of each that was scored.

    Nothing is kept in the guard but what tickets need. Duplicates and scored events are counted in ``outcomes``. Raises
    `UnfitError` for a correction or a retraction; then the run has to begin again, event by event.
    """

    def __init__(self, guard: Guard, key: bytes, outcomes: Counter[str], told: Callable[[Scored], None]) -> None:
        self.guard = guard
        self.known = KnownIds(guard.pack.settings, key, guard.people)
        self._batch = guard.batch()
        self._extras = {name: declared.value for name, declared in guard.pack.settings.extra.items()}
        self._outcomes = outcomes
        self._told = told
        self._waiting: dict[str, list[Event]] = {}
        self._count = 0
        self._observing = False

    @property
    def searches_cut(self) -> int:
        """As in `Guard`."""
        return self._batch.searches_cut

    def add(self, event: Event, *, history: bool = False) -> Event:
        """Take the next event, which comes back with its person worked out; the books learn what becomes of it."""
        if event.kind == "retraction":
            raise UnfitError("retraction")
        event = resolve(event, self.guard.people)
        if self.known.instant_of(event.id) is not None:
            if not self.known.remembers(event):
                raise UnfitError("correction")
            self._outcomes["duplicate"] += not history
            return event
        self.known.add(event)
        if history is not self._observing or self._count >= CHUNK:
            self.flush()
            self._observing = history
        self._waiting.setdefault(event.kind, []).append(event)
        self._count += 1
        return event

    def flush(self) -> None:
        """Score what is waiting."""
        frames = {kind: table_of(kind, events, self._extras, _typed) for kind, events in self._waiting.items()}
        self._waiting, self._count = {}, 0
        self.take(frames, history=self._observing)

    def take(self, frames: Mapping[str, pl.DataFrame], *, history: bool) -> None:
        """Score the tables of a chunk, which comes after everything before, and tell."""
        from fraudguard.plan.to_polars import InexactError

        try:
            scored = self._batch.score(frames, observe=history)
        except InexactError as error:
            raise UnfitError(str(error)) from None
        if not history:
            self._outcomes["scored"] += scored.events
            self._told(scored)


class ColumnarRun(Chunks):
    """A run of chunks that writes what a guard would say of each event to outputs and books."""

    def __init__(self, guard: Guard, key: bytes, outputs: Outputs, accounts: Accounts) -> None:
        super().__init__(guard, key, accounts.outcomes, self._tell)
        self.outputs = outputs
        self.accounts = accounts

    def _tell(self, scored: Scored) -> None:
        for decision in scored.decisions:
            for finding in decision.findings:
                self.outputs.finding(finding)
                self.accounts.findings += finding.rule not in self.guard.rule_ids
            for ticket in decision.tickets:
                scam = self.guard.pack.taxonomy.get(ticket.scam)
                self.outputs.ticket(ticket, scam.zh if scam else "")
                self.accounts.levels[ticket.id] = ticket.level
                self.accounts.changes += 1
        statuses = dict(scored.findings["status"].value_counts().iter_rows())
        self.accounts.findings += statuses.get("active", 0)
        self.accounts.shadow_findings += statuses.get("shadow", 0)
        self.accounts.snoozed_findings += statuses.get("snoozed", 0)
        bare = scored.findings.remove("told")
        if bare.height:
            self.outputs.bare_findings(_with_rules(bare, self.guard.pack))


def _with_rules(findings: pl.DataFrame, pack: CheckedPack) -> pl.DataFrame:
    """Findings with what their rules say of all of them."""
    import polars as pl

    same = {
        "rule": [rule.id for rule in pack.rules],
        "title": [rule.title for rule in pack.rules],
        "scam": [rule.scam for rule in pack.rules],
        "stage": [rule.stage for rule in pack.rules],
        "group": [rule.group for rule in pack.rules],
        "role": [rule.role for rule in pack.rules],
        "points": [rule.points for rule in pack.rules],
        "floor": [rule.floor for rule in pack.rules],
        "urgent": [rule.urgent for rule in pack.rules],
        "textual": [pack.groups[rule.group].textual for rule in pack.rules],
        "advice": [list(rule.advice) for rule in pack.rules],
    }
    rules = pl.DataFrame(same, schema_overrides={"advice": pl.List(pl.String)})
    whole = findings.join(rules, on="rule", how="left", maintain_order="left")
    return whole.select(name for name in FINDING_COLUMNS if name in whole.columns)


def _typed(value: object, declared: str) -> object:
    return typed(value, Type(declared))
