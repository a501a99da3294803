"""Every field of every kind, derived from the models: what a rule may name and what it gets."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Mark, Personal
from fraudguard.events.moment import microseconds
from fraudguard.events.parse import MODELS

__all__ = ["FIELDS", "KINDS", "KIND_ZH", "FieldSpec", "Value", "read"]

Value: TypeAlias = bool | int | float | str | tuple[str, ...]
"""A known value of a field: money in fen, instants in microseconds since 1970 UTC."""

KINDS: tuple[str, ...] = tuple(MODELS)
"""The kinds of event."""

KIND_ZH: Mapping[str, str] = MappingProxyType(
    {
        "transaction": "交易",
        "call": "通话",
        "message": "消息",
        "device_event": "设备事件",
        "report": "报告",
        "lead": "预警指令",
        "settlement": "结算",
        "retraction": "撤回",
        "outcome": "处置结果",
    }
)
"""The Chinese name of each kind, as a rule may write it."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """
    One field a rule may name.

    ``type`` is a value of `fraudguard.pack.tree.Type`; ``choices`` are the members of an ENUM;
    ``zh`` the Chinese name of the whole path; ``unit`` that of rule text; ``personal`` the kind of
    personal data (see `fraudguard.events.masking`); ``textual`` marks words of a stranger.
    """

    path: str
    type: str
    choices: tuple[str, ...]
    zh: str
    personal: Personal
    unit: str
    textual: bool
    doc: str


def _specs(model: type[BaseModel], prefix: str = "", prefix_zh: str = "") -> Iterator[FieldSpec]:
    for name, info in model.model_fields.items():
        about = next((m for m in info.metadata if isinstance(m, About)), None)
        if about is None:
            continue
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _specs(inner, f"{prefix}{name}.", f"{prefix_zh}{about.zh}.")
        else:
            yield _spec(f"{prefix}{name}", f"{prefix_zh}{about.zh}", about, info)


def _spec(path: str, zh: str, about: About, info: FieldInfo) -> FieldSpec:
    mark, choices = _mark_of(info)
    return FieldSpec(path, mark.type, choices, zh, about.personal, about.unit or mark.unit, about.textual, about.doc)


def _mark_of(info: FieldInfo) -> tuple[Mark, tuple[str, ...]]:
    own = [m for m in info.metadata if isinstance(m, Mark)]
    if own:
        return own[0], ()
    for part in _parts(info.annotation):
        if isinstance(part, Mark):
            return part, ()
        if get_origin(part) is Literal:
            return Mark("enum"), tuple(get_args(part))
    raise TypeError(f"the annotation {info.annotation!r} carries no type mark")


def _parts(annotation: Any) -> Iterator[Any]:
    """The annotation's members and their metadata, with unions and nested annotations opened."""
    origin = get_origin(annotation)
    if origin is Annotated:
        first, *metadata = get_args(annotation)
        yield from metadata
        yield from _parts(first)
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _parts(member)
    else:
        yield annotation


FIELDS: Mapping[str, Mapping[str, FieldSpec]] = MappingProxyType(
    {kind: MappingProxyType({spec.path: spec for spec in _specs(model)}) for kind, model in MODELS.items()}
)
"""Kind, then path, to its `FieldSpec`. Declared extras are not here: a pack declares them."""

_GETTERS: dict[str, Callable[[Any], Any]] = {
    path: attrgetter(path) for fields in FIELDS.values() for path in fields
} | {"at": attrgetter("at_us")}


def read(event: EventBase, path: str) -> Value | None:
    """
    The value of ``path`` on ``event``, None when it is missing.

    MONEY is whole fen, TIME whole microseconds since 1970 UTC, TEXTS a tuple. ``extra.<name>``
    reads a declared extra as it was given. A path the kind does not have raises `KeyError` or
    `AttributeError`: paths are checked when a pack is loaded.
    """
    if path.startswith("extra."):
        return event.extra.get(path[6:])
    value = _GETTERS[path](event)
    return microseconds(value) if isinstance(value, datetime) else value
