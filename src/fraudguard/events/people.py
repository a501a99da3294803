"""The directory of people: which identifier belongs to whom, and when."""

from __future__ import annotations

import csv
import hashlib
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fraudguard.errors import EventError, Fault, PeopleError, Place, closest
from fraudguard.events.event import EventBase
from fraudguard.events.identifiers import age_on, clean_account, clean_phone, normalise_id_card
from fraudguard.events.masking import mask
from fraudguard.events.moment import SHANGHAI, microseconds, parse_feed_time
from fraudguard.events.person import ID_TYPES, Person, PersonIds

__all__ = ["MASKABLE", "People", "resolve", "resolve_own"]

_EventT = TypeVar("_EventT", bound=EventBase)

_BEGINNING = -(2**62)
_FOREVER = 2**62
_LENGTH = 256

_COLUMNS = {
    "person": "person", "人员": "person", "当事人": "person",
    "type": "type", "类型": "type",
    "value": "value", "值": "value", "号码": "value",
    "from": "from", "开始": "from", "起": "from",
    "to": "to", "结束": "to", "止": "to",
}  # fmt: skip
_TYPES = {name: name for name in ID_TYPES} | {
    "身份证": "id_card", "身份证号": "id_card", "手机": "phone", "手机号": "phone", "电话": "phone",
    "账号": "account", "账户": "account", "银行卡": "account", "设备": "device", "微信": "wechat", "微信号": "wechat",
}  # fmt: skip
MASKABLE = frozenset({"id_card", "phone", "account"})
"""Types of identifier of which a masked one names nobody."""

_CLEAN = {"id_card": normalise_id_card, "phone": clean_phone, "account": clean_account}


@dataclass(frozen=True, slots=True)
class _Holding:
    """One row: an identifier belongs to a person from ``start`` until just before ``end``."""

    type: str
    value: str
    person: str
    start: int
    end: int
    line: int


class People:
    """
    Who holds which identifier, over time; read once and never changed by events.

    ``fingerprint`` is the same for the same holdings in any order of rows.
    """

    def __init__(self, holdings: Iterable[_Holding] = ()) -> None:
        found = list(holdings)
        self._always: dict[tuple[str, str], str] = {}
        self._periods: dict[tuple[str, str], tuple[list[int], list[int], list[str]]] = {}
        for key, group in _by_identifier(found).items():
            merged = _merged(group)
            if len(merged) == 1 and merged[0][:2] == (_BEGINNING, _FOREVER):
                self._always[key] = merged[0][2]
            else:
                starts, ends, persons = (list(column) for column in zip(*merged, strict=True))
                self._periods[key] = (starts, ends, persons)
        self.fingerprint = _fingerprint(found)

    @classmethod
    def load(cls, path: str | Path) -> People:
        """
        The directory in a CSV file (UTF-8 or GB18030) with columns ``person, type, value`` and,
        where a holding is not for ever, ``from`` and ``to``.

        A date alone is midnight in Shanghai; ``to`` is the first instant that no longer counts.
        Raises `PeopleError` with every fault of the file, each with its line: ``people.unreadable``,
        ``people.header``, ``people.row``, ``people.type``, ``people.value``, ``people.period``,
        ``people.conflict`` (two holders at one time).
        """
        return cls.from_text(_decoded(Path(path)), file=str(path))

    @classmethod
    def from_text(cls, text: str, *, file: str = "directory") -> People:
        """`load` from the text of such a file."""
        faults: list[Fault] = []
        holdings = list(_holdings(text, file, faults))
        faults += _conflicts(holdings, file)
        if faults:
            faults.sort(key=lambda fault: fault.place.line if fault.place else 0)
            raise PeopleError(faults[0].code, faults=tuple(faults))
        return cls(holdings)

    def __len__(self) -> int:
        """The number of different identifiers."""
        return len(self._always) + len(self._periods)

    def is_dated(self, id_type: str, value: str) -> bool:
        """Whether who holds ``value`` depends on the time."""
        return (id_type, value) in self._periods

    def person_of(self, id_type: str, value: str, at_us: int) -> str | None:
        """Who held ``value`` (normalised, as events carry it) at ``at_us``, or None."""
        key = (id_type, value)
        person = self._always.get(key)
        if person is not None:
            return person
        periods = self._periods.get(key)
        if periods is None:
            return None
        starts, ends, persons = periods
        index = bisect_right(starts, at_us) - 1
        return persons[index] if index >= 0 and at_us < ends[index] else None


def resolve(event: _EventT, people: People | None = None) -> _EventT:
    """
    ``event`` with ``person.key`` set: who it concerns.

    The key is the directory's person of the first identifier, in the order of `ID_TYPES`, that the
    directory knows at the event's time; else ``type:value`` of the first identifier; else what the
    feed gave. Masked identifiers (``110***1234``) name nobody. A missing age is taken from the
    number of the identity paper, in full years on the event's day in Shanghai.
    """
    person = event.person
    if person is _NOBODY:
        return event
    key, age = _who(event, person, people)
    if key == person.key and age == person.age:
        return event
    return event.replaced(person=person.replaced(key=key, age=age))


def resolve_own(event: EventBase, people: People | None = None) -> None:
    """`resolve` in place, for an event just parsed that nobody else holds: it spares two copies."""
    person = event.person
    if person is not _NOBODY:
        person.__dict__["key"], person.__dict__["age"] = _who(event, person, people)


def _who(event: EventBase, person: Person, people: People | None) -> tuple[str | None, int | None]:
    """Key and age of an event's person."""
    ids = person.ids
    key: str | None = None
    if ids is not _NO_IDS:
        for id_type in ID_TYPES:
            value: str | None = getattr(ids, id_type)
            if value is None or ("*" in value and id_type in MASKABLE):
                continue
            known = people.person_of(id_type, value, event.at_us) if people is not None else None
            if known is not None:
                key = known
                break
            if key is None:
                key = f"{id_type}:{value}"
                if people is None:
                    break
    age = person.age
    if age is None and ids.id_card is not None:
        age = age_on(ids.id_card, event.at.astimezone(SHANGHAI).date())
    return key or person.key, age


_NO_IDS: PersonIds = Person.model_fields["ids"].default
_NOBODY: Person = EventBase.model_fields["person"].default


def _by_identifier(holdings: Iterable[_Holding]) -> dict[tuple[str, str], list[_Holding]]:
    groups: dict[tuple[str, str], list[_Holding]] = {}
    for holding in holdings:
        groups.setdefault((holding.type, holding.value), []).append(holding)
    for group in groups.values():
        group.sort(key=lambda h: (h.start, h.end, h.line))
    return groups


def _merged(group: list[_Holding]) -> list[tuple[int, int, str]]:
    """Periods in order, those of one person that touch or overlap made one."""
    merged: list[tuple[int, int, str]] = []
    for holding in group:
        if merged and merged[-1][2] == holding.person and holding.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], holding.end), holding.person)
        else:
            merged.append((holding.start, holding.end, holding.person))
    return merged


def _fingerprint(holdings: Iterable[_Holding]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for row in sorted({(h.type, h.value, h.person, h.start, h.end) for h in holdings}):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PeopleError(
            "people.unreadable", place=Place(str(path), 1), reason=error.strerror or type(error).__name__
        ) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PeopleError("people.unreadable", place=Place(str(path), 1), reason="neither UTF-8 nor GB18030")


def _holdings(text: str, file: str, faults: list[Fault]) -> Iterator[_Holding]:
    rows = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), strict=True)
    try:
        header = _header(next(rows, []), file, faults)
        if header is None:
            return
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            holding = _holding(cells, header, Place(file, rows.line_num), faults)
            if holding is not None:
                yield holding
    except csv.Error as error:
        faults.append(Fault("people.row", {"reason": str(error)}, Place(file, max(1, rows.line_num))))


def _header(cells: list[str], file: str, faults: list[Fault]) -> list[str] | None:
    """The columns in the file's order, or None (and faults) when it cannot be read by them."""
    names = [_COLUMNS.get(cell.strip().lower(), "") for cell in cells]
    for cell, name in zip(cells, names, strict=True):
        if not name or names.count(name) > 1:
            hint = closest(cell.strip().lower(), _COLUMNS) if not name else ""
            faults.append(Fault("people.header", {"column": cell.strip(), "suggestion": hint}, Place(file, 1)))
    missing = [needed for needed in ("person", "type", "value") if needed not in names]
    faults += [Fault("people.column", {"column": needed}, Place(file, 1)) for needed in missing]
    return None if faults else names


def _holding(cells: list[str], header: list[str], place: Place, faults: list[Fault]) -> _Holding | None:
    if len(cells) != len(header):
        reason = f"{len(cells)} cells under {len(header)} columns"
        faults.append(Fault("people.row", {"reason": reason}, place))
        return None
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    before = len(faults)
    id_type = _TYPES.get(row["type"])
    if id_type is None:
        faults.append(
            Fault(
                "people.type",
                {"given": row["type"], "types": ", ".join(ID_TYPES), "suggestion": closest(row["type"], _TYPES)},
                place,
            )
        )
    if not 0 < len(row["person"]) <= _LENGTH:
        faults.append(Fault("people.person", {"limit": _LENGTH}, place))
    value = _value(id_type or "", row["value"], place, faults)
    start, end = _period(row, place, faults)
    if len(faults) > before or id_type is None:
        return None
    return _Holding(id_type, value, row["person"], start, end, place.line)


def _value(id_type: str, text: str, place: Place, faults: list[Fault]) -> str:
    if not 0 < len(text) <= _LENGTH or "*" in text:
        faults.append(Fault("people.value", {"given": mask(id_type or "name", text), "limit": _LENGTH}, place))
        return ""
    try:
        clean = _CLEAN.get(id_type)
        return clean(text) if clean else text
    except EventError as error:
        faults.append(Fault(error.code, {**error.params, "field": "value"}, place))
        return ""


def _period(row: Mapping[str, str], place: Place, faults: list[Fault]) -> tuple[int, int]:
    start = _instant(row.get("from", ""), _BEGINNING, "from", place, faults)
    end = _instant(row.get("to", ""), _FOREVER, "to", place, faults)
    if start >= end:
        faults.append(Fault("people.period", {"start": row.get("from", ""), "end": row.get("to", "")}, place))
    return start, end


def _instant(text: str, missing: int, column: str, place: Place, faults: list[Fault]) -> int:
    if not text:
        return missing
    try:
        return microseconds(parse_feed_time(text))
    except EventError as error:
        faults.append(Fault(error.code, {**error.params, "field": column}, place))
        return missing


def _conflicts(holdings: Iterable[_Holding], file: str) -> Iterator[Fault]:
    """Rows that give an identifier to a second person while a first one still holds it."""
    for group in _by_identifier(holdings).values():
        latest: _Holding | None = None  # the one that ends last
        other: _Holding | None = None  # the one that ends last among everybody else's
        for holding in group:
            rival = other if latest is not None and latest.person == holding.person else latest
            if rival is not None and holding.start < rival.end:
                first, second = sorted((rival.line, holding.line))
                params = {"type": holding.type, "given": mask(holding.type, holding.value), "other_line": first}
                yield Fault("people.conflict", params, Place(file, second))
            if latest is None or holding.end > latest.end:
                other = latest if latest is not None and latest.person != holding.person else other
                latest = holding
            elif holding.person != latest.person and (other is None or holding.end > other.end):
                other = holding
