"""Cells of a column by their distinct values, each read once by the reader and the door of single rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fraudguard.errors import EventError, FeedError
from fraudguard.events import FIELDS, parse_event
from fraudguard.events.catalogue import read
from fraudguard.events.tables import table_schema
from fraudguard.feeds.blocks import Flags
from fraudguard.feeds.cells import INVISIBLE, MISSING
from fraudguard.feeds.readings import MINUS

if TYPE_CHECKING:
    import polars as pl

    from fraudguard.feeds.layout import Layout

__all__ = ["Cells", "Numbered", "Outcome", "Reading", "constant", "extra_name", "flagged", "nulls"]

_MOST_REMEMBERED = 400_000
_LATE = "2199-01-01T00:00:00+08:00"  # the instant of events that are made to try a value: everybody is born by then
_MONEY = r"^[0-9]{1,11}(?:\.[0-9]{1,2})?$"  # below the largest amount; a floating number holds all its digits
_WORD = r"^[!#-*,-\[\]-~]{1,256}$"  # no blank, quote or backslash, and no plus, which may be a spoilt number
_ALNUM = r"^[0-9A-Za-z]{1,256}$"
_NAME = r"^[\p{Han}0-9A-Za-z*]{1,256}$"
_TEXT = r"^[\p{Han}!-~]{1,256}$"
_PHONE = r"^[0-9]{11}$"
_SPOILT = r"^[0-9]{15}0{3,}$"
_STAND_INS = sorted({*MISSING, "0", "00", "9999", "未知", "未知号码", "无法显示"})
_STRICT = frozenset({"account", "payee.account", "payer.account", "person.ids.account"})
_NAMING = frozenset({"id", "txn_id", "call_id"})
_PHONES = frozenset({"person.ids.phone", "peer", "sender", "suspect"})


class Outcome(NamedTuple):
    """What became of one text: what the event holds, what the reader gave; or that rows with it need another look."""

    value: Any = None
    given: Any = None
    bad: bool = False
    told: int = 0
    signed: bool = False


class Numbered:
    """The distinct texts of a column, and of each row the place of its own among them; null is none."""

    def __init__(self, texts: pl.Series) -> None:
        import polars as pl

        from fraudguard.scoring.coding import coded

        (codes,), distinct = coded([texts])
        self.distinct: list[str] = distinct.to_list()
        numbers = pl.Series(codes)
        self.codes: pl.Series = numbers if not texts.null_count() else numbers.set(numbers < 0, None)


@dataclass(slots=True)
class Cells:
    """
    What the cells of a column say of a field.

    ``values`` are null where the cell says nothing. ``bad`` are rows that only the reader for single rows may judge,
    ``told`` how often each row had a cell left out, ``signed`` amounts that stood below zero. ``given`` is what the
    reader gave before the event's own door: the text of the cell where ``plain``, else that of ``codes``.
    """

    texts: pl.Series
    values: pl.Series
    plain: pl.Series | None
    codes: pl.Series
    outcomes: list[Outcome] = field(default_factory=list)
    bad: Flags | None = None
    told: Flags | None = None
    signed: Flags | None = None

    def given(self) -> pl.Series:
        """What the reader gave, as text; null where it gave nothing."""
        return self._written(str)

    def as_json(self) -> pl.Series:
        """What the reader gave, in JSON; null where it gave nothing."""
        import polars as pl

        made = self._written(json.dumps)
        if self.plain is None:
            return made
        quoted = pl.select('"' + self.texts + '"').to_series()
        odd = self.texts.filter(self.plain & self.texts.str.contains(r"[^ !#-\[\]-~]")).unique()
        if len(odd):
            escaped = pl.Series([json.dumps(text) for text in odd.to_list()], dtype=pl.String)
            quoted = self.texts.replace_strict(odd, escaped, default=quoted, return_dtype=pl.String)
        return quoted.zip_with(self.plain, made)

    def _written(self, write: Callable[[Any], str]) -> pl.Series:
        import polars as pl

        texts = [None if one.given is None else write(one.given) for one in self.outcomes]
        made = _looked_up(pl.Series(texts, dtype=pl.String), self.codes)
        return made if self.plain is None else self.texts.zip_with(self.plain, made)


def constant(kind: str, path: str, given: Any, height: int) -> Cells:
    """A field that has one value on all rows."""
    import polars as pl

    reading = Reading(kind, path, "constant", "", lambda _text: given)
    return reading.read(pl.Series(["-."], dtype=pl.String).new_from_index(0, height))


def nulls(dtype: Any, length: int) -> pl.Series:
    """A column of missing values."""
    import polars as pl

    return pl.Series([None], dtype=dtype).new_from_index(0, length)


def extra_name(path: str, value: Any) -> str:
    """The column of a value of the feed's own: one for each type it may have."""
    kind = "bool" if isinstance(value, bool) else "number" if isinstance(value, (int, float)) else "text"
    return f"{path}|{kind}"


class Reading:
    """
    How the cells of one column become values of one field of a kind of event.

    ``name`` is the reading of the mapping, ``unit`` that of its money, ``reader`` the function that single rows use.
    ``unmapped`` counts, in its own way, the cells that ``reader`` leaves out. With ``minus`` an amount below zero is
    money that goes out. Plain cells are recognised by their form, for which reader and door change nothing.
    """

    def __init__(
        self,
        kind: str,
        path: str,
        name: str,
        unit: str,
        reader: Callable[[str], Any],
        layout: Layout | None = None,
        told_as: str = "",
        *,
        minus: bool = False,
    ) -> None:
        self.kind, self.path, self.name = kind, path, name
        self.reader, self.layout, self.told_as, self.minus = reader, layout, told_as or path, minus
        self.extra = path.startswith("extra.")
        self.known = path in FIELDS[kind] or (self.extra and "." not in path[6:])
        self.type = "text" if self.extra or not self.known else FIELDS[kind][path].type
        self.money = self.known and name in ("money", "balance") and unit == "yuan" and self.type == "money"
        self._remembered: dict[str, Outcome] = {}
        self._form = self._plain_form()

    @property
    def by_form(self) -> bool:
        """Whether most cells are known by their form, without a look at each distinct one."""
        return bool(self._form)

    @property
    def door(self) -> tuple[str, str, str] | None:
        """Readings of one column with equal doors give the same; ``None`` where only this one is known to."""
        if self.path in _STRICT and self.name in ("account", "text"):
            return self.kind, "account", self.name
        return None

    def read(self, texts: pl.Series, seen: Numbered | None = None) -> Cells:
        """What some cells say; null is an empty one. ``seen`` are their distinct texts, if those are known."""
        import polars as pl

        plain = self._plain(texts)
        if plain is not None and plain.sum() + texts.null_count() == len(texts):
            return Cells(texts, self._straight(texts), plain, nulls(pl.UInt32, len(texts)))
        seen = (seen if plain is None else None) or Numbered(texts if plain is None else _where(~plain, texts))
        codes = seen.codes
        outcomes = [self._outcome(text) for text in seen.distinct]
        values = self._looked_up(outcomes, codes)
        if plain is not None and plain.any():
            values = self._straight(_where(plain, texts)).zip_with(plain, values)
        return Cells(
            texts,
            values,
            plain,
            codes,
            outcomes,
            flagged([one.bad for one in outcomes], codes),
            flagged([one.told > 0 for one in outcomes], codes),
            flagged([one.signed for one in outcomes], codes),
        )

    def _looked_up(self, outcomes: list[Outcome], codes: pl.Series) -> pl.Series:
        """What became of each row, by the place of its outcome."""
        import polars as pl

        dtype = self._dtype(outcomes)
        return _looked_up(pl.Series([one.value for one in outcomes], dtype=dtype, strict=True), codes)

    def _dtype(self, outcomes: list[Outcome]) -> Any:
        import polars as pl

        if not self.known:
            return pl.Boolean  # nothing but bad cells and empty ones
        if not self.extra:
            return table_schema(self.kind, {})[self.path]
        kinds = {type(one.value) for one in outcomes if one.value is not None}
        return pl.Boolean if kinds == {bool} else pl.Float64 if kinds and kinds <= {int, float} else pl.String

    # -- plain cells ------------------------------------------------------------------------------

    def _plain_form(self) -> str:
        """The form of the cells that neither the reader nor the door changes, empty when there is none."""
        if self.money:
            return _MONEY
        if not self.known or self.type != "text" or (self.kind == "message" and self.path == "text"):
            return ""
        if self.path.endswith("id_card") or self.name not in ("text", "name", "account", "phone"):
            return ""
        if self.name == "phone" or self.path in _PHONES:
            return _PHONE if self.name in ("phone", "text") else ""
        if self.name == "account" or self.path in _STRICT:
            return _ALNUM
        if self.name == "name":
            return _NAME
        return _WORD if self.path in ("id", "txn_id", "call_id", "ref", "target") else _TEXT

    def _plain(self, texts: pl.Series) -> pl.Series | None:
        if not self._form:
            return None
        plain = texts.str.contains(self._form).fill_null(False)
        if self.money:
            return plain
        odd = texts.is_in(_STAND_INS)
        if self.name == "account":
            odd |= texts.str.contains(_SPOILT)
        if self._form == _TEXT:
            odd |= texts.str.contains("+", literal=True)
        return plain & ~odd.fill_null(False)

    def _straight(self, texts: pl.Series) -> pl.Series:
        """The values of plain cells."""
        import polars as pl

        if not self.money:
            return texts
        return (texts.cast(pl.Float64) * 100).round().cast(pl.Int64)

    # -- all others -------------------------------------------------------------------------------

    def _outcome(self, text: str) -> Outcome:
        found = self._remembered.get(text)
        if found is None:
            found = self._judged(text)
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[text] = found
        return found

    def _judged(self, text: str) -> Outcome:
        clean = text.strip(INVISIBLE)
        if clean in MISSING:
            return Outcome()
        counts = self.layout.unmapped if self.layout is not None else {}
        before = counts.get(self.told_as)
        try:
            given = self.reader(clean)
        except (FeedError, EventError):
            return Outcome(bad=True)
        finally:
            told = counts.get(self.told_as, 0) - (before or 0)
            if told:
                counts[self.told_as] = before or 0
            if before is None:
                counts.pop(self.told_as, None)
        if given is None:
            return Outcome(told=told)
        signed = self.path == "amount" and isinstance(given, str) and given[:1] in MINUS
        if signed:
            if not self.minus:
                return Outcome(bad=True)
            given = given.strip("-－−()（）")
        return self._through_the_door(given, told, signed=signed)

    def _through_the_door(self, given: Any, told: int, *, signed: bool) -> Outcome:
        """What an event holds when it is given a value."""
        if not self.known or given == "":
            return Outcome(bad=True)
        data: dict[str, Any] = {"kind": self.kind, "id": "-", "at": _LATE, "target": "-"}
        if self.kind != "retraction":
            del data["target"]
        *folders, leaf = self.path.split(".") if not self.extra else ("extra", self.path[6:])
        part = data
        for name in folders:
            part = part.setdefault(name, {})
        part[leaf] = given
        try:
            value: Any = read(parse_event(data), self.path)
        except EventError:
            return Outcome(bad=True)
        if isinstance(value, str) and self.path in _NAMING and not value == given == value.strip():
            return Outcome(bad=True)  # what is part of an id has one form for all readers
        if self.extra and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if isinstance(value, tuple):
            value = list(value)
        if type(value) is int and self.type == "number" and not self._whole():
            value = float(value)
        return Outcome(value, given, told=told, signed=signed)

    def _whole(self) -> bool:
        import polars as pl

        return table_schema(self.kind, {})[self.path] == pl.Int64


def _looked_up(values: pl.Series, codes: pl.Series) -> pl.Series:
    """The values at some places; null where there is no place."""
    if not len(values):
        return nulls(values.dtype, len(codes))
    return values.gather(codes)


def flagged(marks: list[bool], codes: pl.Series) -> Flags | None:
    """The marks at some places, ``None`` when there are none; no place has no mark."""
    if not any(marks):
        return None
    table = np.append(np.array(marks, dtype=np.bool_), False)
    chosen: Flags = table[codes.fill_null(len(marks)).to_numpy()]
    return chosen


def _where(mask: pl.Series, series: pl.Series) -> pl.Series:
    """A column without the rows that are not marked."""
    return series.zip_with(mask, nulls(series.dtype, len(series)))
