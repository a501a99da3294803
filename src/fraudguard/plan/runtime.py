"""What generated code calls: the fixed names of its name space."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

from fraudguard.events.moment import microseconds
from fraudguard.pack.checked import ValueList
from fraudguard.pack.extras import typed
from fraudguard.plan import arithmetic, logs
from fraudguard.plan.indexes import INDEXED, indexed, total
from fraudguard.text import PhraseScanner, is_warning, normal_form

__all__ = ["in_list", "name_space"]

_NOTHING: frozenset[int] = frozenset()


def _key(*parts: object) -> tuple[object, ...] | None:
    return None if None in parts else parts


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else microseconds(moment)


@lru_cache(maxsize=8192)
def _normal(value: str) -> str:
    return normal_form(value)


def in_list(values: ValueList, value: object, at: int) -> bool | None:
    """Whether a value (any of several) is listed and in force at ``at``; unknown when it is missing."""
    if value is None:
        return None
    for item in value if isinstance(value, tuple) else (value,):
        for entry in values.entries.get(_normal(str(item)), ()):
            if (entry.start is None or entry.start <= at) and (entry.expiry is None or at < entry.expiry):
                return True
    return False


def _scan(phrases: Sequence[str]) -> Callable[[str], frozenset[int]]:
    if not phrases:
        return lambda _text: _NOTHING
    return PhraseScanner(phrases).scan  # type: ignore[return-value]  # a set is enough


def name_space(
    lists: Mapping[str, ValueList], phrases: Sequence[str], token: Callable[[str], str]
) -> dict[str, object]:
    """The fixed names, bound to a pack's lists and phrases and to the key of this installation."""
    return {
        "__builtins__": {"max": max, "len": len, "set": set, "reversed": reversed},
        "ADD": arithmetic.add,
        "SUB": arithmetic.subtract,
        "MUL": arithmetic.multiply,
        "DIV": arithmetic.divide,
        "HOUR_OF": arithmetic.hour_of,
        "WEEKDAY_OF": arithmetic.weekday_of,
        "MULTIPLE": arithmetic.is_multiple,
        "LARGER": arithmetic.larger,
        "SMALLER": arithmetic.smaller,
        "TOTAL": total,
        "KEY": _key,
        "PUT": logs.put,
        "LONG": logs.LONG,  # read when a plan is compiled, so that tests can make short logs long
        "PART": logs.part,
        "FIRED": logs.fired,
        **{f"INDEXED_{function}": partial(indexed, function) for function in INDEXED},
        "MICROS": _micros,
        "TYPED": typed,
        "TOKEN": lambda text: None if text is None else token(text),
        "IN_LIST": lambda name, value, at: in_list(lists[name], value, at),
        "NORMAL": normal_form,
        "SCAN": _scan(phrases),
        "WARNS": is_warning,
        "NONE": logs.NOTHING,
        "U": object(),
    }
