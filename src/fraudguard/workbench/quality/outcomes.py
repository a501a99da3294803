"""Warnings against the truth of one town: who was warned in time, who for nothing, and what each rule did for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fraudguard.events.masking import Token
from fraudguard.pack.checked import LEVELS, CheckedPack, CheckedRule, Level
from fraudguard.workbench.quality.recording import QUALITY_KEY, Found, Record
from fraudguard.workbench.quality.replay import Change, replay
from fraudguard.workbench.quality.truth import DAY, Attempt, Truth

__all__ = [
    "LEAD",
    "AttemptOutcome",
    "Judge",
    "MuleOutcome",
    "RuleOutcome",
    "TicketOutcome",
    "TownOutcome",
    "attempt_outcomes",
    "outcome_of",
]

LEAD = "lead"
"""The rule of instructions from a higher centre: what it catches, somebody else had caught already."""

_YELLOW = LEVELS.index("yellow")
_SLACK = 3_600_000_000  # a look-alike's warning may come within the hour after its last event


class AttemptOutcome(NamedTuple):
    """
    How an attempt that moved money ended. Instants in microseconds UTC, money in fen.

    ``warned`` is the first warning at yellow or higher after it began and before its last payment settled (0: none);
    ``led`` the same with the instructions of higher centres. ``saved`` is what had not settled by then.
    """

    scheme: str
    band: str
    panel: bool
    transfers: int
    last: int
    loss: int
    warned: int
    level: Level
    led: int
    saved: int
    techniques: tuple[str, ...] = ()


class TicketOutcome(NamedTuple):
    """
    A ticket at its highest: the day it got there, level and points, whether someone was really after the subject.

    ``timely`` is the attempt it was in time for (empty: none); ``yellow`` whether it ever reached yellow.
    """

    day: int
    level: Level
    points: int
    true: bool
    panel: bool
    timely: str
    yellow: bool
    band: str


class MuleOutcome(NamedTuple):
    """A receiving account: how many victims paid into it, and how many of them after the first warning about it."""

    victims: int
    flagged: bool
    spared: int


class RuleOutcome(NamedTuple):
    """
    What a rule did in one town.

    ``hits`` are its findings, ``inside`` those during an attempt on their subject. ``unique`` attempts were warned of
    only with it; ``alarms`` are false warnings that only it makes; ``changed`` is whether any ticket looks otherwise
    without it.
    """

    hits: int
    inside: int
    unique: int
    alarms: int
    changed: bool


@dataclass(frozen=True, slots=True)
class TownOutcome:
    """Everything measured in one town; towns add up."""

    events: int
    days: float
    honest_days: Mapping[str, float]
    attempts: tuple[AttemptOutcome, ...]
    tickets: tuple[TicketOutcome, ...]
    false_warnings: Mapping[str, int]
    look_alikes: Mapping[str, tuple[int, int]]
    mules: tuple[MuleOutcome, ...]
    rules: Mapping[str, RuleOutcome] = field(default_factory=dict)
    curve: Mapping[int, tuple[int, int]] = field(default_factory=dict)


class Judge:
    """Tells of each subject's warnings which were in time, which late and which for nothing."""

    def __init__(self, truth: Truth) -> None:
        token = Token(QUALITY_KEY)
        self.truth = truth
        self.persons = {f"person:{token(person)}": person for person in truth.bands}
        sides = ("payee.account", "account")  # as somebody pays into it, and as its own bank sees it
        mules = {f"{side}:{token(mule.account)}" for mule in truth.mules for side in sides}
        self.guilty = mules | {f"person:{token(mule.person)}" for mule in truth.mules if mule.person}

    def measured(self, at: int) -> bool:
        """Whether an instant lies in the time that is judged."""
        return self.truth.start <= at < self.truth.end

    def attempt(self, subject: str, at: int) -> Attempt | None:
        """The attempt on a subject that a warning of that instant belongs to."""
        person = self.persons.get(subject)
        return None if person is None else self.truth.attempt_at(person, at)

    def false(self, subject: str, change: Change) -> bool:
        """A warning at yellow or higher about somebody nobody is after, who takes no proceeds either."""
        return self.measured(change.at) and subject not in self.guilty and self.attempt(subject, change.at) is None

    def timely(self, subject: str, changes: Sequence[Change]) -> dict[str, Change]:
        """For each attempt on a subject the first warning that came in time."""
        person = self.persons.get(subject)
        found: dict[str, Change] = {}
        if person is None or not changes:
            return found
        for attempt in self.truth.attempts_on(person):
            if not attempt.transfers or not self.measured(attempt.started):
                continue
            settled = attempt.transfers[-1][1]
            first = next((one for one in warnings(changes) if attempt.started <= one.at < settled), None)
            if first is not None:
                found[attempt.id] = first
        return found


def warnings(changes: Iterable[Change]) -> Iterator[Change]:
    """Of each ticket the change that first took it to yellow or higher: the moment at which somebody is called."""
    reached: set[str] = set()
    for change in changes:
        if LEVELS.index(change.level) >= _YELLOW and change.first not in reached:
            reached.add(change.first)
            yield change


def outcome_of(
    kept: Record, truth: Truth, pack: CheckedPack, *, rules: bool, thresholds: Sequence[int] = ()
) -> TownOutcome:
    """
    Measure one town.

    ``rules`` asks for every rule's share, which folds all its subjects once more without it; ``thresholds`` for the
    trade-off at other points for yellow. Instructions of higher centres are left out of everything but ``led``.
    """
    judge = Judge(truth)
    own = {subject: _without_leads(found) for subject, found in kept.subjects.items()}
    changes = _replayed(own, kept.sources, pack)
    led = _replayed(kept.subjects, kept.sources, pack)
    honest = truth.honest_days()
    return TownOutcome(
        events=kept.events,
        days=(truth.end - truth.start) / DAY,
        honest_days=honest,
        attempts=tuple(attempt_outcomes(judge, changes, led)),
        tickets=tuple(_tickets(judge, changes)),
        false_warnings=_false_by_band(judge, changes),
        look_alikes=_look_alikes(judge, changes),
        mules=tuple(_mules(truth, changes)),
        rules=_rules(judge, kept, own, changes, pack) if rules else {},
        curve={points: _at_threshold(judge, own, kept.sources, pack, points) for points in thresholds},
    )


def _without_leads(found: Sequence[Found]) -> list[Found]:
    return [one for one in found if not one.source.startswith(f"{LEAD}:")]


def _replayed(
    subjects: Mapping[str, Sequence[Found]],
    sources: Mapping[str, CheckedRule],
    pack: CheckedPack,
    without: Collection[str] = (),
) -> dict[str, list[Change]]:
    found = ((subject, replay(subject, one, sources, pack, without)) for subject, one in subjects.items())
    return {subject: changes for subject, changes in found if changes}


def attempt_outcomes(
    judge: Judge, changes: Mapping[str, Sequence[Change]], led: Mapping[str, Sequence[Change]]
) -> Iterator[AttemptOutcome]:
    """How each attempt that moved money in the judged time ended; ``led`` are the changes with leads counted."""
    by_person = {person: subject for subject, person in judge.persons.items()}
    for attempt in judge.truth.attempts:
        if not attempt.transfers or not judge.measured(attempt.started):
            continue
        subject = by_person[attempt.person]
        first = judge.timely(subject, changes.get(subject, ())).get(attempt.id)
        with_leads = judge.timely(subject, led.get(subject, ())).get(attempt.id)
        yield AttemptOutcome(
            scheme=attempt.scheme,
            band=judge.truth.bands[attempt.person],
            panel=attempt.panel,
            transfers=len(attempt.transfers),
            last=attempt.transfers[-1][0],
            loss=attempt.loss,
            warned=first.at if first is not None else 0,
            level=first.level if first is not None else "none",
            led=with_leads.at if with_leads is not None else 0,
            saved=sum(amount for _, settles, amount in attempt.transfers if first is not None and first.at < settles),
            techniques=attempt.techniques,
        )


def _tickets(judge: Judge, changes: Mapping[str, Sequence[Change]]) -> Iterator[TicketOutcome]:
    for subject, mine in changes.items():
        timely = {change.first: attempt for attempt, change in judge.timely(subject, mine).items()}
        highest: dict[str, Change] = {}
        for change in mine:  # a ticket is only ever raised
            highest[change.first] = change
        for first, change in highest.items():
            if not judge.measured(change.at):
                continue
            attempt = judge.attempt(subject, change.at)
            yield TicketOutcome(
                day=(change.at - judge.truth.start) // DAY,
                level=change.level,
                points=change.points,
                true=attempt is not None or subject in judge.guilty,
                panel=attempt is not None and attempt.panel,
                timely=timely.get(first, ""),
                yellow=LEVELS.index(change.level) >= _YELLOW,
                band=judge.truth.bands.get(judge.persons.get(subject, ""), ""),
            )


def _false_by_band(judge: Judge, changes: Mapping[str, Sequence[Change]]) -> dict[str, int]:
    """False warnings by age band; those about an account stand under the empty band."""
    counts: dict[str, int] = {}
    for subject, mine in changes.items():
        band = judge.truth.bands.get(judge.persons.get(subject, ""), "")
        wrong = sum(judge.false(subject, change) for change in warnings(mine))
        if wrong:
            counts[band] = counts.get(band, 0) + wrong
    return counts


def _look_alikes(judge: Judge, changes: Mapping[str, Sequence[Change]]) -> dict[str, tuple[int, int]]:
    """How many of each confuser were planted, and how many of those persons were warned during it."""
    by_person = {person: subject for subject, person in judge.persons.items()}
    counts: dict[str, tuple[int, int]] = {}
    for story in judge.truth.look_alikes:
        subject = by_person[story.person]
        if not judge.measured(story.start) or judge.attempt(subject, story.end) is not None:
            continue
        warned = any(
            story.start <= one.at <= story.end + _SLACK and judge.attempt(subject, one.at) is None
            for one in warnings(changes.get(subject, ()))
        )
        planted, hit = counts.get(story.confuser, (0, 0))
        counts[story.confuser] = planted + 1, hit + warned
    return counts


def _mules(truth: Truth, changes: Mapping[str, Sequence[Change]]) -> Iterator[MuleOutcome]:
    token = Token(QUALITY_KEY)
    for mule in truth.mules:
        if not mule.payments or mule.payments[0] < truth.start:
            continue
        subjects = [f"{side}:{token(mule.account)}" for side in ("payee.account", "account")]
        if mule.person:
            subjects.append(f"person:{token(mule.person)}")
        flagged = [one.at for subject in subjects for one in warnings(changes.get(subject, ()))]
        spared = sum(at > min(flagged) for at in mule.payments) if flagged else 0
        yield MuleOutcome(len(mule.payments), bool(flagged), spared)


def _rules(
    judge: Judge,
    kept: Record,
    own: Mapping[str, Sequence[Found]],
    changes: Mapping[str, Sequence[Change]],
    pack: CheckedPack,
) -> dict[str, RuleOutcome]:
    touched: dict[str, list[str]] = {}
    inside: dict[str, int] = {}
    for subject, found in own.items():
        for source in {one.source for one in found}:
            touched.setdefault(source, []).append(subject)
        for one in found:
            if judge.attempt(subject, one.at) is not None or subject in judge.guilty:
                inside[one.source] = inside.get(one.source, 0) + 1
    outcomes = {}
    for rule in [one.id for one in pack.rules if one.status == "active"]:
        mine = {subject: own[subject] for subject in touched.get(rule, ())}
        unique = alarms = 0
        changed = False
        for subject, found in mine.items():
            before = changes.get(subject, ())
            after = replay(subject, found, kept.sources, pack, (rule,))
            if after == before:
                continue
            changed = True
            unique += len(judge.timely(subject, before).keys() - judge.timely(subject, after).keys())
            alarms += _false(judge, subject, before) - _false(judge, subject, after)
        outcomes[rule] = RuleOutcome(kept.hits.get(rule, 0), inside.get(rule, 0), unique, alarms, changed)
    return outcomes


def _false(judge: Judge, subject: str, changes: Iterable[Change]) -> int:
    return sum(judge.false(subject, change) for change in warnings(changes))


def _at_threshold(
    judge: Judge,
    own: Mapping[str, Sequence[Found]],
    sources: Mapping[str, CheckedRule],
    pack: CheckedPack,
    points: int,
) -> tuple[int, int]:
    """How many attempts would be warned of, and how many false warnings there would be, with yellow at ``points``."""
    thresholds = pack.policy.thresholds
    moved: dict[Level, int] = {
        "green": min(thresholds["green"], points),
        "yellow": points,
        "red": max(thresholds["red"], points),
    }
    other = replace(pack, policy=replace(pack.policy, thresholds=moved))
    changes = _replayed(own, sources, other)
    caught = sum(len(judge.timely(subject, mine)) for subject, mine in changes.items())
    return caught, sum(_false(judge, subject, mine) for subject, mine in changes.items())
