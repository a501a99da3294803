"""`fraudguard rules backtest` and `rules diff` on small packs: what is printed, and the exit codes."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.simulate import Settings, write_simulation
from packing import files, rule
from past import feed, folder_of, labels

Command = Callable[..., tuple[int, str, str]]
GOLDEN = Path(__file__).parents[1] / "golden" / "workbench"
OLD = files(
    rule("large", "amount >= 1000", points=30),
    rule("huge", "amount >= 5000", points=30),
    rule("tried", "amount >= 100", points=90, status="shadow"),
)
NEW = files(
    rule("large", "amount >= 2000", points=30),
    rule("huge", "amount >= 5000", points=20),
    rule("small", "amount == 700", points=30, scam="leader"),
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two packs and a simulated past with its labels."""
    folder_of(tmp_path / "old", OLD)
    folder_of(tmp_path / "new", NEW)
    feed(tmp_path / "past.jsonl", simulated=True)
    labels(tmp_path / "labels")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _same_as_golden(name: str, text: str) -> None:
    """FRAUDGUARD_WRITE_GOLDEN=1 writes the file anew."""
    path = GOLDEN / name
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_back_test_reads_as_its_golden_file(command: Command, place: Path, lang: str) -> None:
    """Sentences first, the second of which says that it is a simulation; then the tables, with labels."""
    words = ("old", "--feed", "past.jsonl", "--labels", "labels", "--budget", "2", "--budget", "1", "--officers", "2")
    code, out, err = command("rules", "backtest", *words, "--lang", lang)
    assert (0, "") == (code, err)
    assert ("simulation" if lang == "en" else "模拟") in out.splitlines()[1]
    _same_as_golden(f"backtest.{lang}.txt", out)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_diff_reads_as_its_golden_file(command: Command, place: Path, lang: str) -> None:
    """Who is warned otherwise, tickets by level, rules, and counter-examples with the conditions that part the packs."""
    code, out, err = command("rules", "diff", "old", "new", "--feed", "past.jsonl", "--lang", lang, "--show", "3",
                             "--max-new-tickets", "5%")  # fmt: skip
    assert (1, "") == (code, err)
    _same_as_golden(f"diff.{lang}.txt", out)


def test_without_labels_nothing_is_said_about_truth(command: Command, place: Path) -> None:
    """A station's own feed has none; tickets and rules are counted all the same, as data too."""
    (place / "summary.json").unlink()
    code, out, _ = command("rules", "backtest", "old", "--feed", "past.jsonl", "--all-rules")
    assert (0, False, False) == (code, "simulation" in out, "recall" in out)
    report = json.loads(command("rules", "backtest", "old", "--feed", "past.jsonl", "--json")[1])
    assert (3, None) == (report["tickets"]["tickets"], report["truth"])
    assert [20, 50, 100] == [row["per_day"] for row in report["budgets"]]


@pytest.mark.parametrize(("limit", "code"), [("1", 0), ("0", 1), ("33%", 1), ("34%", 0)])
def test_more_new_tickets_than_the_limit_is_exit_1(command: Command, place: Path, limit: str, code: int) -> None:
    """One ticket is new beside three: at the limit is within it."""
    words = ("rules", "diff", "old", "new", "--feed", "past.jsonl", "--max-new-tickets", limit, "--json")
    done, out, _ = command(*words)
    report = json.loads(out)
    assert (code, bool(code)) == (done, report["limit"]["exceeded"])
    assert (1, 3) == (report["limit"]["new"], report["limit"]["before"])


def test_the_data_of_a_diff_hold_the_explanations(command: Command, place: Path) -> None:
    """Each counter-example: the event, both standings, and the rules behind it under either pack."""
    report = json.loads(command("rules", "diff", "old", "new", "--feed", "past.jsonl", "--json", "--show", "1")[1])
    [example] = report["examples"]
    assert ("lowered", "a1") == (example["became"], example["event"])
    assert ("red", "yellow") == tuple(example["standing"][side]["level"] for side in ("old", "new"))
    assert ["huge"] == [one["rule"] for one in example["rules"]]
    assert {"added": ["small"], "changed": ["huge", "large"], "removed": ["tried"]} == {
        how: sorted(rule for rule, other in report["written"]["rules"].items() if other == how)
        for how in ("added", "changed", "removed")
    }


def test_packs_that_behave_the_same_say_so(command: Command, place: Path) -> None:
    """Written otherwise, with no decision that differs: exit 0 under any limit."""
    shutil.copytree("old", "again")
    path = place / "again" / "scams" / "fake_loan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("amount >= 1000", "amount >= 999"), encoding="utf-8")
    code, out, _ = command("rules", "diff", "old", "again", "--feed", "past.jsonl", "--max-new-tickets", "0")
    assert 0 == code
    assert "behave the same: not one decision on this feed differs" in out
    code, out, _ = command("rules", "diff", "old", "old", "--feed", "past.jsonl", "--lang", "zh")
    assert (0, True) == (code, "含义相同" in out)


@pytest.mark.slow
def test_the_threshold_of_the_walk_through_on_its_simulated_month(command: Command, tmp_path: Path) -> None:
    """From 5,000 to 20,000 yuan somebody is no longer warned, nobody newly, and the counter-example names the condition."""
    page = (GOLDEN.parents[2] / "docs" / "workbench.md").read_text(encoding="utf-8")
    (head,) = re.findall(r"```yaml\n(# ours/pack.yaml\n.*?)```", page, re.DOTALL)
    folder_of(tmp_path / "ours", {"pack.yaml": head})
    write_simulation(Settings(persons=200, days=30, seed="A", panel=6), tmp_path / "sim")
    events = [json.loads(line) for line in (tmp_path / "sim" / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    shared = {str(one["person"]) for one in events if one.get("type") in ("screen_share", "remote_control")}
    some = feed(
        tmp_path / "month.jsonl", [one for one in events if str(one["person"]) in shared]
    )  # the rule is about them
    words = ("--feed", some, "--people", tmp_path / "sim" / "people.csv", "--warm-up", "7", "--max-new-tickets", "0")
    code, out, err = command("rules", "diff", "@shipped", tmp_path / "ours", *words)
    assert (0, "") == (code, err)
    assert "changed: 1 rule: transfer-under-remote-control" in out
    assert re.search(r"newly warned 0, no longer warned [1-9]", out)
    assert re.search(r"-   true    amount >= 5_000    \[amount = [0-9,]+\]", out)
    assert re.search(r"\+   false   amount >= 20_000    \[amount = [0-9,]+\]", out)


def test_an_update_of_the_shipped_pack_is_seen_under_an_overlay(command: Command, place: Path) -> None:
    """The first of several directories stands for the shipped pack below an overlay that extends it."""
    override = {"large": {"points": 50}}
    head = {"name": "ours", "version": "1", "extends": "@shipped", "overrides": override}
    folder_of(place / "ours", {"pack.yaml": json.dumps(head)})
    words = ("--feed", "past.jsonl", "--json", "--show", "0")
    code, out, err = command("rules", "diff", "old,ours", "new,ours", *words)
    assert (0, "") == (code, err)
    report = json.loads(out)
    assert ("ours", "ours") == tuple(report["packs"][side]["name"] for side in ("old", "new"))
    assert (1, 1) == (report["became"]["new"], report["became"]["gone"])
    code, out, _ = command("rules", "diff", "old", "old,ours", *words)
    assert {"large": "changed"} == json.loads(out)["written"]["rules"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("diff", "old", "new", "--feed", "past.jsonl", "--max-new-tickets", "many"), "workbench.limit"),
        (("diff", "old", "new", "--feed", "nowhere.jsonl"), "feed.no_file"),
        (("diff", "old", "new"), "--feed"),
        (("diff", "old", "elsewhere", "--feed", "past.jsonl"), "pack.not_found"),
        (("backtest", "old", "--feed", "past.jsonl", "--labels", "old"), "feed.no_file"),
        (("backtest", "old", "--feed", "past.jsonl", "--budget", "0"), "--budget"),
    ],
)
def test_wrong_use_is_exit_2(command: Command, place: Path, words: tuple[str, ...], said: str) -> None:
    """With what is wrong, by code or by option."""
    code, _, err = command("rules", *words)
    assert (2, True) == (code, said in err)


def test_a_feed_without_an_event_is_exit_1(command: Command, place: Path) -> None:
    """A proof on nothing proves nothing."""
    (place / "empty.jsonl").write_text("", encoding="utf-8")
    for words in (("backtest", "old"), ("diff", "old", "new")):
        code, _, err = command("rules", *words, "--feed", "empty.jsonl")
        assert (1, True) == (code, "workbench.no_events" in err)
