"""An event's content as a digest, to know a duplicate from a correction."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel

from fraudguard.events import Event, microseconds
from fraudguard.events.parse import MODELS

__all__ = ["content_digest"]

_SIZE = 12  # bytes; two of 10^9 remembered events collide with a chance of about 10^-11
_APART = frozenset({"id", "at", "extra"})
_PLAIN = 2  # a marshal format without references between values: equal values, equal bytes


def content_digest(event: Event, key: bytes) -> bytes:
    """A keyed digest over every field of an event but its id; equal instants in two zones are equal."""
    values: tuple[Any, ...] = (event.at_us, *_READ[event.kind](event))
    if event.extra:
        values = (*values, *((name, _number(value)) for name, value in sorted(event.extra.items())))
    return blake2b(marshal.dumps(values, _PLAIN), digest_size=_SIZE, key=key).digest()


def _number(value: object) -> object:
    """Equal numbers as one: 5.0 is 5."""
    return int(value) if type(value) is float and value.is_integer() else value


def _instant(value: Any) -> int | None:
    return None if value is None else microseconds(value)


def _reader(model: type[BaseModel]) -> Callable[[Any], tuple[Any, ...]]:
    """
    A function from a record to its values in the order of the model, those of its parts among them.

    It is compiled because it runs for every event: one tuple, no loop. A part that was not given is
    the model's shared empty part, whose values are all ``None``, so equal events read equal.
    """
    lines = list(_lines(model, "e"))
    body = [line for line in lines if line.startswith("    ")]
    values = [line for line in lines if not line.startswith("    ")]
    source = "\n".join(["def read(e):", *body, f"    return ({', '.join(values)},)"])
    space: dict[str, Any] = {"NUMBER": _number, "INSTANT": _instant}
    exec(compile(source, "<reader>", "exec"), space)  # noqa: S102  # made of our own models' field names
    return space["read"]  # type: ignore[no-any-return]  # just compiled


def _lines(model: type[BaseModel], name: str) -> Iterator[str]:
    """Indented lines that bind the parts of a record, and the sources of its values."""
    for field, info in model.model_fields.items():
        if isinstance(info.default, BaseModel):
            part = f"{name}_{field}"
            yield f"    {part} = {name}.{field}"
            yield from _lines(type(info.default), part)
        elif name != "e" or field not in _APART:
            kind = str(info.annotation)
            wrap = "INSTANT" if "datetime" in kind else "NUMBER" if "float" in kind else ""
            yield f"{wrap}({name}.{field})" if wrap else f"{name}.{field}"


_READ = {kind: _reader(model) for kind, model in MODELS.items()}
