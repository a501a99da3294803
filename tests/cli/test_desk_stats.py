"""`fraudguard desk stats`."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from fraudguard.cli.desk_stats import stats
from fraudguard.desk import Desk
from fraudguard.events.moment import SHANGHAI
from statistics_cases import Town, worked_town

KEY = b"k" * 32


class Place(NamedTuple):
    """Where the store and its key are."""

    store: str
    key: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A store with the ledger that was computed by hand, and three more tickets of one type in one area."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "desk.key").write_bytes(KEY)
    store = f"sqlite:///{folder / 'desk.db'}"
    town = worked_town(url=store, key=KEY)
    for number in range(3):
        town.take(f"n{number}", f"+{48 + number}h", "[b]城西[/b]", scam="guarantee_closure")
    town.desk.close_store()
    return Place(store, folder / "desk.key")


@pytest.fixture
def run(place: Place) -> Callable[..., Result]:
    """Run the command on that store."""

    def call(*words: Any) -> Result:
        given = [str(word) for word in words]
        return CliRunner().invoke(stats, ["--store", place.store, "--key-file", str(place.key), *given])

    return call


def test_tables_in_chinese(run: Callable[..., Result]) -> None:
    """Counts, money, rates with part and whole, times, streaks, and the text for the group."""
    done = run("--lang", "zh")
    assert 0 == done.exit_code
    for wanted in ("演练不计入", "16,000", "预后被骗率", "4/5", "20分", "无案天数", "近日[b]城西[/b]接连出现"):
        assert wanted in done.output, wanted


def test_tables_in_english(run: Callable[..., Result]) -> None:
    """The same figures under English names."""
    done = run("--lang", "en", "--by", "level")
    assert 0 == done.exit_code
    for wanted in ("drills left out", "defrauded after", "by level", "yellow", "days without a case"):
        assert wanted in done.output, wanted


@pytest.mark.parametrize("dimension", ["area", "position", "unit", "hour", "day", "type", "level", "scam", "rule"])
def test_each_dimension_has_its_table(run: Callable[..., Result], dimension: str) -> None:
    """With a line for each value; markup in a feed's words is printed as it is."""
    done = run("--lang", "zh", "--by", dimension)
    assert 0 == done.exit_code
    assert "按" in done.output
    if dimension == "area":
        assert "[b]城西" in done.output


def test_json_is_the_same_as_the_library_gives(run: Callable[..., Result], place: Place) -> None:
    """Plain data with every dimension."""
    done = run("--json", "--to", "2025-02-28")
    told = json.loads(done.output)
    until = datetime(2025, 3, 1, tzinfo=SHANGHAI)
    with Desk.open(place.store, key=KEY) as desk:
        assert {**desk.statistics(None, until).to_dict(), "comparisons": {}} == told
    assert ("16000.00", 10) == (told["total"]["stopped"], told["total"]["cases"])


def test_a_period_holds_its_last_day(run: Callable[..., Result]) -> None:
    """From and to the same day is that day."""
    cases = [
        json.loads(run("--json", "--from", day, "--to", day).output)["total"]["cases"]
        for day in ("2025-01-06", "2025-01-07")
    ]
    assert [7, 0] == cases


def test_a_comparison_warns_of_small_numbers(run: Callable[..., Result]) -> None:
    """Ten cases beside last year's none: no percentage, and a warning."""
    words = ("--from", "2025-01-01", "--to", "2025-01-31", "--against-last-year", "--against-period-before")
    shown = run(*words, "--lang", "zh").output
    assert "同比" in shown
    assert "环比" in shown
    assert "不足 30 件" in shown
    sides = json.loads(run(*words, "--json").output)["comparisons"]
    assert {"now": 9, "then": 0, "percent": None} == sides["last_year"]["total"]["warned"]
    assert ("2024-01-01T00:00:00+08:00", "2024-12-01T00:00:00+08:00") == tuple(one["since"] for one in sides.values())


def test_a_comparison_needs_a_period(run: Callable[..., Result]) -> None:
    """Without its ends there is nothing to put beside it: wrong use."""
    done = run("--against-last-year", "--to", "2025-01-31")
    assert 2 == done.exit_code
    assert "--from" in done.output


def test_a_page_is_written(run: Callable[..., Result], tmp_path: Path) -> None:
    """One file that stands alone; the terminal says where."""
    target = tmp_path / "统计.html"
    done = run("--html", target, "--lang", "zh", "--from", "2025-01-01", "--to", "2025-01-31", "--against-last-year")
    assert (0, f"统计已写入 {target}\n") == (done.exit_code, done.output)
    page = target.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "同比" in page
    assert "<script" not in page


def test_a_page_that_cannot_be_written_is_wrong_use(run: Callable[..., Result], tmp_path: Path) -> None:
    """The folder is missing: said with the path."""
    done = run("--html", tmp_path / "missing" / "page.html", "--lang", "en")
    assert 2 == done.exit_code
    assert "missing" in done.stderr


def test_a_misspelt_store_is_not_made(tmp_path: Path) -> None:
    """Looking at statistics makes no empty desk."""
    (tmp_path / "key").write_bytes(KEY)
    words = ["--store", f"sqlite:///{tmp_path / 'dsk.db'}", "--key-file", str(tmp_path / "key"), "--lang", "en"]
    done = CliRunner().invoke(stats, words)
    assert (2, False) == (done.exit_code, (tmp_path / "dsk.db").exists())
    assert "no store" in done.stderr


@pytest.mark.parametrize(
    "words", [["--from", "2025-02-30"], ["--by", "colour"], ["--from", "2025-02-02", "--to", "2025-02-01"]]
)
def test_wrong_use(run: Callable[..., Result], words: list[str]) -> None:
    """A date that is none, a dimension that is none, a period that ends before it begins."""
    assert 2 == run(*words).exit_code


def test_store_and_key_come_from_the_environment(place: Place) -> None:
    """As for every verb of the desk."""
    env = {"FRAUDGUARD_DESK": place.store, "FRAUDGUARD_DESK_KEY": str(place.key)}
    assert 0 == CliRunner().invoke(stats, ["--json"], env=env).exit_code


def test_units_are_shown_by_name(run: Callable[..., Result], tmp_path: Path) -> None:
    """A units file gives names; without one ids are shown."""
    (tmp_path / "units.yaml").write_text(
        "units:\n  - {id: shuidong, name: 水东派出所, areas: [城北]}\n", encoding="utf-8"
    )
    store = f"sqlite:///{tmp_path / 'desk.db'}"
    town = Town(url=store, key=KEY, units=tmp_path / "units.yaml")
    town.take("a", "+0m")
    town.desk.close_store()
    words = ["--store", store, "--by", "unit", "--lang", "zh", "--units", tmp_path / "units.yaml"]
    assert "水东派出所" in run(*words).output
    assert "shuidong" in run(*words[:6]).output


def test_a_period_that_is_not_over_ends_now(run: Callable[..., Result]) -> None:
    """Days that have not come are no days without a case, and the other side is as long as this one."""
    told = json.loads(run("--json", "--from", "2025-01-01", "--to", "2199-12-30", "--against-last-year").output)
    with Desk.open() as desk:
        now = desk.now()
    assert datetime.fromisoformat(told["until"]).timestamp() * 1_000_000 <= now
    assert told["comparisons"]["last_year"]["until"] < told["until"]
