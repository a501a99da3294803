"""The interpreter of the state machine: a case and an action give the entries that change it, or a `CaseError`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fraudguard.desk.actions import Action, CallAttempt, Close, Result, ReturnVisit
from fraudguard.desk.case import NOBODY, ORDER, STATUS_ZH, TIERS, Case, Entry, advanced, changes
from fraudguard.desk.clocks import Clocks
from fraudguard.desk.effects import EFFECTS
from fraudguard.desk.needs import NEEDS
from fraudguard.desk.steps import ACTION_ZH, STEPS
from fraudguard.errors import CaseError, Fault
from fraudguard.events.masking import mask
from fraudguard.events.moment import microseconds

__all__ = ["Lifecycle", "Worked"]

_MEASURES = ("leader_visit", "awakening_room", "relatives_call", "bank_protective_stop")
"""What a third denial calls for (DOMAIN 8.4)."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A case after a step, and the entries that led there, in order."""

    case: Case
    entries: tuple[Entry, ...]


class _Writer:
    """Collects the entries of one step."""

    def __init__(self, case: Case, at: int, by: str) -> None:
        self.case = case
        self.at = at
        self.by = by
        self.entries: list[Entry] = []

    def put(
        self,
        kind: str,
        facts: Mapping[str, Any],
        after: Mapping[str, Any],
        words: Mapping[str, Any] | None = None,
        *,
        by: str | None = None,
    ) -> None:
        change = changes(self.case, after)
        self.entries.append(Entry(kind, self.at, self.by if by is None else by, facts, change, words))
        self.case = advanced(self.case, change)

    def worked(self) -> Worked:
        return Worked(self.case, tuple(self.entries))


class Lifecycle:
    """
    Applies actions, clocks and absences to cases. Pure: the same case, step and time give the same entries.

    The policy decides when entries are made; entries say what changed, so a ledger reads the same under another policy.
    """

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks
        self.policy = clocks.desk

    def act(self, case: Case, action: Action, at: int) -> Worked:
        """
        The case after an officer's action at ``at``.

        Raises `CaseError` with everything that is missing. Closing a closed case changes nothing.
        """
        if action.kind == "close" and case.status == "closed":
            return Worked(case, ())
        step = STEPS[action.kind, self._outcome(case, action)]
        to = step.leads(case.status)
        if to is None:
            raise CaseError.of([_refused(case, action, step.first)])
        guard = NEEDS.get(action.kind)
        faults = guard(case, action, self.policy, at) if guard is not None else ()
        if faults:
            raise CaseError.of(faults)
        writer = _Writer(case, at, action.by)
        facts = _facts(action)
        after: dict[str, Any] = {"status": to}
        if case.status == to == "suspended":  # what is done during a watch moves the state it comes back to
            after["prior"] = step.leads(case.prior) or case.prior
        effect = EFFECTS.get(action.kind)
        if effect is not None:
            after |= effect(case, action, at, self.clocks)
        words = {"remark": action.remark} if action.remark else None
        writer.put(action.kind, facts, after, words)
        self._follow(writer, action)
        return writer.worked()

    def tick(self, case: Case, now: int) -> Worked:
        """What the clocks do up to ``now``: each deadline that passed acts once, earliest first."""
        writer = _Writer(case, now, NOBODY)
        while True:
            passed = sorted((at, name) for name, at in writer.case.due.items() if at <= now)
            if not passed:
                return writer.worked()
            self._pass(writer, *passed[0])

    def on_line(self, case: Case, started: int, now: int) -> Worked:
        """The person is on the line with a stranger; the clock watches for how long."""
        return self._watch(case, {**case.due, "on_line": started + self.policy.on_line}, "on_line", now)

    def off_line(self, case: Case, now: int) -> Worked:
        """The call is over."""
        due = {name: at for name, at in case.due.items() if name != "on_line"}
        return self._watch(case, due, "off_line", now)

    def raise_level(self, writer: _Writer, cause: str) -> None:
        """One level up for ``cause``, once; red is the highest."""
        case = writer.case
        if cause in case.raised_by or case.level == ORDER[-1]:
            return
        risen = self.risen(case, ORDER[ORDER.index(case.level) + 1], writer.at)
        writer.put("level_raised", {"cause": cause}, {"raised_by": (*case.raised_by, cause), **risen}, by=NOBODY)

    def risen(self, case: Case, level: str, at: int, *, urgent: bool = False) -> dict[str, Any]:
        """Level and deadlines after a rise; only what was not done is due again."""
        fresh = self.clocks.due(level, urgent or case.urgent, at, case.circle)
        due = self.clocks.restarted(case.due, fresh, _done(case))
        return {"level": level, "level_at": at, "due": due}

    def escalate(self, writer: _Writer, cause: str, to: str = "") -> None:
        """One tier up, or to the tier ``to`` if that is higher."""
        now = TIERS.index(writer.case.tier)
        then = TIERS.index(to) if to else min(now + 1, len(TIERS) - 1)
        if then > now:
            writer.put("escalated", {"cause": cause}, {"tier": TIERS[then]}, by=NOBODY)

    # what follows from an action beyond its own change

    def _follow(self, writer: _Writer, action: Action) -> None:
        case = writer.case
        if isinstance(action, CallAttempt) and not action.answered:
            if action.failure in self.policy.raising_failures:
                self.raise_level(writer, str(action.failure))
            if case.unanswered >= self.policy.unanswered:
                self.raise_level(writer, "unanswered")
        if isinstance(action, Result):
            if action.verdict == "denied" and case.denials >= self.policy.denials and not case.measures:
                writer.put("measures", {"denials": case.denials}, {"measures": _MEASURES}, by=NOBODY)
                self.escalate(writer, "denied")
            if max(action.at_risk or 0, action.lost or 0) >= self.policy.city_from:
                self.escalate(writer, "amount", "city")
        if isinstance(action, ReturnVisit) and not action.truthful:
            self.escalate(writer, "untruthful")

    def _pass(self, writer: _Writer, at: int, name: str) -> None:
        """One deadline that has passed."""
        case = writer.case
        due = {other: time for other, time in case.due.items() if other != name}
        if name == "watch":
            writer.put("watch_over", {}, {"status": case.prior or "signed", "prior": "", "due": due})
            return
        if name == "on_line":
            writer.put("still_on_line", {"since": at - self.policy.on_line}, {"due": due})
            self.raise_level(writer, "on_line")
            return
        after: dict[str, Any] = {"due": due, "missed": (*case.missed, name)}
        if name == "hard":
            after["overdue"] = True
        writer.put("missed", {"deadline": name, "was_due": at}, after)
        if not writer.case.ended:
            self.escalate(writer, f"missed:{name.partition(':')[0]}")

    def _watch(self, case: Case, due: Mapping[str, int], kind: str, now: int) -> Worked:
        writer = _Writer(case, now, NOBODY)
        if due != case.due:
            writer.put(kind, {}, {"due": due})
        return writer.worked()

    def _outcome(self, case: Case, action: Action) -> str:
        if action.outcome == "failed" and case.unanswered + 1 >= self.policy.unanswered:
            return "failed_often"
        return action.outcome


def _done(case: Case) -> frozenset[str]:
    """Deadlines that need not start again when the level rises."""
    done = set()
    if case.signed_at is not None:
        done.add("sign")
    if case.person_answered or case.met:
        done.add("first_contact")
    if case.dispatched_to:
        done.add("respond")
    if case.met:
        done |= {"respond", "face_to_face"}
    return frozenset(done | (set(case.missed) - {"face_to_face"}))


def _refused(case: Case, action: Action, first: str) -> Fault:
    params = {
        "action": action.kind,
        "action_zh": ACTION_ZH[action.kind],
        "status": case.status,
        "status_zh": STATUS_ZH[case.status],
    }
    if case.ended or (first == "case.step_sign" and case.status != "new"):
        first = "case.step"
    elif case.status == "new" and first != "case.step":
        first = "case.step_sign"
    return Fault(first, params)


_PERSONAL = frozenset({"by", "at", "remark", "first_payee", "exception"})


def _facts(action: Action) -> dict[str, Any]:
    """The action as the ledger keeps it for ever: no sentences, the payee masked, microseconds and fen."""
    names = action.model_dump(mode="python", exclude_none=True, exclude=set(_PERSONAL))
    data = {name: getattr(action, name) for name in names}
    if isinstance(action, Result) and action.first_payee is not None:
        data["first_payee"] = mask("account", action.first_payee)
    for name, value in data.items():
        if hasattr(value, "tzinfo"):
            data[name] = microseconds(value)
    if isinstance(action, Close):
        data["exception"] = action.exception is not None
    return data
