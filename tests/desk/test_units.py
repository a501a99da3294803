"""The units file: its faults with their places, who answers for whom, and distances."""

from pathlib import Path
from typing import Any

import pytest

from desk_cases import an_event
from fraudguard.desk.units import Route, Unit, Units, metres_between
from fraudguard.errors import DeskError
from fraudguard.events.person import Person

SOUND = """\
units:
  - {id: city, name: 市局, tier: city}
  - {id: sub, name: 分局, tier: sub_bureau, parent: city}
  - {id: south, name: 南所, parent: sub, areas: [南村, 河西], lat: 30.0, lon: 120.0}
  - {id: rest, name: 值班所, parent: sub, default: true}
"""


def load(tmp_path: Path, text: str) -> Units:
    """The units of a file with this text."""
    file = tmp_path / "units.yaml"
    file.write_text(text, encoding="utf-8")
    return Units.load(file)


def person(**fields: Any) -> Person:
    """A person of an event."""
    return an_event(fields).person


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    """Ids, names, tiers, areas and places are those of the file."""
    units = load(tmp_path, SOUND)
    assert ["city", "sub", "south", "rest"] == list(units.by_id)
    south = Unit("south", "南所", "station", "sub", frozenset({"南村", "河西"}), lat=30.0, lon=120.0)
    assert south == units.by_id["south"]
    assert ("南所", "nowhere") == (units.name("south"), units.name("nowhere"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("units:\n  - {id: a b, name: 甲}\n", [("desk.unit_id", 2, 10)]),
        ("units:\n  - {id: a, name: 甲}\n  - {id: a, name: 乙}\n", [("desk.unit_twice", 3, 10)]),
        ("units:\n  - {id: a, name: 甲, lat: 30}\n", [("desk.unit_place", 2, 10)]),
        ("units:\n  - {id: a, name: 甲, lon: 120}\n", [("desk.unit_place", 2, 10)]),
        ("units:\n  - {id: a, name: 甲, parent: b}\n", [("desk.unit_parent", 2, 30)]),
        ("units:\n  - {id: a, name: 甲, parent: a}\n", [("desk.unit_circle", 2, 30)]),
        (
            "units:\n  - {id: a, name: 甲, parent: b}\n  - {id: b, name: 乙, parent: a}\n  - {id: c, name: 丙, parent: a}\n",
            [("desk.unit_circle", 2, 30), ("desk.unit_circle", 3, 30)],
        ),
        (
            "units:\n  - {id: a, name: 甲, default: true}\n  - {id: b, name: 乙, default: true}\n",
            [("desk.unit_default", 3, 31)],
        ),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, found: list[tuple[str, int, int]]) -> None:
    """Each way in which units can contradict themselves has a code and points at the line and column; only the guilty are named."""
    with pytest.raises(DeskError) as caught:
        load(tmp_path, text)
    places = [(fault.code, fault.place.line, fault.place.column) for fault in caught.value.faults if fault.place]
    assert found == places
    assert all(fault.place and fault.place.file.endswith("units.yaml") for fault in caught.value.faults)
    assert all(fault.message("zh") != fault.message("en") for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "pack.expected_map"),
        ("units: []\n", "pack.list_length"),
        ("units:\n  - {name: 甲}\n", "pack.missing_key"),
        ("units:\n  - {id: a}\n", "pack.missing_key"),
        ("units:\n  - {id: a, name: 甲, tier: province}\n", "pack.expected_word"),
        ("units:\n  - {id: a, name: 甲, positions: [home]}\n", "pack.expected_word"),
        ("units:\n  - {id: a, name: 甲, lat: 91, lon: 0}\n", "pack.expected_number"),
        ("units:\n  - {id: a, name: 甲, lat: 0, lon: 181}\n", "pack.expected_number"),
        ("units:\n  - {id: a, name: 甲, colour: red}\n", "pack.unknown_key"),
        ("units: [\n", "pack.yaml_bracket"),
    ],
)
def test_what_is_no_units_file_is_refused(tmp_path: Path, text: str, code: str) -> None:
    """Shape and values are checked as in a pack, with the same words."""
    with pytest.raises(DeskError) as caught:
        load(tmp_path, text)
    assert code == caught.value.code


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    """One reading names everything that has to be mended."""
    text = "units:\n  - {id: a, name: 甲, lat: 1}\n  - {id: a, name: 乙, parent: x}\n"
    with pytest.raises(DeskError) as caught:
        load(tmp_path, text)
    assert {"desk.unit_place", "desk.unit_twice", "desk.unit_parent"} == {fault.code for fault in caught.value.faults}


def test_a_mistyped_parent_gets_a_suggestion(tmp_path: Path) -> None:
    """A parent that is nearly the id of a unit names that one."""
    with pytest.raises(DeskError) as caught:
        load(tmp_path, "units:\n  - {id: south, name: 甲}\n  - {id: b, name: 乙, parent: sout}\n")
    assert "south" in caught.value.faults[0].cure("en")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(DeskError) as caught:
        Units.load(tmp_path / "none.yaml")
    assert "desk.units_unreadable" == caught.value.code
    assert caught.value.place is not None
    assert caught.value.place.file.endswith("none.yaml")


def test_the_poles_and_the_date_line_are_places(tmp_path: Path) -> None:
    """The largest degrees are allowed."""
    units = load(
        tmp_path, "units:\n  - {id: a, name: 甲, lat: 90, lon: -180}\n  - {id: b, name: 乙, lat: -90, lon: 180}\n"
    )
    assert (90.0, 180.0) == (units.by_id["a"].lat, units.by_id["b"].lon)


# routing

STATIONS = Units(
    [
        Unit("z-area", "南村所", "station", areas=frozenset({"南村"})),
        Unit("a-area", "南村二所", "station", areas=frozenset({"南村"})),
        Unit("campus", "高校所", "station", positions=frozenset({"campus"})),
        Unit("both", "南村高校点", "station", areas=frozenset({"南村"}), positions=frozenset({"campus"})),
        Unit("sub", "南村分局", "sub_bureau", areas=frozenset({"南村"})),
        Unit("plain", "无辖区所", "station"),
        Unit("rest", "值班所", "station", default=True),
    ]
)


@pytest.mark.parametrize(
    ("fields", "unit"),
    [
        ({"area": "南村"}, "a-area"),
        ({"area": "南村", "role": "student"}, "both"),
        ({"area": "北村", "role": "student"}, "campus"),
        ({"role": "student"}, "campus"),
        ({"area": "北村"}, "rest"),
        ({}, "rest"),
    ],
)
def test_the_nearest_responsibility_answers(fields: dict[str, Any], unit: str) -> None:
    """Area and position before area before position before the default; among equals the first id; never a sub-bureau."""
    assert unit == STATIONS.route(person(**fields)).unit


def test_an_area_answers_before_a_position() -> None:
    """Where no unit is for both, a student belongs to the station of the area and not to that of all campuses."""
    units = Units([unit for unit in STATIONS.by_id.values() if unit.id != "both"])
    assert "a-area" == units.route(person(area="南村", role="student")).unit


@pytest.mark.parametrize(
    ("fields", "position"),
    [
        ({}, "community"), ({"role": "retired"}, "community"), ({"kind": "personal"}, "community"),
        ({"role": "student"}, "campus"), ({"role": "finance"}, "enterprise"), ({"role": "merchant"}, "enterprise"),
        ({"kind": "corp"}, "enterprise"), ({"kind": "corp", "role": "student"}, "enterprise"),
    ],
)  # fmt: skip
def test_where_a_person_is_addressed(fields: dict[str, Any], position: str) -> None:
    """Students on campus, companies and their staff at work, all others at home."""
    assert position == STATIONS.route(person(**fields)).position


def test_a_desk_without_units_routes_nowhere() -> None:
    """No unit, no distance."""
    assert Route("", "community", None) == Units().route(person(place={"lat": 30.0, "lon": 120.0}))


def test_superiors_are_named_nearest_first(tmp_path: Path) -> None:
    """The chain above a unit ends at the top; an unknown unit has none."""
    units = load(tmp_path, SOUND)
    assert ("sub", "city") == units.above("south")
    assert () == units.above("city")
    assert () == units.above("nowhere")


# distances


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((30.0, 120.0), (30.0, 120.0), 0),
        ((0.0, 0.0), (1.0, 0.0), 111_195),  # a degree: 6371008.8 m × π / 180
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((60.0, 0.0), (60.0, 1.0), 55_597),  # half as long at 60°, a little less along the great circle
        ((0.0, 0.0), (0.0, 180.0), 20_015_114),  # half the circumference
        ((90.0, 0.0), (-90.0, 77.0), 20_015_114),
        ((0.0, 179.5), (0.0, -179.5), 111_195),  # across the date line
        ((30.0, 120.0), (30.0 + 0.008_993_2, 120.0), 1_000),
    ],
)
def test_distances_on_the_globe(one: tuple[float, float], other: tuple[float, float], metres: int) -> None:
    """Great-circle distances agree with those computed by hand, in both directions."""
    assert metres == metres_between(one, other)
    assert metres == metres_between(other, one)


def test_the_nearest_unit_counts_whoever_answers() -> None:
    """The distance is to the nearest placed unit; a person without a place, or half a place, has none."""
    units = Units(
        [
            Unit("far", "远所", "station", areas=frozenset({"南村"}), lat=31.0, lon=120.0),
            Unit("near", "近所", "station", lat=30.01, lon=120.0),
            Unit("lost", "无址所", "station"),
        ]
    )
    found = units.route(person(area="南村", place={"lat": 30.0, "lon": 120.0}))
    assert ("far", 1_112) == (found.unit, found.metres)
    assert units.route(person(area="南村")).metres is None
    assert units.route(person(place={"lat": 30.0})).metres is None
