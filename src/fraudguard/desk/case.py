"""A case: the follow-up of a subject's tickets at the desk, as plain data that entries of the ledger change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json

from fraudguard.desk.encoding import encoded
from fraudguard.pack.checked import LEVELS

__all__ = [
    "ENDED",
    "NOBODY",
    "ORDER",
    "STATUS_ZH",
    "TIERS",
    "TIER_ZH",
    "Case",
    "Entry",
    "advanced",
    "changes",
    "numbered",
]

STATUS_ZH: Mapping[str, str] = {
    "new": "新建",
    "signed": "已签收",
    "contacting": "联系中",
    "reached": "已接通",
    "unreached": "未接通",
    "dispatched": "已派出",
    "met": "已见面",
    "not_found": "未找到",
    "result": "已反馈",
    "transferred": "已移交",
    "suspended": "监护中",
    "closed": "已办结",
    "rejected": "已驳回",
}
"""States of a case (DOMAIN 8.4) with their labels."""

ENDED = ("closed", "rejected")
"""States that only a return visit or a new warning may follow."""

ORDER: tuple[str, ...] = LEVELS
"""Levels, lowest first."""

TIERS = ("station", "sub_bureau", "city")
"""Tiers of command, lowest first (R1)."""

TIER_ZH: Mapping[str, str] = {"station": "派出所", "sub_bureau": "分局", "city": "市局"}

NOBODY = "system"
"""Who acts when a clock or a ticket does."""


@dataclass(frozen=True)  # without slots: a copy is then one of its dictionary, a tenth of the time
class Case:
    """
    One subject's case. Instants are microseconds UTC, money is fen.

    ``level`` is the danger, ``tier`` who answers for it. ``due`` maps what has to be done to when; ``missed``
    names what was not done in time. ``raised_by`` are the causes for which the desk raised the level, each once.
    ``outcome`` is the last result as it was reported, ``leads`` and ``hand_overs`` map a reference to what is known
    of it. ``taken`` maps each of ``tickets`` to how high it stood when it was last taken. ``prior_loss`` says that the
    person was robbed not long ago, ``loss_at`` when this case confirmed a loss. ``prior`` is the state to come back to
    from a transfer or a watch. ``ticket_seq`` is the ledger's entry that holds the latest ticket in words; ``version``
    counts the entries of the case.
    """

    id: str
    subject: str
    label: str = ""
    drill: bool = False
    payee: bool = False
    status: str = "new"
    level: str = "none"
    urgent: bool = False
    tier: str = "station"
    scam: str = ""
    scam_zh: str = ""
    stage: str = ""
    points: int = 0
    rules: tuple[str, ...] = ()
    unit: str = ""
    area: str = ""
    position: str = ""
    metres: int | None = None
    circle: int = 0
    place_known: bool = False
    opened_at: int = 0
    level_at: int = 0
    signed_at: int | None = None
    signed_by: str = ""
    reached_at: int | None = None
    met_at: int | None = None
    ended_at: int | None = None
    ended_by: str = ""
    tickets: tuple[str, ...] = ()
    taken: Mapping[str, int] = field(default_factory=dict)
    ticket_seq: int = 0
    due: Mapping[str, int] = field(default_factory=dict)
    missed: tuple[str, ...] = ()
    overdue: bool = False
    calls: int = 0
    unanswered: int = 0
    call_answered: bool = False
    person_answered: bool = False
    raised_by: tuple[str, ...] = ()
    sms_delivered: bool = False
    relatives: int = 0
    relatives_reached: bool = False
    dispatched_to: str = ""
    visits: int = 0
    met: bool = False
    leader_met: bool = False
    app_checked: str = ""
    bank_contacted: bool | None = None
    at_risk: int | None = None
    outcome: Mapping[str, Any] | None = None
    second_feedback_done: bool = False
    denials: int = 0
    measures: tuple[str, ...] = ()
    transfer: Mapping[str, Any] | None = None
    leads: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hand_overs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    exception: Mapping[str, Any] | None = None
    reopened: int = 0
    prior_loss: bool = False
    loss_at: int | None = None
    prior: str = ""
    version: int = 0

    @property
    def ended(self) -> bool:
        """Whether the case is closed or rejected."""
        return self.status in ENDED

    @property
    def next_due(self) -> int | None:
        """The next instant at which a clock acts."""
        return min(self.due.values(), default=None)

    def to_json(self) -> str:
        """Everything that differs from a blank case, as JSON text."""
        blank = _BLANK
        return encoded({name: value for name, value in vars(self).items() if value != blank[name]})

    @classmethod
    def from_json(cls, text: str) -> Case:
        """The case that `to_json` wrote."""
        made = object.__new__(cls)  # `dataclasses.replace` and a constructor call take ten times as long
        vars(made).update(_BLANK, **_typed(from_json(text)))
        if len(vars(made)) != len(_BLANK):
            raise TypeError("a field that no case has")
        return made


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One line of the ledger before it is written: who did what when, and what it changed, old and new.

    ``facts`` and ``change`` hold no personal data; ``words`` may hold masked sentences and is removed when its
    time is over.
    """

    kind: str
    at: int
    by: str
    facts: Mapping[str, Any]
    change: Mapping[str, tuple[Any, Any]]
    words: Mapping[str, Any] | None = None


_BLANK: dict[str, Any] = vars(Case("", ""))
_TUPLES = frozenset(name for name, value in _BLANK.items() if isinstance(value, tuple))


def _typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a case holds them: JSON knows no tuples."""
    return {name: tuple(value) if name in _TUPLES else value for name, value in data.items()}


def changes(before: Case, after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Of the new values in ``after`` those that differ, each as old and new."""
    return {
        name: (old, new) for name, new in after.items() if (old := getattr(before, name)) != new and name != "version"
    }


def advanced(case: Case, change: Mapping[str, Any]) -> Case:
    """The case after an entry: new values in place of the old, one version further."""
    new = _typed({name: pair[1] for name, pair in change.items()})
    return _with(case, {**new, "version": case.version + 1})


def numbered(case: Case, ticket_seq: int) -> Case:
    """The case with the ledger's number of its latest ticket."""
    return _with(case, {"ticket_seq": ticket_seq})


def _with(case: Case, new: Mapping[str, Any]) -> Case:
    made = object.__new__(Case)  # `dataclasses.replace` takes ten times as long, and this runs for every entry
    vars(made).update(vars(case), **new)
    return made
