"""The small changes of a stream: one fact, one time, one event more or less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, Literal

from fraudguard.events.catalogue import FIELDS
from fraudguard.workbench.suggest.made import event_for
from fraudguard.workbench.suggest.material import Material, Topic
from fraudguard.workbench.suggest.streams import Moment, Stream, facts, in_order, read_fact, with_fact

__all__ = ["Change", "changes"]

What = Literal[
    "set", "unknown", "other", "same", "apart", "clock", "day",
    "without", "again", "earlier", "one_more", "made", "instead",
]  # fmt: skip
_ACCOUNTS = ("6222020000000000026", "6222020000000000034", "6225880000000001", "6222020000000000042")
_DAY = 86_400
_STEP = 300
_IDENTITIES = frozenset({"payee.account", "payer.account", "peer", "sender", "device.id", "account", "otp_issuer"})
_MONEY_LIMIT = 1e9


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change.

    ``number`` is the place of the event it is about in the changed stream, counted from 0, ``last`` whether that is the
    event under test, ``kind`` its kind. ``limit`` is the number or the length of time, in seconds, that ``value`` is
    near. ``more`` names the rule from whose examples events were taken.
    """

    what: What
    number: int
    last: bool
    kind: str
    path: str = ""
    value: Any = None
    limit: float | None = None
    more: str = ""

    @property
    def cost(self) -> int:
        """How far from what an author would write: facts are nearer than times, events of other rules are farthest."""
        return _COSTS[self.what]


_COSTS = {
    "set": 2, "apart": 2, "clock": 2, "day": 2, "without": 3, "again": 3, "other": 3, "same": 3, "made": 3,
    "instead": 4, "unknown": 4, "one_more": 4, "earlier": 4,
}  # fmt: skip
Changed = tuple[Change, Stream]


def changes(stream: Stream, material: Material, topic: Topic) -> Iterator[Changed]:
    """Every small change of a stream that bears on the topic; streams out of order are left out."""
    for change, made in _all(stream, material, topic):
        if made != stream and in_order(made):
            yield change, made


def _all(stream: Stream, material: Material, topic: Topic) -> Iterator[Changed]:
    """Changes of each sort in turn, so that a limit leaves out the last of all sorts."""
    sorts = [
        (one for number in reversed(range(len(stream))) for one in _of_facts(stream, number, material, topic)),
        _of_times(stream, material, topic),
        _of_clock(stream, material, topic),
        _of_events(stream, material, topic),
        _of_other_rules(stream, material, topic),
    ]
    return (one for row in zip_longest(*sorts) for one in row if one is not None)


# -- facts -----------------------------------------------------------------------------------------------


def _of_facts(stream: Stream, number: int, material: Material, topic: Topic) -> Iterator[Changed]:
    event = stream[number].event
    kind = str(event["kind"])
    last = number == len(stream) - 1
    for path in sorted(path for of, path in topic.fields if of == kind):
        if path in {"id", "at", "kind", "person.key"}:
            continue
        here = read_fact(event, path)
        for value in material.values.get((kind, path), ()):
            if value != here:
                yield Change("set", number, last, kind, path, value), _set(stream, number, path, value)
        spec = FIELDS[kind].get(path)
        if spec is not None and spec.type in {"money", "number"}:
            for value, limit in _numbers(stream, number, path, material, money=spec.type == "money"):
                yield Change("set", number, last, kind, path, value, limit), _set(stream, number, path, value)
        if spec is not None and spec.type == "time":
            yield from _days(stream, number, path, material)
        if path in _IDENTITIES:
            yield from _identities(stream, number, path)
        if here is not None and path != "person.ids.account":
            yield Change("unknown", number, last, kind, path), _set(stream, number, path, None)


def _set(stream: Stream, number: int, path: str, value: Any) -> Stream:
    moment = stream[number]
    return (*stream[:number], Moment(moment.at, with_fact(moment.event, path, value)), *stream[number + 1 :])


def _numbers(
    stream: Stream, number: int, path: str, material: Material, *, money: bool
) -> Iterator[tuple[float | int, float | None]]:
    """Values at a limit and one beside it, alone and together with other events; and shares of other amounts."""
    event = stream[number].event
    here = read_fact(event, path)
    limits = material.limits.get((str(event["kind"]), path), [])
    found: dict[float, float | None] = {}
    others = _others(stream, number, path)
    if others:
        found.update((near - sum(others), None) for limit in limits for near in _beside(limit))
    found.update((near, limit) for limit in limits for near in _beside(limit))
    more: list[float] = []
    if isinstance(here, (int, float)) and not isinstance(here, bool):
        more += (here + 1, here - 1)
        for multiple in material.multiples:
            more += (here + multiple, max(multiple, here // multiple * multiple))
    if money:
        more += _shares(stream, material)
    for one in more:
        found.setdefault(one, None)
    for value, limit in found.items():
        plain = int(value) if value == int(value) else round(value, 2)
        if plain != here and 0 <= plain < _MONEY_LIMIT and not (path.endswith("amount") and plain == 0):
            yield plain, limit


def _beside(limit: float) -> tuple[float, float, float]:
    return limit, limit - 1, limit + 1


def _others(stream: Stream, number: int, path: str) -> list[float]:
    """The values of the other events of this kind and direction."""
    mine = stream[number].event
    alike = [
        one.event
        for i, one in enumerate(stream)
        if i != number and all(one.event.get(name) == mine.get(name) for name in ("kind", "direction"))
    ]
    return [value for one in alike if isinstance(value := read_fact(one, path), (int, float))]


def _shares(stream: Stream, material: Material) -> Iterator[float]:
    """Every amount here, times and divided by the rule's factors, and one yuan beside."""
    amounts: dict[float, None] = {}
    for _, event in stream:
        known = FIELDS[str(event["kind"])]
        for name, value in facts(event).items():
            if name in known and known[name].type == "money" and isinstance(value, (int, float)):
                amounts[value] = None
    for amount in amounts:
        for factor in (1.0, *(one for one in material.factors if one > 0)):
            for exact in (amount * factor, amount / factor):
                yield from (round(value, 2) for value in _beside(exact))


def _days(stream: Stream, number: int, path: str, material: Material) -> Iterator[Changed]:
    """A day so long before the event under test, to the second, and one earlier or later."""
    kind = str(stream[number].event["kind"])
    last = number == len(stream) - 1
    local = stream[-1].at + 8 * 3600
    for gap in material.gaps:
        if gap < _DAY or gap % _DAY:
            continue
        for days in (gap // _DAY - 1, gap // _DAY, gap // _DAY + 1):
            value = (date(1970, 1, 1) + timedelta(days=local // _DAY - days)).isoformat()
            yield Change("set", number, last, kind, path, value, days * _DAY), _set(stream, number, path, value)
        for apart in (gap, gap - 1):  # a day begins at midnight
            moved = _shifted(stream, (apart - gap) - local % _DAY)
            value = (date(1970, 1, 1) + timedelta(days=(moved[-1].at + 8 * 3600 - apart) // _DAY)).isoformat()
            yield Change("set", number, last, kind, path, value, apart), _set(moved, number, path, value)


def _identities(stream: Stream, number: int, path: str) -> Iterator[Changed]:
    """Another account or number than any here, and that of each other event."""
    event = stream[number].event
    kind = str(event["kind"])
    last = number == len(stream) - 1
    here = read_fact(event, path)
    used = dict.fromkeys(str(read_fact(one.event, path)) for one in stream if read_fact(one.event, path) is not None)
    fresh = next((one for one in _ACCOUNTS if one not in used), None)
    if fresh is not None and path.endswith("account"):
        yield Change("other", number, last, kind, path, fresh), _set(stream, number, path, fresh)
    for value in used:
        if value != here:
            yield Change("same", number, last, kind, path, value), _set(stream, number, path, value)


# -- times -----------------------------------------------------------------------------------------------


def _of_times(stream: Stream, material: Material, topic: Topic) -> Iterator[Changed]:
    """An event, or all up to it, as long before the event under test as a window is, or just less."""
    spans = [(length, length - unit_of(length)) for length in material.lengths if length in topic.lengths]
    spans += [(gap, gap - 1) for gap in material.gaps] + [(gap + 1, gap) for gap in material.gaps]
    for number in range(len(stream) - 1):
        kind = str(stream[number].event["kind"])
        for limit, inside in dict.fromkeys(spans):
            for apart in (inside, limit):
                if apart <= 0:
                    continue
                for move in (_move_up_to, _move_one, _move_after):
                    made, place = move(stream, number, apart)
                    yield Change("apart", place, False, kind, "", apart, limit), made


def unit_of(length: int) -> int:
    """The unit of a length of time in seconds: an hour from a day on, a minute below, a second below two minutes."""
    return 3600 if length >= _DAY else 60 if length >= 120 else 1


def _move_up_to(stream: Stream, number: int, apart: int) -> tuple[Stream, int]:
    shift = stream[-1].at - apart - stream[number].at
    return (*(Moment(at + shift, event) for at, event in stream[: number + 1]), *stream[number + 1 :]), number


def _move_after(stream: Stream, number: int, apart: int) -> tuple[Stream, int]:
    """The event under test later; what lies between stays near the event."""
    last = stream[-1]
    return (*stream[:-1], Moment(stream[number].at + apart, last.event)), number


def _move_one(stream: Stream, number: int, apart: int) -> tuple[Stream, int]:
    moved = Moment(stream[-1].at - apart, stream[number].event)
    rest = (*stream[:number], *stream[number + 1 :])
    made = tuple(sorted((moved, *rest), key=lambda one: one.at))
    return made, made.index(moved)


def _of_clock(stream: Stream, material: Material, topic: Topic) -> Iterator[Changed]:
    """The whole stream at another hour or on another day of the week."""
    if not topic.clock:
        return
    last = stream[-1]
    kind = str(last.event["kind"])
    local = last.at + 8 * 3600
    for hour in dict.fromkeys(
        one for value in material.hours for one in (value - 1, value, value + 1) if 0 <= one <= 23
    ):
        shift = hour * 3600 - local % _DAY
        yield Change("clock", len(stream) - 1, True, kind, "", hour), _shifted(stream, shift)
        yield Change("clock", len(stream) - 1, True, kind, "", hour), _shifted(stream, shift + 59 * 60)
    for day in dict.fromkeys(
        one for value in material.weekdays for one in (value, value - 1, value + 1) if 1 <= one <= 7
    ):
        here = (local // _DAY + 3) % 7 + 1
        yield Change("day", len(stream) - 1, True, kind, "", day), _shifted(stream, (day - here) * _DAY)


def _shifted(stream: Stream, seconds: int) -> Stream:
    return tuple(Moment(at + seconds, event) for at, event in stream)


# -- events ----------------------------------------------------------------------------------------------


def _of_events(stream: Stream, material: Material, topic: Topic) -> Iterator[Changed]:
    for number in range(len(stream) - 1):
        kind = str(stream[number].event["kind"])
        if kind in topic.kinds:
            yield Change("without", number, False, kind), (*stream[:number], *stream[number + 1 :])
    lengths = [length for length in material.lengths if length in topic.lengths]
    for number in range(len(stream)):
        kind = str(stream[number].event["kind"])
        if kind not in topic.kinds:
            continue
        for apart in _moments(lengths):
            made, place = _with(stream, (Moment(0, stream[number].event),), apart)
            yield Change("again", place, False, kind, "", apart, _limit_of(apart, lengths)), made
    yield from _of_windows(stream, material, topic)


def _of_other_rules(stream: Stream, material: Material, topic: Topic) -> Iterator[Changed]:
    """The events of rules that are asked about, in place of the event under test and before it."""
    last = stream[-1]
    lengths = [length for length in material.lengths if length in topic.lengths]
    asked = [one for one in material.others if one[2][-1].event["kind"] in topic.kinds]
    for title, _, other in asked:
        for variant in _variants(other, last):
            made, place = _ended(stream, variant)
            yield Change("instead", place, True, str(other[-1].event["kind"]), more=title), made
    for title, label, other in asked:
        what: What = "earlier" if label == "hit" else "one_more"
        for apart in _moments(lengths):
            for variant in _variants(other, last):
                made, place = _with(stream, variant, apart)
                kind = str(other[-1].event["kind"])
                yield Change(what, place, False, kind, "", apart, _limit_of(apart, lengths), title), made


def _of_windows(stream: Stream, material: Material, topic: Topic) -> Iterator[Changed]:
    """One event more, made as a window asks for it, at its edges too."""
    last = stream[-1]
    for window in material.windows:
        length = window.within // 1_000_000
        event = event_for(window, last.event) if window.kind in topic.kinds and length in topic.lengths else None
        if event is not None:
            for apart in _moments([length]):
                made, place = _with(stream, (Moment(0, event),), apart)
                yield Change("made", place, False, window.kind, "", apart, _limit_of(apart, [length])), made


def _moments(lengths: list[int]) -> list[int]:
    return list(dict.fromkeys((_STEP, 60, *(one for length in lengths for one in (length - unit_of(length), length)))))


def _limit_of(apart: int, lengths: list[int]) -> float | None:
    return next((length for length in lengths if apart in {length, length - unit_of(length)}), None)


def _variants(other: Stream, last: Moment) -> list[Stream]:
    """Events of another rule as they are, and with the person and the account of the event under test."""
    out = [other]
    for path in ("person", "payee.account", "account"):
        value = read_fact(last.event, path)
        made = tuple(
            Moment(
                at, with_fact(event, path, value) if path == "person" or read_fact(event, path) is not None else event
            )
            for at, event in out[-1]
        )
        if value is not None and made != out[-1]:
            out.append(made)
    return out


def _ended(stream: Stream, other: Stream) -> tuple[Stream, int]:
    """The events before the one under test, and then those of another rule in its place."""
    before = stream[:-1]
    shift = max(stream[-1].at - other[-1].at, before[-1].at + 60 - other[0].at if before else 0)
    made = (*before, *(Moment(at + shift, event) for at, event in other))
    return made, len(made) - 1


def _with(stream: Stream, more: Stream, apart: int) -> tuple[Stream, int]:
    """Other events put in, the last of them so long before the event under test."""
    shift = stream[-1].at - apart - more[-1].at
    put = tuple(Moment(at + shift, event) for at, event in more)
    taken = {one.at for one in stream}
    put = tuple(Moment(at - 60 if at in taken else at, event) for at, event in put)
    made = tuple(sorted((*stream, *put), key=lambda one: one.at))
    return made, next(i for i, one in enumerate(made) if one is put[-1])
