"""A back-test against a small past whose tickets are counted by hand."""

from collections import Counter
from pathlib import Path

import pytest

from fraudguard.errors import FeedError, UsageError
from fraudguard.feeds import score_feed
from fraudguard.scoring.guard import Guard
from fraudguard.workbench.backtest import Asked, backtest, band_of
from fraudguard.workbench.labels import read_labels
from packing import KEY, pack_of, rule
from past import PAST, feed, labels, payment

PACK = pack_of(
    rule("large", "amount >= 1000", points=30),
    rule("noted", "amount >= 100", points=5),
    rule("beside", "amount >= 5000", points=30, role="support"),
    rule("tried", "amount >= 1000", points=90, status="shadow"),
)


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """The past as a feed."""
    return feed(tmp_path / "past.jsonl")


def test_the_tickets_are_those_of_a_run_over_the_same_feed(past: Path, tmp_path: Path) -> None:
    """A back-test counts what `score_feed` writes, level by level."""
    report = backtest(PACK, [past])
    result = score_feed(past, to=tmp_path / "out", guard=Guard(PACK, key=KEY))
    levels = Counter({ticket["id"]: ticket["level"] for ticket in result.tickets}.values())
    assert {"red": 1, "yellow": 2} == levels
    assert levels == Counter({name: report["tickets"][name] for name in ("red", "yellow", "green")})
    assert (7, "2025-01-06", "2025-01-09") == tuple(report["feed"][name] for name in ("events", "from", "to"))
    assert {"scored": 7} == report["feed"]["outcomes"]


def test_tickets_stand_under_their_day_hour_scam_and_age(past: Path) -> None:
    """Day and hour are those of the opening in Shanghai, the band that of the person; officers share the tickets."""
    report = backtest(PACK, [past], asked=Asked(officers=3))
    assert [("2025-01-06", 2), ("2025-01-08", 1)] == [(row["day"], row["tickets"]) for row in report["days"]]
    assert [(10, 2), (12, 1)] == [(row["hour"], row["tickets"]) for row in report["hours"]]
    assert [("fake_loan", "虚假贷款", 3)] == [(row["scam"], row["name"], row["tickets"]) for row in report["scams"]]
    assert [(">65", 3)] == [(row["band"], row["tickets"]) for row in report["bands"]]
    assert (4, 0.75, 0.25) == (
        report["judged"]["days"],
        report["tickets"]["per_day"],
        report["tickets"]["per_officer_day"],
    )


def test_a_rule_is_shown_with_what_it_did(past: Path) -> None:
    """Hits, hits that could not count, the tickets in which it counted and those in which nothing else did."""
    pack = pack_of(
        rule("large", "amount >= 1000", points=30),
        rule("beside", "amount >= 5000", points=30),
        rule("tried", "amount >= 1000", points=90, status="shadow"),
    )
    rows = {row["rule"]: row for row in backtest(pack, [past])["rules"]}
    columns = ("hits", "shadow", "tickets", "unique")
    assert (4, 0, 3, 2) == tuple(rows["large"][name] for name in columns)
    assert (1, 0, 1, 0) == tuple(rows["beside"][name] for name in columns)
    assert (0, 4, 0, 0) == tuple(rows["tried"][name] for name in columns)


def test_a_snoozed_rule_is_counted_apart(past: Path) -> None:
    """Its findings about whom it is snoozed for bring no ticket; those about others do."""
    entry = {"rule": "large", "who": "ann", "expiry": "2026-01-01", "reason": "当面核实过", "by": "王警官"}
    quiet = {"kind": "snoozes", "title": "暂停", "entries": [entry]}
    report = backtest(pack_of(rule("large", "amount >= 1000", points=30), lists={"quiet": quiet}), [past])
    assert [(2, 2, 2)] == [(row["hits"], row["snoozed"], row["tickets"]) for row in report["rules"]]


def test_labels_say_who_was_warned_in_time(past: Path, tmp_path: Path) -> None:
    """One of two victims is warned an hour before the last payment, which could then be saved; one of three tickets is true."""
    truth = backtest(PACK, [past], labels=read_labels(labels(tmp_path / "labels")))
    found = truth["truth"]
    assert (2, 0.5, 60.0, 8700, 3000) == tuple(
        found[name] for name in ("attempts", "recall", "lead_minutes", "loss", "saved")
    )
    assert (3, 0.3333) == (found["warnings"], found["precision"])
    assert [("fake_loan", 1.0), ("leader", 0.0)] == [(row["scam"], row["recall"]) for row in found["schemes"]]
    rows = {row["rule"]: (row["precision"], row["recall"]) for row in truth["rules"]}
    assert {"large": (0.3333, 0.5), "beside": (1.0, 0.5), "tried": (None, 0.0)} == {
        name: rows[name] for name in ("large", "beside", "tried")
    }


def test_a_ticket_about_an_account_that_takes_the_proceeds_is_true(past: Path, tmp_path: Path) -> None:
    """The labels know the receiving accounts as well as the victims."""
    pack = pack_of(rule("to", "payee.account == '6222020000000000018'", points=30, subject="payee.account"))
    report = backtest(pack, [past], labels=read_labels(labels(tmp_path / "labels")))
    assert (1, 1.0, 0.0) == tuple(report["truth"][name] for name in ("warnings", "precision", "recall"))
    assert [("", 1)] == [(row["band"], row["tickets"]) for row in report["bands"]]


def test_a_budget_raises_the_bar_as_little_as_it_must(tmp_path: Path) -> None:
    """The most dangerous are kept; tickets of equal danger stay or go together, and recall is what is then left."""
    day = [payment(f"e{n}", f"p{n}", f"06T1{n}:00", amount) for n, amount in enumerate((1000, 1000, 2000, 9000))]
    pack = pack_of(rule("large", "amount >= 1000", points=30), rule("huge", "amount >= 2000", points=10, floor="red"))
    path = feed(tmp_path / "day.jsonl", day)
    rows = backtest(pack, [path], asked=Asked((4, 3, 2, 1)))["budgets"]
    assert [
        (4, False, "yellow", 30, 4),
        (3, True, "red", 40, 2),
        (2, True, "red", 40, 2),
        (1, True, None, None, 0),
    ] == [(row["per_day"], row["needed"], row["level"], row["points"], row["tickets"]) for row in rows]
    judged = backtest(PACK, [feed(tmp_path / "p.jsonl")], labels=read_labels(labels(tmp_path / "l")), asked=Asked((1,)))
    assert (False, 3, 0.5) == tuple(judged["budgets"][0][name] for name in ("needed", "tickets", "recall"))


def test_the_days_of_the_warm_up_are_not_judged(past: Path) -> None:
    """They fill windows and episodes; tickets and hits count from then on."""
    report = backtest(PACK, [past], asked=Asked(warm_up=1))
    assert (1, 3, "2025-01-07") == (report["tickets"]["tickets"], report["judged"]["days"], report["judged"]["from"])
    assert 1 == next(row["hits"] for row in report["rules"] if row["rule"] == "large")


def test_a_simulation_is_called_one(tmp_path: Path) -> None:
    """The simulator's summary beside a feed says that it is made up; without one nothing is claimed."""
    (tmp_path / "made").mkdir()
    made, other = feed(tmp_path / "made" / "a.jsonl", simulated=True), feed(tmp_path / "b.jsonl", PAST[:1])
    said = [backtest(PACK, paths)["feed"]["simulated"] for paths in ([made], [other], [made, other])]
    assert ["all", "unknown", "some"] == said


def test_rows_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    """A bad line stops nothing; a feed of nothing else is refused, because nothing was tested."""
    path = feed(tmp_path / "bad.jsonl", [*PAST, payment("z", "p", "06T10:00", -5)])
    assert (7, 1) == tuple(backtest(PACK, [path])["feed"][name] for name in ("events", "rejected"))
    with pytest.raises(FeedError) as caught:
        backtest(PACK, [feed(tmp_path / "worse.jsonl", [payment("z", "p", "06T10:00", -5)])])
    assert ("workbench.no_events", 1) == (caught.value.code, caught.value.params["rejected"])


def test_labels_of_other_people_are_refused(tmp_path: Path) -> None:
    """Measured against them every warning would be false."""
    found = read_labels(labels(tmp_path / "labels"))
    path = feed(tmp_path / "others.jsonl", [payment("x", "eve", "06T10:00", 5000)])
    with pytest.raises(UsageError) as caught:
        backtest(PACK, [path], labels=found)
    assert "workbench.strangers" == caught.value.code


def test_labels_are_found_from_their_folder_or_any_of_their_files(tmp_path: Path) -> None:
    """The simulation's folder, its ``labels/`` and a file in there stand for the same; anything else is refused."""
    folder = labels(tmp_path / "labels")
    assert read_labels(tmp_path) == read_labels(folder) == read_labels(folder / "attempts.jsonl")
    (folder / "mules.jsonl").write_text('{"person": null}\n', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_labels(folder)
    assert "workbench.labels" == caught.value.code
    (folder / "mules.jsonl").write_text("not json\n", encoding="utf-8")
    with pytest.raises(UsageError):
        read_labels(folder)
    with pytest.raises(FeedError):
        read_labels(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("age", "band"), [(None, ""), (17, "<18"), (18, "18-40"), (40, "18-40"), (41, "41-65"), (66, ">65")]
)
def test_ages_fall_into_bands(age: int | None, band: str) -> None:
    """The bands are those of the simulator, at their edges too."""
    assert band == band_of(age)
