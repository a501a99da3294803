"""The page of a run over feeds."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from fraudguard.errors import Language
from fraudguard.report.feed_page import LeadTime, feed_page

MINUTE = 60_000_000
SUMMARY: dict[str, Any] = {
    "read": 100, "scored": 80, "duplicates": 5, "retracted": 1, "rejected": 14, "findings": 7, "tickets": {"red": 1, "yellow": 1, "green": 0},
    "rejects": {"feed.time_date_only": 4, "event.mangled_number": 10}, "kinds_never_seen": ["call"],
    "top_scams": [{"scam": "remote", "scam_zh": "<远程>", "tickets": 2}], "top_rules": [{"rule": "big", "title": "大额 & 夜间", "findings": 7}],
    "first_event_at": "2025-01-06T10:00:00+08:00", "last_event_at": "2025-01-07T10:30:00+08:00",
    "feeds": [{"file": "<script>.csv", "layout": "bank-alerts", "encoding": "gb18030", "columns_ignored": ["甲", "乙"], "rows": 100}],
    "history": {"feeds": []},
}  # fmt: skip
TICKETS = [
    {"id": "a", "level": "yellow", "opened_at": "2025-01-06T10:05:00+08:00", "bank_actions": ["verify_call"]},
    {"id": "a", "level": "red", "opened_at": "2025-01-06T10:05:00+08:00", "bank_actions": ["pause_txn"]},
    {"id": "b", "level": "yellow", "opened_at": "2025-01-06T23:59:59+08:00", "bank_actions": ["verify_call"]},
]
LEADS = [
    LeadTime("boss", 10 * MINUTE, 40 * MINUTE),
    LeadTime("boss", 41 * MINUTE, 40 * MINUTE),
    LeadTime("boss", None, MINUTE),
]


def read(page: str) -> ET.Element:
    """The page, which is well-formed XML behind its first line."""
    first, _, rest = page.partition("\n")
    assert "<!DOCTYPE html>" == first
    return ET.fromstring(rest)  # noqa: S314 - our own output


def rows_of(page: str) -> list[list[str]]:
    """The cells of all tables, row by row."""
    return [["".join(cell.itertext()) for cell in row] for row in read(page).iter("tr")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_stands_alone(lang: Language) -> None:
    """Well-formed, without scripts, without anything from elsewhere, in its language, made to be printed."""
    page = feed_page(SUMMARY, TICKETS, lang, lead_times=LEADS)
    assert {"zh": "zh-CN", "en": "en"}[lang] == read(page).get("lang")
    lowered = page.lower()
    assert [] == [word for word in ("<script", "http", "src=", "@import", "url(", "<link", "onload") if word in lowered]
    assert "A4" in page


def test_what_feeds_and_rules_say_is_escaped() -> None:
    """Names of files, columns, scams and rules are text, whatever is in them."""
    page = feed_page(SUMMARY, TICKETS, "zh")
    assert "&lt;script&gt;.csv" in page
    assert ["<script>.csv", "bank-alerts", "gb18030", "甲，乙", "100"] in rows_of(page)
    assert ["big", "大额 & 夜间", "7"] in rows_of(page)
    assert "<远程>" in " ".join(read(page).itertext())


def test_the_books_and_the_reasons_are_shown() -> None:
    """The equation, and rejects by reason, the commonest first, each with what to do where that is known."""
    page = feed_page(SUMMARY, TICKETS, "zh")
    assert "读入 100 = 计分 80 + 重复 5 + 撤回 1 + 拒收 14" in " ".join(read(page).itertext())
    codes = [row[0] for row in rows_of(page) if row[0] in SUMMARY["rejects"]]
    assert ["event.mangled_number", "feed.time_date_only"] == codes


def test_tickets_stand_by_level_and_hour_as_they_ended() -> None:
    """A raised ticket counts once, at its last level, in the hour in which it was opened."""
    told = {one.text for one in read(feed_page(SUMMARY, TICKETS, "en")).iter("desc")}
    assert {"10 1", "23 1"} <= told
    rows = rows_of(feed_page(SUMMARY, TICKETS, "en"))
    assert ["pause_txn", "1"] in rows
    assert ["verify_call", "1"] in rows


def test_lead_times_are_those_before_the_last_payment() -> None:
    """A warning after the last payment is one, but not in time; one that never came is neither."""
    assert ["boss", "3", "2", "1", "30"] in rows_of(feed_page(SUMMARY, TICKETS, "zh", lead_times=LEADS))
    at_it = [LeadTime("boss", 40 * MINUTE, 40 * MINUTE)]
    assert ["boss", "1", "1", "1", "0"] in rows_of(feed_page(SUMMARY, TICKETS, "zh", lead_times=at_it))
    assert "提前量" not in feed_page(SUMMARY, TICKETS, "zh")


@pytest.mark.parametrize(("rejected", "warned"), [(4, False), (5, False), (6, True)])
def test_many_rejects_are_said_in_red(rejected: int, warned: bool) -> None:
    """More than one row in twenty: the reader of the page is told before anything else."""
    page = feed_page({**SUMMARY, "rejected": rejected, "kinds_never_seen": []}, TICKETS, "en")
    assert warned is any(one.get("class") == "warn" for one in read(page).iter("p"))


def test_the_same_run_gives_the_same_page() -> None:
    """Nothing of the clock or of chance is on it."""
    assert feed_page(SUMMARY, TICKETS, "zh", lead_times=LEADS) == feed_page(SUMMARY, TICKETS, "zh", lead_times=LEADS)


def test_a_run_without_tickets_has_a_page() -> None:
    """Nothing found is said in words."""
    empty = {**SUMMARY, "rejects": {}, "top_scams": [], "top_rules": [], "first_event_at": None, "last_event_at": None}
    assert "没有预警单" in feed_page(empty, [], "zh")
