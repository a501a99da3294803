"""From a case, its ticket and its entries to the sheet that the officer sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.desk.case import NOBODY, STATUS_ZH, TIER_ZH, Case
from fraudguard.desk.closure import missing
from fraudguard.desk.labels import KIND_ZH, MEASURES, POSITION_ZH, STAGE_ZH, due_words
from fraudguard.desk.next_step import next_step
from fraudguard.desk.sheet import (
    About,
    BankAction,
    Closing,
    Countdown,
    First,
    HandOverState,
    LastAction,
    LeadState,
    Place,
    ReturnVisitState,
    Said,
    Say,
    Sheet,
    Why,
    plain,
)
from fraudguard.desk.units import Units
from fraudguard.errors import Fault
from fraudguard.events.moment import from_microseconds
from fraudguard.pack.checked import LEVEL_ZH, DeskRules
from fraudguard.pack.desk_policy import MINUTE

__all__ = ["Glance", "compose", "countdowns", "glance", "needs_of"]

_NOTHING = Said("", "")
_GONE = Said("依据、话术已超过保存期限，已删除", "evidence and script have been removed: their time is over")


def compose(
    case: Case,
    ticket: Mapping[str, Any] | None,
    entries: Sequence[Mapping[str, Any]],
    rules: DeskRules,
    units: Units,
    now: int,
) -> Sheet:
    """The sheet of a case at ``now``; ``ticket`` is its latest one as it was written, None when that is gone."""
    told = ticket or {}
    needs = needs_of(case, rules)
    return Sheet(
        at=_time(now),
        case=about(case, units),
        now=_next(case, needs),
        place=_place(case),
        countdowns=countdowns(case, units, now, entries),
        why=_why(ticket),
        say=Say(told.get("script", ""), tuple(told.get("questions", ()))),
        first=_first(case, told, rules),
        closing=Closing(not case.ended and not needs, needs),
        leads=_leads(case),
        hand_overs=_hand_overs(case, units),
        return_visit=_return_visit(case, rules),
        last=_last(entries),
    )


@dataclass(frozen=True, slots=True)
class Glance:
    """A case in a list: who, how urgent, the next step, what is due first. Of `Sheet` the parts that need no words."""

    case: About
    now: Said
    countdowns: tuple[Countdown, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, each part as in `Sheet.to_dict`."""
        return plain(self)


def glance(case: Case, rules: DeskRules, units: Units, now: int) -> Glance:
    """A case as a list shows it at ``now``."""
    return Glance(about(case, units), _next(case, needs_of(case, rules)), countdowns(case, units, now))


def needs_of(case: Case, rules: DeskRules) -> tuple[Said, ...]:
    """What closing still needs, in both languages; nothing for a case that has ended."""
    return () if case.ended else tuple(_said(fault) for fault in missing(case, rules.desk))


def about(case: Case, units: Units) -> About:
    """Who, what and how urgent, with Chinese labels."""
    return About(
        id=case.id,
        label=case.label,
        drill=case.drill,
        payee=case.payee,
        level=case.level,  # type: ignore[arg-type]  # one of `ORDER`
        level_zh=LEVEL_ZH[case.level],
        urgent=case.urgent,
        status=case.status,
        status_zh=STATUS_ZH[case.status],
        tier=case.tier,  # type: ignore[arg-type]  # one of `TIERS`
        tier_zh=TIER_ZH[case.tier],
        scam=case.scam,
        scam_zh=case.scam_zh,
        stage=case.stage,
        stage_zh=STAGE_ZH.get(case.stage, case.stage),
        points=case.points,
        unit=case.unit,
        unit_name=units.name(case.unit),
        area=case.area,
        position=case.position,
        position_zh=POSITION_ZH.get(case.position, case.position),
        opened_at=_time(case.opened_at),
        signed_by=case.signed_by,
        ended_at=None if case.ended_at is None else _time(case.ended_at),
        ended_by=case.ended_by,
        overdue=case.overdue,
        reopened=case.reopened,
        prior_loss=case.prior_loss,
        denials=case.denials,
        raised_by=case.raised_by,
        exception=case.exception is not None,
        version=case.version,
    )


def countdowns(case: Case, units: Units, now: int, entries: Sequence[Mapping[str, Any]] = ()) -> tuple[Countdown, ...]:
    """
    What is due and what was missed, the most pressing first: missed and not done, due by time, done late.

    ``entries`` tell when something missed was due.
    """
    was_due = {entry["facts"]["deadline"]: entry["facts"]["was_due"] for entry in entries if entry["kind"] == "missed"}
    visited = any(entry["kind"] == "return_visit" for entry in entries)
    late = [name for name in dict.fromkeys(case.missed) if name not in case.due]
    found = [_countdown(name, at, units, now) for name, at in case.due.items()]
    for name in late:
        done = visited if name == "return_visit" else _done_late(case, name)
        found.append(_countdown(name, was_due.get(name), units, now, done=done))
    return tuple(sorted(found, key=_pressing))


def _next(case: Case, needs: Sequence[Said]) -> Said:
    return Said(*next_step(case, tuple(need.zh for need in needs)))


def _pressing(one: Countdown) -> tuple[bool, bool, str, str]:
    return one.done, not one.overdue, one.at or "", one.name


def _countdown(name: str, at: int | None, units: Units, now: int, *, done: bool | None = None) -> Countdown:
    zh, en = due_words(name, units)
    return Countdown(
        name=name,
        zh=zh,
        en=en,
        at=None if at is None else _time(at),
        minutes=None if at is None else (at - now) // MINUTE,
        overdue=done is not None or (at is not None and at <= now),
        done=bool(done),
    )


def _done_late(case: Case, name: str) -> bool:
    """Whether what was missed has been done since."""
    kind, _, about_what = name.partition(":")
    return {
        "sign": case.signed_at is not None,
        "respond": bool(case.dispatched_to) or case.met,
        "first_contact": case.person_answered or case.met or (case.level == "green" and case.sms_delivered),
        "face_to_face": case.met or (case.level != "red" and case.person_answered and not case.reopened),
        "hard": case.outcome is not None,
        "second_feedback": case.second_feedback_done or bool(case.outcome and case.outcome["final"]),
        "lead": bool(case.leads.get(about_what, {}).get("answered")),
        "feedback": bool(case.hand_overs.get(about_what, {}).get("answered")),
    }.get(kind, False)


def _place(case: Case) -> Place:
    if case.payee:
        said = Said("涉及收款账户，没有上门地点", "about an account: there is no door to go to")
    elif case.metres is None:
        said = Said(
            f"位置不明：按最外圈（第 {case.circle} 圈）出警",
            f"place unknown: the widest circle ({case.circle}) counts",
        )
    else:
        said = Said(
            f"距最近警力 {case.metres:,} 米，第 {case.circle} 圈",
            f"{case.metres:,} m from the nearest unit, circle {case.circle}",
        )
    return Place(case.place_known, case.metres, case.circle, said)


def _why(ticket: Mapping[str, Any] | None) -> Why:
    if ticket is None:
        return Why(kept=False, sentences=(), notes=(), said=_GONE)
    sentences = tuple(dict.fromkeys(one["because"] for one in ticket["evidence"]))
    return Why(kept=True, sentences=sentences, notes=tuple(ticket["notes"]), said=_NOTHING)


def _first(case: Case, told: Mapping[str, Any], rules: DeskRules) -> First:
    return First(
        first_aid=tuple(told.get("first_aid", ())),
        advice=tuple(told.get("advice", ())),
        bank=tuple(BankAction(name, rules.advice.get(name, name)) for name in _bank(case, told, rules)),
        measures=tuple(Said(*MEASURES.get(name, (name, name))) for name in case.measures),
    )


def _bank(case: Case, told: Mapping[str, Any], rules: DeskRules) -> Sequence[str]:
    """The ticket's bank actions; those of the case's level when the desk raised it above the ticket's."""
    if told and (told["level"], told["urgent"]) == (case.level, case.urgent):
        actions: Sequence[str] = told["bank_actions"]
        return actions
    known = rules.policy.bank_actions
    return known.get("urgent", ()) if case.urgent and case.level == "red" else known.get(case.level, ())


def _leads(case: Case) -> tuple[LeadState, ...]:
    return tuple(
        LeadState(
            ref=ref,
            issuer=lead["issuer"],
            level=lead["level"],
            level_zh=LEVEL_ZH.get(lead["level"], ""),
            pushed_at=_time(lead["pushed_at"]),
            answered_at=None if lead["answered"] is None else _time(lead["answered"]),
            badge=_badge(case, lead),
        )
        for ref, lead in sorted(case.leads.items(), key=lambda item: (item[1]["pushed_at"], item[0]))
    )


def _badge(case: Case, lead: Mapping[str, Any]) -> str:
    """Which unit pushed the same before, and when (DOMAIN 8.2)."""
    first = case.leads.get(lead["duplicate_of"])
    if first is None:
        return ""
    pushed = f"{from_microseconds(first['pushed_at']):%m-%d %H:%M}"
    return f"重复预警：{first['issuer'] or '上级'} {pushed} 已推送 {lead['duplicate_of']}"


def _hand_overs(case: Case, units: Units) -> tuple[HandOverState, ...]:
    return tuple(
        HandOverState(
            unit, units.name(unit), _time(known["at"]), None if known["answered"] is None else _time(known["answered"])
        )
        for unit, known in sorted(case.hand_overs.items())
    )


def _return_visit(case: Case, rules: DeskRules) -> ReturnVisitState | None:
    until = case.due.get("return_visit")
    if until is None:
        return None
    return ReturnVisitState(_time((case.ended_at or until) + rules.desk.return_visit_from), _time(until))


def _last(entries: Sequence[Mapping[str, Any]]) -> LastAction | None:
    last = next((entry for entry in reversed(entries) if entry["by"] != NOBODY), None)
    if last is None:
        return None
    return LastAction(last["by"], _time(last["at"]), last["kind"], KIND_ZH.get(last["kind"], last["kind"]))


def _said(fault: Fault) -> Said:
    return Said(fault.message("zh"), fault.message("en"))


def _time(at: int) -> str:
    return from_microseconds(at).isoformat()
