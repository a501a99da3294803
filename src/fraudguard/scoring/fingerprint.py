"""An event's content as a digest, to know a duplicate from a correction."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from fraudguard.events import Event, microseconds
from fraudguard.events.parse import MODELS

__all__ = ["content_digest"]

_SIZE = 12  # bytes; two of 10^9 remembered events collide with a chance of about 10^-11
_APART = frozenset({"id", "at", "extra"})
_PLAIN = 2  # a marshal format without references between values: equal values, equal bytes


class _Reader:
    """Reads every value of a record, and of the records in it, as nested tuples."""

    def __init__(self, model: type[BaseModel]) -> None:
        flat: list[str] = []
        self.parts: list[tuple[Callable[[Any], Any], BaseModel, _Reader]] = []
        for name, info in model.model_fields.items():
            if isinstance(info.default, BaseModel):
                self.parts.append((attrgetter(name), info.default, _reader(type(info.default))))
            elif name not in _APART:
                flat.append(name)
        self.flat = attrgetter(*flat)
        types = [str(model.model_fields[name].annotation) for name in flat]
        self.dated = tuple(i for i, name in enumerate(types) if "datetime" in name)
        self.empty: tuple[Any, ...] | None = None
        self.measured = tuple(i for i, name in enumerate(types) if "float" in name)

    def read(self, record: Any) -> tuple[Any, ...]:
        """The values in the order of the model; a part that was not given is ``None``."""
        values = self.flat(record)
        for i in self.dated:
            if values[i] is not None:
                values = (*values[:i], microseconds(values[i]), *values[i + 1 :])
        for i in self.measured:
            if type(values[i]) is float:
                values = (*values[:i], _number(values[i]), *values[i + 1 :])
        if not self.parts:
            return values
        nested = []
        for get, missing, reader in self.parts:
            part = get(record)
            read = None if part is missing else reader.read(part)
            nested.append(None if read == reader.empty else read)
        return (values, *nested)


def _number(value: object) -> object:
    """Equal numbers as one: 5.0 is 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _reader(model: type[BaseModel]) -> _Reader:
    """A reader that knows what nothing looks like."""
    reader = _Reader(model)
    for _, missing, part in reader.parts:
        part.empty = part.read(missing)
    return reader


_READERS = {kind: _reader(model) for kind, model in MODELS.items()}


def content_digest(event: Event, key: bytes) -> bytes:
    """A keyed digest over every field of an event but its id; equal instants in two zones are equal."""
    values: tuple[Any, ...] = (event.at_us, _READERS[event.kind].read(event))
    if event.extra:
        values = (*values, *((name, _number(value)) for name, value in sorted(event.extra.items())))
    return blake2b(marshal.dumps(values, _PLAIN), digest_size=_SIZE, key=key).digest()
