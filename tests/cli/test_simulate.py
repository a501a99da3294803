"""`fraudguard simulate`."""

import json
from pathlib import Path

import pytest

from fraudguard.cli.main import run

SMALL = ["--persons", "60", "--days", "3"]


def test_what_it_writes_can_be_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`score` reads the events and the directory, and rejects nothing."""
    assert 0 == run(["simulate", *SMALL, "--to", str(tmp_path), "--json"])
    summary = json.loads(capsys.readouterr().out)
    assert summary["simulated"]
    scored = [
        "score",
        str(tmp_path / "events.jsonl"),
        "--people",
        str(tmp_path / "people.csv"),
        "--to",
        str(tmp_path / "out"),
    ]
    assert 0 == run([*scored, "--json"])
    books = json.loads(capsys.readouterr().out)["summary"]
    assert (sum(summary["events"].values()), 0) == (books["scored"], books["rejected"])


@pytest.mark.parametrize(("lang", "said"), [("en", "60 persons, 3 days"), ("zh", "60 人、3 天的模拟数据")])
def test_it_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str) -> None:
    """Tables of events and attempts, and one sentence that calls it simulated."""
    assert 0 == run(["simulate", *SMALL, "--panel", "1", "--to", str(tmp_path), "--lang", lang])
    shown = capsys.readouterr().out
    assert said in shown
    assert "police_impersonation" in shown


def test_dirt_is_for_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables have no dirt: wrong use, and nothing is written."""
    assert 2 == run(["simulate", *SMALL, "--to", str(tmp_path / "out"), "--dirt", "--format", "parquet"])
    assert "--dirt" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_date_that_is_none_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The setting is named."""
    assert 2 == run(["simulate", *SMALL, "--to", str(tmp_path), "--start", "2024-02-30", "--lang", "en"])
    assert "`start`" in capsys.readouterr().err
