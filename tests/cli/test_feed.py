"""`fraudguard feed check` on the command line."""

import json
import os
from pathlib import Path

import pytest

from fraudguard.cli.main import run
from fraudguard.errors import Language

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds" / "check"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_as_it_reads(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    """The report of a feed with some dirt, in both languages. FRAUDGUARD_WRITE_GOLDEN=1 writes it anew."""
    monkeypatch.chdir(GOLDEN)
    assert 1 == run(["feed", "check", "bill.csv", "--lang", lang])
    shown = capsys.readouterr().out
    kept = GOLDEN / f"expected.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN") == "1":
        kept.write_text(shown, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == shown


def test_the_report_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` gives the same as data, one entry a table."""
    assert 1 == run(["feed", "check", str(GOLDEN / "bill.csv"), "--json"])
    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert ("alipay-bill", 6) == (table["layout"], table["read"])
    assert table["read"] == table["accepted"] + table["rejected"]


def test_a_clean_feed_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 when every row would be scored."""
    path = tmp_path / "feed.jsonl"
    path.write_text('{"kind": "message", "at": "2024-01-15T09:30:00+08:00", "text": "t"}\n', encoding="utf-8")
    assert 0 == run(["feed", "check", str(path), "--lang", "en"])
    assert "layout: events" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "content", "code"), [("nothing", None, 2), ("feed.csv", "a,b\n1,2\n", 1)])
def test_a_feed_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, code: int
) -> None:
    """A wrong path is wrong use, a header nobody knows is something found."""
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert code == run(["feed", "check", str(tmp_path / name), "--lang", "en"])
    assert "error[feed." in capsys.readouterr().err


def test_a_wrong_mapping_is_something_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The faults of a mapping file are printed with their places, in `score` as in `feed check`."""
    (tmp_path / "own.yaml").write_text(
        "name: own\nkind: call\nneed: [at]\nfields:\n  at: {columns: [a], az: time}\n", encoding="utf-8"
    )
    (tmp_path / "feed.csv").write_text("a\n", encoding="utf-8")
    mapping = ["--mapping", str(tmp_path / "own.yaml"), "--lang", "en"]
    for verb in (
        ["feed", "check", str(tmp_path / "feed.csv")],
        ["score", str(tmp_path / "feed.csv"), "--to", str(tmp_path / "out")],
    ):
        assert 1 == run([*verb, *mapping])
        assert "own.yaml:5:22" in capsys.readouterr().err
