"""`fraudguard model drift` and `payments`."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from fraudguard.classifier.card import parse_card
from fraudguard.classifier.corpus import read_corpus
from fraudguard.simulate import Settings, write_simulation

Command = Callable[..., tuple[int, str, str]]
MODELS = Path(__file__).parents[2] / "models"
HELD_BACK, SHIPPED = MODELS / "held_back", MODELS / "default"


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_drift_of_a_stream(command: Command, tmp_path: Path, form: Literal["jsonl", "parquet"]) -> None:
    """Lines and tables of one world have the same drift; a feature that moved ends the command with 1."""
    world = Settings(persons=60, days=8, seed="drift")
    write_simulation(world, tmp_path / form, form=form)
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
    paths = {"none.jsonl": (2, "feed.no_file"), "events.jsonl": (1, "model.data_file"), ".": (1, "model.data_file")}
    for name, (code, wanted) in paths.items():
        found, _, err = command("model", "drift", tmp_path / name)
        assert (code, True) == (found, wanted in err)


def test_drift_of_labelled_texts(command: Command, tmp_path: Path) -> None:
    """A corpus and its rows as JSON lines have the same drift; of both sides together it is another."""
    rows = [
        {"text": one.text, "is_fraud": int(one.side == "scam"), "source": "held_back"} for one in read_corpus(HELD_BACK)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    code, out, err = command("model", "drift", HELD_BACK, "--json")
    assert code in {0, 1}, err
    lines = json.loads(out)
    assert (code == 1) == any(one["index"] >= 0.25 for one in lines)
    assert ({"text"}, {250}) == ({one["kind"] for one in lines}, {one["texts"] for one in lines})
    assert (code, out, err) == command("model", "drift", path, "--json")
    _, out, _ = command("model", "drift", path, "--against", "all", "--json")
    assert {500} == {one["texts"] for one in json.loads(out)}
    _, out, _ = command("model", "drift", path, "--lang", "zh")
    assert "共 250 条文本" in out


def test_drift_of_events_with_words(command: Command, tmp_path: Path) -> None:
    """Messages, calls, reports and remarks are read as texts beside the behaviour; acts on a handset bring none."""
    at = "2025-01-06T10:00:00+08:00"
    events = [
        {"kind": "message", "id": "m", "at": at, "text": "明天上午开会"},
        {"kind": "report", "id": "r", "at": at, "text": "有人冒充客服"},
        {"kind": "transaction", "id": "t", "at": at, "direction": "out", "amount": 20, "memo": "饭钱"},
        {"kind": "device_event", "id": "d", "at": at, "type": "app_install", "state": "once"},
    ]
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in events), encoding="utf-8")
    code, out, err = command("model", "drift", path, "--json")
    assert 1 == code, err
    assert {3} == {one["texts"] for one in json.loads(out) if one["kind"] == "text"}
    assert "transaction" in {one["kind"] for one in json.loads(out)}
    code, _, err = command("model", "drift", path, "--source", "elsewhere")
    assert (1, True) == (code, "model.no_source" in err)


def test_a_model_without_shares_says_so(command: Command, tmp_path: Path) -> None:
    """Of an old card, and of a model of behaviour alone, no drift of texts can be told."""
    old = tmp_path / "old"
    shutil.copytree(SHIPPED, old, ignore=shutil.ignore_patterns("behaviour"))
    card = parse_card((old / "card.json").read_bytes())
    (old / "card.json").write_bytes(card.model_copy(update={"format": 1, "reference": ()}).sealed().written())
    alone = tmp_path / "alone"
    shutil.copytree(SHIPPED / "behaviour", alone / "behaviour")
    for model in (old, alone):
        code, _, err = command("model", "drift", HELD_BACK, "--model", model)
        assert (1, True) == (code, "model.no_reference" in err)
    path = tmp_path / "events.jsonl"
    path.write_text(
        '{"kind": "device_event", "id": "d", "at": "2025-01-06T10:00:00+08:00", "type": "app_install", "state": "once"}'
    )
    code, _, err = command("model", "drift", path, "--model", old)
    assert (1, True) == (code, "model.no_behaviour" in err)


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
