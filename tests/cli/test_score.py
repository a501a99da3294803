"""`fraudguard score` as a bank analyst uses it."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

from extras import needs_durable
from fraudguard.cli.score import rows_said

EXAMPLES = Path(__file__).parents[2] / "examples"
FEED, PEOPLE, CALLS = EXAMPLES / "bank_alerts.csv", EXAMPLES / "people.csv", EXAMPLES / "calls.jsonl"
Command = Callable[..., tuple[int, str, str]]


def test_tickets_and_books_are_printed(command: Command, tmp_path: Path) -> None:
    """A table of tickets in Chinese and the accounts of the rows; four files; no progress bar into a pipe."""
    code, out, err = command("score", FEED, "--people", PEOPLE, "--to", tmp_path / "out", "--lang", "zh")
    assert (0, "") == (code, err)
    assert all(word in out for word in ("预警", "依据", "红", "黄", "绿", "冒充客服", "990***", "拒收原因"))
    assert "\x1b" not in out
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert f"读入 {summary['read']} 行 = 计分 {summary['scored']} + 重复 {summary['duplicates']}" in out
    assert {"tickets.jsonl", "findings.parquet", "rejects.jsonl", "summary.json"} == {
        p.name for p in (tmp_path / "out").iterdir()
    }
    assert (
        pl.read_parquet(tmp_path / "out" / "findings.parquet").height
        == summary["findings"] + summary["shadow_findings"]
    )


def test_numbers_of_people_are_not_printed(command: Command, tmp_path: Path) -> None:
    """Neither the screen nor tickets and findings hold a card, phone or identity number."""
    _, out, _ = command("score", FEED, CALLS, "--to", tmp_path / "out")
    told = out + (tmp_path / "out" / "tickets.jsonl").read_text(encoding="utf-8")
    told += str(pl.read_parquet(tmp_path / "out" / "findings.parquet").to_dicts())
    for line in PEOPLE.read_text(encoding="utf-8").splitlines()[1:]:
        assert line.split(",")[2] not in told


def test_json(command: Command, tmp_path: Path) -> None:
    """`--json` prints tickets and summary as one document."""
    _, out, _ = command("score", FEED, "--people", PEOPLE, "--to", tmp_path / "out", "--json")
    data = json.loads(out)
    assert data["summary"]["tickets"] == {
        level: sum(t["level"] == level for t in data["tickets"]) for level in ("red", "yellow", "green")
    }
    assert "red" == data["tickets"][0]["level"]


def test_quiet(command: Command, tmp_path: Path) -> None:
    """`--quiet` prints nothing when all is well."""
    assert (0, "", "") == command("score", FEED, "--to", tmp_path / "out", "--quiet")


def test_options_reach_the_run(command: Command, tmp_path: Path) -> None:
    """History, order, key file, state, rules and mapping are passed on."""
    key = tmp_path / "key"
    key.write_bytes(b"k" * 32)
    state = tmp_path / "state"
    words = (
        "--history",
        CALLS,
        "--order",
        "arrival",
        "--key-file",
        key,
        "--state",
        state,
        "--rules",
        "@shipped",
        "--quiet",
    )
    assert 0 == command("score", FEED, "--people", PEOPLE, "--to", tmp_path / "out", *words)[0]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert "arrival" == summary["order"]
    assert summary["history"]["read"] > 100
    assert not (state / "key").exists()
    assert (
        0
        == command(
            "score",
            FEED,
            "--people",
            PEOPLE,
            "--to",
            tmp_path / "again",
            "--key-file",
            key,
            "--state",
            state,
            "--quiet",
        )[0]
    )
    again = json.loads((tmp_path / "again" / "summary.json").read_text(encoding="utf-8"))
    assert (0, summary["scored"] + summary["duplicates"]) == (again["scored"], again["duplicates"])


def test_a_made_key_is_said(command: Command, tmp_path: Path) -> None:
    """A state directory without a key makes one and says where."""
    _, _, err = command("score", CALLS, "--to", tmp_path / "out", "--state", tmp_path / "state", "--quiet")
    assert str(tmp_path / "state" / "key") in err


def test_nothing_to_warn_of(command: Command, tmp_path: Path) -> None:
    """No tickets is said, not shown as an empty table."""
    (tmp_path / "feed.jsonl").write_text("", encoding="utf-8")
    _, out, _ = command("score", tmp_path / "feed.jsonl", "--to", tmp_path / "out")
    assert out.startswith("no tickets\nread 0 = scored 0")
    assert f"note: no rows in {tmp_path / 'feed.jsonl'}\n" in out


def test_what_a_feed_leaves_open_is_said(command: Command, tmp_path: Path) -> None:
    """Columns nobody reads, rows without a person, corrections and lateness stand under the accounts."""
    header = "流水号,交易时间,交易金额,收付标志,网点"
    row = "1,2025-01-06 10:00:00,{},付,城东"
    for day, amount in (("a", 5), ("b", 6)):
        (tmp_path / f"{day}.csv").write_text(f"{header}\n{row.format(amount)}\n", encoding="utf-8")
        words = ("--to", tmp_path / "out", "--state", tmp_path / "state", "--lang", "zh")
        code, out, _ = command("score", tmp_path / f"{day}.csv", *words)
    assert code == 0
    assert f"{tmp_path / 'b.csv'} 没有用到的列：网点\n" in out
    assert "注意：1 行没有当事人的手机号、证件号或账号，只能单独计分\n" in out
    assert "其中 1 行是对已计分事件的更正" in out
    assert "从未出现的事件：通话、" in out


@needs_durable
def test_the_engine_of_sequences_is_chosen(command: Command, tmp_path: Path) -> None:
    """Both give the same tickets; another word is refused with the choices."""
    told = [
        command("score", FEED, "--to", tmp_path / name, "--json", "--sequences", name) for name in ("native", "durable")
    ]
    assert [0, 0] == [done[0] for done in told]
    tickets = [[(t["level"], t["points"], t["parts"]) for t in json.loads(done[1])["tickets"]] for done in told]
    assert tickets[0] == tickets[1] != []
    assert 2 == command("score", FEED, "--to", tmp_path / "out", "--sequences", "fast")[0]


def test_the_scams_and_rules_of_a_run_are_named(command: Command, tmp_path: Path) -> None:
    """The scams with most tickets and the rules that fired most stand in the summary and on the screen."""
    _, out, _ = command("score", FEED, "--people", PEOPLE, "--to", tmp_path / "out", "--lang", "zh")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    first, rule = summary["top_scams"][0], summary["top_rules"][0]
    assert f"预警最多的类型：{first['scam_zh']} {first['tickets']}" in out
    assert f"命中最多的规则：{rule['title']} {rule['findings']}" in out
    assert sum(one["tickets"] for one in summary["top_scams"]) == sum(summary["tickets"].values())


def test_findings_carry_the_serial_and_what_is_recommended(command: Command, tmp_path: Path) -> None:
    """The bank finds its own row by its serial, and what the policy recommends at the level reached."""
    command("score", FEED, "--people", PEOPLE, "--to", tmp_path / "out", "--quiet")
    findings = pl.read_parquet(tmp_path / "out" / "findings.parquet").to_dicts()
    serials = [line.split(",")[0] for line in FEED.read_text(encoding="gb18030").splitlines()[1:]]
    assert findings
    assert {one["serial"] for one in findings} <= set(serials)
    assert all(one["event_id"].endswith(one["serial"]) for one in findings)
    red = [one["actions"] for one in findings if one["level"] == "red"]
    assert red
    assert all("delay_settlement" in actions or "pause_txn" in actions for actions in red)
    assert [] == [one for one in findings if one["level"] in ("none", "green") and one["actions"]]


def test_a_page_of_the_run_is_written(command: Command, tmp_path: Path) -> None:
    """`--report` puts the page where it was asked for, in the language of the run."""
    page = tmp_path / "pages" / "run.html"
    assert (0, "", "") == command("score", FEED, "--to", tmp_path / "out", "--report", page, "--quiet", "--lang", "zh")
    text = page.read_text(encoding="utf-8")
    assert "批量计分报告" in text
    assert "bank_alerts.csv" in text
    assert "提前量" not in text


def test_a_run_that_can_be_taken_up_leaves_nothing_behind(command: Command, tmp_path: Path) -> None:
    """With `--resume` a run that ends has the same outputs, and nothing but them."""
    key = tmp_path / "key"
    key.write_bytes(b"k" * 32)
    for name, more in (("one", []), ("two", ["--resume"])):
        assert 0 == command("score", FEED, "--to", tmp_path / name, "--key-file", key, "--quiet", *more)[0]
    texts = [(tmp_path / name / "tickets.jsonl").read_text(encoding="utf-8") for name in ("one", "two")]
    assert texts[0] == texts[1] != ""
    assert 4 == len(list((tmp_path / "two").iterdir()))


def test_lead_times_come_from_labels(command: Command, tmp_path: Path) -> None:
    """With the labels of a simulation the page says how long before the last payment people were warned."""
    town = tmp_path / "town"
    assert 0 == command("simulate", "--persons", "60", "--days", "4", "--seed", "lead", "--to", town)[0]
    page = tmp_path / "run.html"
    feed = next(path for path in sorted(town.iterdir()) if path.name.startswith("events"))
    how = ("--people", town / "people.csv") if (town / "people.csv").exists() else ()
    assert (
        0
        == command(
            "score", feed, *how, "--to", tmp_path / "out", "--report", page, "--labels", town, "--quiet", "--lang", "zh"
        )[0]
    )
    assert "提前量" in page.read_text(encoding="utf-8")


def test_rows_are_said_with_their_speed() -> None:
    """How many, of how many when that is known, and how many a second."""
    assert "1,200 rows" == rows_said(1_200, None, None, "en")
    assert "1,200/5,000 rows, 300 rows/s" == rows_said(1_200, 5_000, 300.4, "en")
    assert "1,200/5,000 行，每秒 300 行" == rows_said(1_200, 5_000, 300.4, "zh")
