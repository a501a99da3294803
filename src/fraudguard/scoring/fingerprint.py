"""An event's content as a digest, to know a duplicate from a correction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from fraudguard.events import Event, microseconds
from fraudguard.events.catalogue import FIELDS, KINDS

__all__ = ["content_digest"]

_SIZE = 12  # bytes; two of 10^9 remembered events collide with a chance of about 10^-11


def _getter(kind: str) -> Callable[[Any], tuple[Any, ...]]:
    paths = [path for path in FIELDS[kind] if path != "id"]
    get = attrgetter(*(("at_us" if path == "at" else path) for path in paths))
    dated = tuple(i for i, path in enumerate(paths) if FIELDS[kind][path].type == "time" and path != "at")
    if not dated:
        return get

    def with_instants(event: Any) -> tuple[Any, ...]:
        values = get(event)
        if all(values[i] is None for i in dated):
            return values  # type: ignore[no-any-return]
        return tuple(microseconds(value) if isinstance(value, datetime) else value for value in values)

    return with_instants


_GETTERS = {kind: _getter(kind) for kind in KINDS}


def content_digest(event: Event, key: bytes) -> bytes:
    """A keyed digest over every field of an event but its id; equal instants in two zones are equal."""
    values = _GETTERS[event.kind](event)
    text = f"{values!r}{sorted(event.extra.items())!r}" if event.extra else repr(values)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE, key=key).digest()
