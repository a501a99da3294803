"""The units file: stations, sub-bureaus and centres, what they answer for and where they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fraudguard.errors import DeskError, Place
from fraudguard.events.person import Person
from fraudguard.pack.records import Record, RecordOf, key, read_record
from fraudguard.pack.shapes import Faults, Flag, ListOf, Number, Text, Word
from fraudguard.pack.yamlfile import decode, read_yaml

__all__ = ["POSITIONS", "Route", "Unit", "Units", "metres_between"]

POSITIONS = ("community", "enterprise", "campus")
"""Where people are addressed (R0): at home, at work, at school."""

_EARTH_M = 6_371_008.8  # mean radius, IUGG
_ID = Text(r"[A-Za-z0-9_.-]{1,64}", "desk.unit_id", longest=64)
_NAME = Text(longest=100)


@dataclass(kw_only=True, eq=False)
class _RawUnit(Record):
    """One unit."""

    id: str = key(_ID, required=True)
    name: str = key(_NAME, required=True)
    tier: str = key(Word(("station", "sub_bureau", "city")), default="station")
    parent: str = key(_ID, default="", doc="the unit above")
    areas: tuple[str, ...] = key(ListOf(_NAME, high=10_000), doc="areas it answers for; none: everywhere")
    positions: tuple[str, ...] = key(ListOf(Word(POSITIONS)), doc="positions it answers for; none: all")
    specialist: tuple[str, ...] = key(ListOf(_NAME), doc="scams it is the specialist unit for")
    lat: float | None = key(Number(-90.000001, 90.000001), default=None, doc="degrees, WGS 84")
    lon: float | None = key(Number(-180.000001, 180.000001), default=None, doc="degrees, WGS 84")
    default: bool = key(Flag(), doc="takes what no other unit answers for")


@dataclass(kw_only=True, eq=False)
class _RawUnits(Record):
    """The file."""

    units: tuple[_RawUnit | None, ...] = key(ListOf(RecordOf(_RawUnit), low=1, high=20_000), required=True)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; ``areas`` and ``positions`` that are empty mean all."""

    id: str
    name: str
    tier: str
    parent: str = ""
    areas: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    specialist: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    default: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers for a person, and how far away the nearest unit is (None: unknown)."""

    unit: str
    position: str
    metres: int | None = None


class Units:
    """
    All units of a desk.

    `load` reads a YAML file; raises `DeskError` with every fault of it, each with its place. A desk without a file
    has no units: cases stand under no unit and in the widest circle.
    """

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self.by_id: dict[str, Unit] = {unit.id: unit for unit in units}
        self._stations = [unit for unit in self.by_id.values() if unit.tier == "station"]
        self._placed = [unit for unit in self.by_id.values() if unit.lat is not None and unit.lon is not None]
        self._default = next((unit.id for unit in self.by_id.values() if unit.default), "")

    @classmethod
    def load(cls, path: str | Path) -> Units:
        """The units of a file."""
        file = Path(path)
        try:
            data = file.read_bytes()
        except OSError as error:
            place = Place(str(file), 1)
            raise DeskError("desk.units_unreadable", place=place, reason=error.strerror or "") from None
        faults = Faults()
        units = _read(data, str(file), faults)
        if faults.found:
            raise DeskError(faults.found[0].code, faults=tuple(faults.summed_up()))
        return cls(units)

    def route(self, person: Person) -> Route:
        """The unit of the person's area and position; else the default one."""
        position = _position(person)
        fitting = [
            unit
            for unit in self._stations
            if (person.area in unit.areas if unit.areas else True)
            and (position in unit.positions if unit.positions else True)
            and (unit.areas or unit.positions)
        ]
        # A unit for this area and this position answers before one for the area alone, and that before one for the
        # position.
        fitting.sort(key=lambda unit: (not unit.areas, not unit.positions, unit.id))
        unit = fitting[0].id if fitting else self._default
        return Route(unit, position, self._nearest(person))

    def above(self, unit: str) -> tuple[str, ...]:
        """The unit's superiors, nearest first."""
        chain: list[str] = []
        while unit in self.by_id and self.by_id[unit].parent and self.by_id[unit].parent not in chain:
            unit = self.by_id[unit].parent
            chain.append(unit)
        return tuple(chain)

    def name(self, unit: str) -> str:
        """How the unit is called."""
        return self.by_id[unit].name if unit in self.by_id else unit

    def _nearest(self, person: Person) -> int | None:
        place = person.place
        if place.lat is None or place.lon is None or not self._placed:
            return None
        here = (place.lat, place.lon)
        return min(metres_between(here, (unit.lat or 0.0, unit.lon or 0.0)) for unit in self._placed)


def _position(person: Person) -> str:
    if person.kind == "corp" or person.role in {"finance", "merchant"}:
        return "enterprise"
    return "campus" if person.role == "student" else "community"


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Great-circle distance of two points in degrees (haversine formula), whole metres."""
    lat1, lon1, lat2, lon2 = (math.radians(value) for value in (*one, *other))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return round(2 * _EARTH_M * math.asin(min(1.0, math.sqrt(chord))))


def _read(data: bytes, name: str, faults: Faults) -> list[Unit]:
    source, found = decode(name, data)
    node = None
    if source is not None:
        node, more = read_yaml(source)
        found += more
    for fault in found:
        faults.take(fault)
    file = None if node is None else read_record(_RawUnits, node, name, faults)
    if file is None or faults.found:
        return []
    raw = [unit for unit in file.units if unit is not None]
    _check(raw, faults)
    return [
        Unit(
            one.id, one.name, one.tier, one.parent, frozenset(one.areas), frozenset(one.positions), one.specialist,
            one.lat, one.lon, one.default,
        )
        for one in raw
    ]  # fmt: skip


def _check(raw: list[_RawUnit], faults: Faults) -> None:
    """Ids once, parents known and above, one default."""
    first: dict[str, _RawUnit] = {}
    for unit in raw:
        if unit.id in first:
            faults.add("desk.unit_twice", unit.place("id"), id=unit.id)
        first.setdefault(unit.id, unit)
        if (unit.lat is None) != (unit.lon is None):
            faults.add("desk.unit_place", unit.place("id"), id=unit.id)
    for unit in raw:
        if unit.parent and unit.parent not in first:
            suggestion = faults.near(unit.parent, first)
            faults.add("desk.unit_parent", unit.place("parent"), given=unit.parent, suggestion=suggestion)
        elif unit.parent and _circular(unit, first):
            faults.add("desk.unit_circle", unit.place("parent"), id=unit.id)
    defaults = [unit for unit in raw if unit.default]
    for extra in defaults[1:]:
        faults.add("desk.unit_default", extra.place("default"), first=defaults[0].id)


def _circular(unit: _RawUnit, known: Mapping[str, _RawUnit]) -> bool:
    seen: set[str] = set()
    above = unit.parent
    while above and above not in seen:
        if above == unit.id:
            return True
        seen.add(above)
        above = known[above].parent if above in known else ""
    return False
