"""The page of the desk's statistics."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from fraudguard.desk import Desk
from fraudguard.desk.comparison import compared, year_before
from fraudguard.desk.tally import RATES
from fraudguard.errors import Language
from fraudguard.events.moment import SHANGHAI
from fraudguard.report.desk_page import desk_page
from fraudguard.report.desk_tables import Names, by_table, statistics_tables
from fraudguard.report.desk_words import COUNTS, DIMENSION, MONEY, RATE
from fraudguard.testing import Clock
from statistics_cases import Town, worked_town


def read(page: str) -> ET.Element:
    """The page, which is well-formed XML behind its first line."""
    first, _, rest = page.partition("\n")
    assert "<!DOCTYPE html>" == first
    return ET.fromstring(rest)  # noqa: S314 - our own output


def words(page: str) -> str:
    """All that can be read on it."""
    return " ".join(read(page).itertext())


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """The ledger that was computed by hand, with a burst of one type in one area."""
    town = worked_town()
    for number in range(3):
        town.take(f"n{number}", f"+{48 + number}h", scam="guarantee_closure")
    yield town
    town.desk.close_store()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_stands_alone(town: Town, lang: Language) -> None:
    """Well-formed, without scripts, without anything from elsewhere, in its language."""
    since = datetime(2025, 1, 1, tzinfo=SHANGHAI)
    both = compared(town.desk.statistics, since, since + timedelta(days=31), year_before)
    page = desk_page(both.now, town.desk.rules, lang, comparisons=[("同比", both)])
    assert ("html", {"zh": "zh-CN", "en": "en"}[lang]) == (read(page).tag, read(page).get("lang"))
    lowered = page.lower()
    assert [] == [word for word in ("<script", "http", "src=", "@import", "url(", "<link", "onload") if word in lowered]
    assert "A4" in page


def test_the_page_shows_the_figures(town: Town) -> None:
    """Money, rates with their cases, times, streaks and the text for the group are on it."""
    shown = words(desk_page(town.desk.statistics(), town.desk.rules, "zh"))
    for wanted in (
        "16,000",
        "8,500",
        "80.0%",
        "4/5",
        "20分",
        "无案天数",
        "近日城北接连出现“冒充客服",
        "校园",
        "刷单返利",
        "未知",
    ):
        assert wanted in shown, wanted


def test_hostile_text_stays_text() -> None:
    """An area, a unit and a type from a hostile feed cannot leave their place on the page."""
    town = Town()
    evil = "<script>alert(1)</script>\"'&\x00"
    for number in range(3):
        town.take(f"a{number}", f"+{number}m", evil, scam="<b>x</b>")
    page = desk_page(town.desk.statistics(), town.desk.rules, "zh")
    assert "<script" not in page
    assert "<b>x" not in page
    assert "<script>alert(1)</script>" in words(page)


def test_an_empty_ledger_gives_a_page() -> None:
    """Zeros and dashes, no charts of nothing."""
    desk = Desk.open(clock=Clock())
    page = desk_page(desk.statistics(), desk.rules, "zh")
    assert "<li><b>-</b><span>准确率（0件）</span></li>" in page
    assert "<polyline" not in page


def test_few_cases_are_warned_of(town: Town) -> None:
    """Fewer than thirty on a side: the page says that a percentage may be chance."""
    since = datetime(2025, 1, 1, tzinfo=SHANGHAI)
    both = compared(town.desk.statistics, since, since + timedelta(days=31), year_before)
    assert "不足 30 件" in words(desk_page(both.now, town.desk.rules, "zh", comparisons=[("同比", both)]))


def test_every_figure_has_words() -> None:
    """Counts, money, rates with formulas and dimensions, in both languages."""
    assert set(RATES) == set(RATE)
    assert all(one.formula_zh and one.formula_en for one in RATE.values())
    assert all(one.zh and one.en for group in (COUNTS, MONEY, RATE, DIMENSION) for one in group.values())


def test_tables_are_ordered_for_their_readers(town: Town) -> None:
    """Hours by the clock, levels with the gravest first, areas with the most cases first."""
    found, names = town.desk.statistics(), Names(town.desk.rules.scams)
    first = {name: [row[0] for row in by_table(found, name, names, "zh").rows] for name in ("hour", "level", "area")}
    assert {
        "hour": ["10:00", "11:00", "12:00", "14:00", "15:00"],
        "level": ["红", "黄"],
        "area": ["城北", "城南", "未知"],
    } == first


def test_rows_are_as_wide_as_their_heads(town: Town) -> None:
    """No table has a row with a cell too many or too few."""
    found, names = town.desk.statistics(), Names()
    for lang in ("zh", "en"):
        shown = [*statistics_tables(found, names, lang), *(by_table(found, name, names, lang) for name in DIMENSION)]
        assert [] == [one.title for one in shown for row in one.rows if len(row) != len(one.columns)]
