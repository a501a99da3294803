"""The kinds of value a field of an event can hold: how each is checked and what the catalogue says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from fraudguard.errors import EventError
from fraudguard.events.identifiers import clean_account, clean_phone, clean_serial, normalise_id_card
from fraudguard.events.moment import parse_day, parse_time
from fraudguard.events.money import parse_money

__all__ = [
    "About",
    "Account",
    "Count",
    "Extra",
    "Flag",
    "Hosts",
    "IdCard",
    "Identifier",
    "LongText",
    "Mark",
    "Moment",
    "Money",
    "OpenedOn",
    "Personal",
    "Phone",
    "Seconds",
    "Serial",
    "Text",
    "bounded_number",
]

Personal = Literal["", "name", "id_card", "phone", "account", "device", "wechat", "text"]
"""What kind of personal data a field holds, which decides how it is masked."""

_ID_LENGTH = 256
_TEXT_LENGTH = 20_000
_LONG_TEXT_LENGTH = 200_000
_HOSTS = 64
_EXTRA_ENTRIES = 64
_LARGEST_NUMBER = 10**15

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class About:
    """
    What the catalogue says of a field.

    ``zh`` is its Chinese name as a rule author writes it; ``unit`` is the unit in rule text;
    ``textual`` marks text a stranger wrote or spoke, which alone never raises more than yellow.
    """

    zh: str
    doc: str
    personal: Personal = ""
    unit: str = ""
    textual: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The type of a value as rules see it: one of the values of `fraudguard.pack.tree.Type`."""

    type: str
    unit: str = ""


def _door(check: Callable[[_Given], _Made]) -> Callable[[_Given], _Made]:
    """``check`` for use inside a model: its `EventError` keeps code and parameters on the way out."""

    def checked(value: _Given) -> _Made:
        try:
            return check(value)
        except EventError as error:
            # The template stays empty: pydantic's own wording is never shown.
            raise PydanticCustomError(error.code, "", dict(error.params)) from None

    return checked


def _refuse(code: str, **params: object) -> PydanticCustomError:
    return PydanticCustomError(code, "", dict(params))


_parse_money_slowly = _door(parse_money)


def _money(value: object) -> int:
    """`parse_money` with the two commonest forms answered first: it runs for every payment."""
    if type(value) is int and 0 <= value <= 100_000_000_000:
        return value * 100
    if type(value) is float and 0.0 <= value <= 1e11:
        fen = round(value * 100)
        if fen / 100 == value:
            return fen
    return _parse_money_slowly(value)


_parse_time_slowly = _door(parse_time)
_clean_serial_slowly = _door(clean_serial)
_clean_account_slowly = _door(clean_account)
_clean_phone_slowly = _door(clean_phone)


def _moment(value: object) -> datetime:
    """`parse_time` with plain ISO text answered first: it runs for every event."""
    if type(value) is str:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return _parse_time_slowly(value)
        if moment.tzinfo is not None and 1970 < moment.year < 2199 and value[11:13] != "24":
            return moment
    return _parse_time_slowly(value)


def _serial(text: str) -> str:
    return _clean_serial_slowly(text) if "+" in text else text


def _account(text: str) -> str:
    return text if text.isalnum() and text.isascii() else _clean_account_slowly(text)


def _phone(text: str) -> str:
    return text if len(text) == 11 and text.isdigit() and text.isascii() else _clean_phone_slowly(text)


def _yuan(fen: int) -> str:
    """Fen as a plain decimal string of yuan, which `parse_money` reads back to the same fen."""
    return f"{fen // 100}.{fen % 100:02d}"


def bounded_number(value: object) -> int | float:
    """
    ``value`` as it is: a finite number of at most 10^15 in size.

    Raises `PydanticCustomError` (for use in models) for anything else: truth values, text, NaN.
    """
    if type(value) is not int and type(value) is not float:
        raise _refuse("event.number_expected")
    if not -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER:
        finite = type(value) is int or isfinite(value)
        raise _refuse("event.number_range" if finite else "event.number_nan", low="-10^15", high="10^15")
    return value


def _duration(value: object) -> int | float:
    number = bounded_number(value)
    if number < 0:
        raise _refuse("event.number_range", low="0", high="10^15")
    return number


def _extra(value: object) -> dict[str, bool | int | float | str]:
    if not isinstance(value, Mapping):
        raise _refuse("event.object_expected")
    if len(value) > _EXTRA_ENTRIES:
        raise _refuse("event.extra_many", limit=_EXTRA_ENTRIES)
    return {_extra_name(name): _extra_value(entry) for name, entry in value.items() if entry is not None}


def _extra_name(name: object) -> str:
    if not isinstance(name, str) or not 0 < len(name) <= _ID_LENGTH or not _is_storable(name):
        raise _refuse("event.extra_name", limit=_ID_LENGTH)
    return name


def _extra_value(value: object) -> bool | int | float | str:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if not 0 < len(value) <= _TEXT_LENGTH:
            raise _refuse("event.text_long", limit=_TEXT_LENGTH)
        if not _is_storable(value):
            raise _refuse("event.text_surrogate")
        return value
    if type(value) is int or type(value) is float:
        return bounded_number(value)
    raise _refuse("event.extra_value")


def _is_storable(text: str) -> bool:
    """Whether ``text`` has a UTF-8 form: lone surrogates have none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lowered(hosts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(host.lower() for host in hosts)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_SAID = r"[^\s\x1c-\x1f]"  # a blank text is missing (`without_missing`), whatever else the event says
_short = StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=_ID_LENGTH)

Flag = Annotated[bool, Field(strict=True), Mark("bool")]
Money = Annotated[int, PlainValidator(_money), PlainSerializer(_yuan), Mark("money", "yuan")]
"""Whole fen inside; built from yuan in any form `parse_money` reads; dumped as yuan."""
Moment = Annotated[datetime, PlainValidator(_moment), PlainSerializer(datetime.isoformat), Mark("time")]
"""An aware instant."""
OpenedOn = Annotated[datetime, PlainValidator(_door(parse_day)), PlainSerializer(datetime.isoformat), Mark("time")]
"""An aware instant; a date alone is midnight in Shanghai."""
Seconds = Annotated[int | float, PlainValidator(_duration), Mark("number", "s")]
Count = Annotated[int, Field(strict=True, ge=0, le=_LARGEST_NUMBER), Mark("number")]
Identifier = Annotated[str, _short, Mark("text")]
Serial = Annotated[str, _short, AfterValidator(_serial), Mark("text")]
Account = Annotated[str, _short, AfterValidator(_account), Mark("text")]
Phone = Annotated[str, _short, AfterValidator(_phone), Mark("text")]
IdCard = Annotated[str, _short, AfterValidator(_door(normalise_id_card)), Mark("text")]
Text = Annotated[str, StringConstraints(strict=True, pattern=_SAID, max_length=_TEXT_LENGTH), Mark("text")]
LongText = Annotated[str, StringConstraints(strict=True, pattern=_SAID, max_length=_LONG_TEXT_LENGTH), Mark("text")]
Hosts = Annotated[
    tuple[Identifier, ...],
    Field(strict=True, max_length=_HOSTS),
    BeforeValidator(_as_tuple),
    AfterValidator(_lowered),
    Mark("texts"),
]
Extra = Annotated[Mapping[str, bool | int | float | str], PlainValidator(_extra), PlainSerializer(dict)]
