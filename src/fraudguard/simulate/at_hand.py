"""What a banking app sees of the phone at everyday payments: a call going on, a shared screen, a new handset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fraudguard.simulate.columns import Block, Picked
from fraudguard.simulate.population import Population
from fraudguard.simulate.settings import DAY, SECOND
from fraudguard.simulate.streams import stream

__all__ = ["Spans", "with_phone"]

_CHANNELS = ("mobile_bank", "qr", "quick_pay")  # those of a phone; stories ask the same
_UNSEEN_CALL = 0.012  # talks that no call feed carries: voice chats, persons without a feed
_UNSEEN_SHARE = 0.0004
_NEW_PHONE = 0.0015


@dataclass(frozen=True, slots=True)
class Spans:
    """
    Times of persons, as begins in order and the latest end so far.

    Each person has ``room`` on one line of time that begins at ``origin``.
    """

    begins: np.ndarray
    ends: np.ndarray
    origin: int
    room: int

    @classmethod
    def of(cls, person: np.ndarray, begin: np.ndarray, end: np.ndarray, origin: int, room: int) -> Spans:
        """From the spans of all persons, which may overlap, within ``room`` after ``origin``."""
        base = person.astype(np.int64) * room - origin
        order = np.argsort(base + begin, kind="stable")
        lasting = np.minimum(end, origin + room - 1)
        return cls((base + begin)[order], np.maximum.accumulate((base + lasting)[order]), origin, room)

    def holds(self, person: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Whether one of the person's spans holds the instant; its end no longer does."""
        asked = person.astype(np.int64) * self.room - self.origin + at
        place = np.searchsorted(self.begins, asked, side="right") - 1
        found: np.ndarray = (place >= 0) & (self.ends[np.maximum(place, 0)] > asked) if len(self.ends) else place >= 0
        return found


def with_phone(people: Population, blocks: Iterable[Block], contact: Sequence[Block]) -> Iterator[Block]:
    """The blocks; their payments made on a phone tell of it, by the everyday calls and meetings of ``contact``."""
    calls, shares = _calls(people, contact), _shares(people, contact)
    for block in blocks:
        on_phone = _on_phone(block)
        if block.kind != "transaction" or block.fields["direction"] != "out" or not on_phone.any():
            yield block
            continue
        rng = stream(people.settings.seed, people.town, "at hand", block.name)
        person, at, size = block.array("_person"), block.array("at"), len(block)
        facts = {
            "device.in_call": calls.holds(person, at) | (rng.random(size) < _UNSEEN_CALL),
            "device.screen_sharing": shares.holds(person, at) | (rng.random(size) < _UNSEEN_SHARE),
            "device.is_new": rng.random(size) < _NEW_PHONE,
            "device.remote_control": np.zeros(size, dtype=bool),
        }
        told = {name: _where(on_phone, holds) for name, holds in facts.items()}
        yield replace(block, fields={**block.fields, **told})


def _on_phone(block: Block) -> np.ndarray:
    channel = block.fields.get("channel")
    if isinstance(channel, Picked):
        found: np.ndarray = np.array([word in _CHANNELS for word in channel.words])[channel.place]
        return found
    return np.full(len(block), channel in _CHANNELS if isinstance(channel, str) else False)


def _where(known: np.ndarray, holds: np.ndarray) -> np.ndarray:
    """The facts where they are known, None elsewhere."""
    column = np.array([False, True], dtype=object)[holds.astype(np.int64)]
    column[~known] = None
    return column


def _calls(people: Population, contact: Sequence[Block]) -> Spans:
    calls = [block for block in contact if block.kind == "call"]
    at = _joined(calls, "at")
    return _spans(people, _joined(calls, "_person"), at, at + _joined(calls, "duration_s") * SECOND)


def _shares(people: Population, contact: Sequence[Block]) -> Spans:
    begun = [block for block in contact if block.name == "meetings-on"]
    ended = [block for block in contact if block.name == "meetings-off"]
    return _spans(people, _joined(begun, "_person"), _joined(begun, "at"), _joined(ended, "at"))


def _spans(people: Population, person: np.ndarray, begin: np.ndarray, end: np.ndarray) -> Spans:
    return Spans.of(person, begin, end, people.settings.start_us, (people.settings.days + 1) * DAY)


def _joined(blocks: Sequence[Block], name: str) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=np.int64), *(block.array(name) for block in blocks)])
