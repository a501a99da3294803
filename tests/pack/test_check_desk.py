"""The desk's part of the policy, and the calendar: every fault has its place and its cure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from fraudguard.errors import PackError
from fraudguard.pack.desk_policy import DAY, FACTS, HOUR, MINUTE, Calendar, Circle, DeskPolicy
from fraudguard.pack.load import Inspection, inspect_files, load_desk_rules

Look = Callable[..., Inspection]


@pytest.fixture
def look(files: dict[str, str]) -> Look:
    """Look at the small pack with these lines under `desk`, and this calendar."""

    def looked(*lines: str, calendar: str = "") -> Inspection:
        named = {"policy.yaml": files["policy.yaml"] + "desk:\n" + "".join(f"  {line}\n" for line in lines)}
        named |= {"calendar.yaml": calendar} if calendar else {}
        return inspect_files({**files, **(named if lines else {k: v for k, v in named.items() if k != "policy.yaml"})})

    return looked


def found(seen: Inspection) -> list[tuple[str, str, int, int]]:
    """Code and place of each fault."""
    return [(f.code, f.place.file, f.place.line, f.place.column) for f in seen.errors if f.place is not None]


def policy(seen: Inspection) -> DeskPolicy:
    """What was read."""
    assert [] == [fault.code for fault in seen.errors]
    assert seen.pack is not None
    return seen.pack.desk


def test_without_a_word_the_defaults_hold(look: Look) -> None:
    """A pack that says nothing of the desk has the built-in policy and calendar."""
    seen = look()
    assert DeskPolicy() == policy(seen)
    assert seen.pack is not None
    assert Calendar() == seen.pack.calendar


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("hard_deadline: 12h", "hard_deadline", 12 * HOUR),
        ("unanswered: 5", "unanswered", 5),
        ("raising_failures: [abroad]", "raising_failures", ("abroad",)),
        ("raising_failures: []", "raising_failures", ()),
        ("on_line: 20m", "on_line", 20 * MINUTE),
        ("second_feedback: 6h", "second_feedback", 6 * HOUR),
        ("return_visit_from: 1d", "return_visit_from", DAY),
        ("return_visit_by: 9d", "return_visit_by", 9 * DAY),
        ("return_visit_percent: 0", "return_visit_percent", 0),
        ("rewarning_within: 10d", "rewarning_within", 10 * DAY),
        ("rewarning_level: yellow", "rewarning_level", "yellow"),
        ("denials: 2", "denials", 2),
        ("city_from: 100", "city_from", 10_000),
        ("silence_times: 4", "silence_times", 4),
        ("silence_least: 30m", "silence_least", 30 * MINUTE),
        ("keep_raw: 7d", "keep_raw", 7 * DAY),
        ("keep_cases: 365d", "keep_cases", 365 * DAY),
        ("night: {green: {sign: 10h}}", "night", {"green": {"sign": 600}}),
        ("holiday: {urgent: {face_to_face: 45m}}", "holiday", {"urgent": {"face_to_face": 45}}),
        ("circles: [{respond: 2m}]", "circles", (Circle(None, 2 * MINUTE),)),
        (
            "circles: [{within_km: 0.5, respond: 2m, face_to_face: 7m}, {respond: 9m}]",
            "circles",
            (Circle(500, 2 * MINUTE, 7 * MINUTE), Circle(None, 9 * MINUTE)),
        ),
    ],
)
def test_what_the_file_says_replaces_one_default(look: Look, line: str, name: str, value: object) -> None:
    """Each line changes its own value and no other; times are microseconds, money fen, distances metres."""
    assert replace(DeskPolicy(), **{name: value}) == policy(look(line))


def test_a_closure_of_one_level_leaves_the_others(look: Look) -> None:
    """Alternatives are joined with `or`; levels that are not named keep their needs."""
    closure = policy(look("closure: {yellow: [person_answered or met, bank_contacted]}")).closure
    assert (("person_answered", "met"), ("bank_contacted",)) == closure["yellow"]
    assert DeskPolicy().closure["red"] == closure["red"]


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_can_be_asked_for(look: Look, fact: str) -> None:
    """Each fact that actions make true may stand in a closure."""
    assert ((fact,),) == policy(look(f"closure: {{green: [{fact}]}}")).closure["green"]


LINE = 9
"""Where the first line under `desk` stands in the small pack's policy."""


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("closure: {green: [sms_sent]}", "pack.desk_fact", 13),
        ("closure: {red: []}", "pack.desk_closure_empty", 13),
        ("closure: {green: [met or]}", "pack.desk_fact", 13),
        ("closure: {green: [met and result]}", "pack.desk_fact", 13),
        ("closure: {blue: [met]}", "pack.expected_word", 13),
        ("circles: [{respond: 1m}, {respond: 2m}]", "pack.desk_circles", 28),
        ("circles: [{within_km: 3, respond: 1m}, {within_km: 3, respond: 2m}, {respond: 5m}]", "pack.desk_circles", 42),
        ("circles: [{within_km: 3, respond: 1m}, {within_km: 1, respond: 2m}, {respond: 5m}]", "pack.desk_circles", 42),
        ("circles: [{within_km: 3, respond: 1m}]", "pack.desk_circles", 13),
        ("circles: []", "pack.list_length", 12),
        ("circles: [{within_km: 3}, {respond: 5m}]", "pack.missing_key", 13),
        ("return_visit_by: 3d", "pack.desk_return_visit", 20),
        ("return_visit_by: 2d", "pack.desk_return_visit", 20),
        ("raising_failures: [asleep]", "pack.expected_word", 22),
        ("unanswered: 0", "pack.expected_whole", 15),
        ("unanswered: 21", "pack.expected_whole", 15),
        ("return_visit_percent: 101", "pack.expected_whole", 25),
        ("silence_times: 1", "pack.expected_whole", 18),
        ("hard_deadline: 31d", "pack.expected_duration", 18),
        ("on_line: 30s", "pack.expected_duration", 12),
        ("night: {green: {respond: 1h}}", "pack.expected_word", 19),
        ("nights: {}", "pack.unknown_key", 3),
    ],
)
def test_a_fault_of_the_policy_is_named_with_its_place(look: Look, line: str, code: str, column: int) -> None:
    """Code, file, line and column of what is wrong, and one fault only."""
    assert [(code, "policy.yaml", LINE, column)] == found(look(line))


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("closure: {green: [sms_deliverd]}", "sms_delivered"),
        ("circles: [{within_km: 3, respond: 1m}]", "within_km"),
        ("return_visit_by: 3d", "return_visit_from"),
    ],
)
def test_a_fault_of_the_policy_has_a_cure(look: Look, line: str, cure: str) -> None:
    """The officer is told what to write, in both languages."""
    (fault,) = look(line).errors
    assert cure in fault.cure("en")
    assert cure in fault.cure("zh")


@pytest.mark.parametrize(("by", "sound"), [("73h", True), ("72h", False), ("71h", False)])
def test_a_return_visit_ends_after_it_may_begin(look: Look, by: str, sound: bool) -> None:
    """An hour after the earliest time is enough, the same time is not."""
    assert sound == (not look("return_visit_from: 3d", f"return_visit_by: {by}").errors)


# the calendar

YEAR = "years:\n  2026:\n    source: 通知\n    holidays: [{}]\n    workdays: [{}]\n"


def calendar(look: Look, text: str) -> Calendar:
    """The calendar of a sound file."""
    seen = look(calendar=text)
    assert [] == [fault.code for fault in seen.errors]
    assert seen.pack is not None
    return seen.pack.calendar


def test_a_calendar_is_read(look: Look) -> None:
    """Single days and ranges, both ends included; the years that are entered; the night in minutes."""
    text = "night_from: '23:30'\nnight_until: '06:15'\n" + YEAR.format(
        "2026-01-01, 2026-10-01..2026-10-03", "2026-10-10"
    )
    read = calendar(look, text)
    days = {date(2026, 1, 1), date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3)}
    assert (frozenset(day.toordinal() for day in days), frozenset({2026})) == (read.off, read.years)
    assert (frozenset({date(2026, 10, 10).toordinal()}), (23 * 60 + 30, 6 * 60 + 15)) == (read.worked, read.night)


def test_a_night_needs_both_its_ends(look: Look) -> None:
    """With one of them the built-in night holds."""
    assert Calendar().night == calendar(look, "night_from: '23:30'\n" + YEAR.format("", "")).night


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-02-30", "pack.calendar_date"),
        ("1 October", "pack.calendar_date"),
        ("2026-10-01..", None),
        ("2026-10-01..x", "pack.calendar_date"),
        ("..2026-10-01", "pack.calendar_date"),
        ("2025-10-01", "pack.calendar_range"),
        ("2026-12-30..2027-01-02", "pack.calendar_range"),
        ("2026-10-07..2026-10-01", "pack.calendar_range"),
        ("2026-01-01..2026-03-01", None),  # 60 days
        ("2026-01-01..2026-03-02", "pack.calendar_range"),  # 61 days
    ],
)
@pytest.mark.parametrize("key", ["holidays", "workdays"])
def test_a_day_that_cannot_be_is_named_with_its_place(look: Look, key: str, day: str, code: str | None) -> None:
    """No date, a date of another year, a range backwards or too long: the entry itself is pointed at, with what was given."""
    text = YEAR.format(*((f"2026-05-01, {day}", "") if key == "holidays" else ("", f"2026-05-01, {day}")))
    seen = look(calendar=text)
    line = 4 if key == "holidays" else 5
    assert ([] if code is None else [(code, "calendar.yaml", line, 28)]) == found(seen)
    for fault in seen.errors:
        assert day == fault.params["given"]
        assert "2026-10-01" in fault.cure("en") or "turn of the year" in fault.cure("en")


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("night_from: '24:00'\n", "pack.calendar_clock", 1, 13),
        ("night_until: '7:00'\n", "pack.calendar_clock", 1, 14),
        ("night_until: 'noon'\n", "pack.calendar_clock", 1, 14),
        ("years:\n  26: {source: a, holidays: []}\n", "pack.calendar_year", 2, 3),
        ("years:\n  2026: {holidays: []}\n", "pack.missing_key", 2, 9),
        ("years:\n  2026: {source: a}\n", "pack.missing_key", 2, 9),
        ("feasts: {}\n", "pack.unknown_key", 1, 1),
    ],
)
def test_a_fault_of_the_calendar_is_named_with_its_place(
    look: Look, text: str, code: str, line: int, column: int
) -> None:
    """Times of day, years and keys are checked where they stand."""
    assert [(code, "calendar.yaml", line, column)] == found(look(calendar=text))


def test_all_faults_are_reported_together(look: Look) -> None:
    """Policy and calendar at once."""
    seen = look("closure: {green: [sms]}", "return_visit_by: 1d", calendar=YEAR.format("x", "2025-01-01"))
    codes = ["pack.calendar_date", "pack.calendar_range", "pack.desk_fact", "pack.desk_return_visit"]
    assert codes == sorted(code for code, *_ in found(seen))


def test_the_desk_reads_the_same_without_the_rules(tmp_path, files: dict[str, str]) -> None:
    """What the desk loads by itself is what a whole pack says, and its faults are those of the pack."""
    calendar_text = YEAR.format("2026-05-01", "")
    written = {
        **files,
        "policy.yaml": files["policy.yaml"] + "desk:\n  unanswered: 4\n",
        "calendar.yaml": calendar_text,
    }
    for name, text in written.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    alone, whole = load_desk_rules(tmp_path), inspect_files(written).pack
    assert whole is not None
    assert (whole.policy, whole.desk, whole.calendar) == (alone.policy, alone.desk, alone.calendar)
    assert {"remote_control": "远程操作", "fake_loan": "虚假贷款"} == alone.scams
    (tmp_path / "calendar.yaml").write_text("feasts: {}\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_desk_rules(tmp_path)
    assert "pack.unknown_key" == caught.value.code
