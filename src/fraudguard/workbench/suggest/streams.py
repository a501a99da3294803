"""A stream of an example as suggestions work on it: events with their times apart, and back to the author's form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any, NamedTuple

from fraudguard.pack.check_examples import BASE as FIRST
from fraudguard.pack.check_examples import filled

__all__ = [
    "BASE",
    "Moment",
    "Stream",
    "begun",
    "facts",
    "facts_apart",
    "in_order",
    "read_fact",
    "stream_of",
    "with_fact",
    "written_events",
]

_SHANGHAI = timezone(timedelta(hours=8))
BASE = int(FIRST.timestamp())
"""When a stream begins that says nothing else, in seconds."""
_STEP = 300
_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))


class Moment(NamedTuple):
    """One event: its time in whole seconds since 1970 UTC, and what an author writes of it besides."""

    at: int
    event: Mapping[str, Any]


Stream = tuple[Moment, ...]


def stream_of(events: Sequence[Mapping[str, Any]]) -> Stream | None:
    """The events of an example; nothing when a time is finer than a second or an event names its own id."""
    out = []
    for given, full in zip(events, filled(events), strict=True):
        at = datetime.fromisoformat(str(full["at"]))
        if at.microsecond or "id" in given:
            return None
        out.append(Moment(int(at.timestamp()), {key: value for key, value in given.items() if key != "at"}))
    return tuple(out)


def in_order(stream: Stream) -> bool:
    """Whether each event is later than the one before."""
    return all(one.at < other.at for one, other in pairwise(stream))


def begun(stream: Stream) -> Stream:
    """The stream at the hour at which examples begin; only for rules that read no clock and no date."""
    shift = BASE - stream[0].at
    return tuple(Moment(at + shift, event) for at, event in stream) if shift else stream


def written_events(stream: Stream) -> list[dict[str, Any]]:
    """The events as an author writes them: a time only where it is not the usual one, after the event before."""
    out: list[dict[str, Any]] = []
    last: int | None = None
    for at, event in stream:
        kind, *others = event
        head = {kind: event[kind]}
        usual = BASE if last is None else last + _STEP
        if at != usual:
            head["at"] = _clock(at) if last is None else _later(at - last)
        out.append({**head, **{name: event[name] for name in others}})
        last = at
    return out


def _clock(at: int) -> str:
    moment = datetime.fromtimestamp(at, _SHANGHAI)
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def _later(seconds: int) -> str:
    name, length = next((name, length) for name, length in _UNITS if seconds % length == 0)
    return f"+{seconds // length}{name}"


def read_fact(event: Mapping[str, Any], path: str) -> Any:
    """What stands under a path such as ``payee.kind``; nothing where nothing does."""
    found: Any = event
    for name in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def with_fact(event: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The event with another value under a path, or with none for ``None``."""
    name, _, rest = path.partition(".")
    out = dict(event)
    if rest:
        inner = out.get(name)
        inner = with_fact(inner if isinstance(inner, Mapping) else {}, rest, value)
        if inner:
            out[name] = inner
        else:
            out.pop(name, None)
    elif value is None:
        out.pop(name, None)
    else:
        out[name] = value
    return out


def facts(event: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """All facts of an event by path."""
    found: dict[str, Any] = {}
    for name, value in event.items():
        found |= facts(value, f"{path}{name}.") if isinstance(value, Mapping) else {path + name: value}
    return found


def facts_apart(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> int:
    """How many facts two examples differ in; an event that only one of them has is one fact."""
    longer, shorter = sorted(([facts(event) for event in stream] for stream in (one, other)), key=len, reverse=True)
    extra = len(longer) - len(shorter)
    if extra > 1:
        return extra
    kept = [longer] if not extra else [longer[:gone] + longer[gone + 1 :] for gone in range(len(longer))]
    nearest: int = min(
        sum(a.get(name) != b.get(name) for a, b in zip(stream, shorter, strict=True) for name in a | b)
        for stream in kept
    )
    return extra + nearest
