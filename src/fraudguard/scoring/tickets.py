"""Findings to tickets: a pure fold over a subject's standings (DESIGN 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fraudguard.events import Event
from fraudguard.pack.checked import LEVELS, CheckedPack, Level, Scam
from fraudguard.scoring.decision import Evidence, Finding, Part, Standing, Ticket

__all__ = ["Episode", "fold", "height", "noted", "told"]

_MINUTE = 60_000_000
_STAGES = ("transfer", "control", "pressure", "hook", "contact", "after")  # the most pressing first
_COURSE = ("contact", "hook", "pressure", "control", "transfer", "after")  # as a scam goes on


@dataclass(slots=True)
class Episode:
    """
    A subject's running episode: what its ticket will say when it is next raised.

    ``last`` is the instant of the latest counted finding. ``evidence`` keeps the latest finding of
    each rule, as a finding until it must be put into words. ``advice`` ranks each piece of advice by
    the weightiest finding that gave it, lowest first.
    """

    first_event: str
    opened_at: int
    last: int
    level: Level
    label: str
    stage: str = ""
    urgent: bool = False
    evidence: dict[str, Finding | Evidence] = field(default_factory=dict)
    advice: dict[str, tuple[int, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    lead: str = ""


def fold(
    episode: Episode | None,
    standing: Standing,
    counted: bool,  # a fact about the standing, always given
    brought: Sequence[Finding],
    event: Event,
    floor: int,
    pack: CheckedPack,
    token: Callable[[str], str],
    label: Callable[[], str],
) -> tuple[Episode | None, Ticket | None]:
    """
    The episode after an event that brought findings for its subject, and the ticket if it changed.

    ``counted`` says whether one of ``brought`` counts in ``standing``; ``label`` names the subject,
    masked, and is asked only when an episode opens.
    """
    at = event.at_us
    if episode is not None and at - episode.last < pack.policy.episode and episode.last > floor:
        rose = height(standing.level, standing.urgent) > height(episode.level, episode.urgent)
        _extend(episode, brought, event, standing)
        if counted:
            episode.last = max(episode.last, at)
        if not rose:
            return episode, None
        episode.level = max(episode.level, standing.level, key=LEVELS.index)
        return episode, _ticket("raised", episode, standing, event, pack, token)
    if standing.level == "none":
        return episode, None
    opened = Episode(event.id, at, at, standing.level, label())
    _extend(opened, brought, event, standing)
    return opened, _ticket("opened", opened, standing, event, pack, token)


def height(level: Level, urgent: bool) -> tuple[int, bool]:
    """What a ticket is raised by: its level, and within red that a loss is in progress."""
    return LEVELS.index(level), urgent


def noted(episode: Episode, note: str) -> None:
    """Keep a remark on the ticket, once."""
    if note not in episode.notes:
        episode.notes.append(note)


def _extend(episode: Episode, brought: Iterable[Finding], event: Event, standing: Standing) -> None:
    """Take the new findings in."""
    about = [finding for finding in brought if finding.scam == standing.scam] or list(brought)
    stages = {finding.stage for finding in about}
    episode.stage = next((stage for stage in _STAGES if stage in stages), episode.stage)
    episode.urgent = episode.urgent or standing.urgent
    for finding in brought:
        before = episode.evidence.get(finding.rule)
        latest = before is None or (before.at, before.event_id) <= (finding.at, finding.event_id)
        # A late event replaces nothing that came after it; a rule that only others read has nothing of its own to say.
        if latest and (finding.points or finding.urgent or finding.floor != "none"):
            episode.evidence[finding.rule] = finding
        rank = (0 if finding.urgent else 1 if finding.role == "core" else 2, -finding.points)
        for advice in finding.advice:
            episode.advice[advice] = min(rank, episode.advice.get(advice, rank))
    if event.kind == "lead":
        episode.lead = getattr(event, "ref", None) or event.id


def _ticket(
    change: str, episode: Episode, standing: Standing, event: Event, pack: CheckedPack, token: Callable[[str], str]
) -> Ticket:
    scam = pack.taxonomy.get(standing.scam)
    pressing = "urgent" if episode.urgent and standing.level == "red" else standing.level
    return Ticket(
        id=token(f"ticket:{standing.subject}:{episode.first_event}"),
        subject=standing.subject,
        label=episode.label,
        change="raised" if change == "raised" else "opened",
        level=standing.level,
        points=standing.points,
        parts=tuple(standing.parts),
        scam=standing.scam,
        stage=episode.stage,
        urgent=episode.urgent,
        opened_at=episode.opened_at,
        changed_at=event.at_us,
        first_event=episode.first_event,
        last_event=event.id,
        evidence=_by_weight(episode.evidence, standing.parts),
        script=_script(scam, episode.stage),
        questions=scam.questions if scam else (),
        first_aid=scam.first_aid if scam else (),
        advice=tuple(pack.advice.get(one, one) for one in sorted(episode.advice, key=lambda a: (episode.advice[a], a))),
        bank_actions=tuple(pack.policy.bank_actions.get(pressing) or pack.policy.bank_actions.get(standing.level, ())),
        deadlines=_deadlines(pack, pressing, standing.level, event.at_us),
        notes=tuple(episode.notes),
        lead=episode.lead,
    )


def told(kept: Finding | Evidence) -> Evidence:
    """A kept finding put into words."""
    if isinstance(kept, Evidence):
        return kept
    return Evidence(kept.rule, kept.title, kept.event_id, kept.at, kept.because, kept.quotes, kept.chain)


def _by_weight(evidence: Mapping[str, Finding | Evidence], parts: Iterable[Part]) -> tuple[Finding | Evidence, ...]:
    """What weighs most first; what adds nothing any more last, newest first."""
    weight = {part.rule: part.points for part in parts}
    return tuple(sorted(evidence.values(), key=lambda one: (-weight.get(one.rule, 0), -one.at, one.rule)))


def _script(scam: Scam | None, stage: str) -> str:
    """What the officer says: the script of the stage reached, else of the nearest one written, earlier ones first."""
    written = [name for name in _COURSE if scam is not None and name in scam.scripts]
    if scam is None or not written:
        return ""
    here = _COURSE.index(stage) if stage in _COURSE else 0
    return scam.scripts[min(written, key=lambda name: abs(_COURSE.index(name) - here))]


def _deadlines(pack: CheckedPack, pressing: str, level: str, at: int) -> dict[str, int]:
    minutes = pack.policy.deadlines.get(pressing) or pack.policy.deadlines.get(level, {})
    return {name: at + minute * _MINUTE for name, minute in minutes.items()}
