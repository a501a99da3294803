"""The tickets of two packs about the same person, set side by side: what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fraudguard.scoring.tickets import height
from fraudguard.workbench.warned import TicketSeen

__all__ = ["Became", "Pair", "paired"]

Became = Literal["new", "gone", "raised", "lowered", "sooner", "later", "same"]
"""What became of a ticket: opened only now, no longer, at a higher or lower level, at another event, or nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A ticket under the old pack, the one of the same episode under the new, or one of them alone."""

    old: TicketSeen | None
    new: TicketSeen | None

    @property
    def any(self) -> TicketSeen:
        """The one there is; the new one of two."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def became(self) -> Became:
        """What became of it."""
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        before, after = (height(one.level, one.urgent) for one in (self.old, self.new))
        if before != after:
            return "raised" if after > before else "lowered"
        opened = (self.old.opened_at, self.old.first), (self.new.opened_at, self.new.first)
        return "same" if opened[0] == opened[1] else "sooner" if opened[1] < opened[0] else "later"

    @property
    def event_id(self) -> str:
        """The event at which the two part: where one side goes higher than the other ever does, or opens first."""
        if self.old is None or self.new is None:
            return self.any.first
        more, less = (self.new, self.old) if self.became in {"raised", "sooner"} else (self.old, self.new)
        if self.became not in {"raised", "lowered"}:
            return more.first
        top = height(less.level, less.urgent)
        return next((alert.change.event_id for alert in more.alerts if alert.height > top), more.highest.event_id)


def paired(old: Sequence[TicketSeen], new: Sequence[TicketSeen], episode: int) -> list[Pair]:
    """
    Each ticket once, in the order of opening, with its counterpart of the same subject and episode.

    Two tickets belong to one episode when less than the length of an episode lies between them; of several the nearest
    opened is taken, the same opening event before all.
    """
    before: dict[str, list[TicketSeen]] = {}
    for one in old:
        before.setdefault(one.subject, []).append(one)
    after: dict[str, list[TicketSeen]] = {}
    for one in new:
        after.setdefault(one.subject, []).append(one)
    pairs = []
    for subject in before.keys() | after.keys():
        pairs += _of_subject(before.get(subject, []), after.get(subject, []), episode)
    return sorted(pairs, key=lambda one: (one.any.opened_at, one.any.first, one.any.label))


def _of_subject(old: Sequence[TicketSeen], new: Sequence[TicketSeen], episode: int) -> list[Pair]:
    near = sorted(
        (one.first != two.first, abs(one.opened_at - two.opened_at), i, k)
        for i, one in enumerate(old)
        for k, two in enumerate(new)
        if _apart(one, two) < episode
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, k in near:
        if i not in partner and k not in taken:
            partner[i] = k
            taken.add(k)
    pairs = [Pair(one, new[partner[i]] if i in partner else None) for i, one in enumerate(old)]
    return [*pairs, *(Pair(None, two) for k, two in enumerate(new) if k not in taken)]


def _apart(one: TicketSeen, two: TicketSeen) -> int:
    """How long it is from the end of the earlier episode to the beginning of the later; negative when they overlap."""
    return max(one.opened_at, two.opened_at) - min(one.until, two.until)
