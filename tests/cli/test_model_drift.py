"""`fraudguard model drift` and `payments`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.simulate import Settings, write_simulation

Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_drift_of_a_stream(command: Command, tmp_path: Path, form: str) -> None:
    """Lines and tables of one world have the same drift; a feature that moved ends the command with 1."""
    world = Settings(persons=60, days=8, seed="drift")
    write_simulation(world, tmp_path / form, form=form)  # type: ignore[arg-type]
    what = tmp_path / form / ("events.jsonl" if form == "jsonl" else "")
    code, out, err = command("model", "drift", what, "--json")
    assert code in {0, 1}, err
    lines = json.loads(out)
    assert (code == 1) == any(one["index"] >= 0.25 for one in lines)
    assert {"transaction"} <= {one["kind"] for one in lines}
    _, out, _ = command("model", "drift", what, "--lang", "zh")
    assert "PSI" in out


def test_what_cannot_be_read_is_told(command: Command, tmp_path: Path) -> None:
    """A file that is not there, a line that is no event, and a model of words alone are errors in words."""
    (tmp_path / "events.jsonl").write_text('{"kind": "transaction"\n', encoding="utf-8")
    for path in (tmp_path / "none.jsonl", tmp_path / "events.jsonl", tmp_path):
        code, _, err = command("model", "drift", path)
        assert (1, True) == (code, "model.data_file" in err)


def test_payments_are_told_in_a_table(command: Command, tmp_path: Path) -> None:
    """Columns that are not named are an error; named ones give a line for each form."""
    rows = ["when,card,shop,yuan,bad"]
    rows += [
        f"{minute * 20},{minute % 50},s{minute % 7},{10 + minute % 90},{int(minute % 7 == 3)}" for minute in range(1500)
    ]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    code, _, err = command("model", "payments", path, "--columns", "at=when")
    assert (1, True) == (code, "model.columns" in err)
    code, out, err = command(
        "model", "payments", path, "--columns", "at=when,person=card,payee=shop,amount=yuan,label=bad", "--delay", "1"
    )
    assert 0 == code, err
    assert "scorecard" in out
    assert "trees" in out
