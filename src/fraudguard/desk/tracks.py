"""What the ledger says of one case, gathered entry by entry for statistics: facts and changes only, no words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["CONFIRMED", "Episode", "Track"]

CONFIRMED = ("defrauded", "dissuaded", "aware")
"""Final verdicts that say that there was a scam, the gravest first."""

_VERDICTS = (*CONFIRMED, "false_alarm")
_TICKETS = frozenset({"opened", "joined", "raised", "rewarned"})
_LATEST = ("area", "position", "unit", "level", "urgent", "scam", "status", "payee")
_FIRST = ("signed_at", "reached_at", "met_at")


class Episode:
    """
    One warning of a person and what came of it: from the opening, or from a re-warning.

    ``final`` is the last final result; a return visit that finds it untrue takes it away. ``at_risk`` is the last
    amount named, in fen.
    """

    __slots__ = ("at_risk", "final")

    def __init__(self) -> None:
        self.final: Mapping[str, Any] | None = None
        self.at_risk: int | None = None

    def amount(self, name: str) -> int:
        """Money of the final result, fen; what no final result says is nothing."""
        return 0 if self.final is None else self.final[name] or 0


class Track:
    """
    One case as statistics see it; `read` takes its entries in the ledger's order.

    A case whose opening was not read stays ``unknown`` and counts nowhere.
    """

    __slots__ = (
        "answered", "area", "calls", "closed", "door_visits", "effective_visits", "episodes", "event_at", "exception",
        "level", "met_at", "missed", "opened_at", "owed", "payee", "position", "reached_at", "reported", "returns",
        "rewarned", "rules", "scam", "second_needed", "signed_at", "status", "tickets", "truthful", "unit", "unknown",
        "urgent",
    )  # fmt: skip

    def __init__(self) -> None:
        self.unknown = True
        self.area = self.position = self.unit = self.level = self.scam = self.status = ""
        self.urgent = self.payee = False
        self.opened_at = self.event_at = 0
        self.signed_at: int | None = None
        self.reached_at: int | None = None
        self.met_at: int | None = None
        self.rules: set[str] = set()
        self.episodes = [Episode()]
        self.tickets: dict[str, tuple[str, int]] = {}
        self.calls = self.answered = 0
        self.door_visits = self.effective_visits = 0
        self.returns = self.truthful = self.rewarned = 0
        self.missed: list[str] = []
        self.reported = self.closed = self.exception = False
        self.second_needed = self.owed = False

    def read(self, entry: Mapping[str, Any]) -> None:
        """Take one entry of the case."""
        kind, facts, change = entry["kind"], entry["facts"], entry["change"]
        if kind == "opened":
            self.unknown = False
            self.status = "new"
            self.opened_at, self.event_at = entry["at"], facts["event_at"]
        if kind == "rewarned":
            self.episodes.append(Episode())
            self.rewarned += 1
        self._change(change)
        if kind in _TICKETS:
            self.tickets.setdefault(facts["ticket"], (facts["scam"], facts["event_at"]))
        step = _STEPS.get(kind)
        if step is not None:
            step(self, facts, change)

    @property
    def verdict(self) -> str:
        """The gravest of the final verdicts of its episodes; empty while there is none."""
        found = {one.final["verdict"] for one in self.episodes if one.final is not None}
        return next((verdict for verdict in _VERDICTS if verdict in found), "")

    @property
    def kind_of_scam(self) -> str:
        """The type that officers established, else the one that was warned of."""
        said = [one.final["scam"] for one in self.episodes if one.final is not None and one.final["scam"]]
        return said[-1] if said else self.scam

    @property
    def losses_after(self) -> list[Episode]:
        """Episodes in which money left after the first warning."""
        return [one for one in self.losses if (one.final or {})["happened_at"] >= self.opened_at]

    @property
    def losses(self) -> list[Episode]:
        """Episodes that ended with a confirmed loss."""
        return [one for one in self.episodes if one.final is not None and one.final["verdict"] == "defrauded"]

    @property
    def contact_at(self) -> int | None:
        """When the person was first spoken to, by telephone or face to face."""
        return min((at for at in (self.reached_at, self.met_at) if at is not None), default=None)

    def _change(self, change: Mapping[str, Any]) -> None:
        for name in _LATEST:
            if name in change:
                setattr(self, name, change[name][1])
        for name in _FIRST:
            if name in change and getattr(self, name) is None:
                setattr(self, name, change[name][1])
        if "rules" in change:
            self.rules |= set(change["rules"][1])
        if "at_risk" in change and change["at_risk"][1] is not None:
            self.episodes[-1].at_risk = change["at_risk"][1]
        self.closed = self.closed or self.status == "closed"


def _called(track: Track, facts: Mapping[str, Any], _change: Mapping[str, Any]) -> None:
    track.calls += 1
    track.answered += facts.get("reached") in {"self", "relative"}


def _visited(track: Track, facts: Mapping[str, Any], _change: Mapping[str, Any]) -> None:
    if not facts["walk_in"]:
        track.door_visits += 1
        track.effective_visits += facts["met"] and facts.get("convinced") is not False


def _reported(track: Track, _facts: Mapping[str, Any], change: Mapping[str, Any]) -> None:
    track.reported = True
    outcome = change["outcome"][1] if "outcome" in change else None
    if outcome is None:  # the same result once more
        return
    if outcome["final"]:
        track.episodes[-1].final = outcome
        track.owed = False
    else:
        track.second_needed = track.owed = True


def _fed_back_again(track: Track, _facts: Mapping[str, Any], _change: Mapping[str, Any]) -> None:
    track.owed = False


def _returned(track: Track, facts: Mapping[str, Any], _change: Mapping[str, Any]) -> None:
    track.returns += 1
    track.truthful += facts["truthful"]
    if not facts["truthful"]:
        track.episodes[-1].final = None


def _missed(track: Track, facts: Mapping[str, Any], _change: Mapping[str, Any]) -> None:
    track.missed.append(facts["deadline"].partition(":")[0])


def _closed(track: Track, facts: Mapping[str, Any], _change: Mapping[str, Any]) -> None:
    track.exception = track.exception or facts["exception"]


_STEPS = {
    "call": _called,
    "visit": _visited,
    "result": _reported,
    "second_feedback": _fed_back_again,
    "return_visit": _returned,
    "missed": _missed,
    "close": _closed,
}
