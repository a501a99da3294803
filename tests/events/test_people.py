"""The directory of people: loading with every fault, looking up by time, resolving events."""

import pytest

from fraudguard.errors import PeopleError
from fraudguard.events import Event, parse_event
from fraudguard.events.moment import microseconds, parse_time
from fraudguard.events.people import People, resolve

HEAD = "person,type,value,from,to\n"


def _us(text: str) -> int:
    return microseconds(parse_time(text))


def _event(ids: dict[str, str], at: str = "2025-01-06T10:00:00+08:00", **person: object) -> Event:
    return parse_event({"kind": "report", "id": "r1", "at": at, "person": {"ids": ids, **person}})


def test_a_directory_maps_identifiers_to_people():
    """Values are normalised as events normalise them, and types may be Chinese."""
    people = People.from_text(
        HEAD + "p1,phone,+86 138-0013-8000,,\np1,身份证,110101500101002,,\np2,account,6217 0000 0000 0000 004,,\n"
    )
    assert "p1" == people.person_of("phone", "13800138000", 0)
    assert "p1" == people.person_of("id_card", "110101195001010025", 0)
    assert "p2" == people.person_of("account", "6217000000000000004", 0)
    assert people.person_of("wechat", "13800138000", 0) is None
    assert 3 == len(people)


@pytest.mark.parametrize(
    ("at", "person"),
    [
        ("2023-12-31T23:59:59.999999+08:00", None),
        ("2024-01-01T00:00:00+08:00", "p1"),
        ("2024-05-31T23:59:59.999999+08:00", "p1"),
        ("2024-06-01T00:00:00+08:00", "p2"),
        ("2024-08-31T23:59:59.999999+08:00", "p2"),
        ("2024-09-01T00:00:00+08:00", None),
    ],
)
def test_a_holding_counts_from_its_start_until_just_before_its_end(at, person):
    """Periods are half-open, midnight in Shanghai where only a date stands."""
    people = People.from_text(
        HEAD + "p1,phone,13800138000,2024-01-01,2024-06-01\np2,phone,13800138000,2024/6/1,2024-09-01\n"
    )
    assert person == people.person_of("phone", "13800138000", _us(at))


def test_overlapping_rows_of_one_person_are_one_holding():
    """A person may hold one number by several rows; an inner one does not end the outer."""
    people = People.from_text(
        HEAD
        + "p1,phone,95588,2024-01-01,2024-12-01\np1,phone,95588,2024-02-01,2024-03-01\np1,phone,95588,2024-02-01,2024-03-01\n"
    )
    assert "p1" == people.person_of("phone", "95588", _us("2024-06-01T00:00:00Z"))


@pytest.mark.parametrize(
    ("rows", "line", "code", "words"),
    [
        ("p1,phone,13800138000,,\np2,phone,86-13800138000,,\n", 3, "people.conflict", "line 2"),
        ("p1,phone,1,2024-01-01,2024-06-01\np2,phone,1,2024-05-31,\n", 3, "people.conflict", "line 2"),
        (
            "p1,phone,1,2024-01-01,2024-12-01\np1,phone,1,2024-02-01,2024-03-01\np2,phone,1,2024-06-01,2024-07-01\n",
            4,
            "people.conflict",
            "line 2",
        ),
        ("p1,phnoe,1,,\n", 2, "people.type", "did you mean `phone`"),
        ("p1,phone,,,\n", 2, "people.value", "empty"),
        ("p1,phone,138****8000,,\n", 2, "people.value", "masked"),
        ("p1,account,6.217E+18,,\n", 2, "event.mangled_number", "spreadsheet"),
        ("p1,id_card,110101195001010026,,\n", 2, "event.id_card_check", "check digit"),
        (",phone,1,,\n", 2, "people.person", "no person"),
        ("p1,phone,1,soon,\n", 2, "event.time_form", "`from`"),
        ("p1,phone,1,2024-06-01,2024-06-01\n", 2, "people.period", "before it begins"),
        ("p1,phone,1\n", 2, "people.row", "3 cells"),
        ('p1,phone,"1,,\n', 2, "people.row", "cannot be read"),
    ],
)
def test_each_fault_of_a_directory_has_its_line(rows, line, code, words):
    """A wrong row is reported with its line, a code and a cure."""
    with pytest.raises(PeopleError) as caught:
        People.from_text(HEAD + rows)
    assert code == caught.value.code
    assert line == caught.value.place.line
    assert words in str(caught.value)
    assert "13800138000" not in str(caught.value)


def test_touching_periods_of_two_people_are_no_conflict():
    """A number handed over at midnight has one holder at each instant."""
    assert 1 == len(People.from_text(HEAD + "p1,phone,1,,2024-06-01\np2,phone,1,2024-06-01,\n"))


def test_all_faults_are_reported_together():
    """One load shows every fault of the file."""
    with pytest.raises(PeopleError) as caught:
        People.from_text(HEAD + "p1,phnoe,1,,\np1,phone,,,\np1,phone,1,,\np2,phone,1,,\n")
    assert [2, 3, 5] == [fault.place.line for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "people.column"),
        ("person,type\n", "people.column"),
        ("person,type,vaule\n", "people.header"),
        ("person,type,value,value\n", "people.header"),
    ],
)
def test_a_header_that_is_wrong_is_refused(text, code):
    """The first line must name the columns."""
    with pytest.raises(PeopleError) as caught:
        People.from_text(text)
    assert code == caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_come_in_any_usual_encoding(tmp_path, encoding):
    """UTF-8 with and without a mark, and GB18030."""
    path = tmp_path / "people.csv"
    path.write_bytes("人员,类型,值\n张三,手机,13800138000\n".encode(encoding))
    assert "张三" == People.load(path).person_of("phone", "13800138000", 0)


def test_a_file_that_is_not_there_is_a_people_error(tmp_path):
    """The system's reason is passed on."""
    with pytest.raises(PeopleError, match="unreadable"):
        People.load(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xff\x00\x80\x80")
    with pytest.raises(PeopleError, match="unreadable"):
        People.load(tmp_path / "bytes.csv")


def test_the_fingerprint_knows_content_and_not_order():
    """The same holdings in another order have the same fingerprint; others another."""
    rows = ["p1,phone,1,,\n", "p2,phone,2,2024-01-01,\n"]
    first = People.from_text(HEAD + "".join(rows)).fingerprint
    assert first == People.from_text(HEAD + "".join(reversed(rows))).fingerprint
    assert first != People.from_text(HEAD + rows[0]).fingerprint
    assert first != People.from_text(HEAD + rows[0] + "p2,phone,2,,\n").fingerprint


def test_the_first_identifier_the_directory_knows_decides():
    """Identifiers are asked in order; one the directory does not know is passed over."""
    people = People.from_text(HEAD + "p1,account,6217,,\np2,wechat,wx1,,\n")
    event = _event({"wechat": "wx1", "account": "6217", "phone": "13800138000"}, key="feed")
    assert "p1" == resolve(event, people).person.key


@pytest.mark.parametrize(
    ("ids", "key", "expected"),
    [
        ({"phone": "13800138000", "account": "6217"}, None, "phone:13800138000"),
        ({"account": "6217"}, "feed", "account:6217"),
        ({}, "feed", "feed"),
        ({}, None, None),
        ({"id_card": "110***********1234"}, None, None),
        ({"id_card": "110***********1234", "phone": "13800138000"}, None, "phone:13800138000"),
        ({"wechat": "a*b"}, None, "wechat:a*b"),
    ],
)
@pytest.mark.parametrize("people", [None, People()])
def test_without_a_known_person_the_first_identifier_names_them(ids, key, expected, people):
    """Else `type:value` of the first identifier, else the feed's key, else nobody; masks name nobody."""
    assert expected == resolve(_event(ids, key=key), people).person.key


def test_a_missing_age_comes_from_the_paper():
    """Full years on the event's day in Shanghai; an age the feed gave stays."""
    ids = {"id_card": "350702196205150423"}
    assert 62 == resolve(_event(ids, at="2025-05-14T15:59:59Z")).person.age
    assert 63 == resolve(_event(ids, at="2025-05-14T16:00:00Z")).person.age
    assert 40 == resolve(_event(ids, age=40)).person.age


def test_resolving_changes_nothing_else_and_is_idempotent():
    """Only the person is replaced, the event given stays as it was, and twice is as once."""
    event = _event({"phone": "13800138000"})
    resolved = resolve(event)
    assert event.person.key is None
    assert resolved.at_us == event.at_us
    assert resolved is resolve(resolved)
    assert resolved.to_mapping() == {
        **event.to_mapping(),
        "person": {"ids": {"phone": "13800138000"}, "key": "phone:13800138000"},
    }
    assert resolved == parse_event(resolved.to_mapping())
