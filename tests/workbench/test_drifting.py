"""Drift of what stands in files."""

import json
from pathlib import Path

import polars as pl
import pytest

from fraudguard.workbench.behaviour.reading import event_frames, texts_in
from fraudguard.workbench.drifting import divided

AT = "2025-01-06T10:00:00+08:00"
MESSAGE = {"kind": "message", "id": "m", "at": AT, "text": "明天上午开会"}
ROW = {"text": "明天上午开会", "is_fraud": 0}


def test_events_and_labelled_texts_are_told_apart(tmp_path: Path) -> None:
    """By the first line, the ending, or what lies in the folder; what cannot be read is left to those that say why."""
    events, rows, broken = (tmp_path / f"{name}.jsonl" for name in ("events", "rows", "broken"))
    events.write_text(json.dumps(MESSAGE), encoding="utf-8")
    rows.write_text("\n" + json.dumps(ROW), encoding="utf-8")
    broken.write_text("{", encoding="utf-8")
    tables, corpus, empty = (tmp_path / name for name in ("tables", "corpus", "empty"))
    for folder in (tables, corpus, empty):
        folder.mkdir()
    (tables / "message.parquet").touch()
    (corpus / "benign.yaml").touch()
    paths = [events, rows, broken, tables, corpus, empty, tmp_path / "x.csv", tmp_path / "none.jsonl"]
    read, labelled = divided(paths)
    assert [events, broken, tables, empty, tmp_path / "none.jsonl"] == read
    assert [rows, corpus, tmp_path / "x.csv"] == labelled


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_the_words_of_events(tmp_path: Path, form: str) -> None:
    """Messages, transcripts, reports and remarks are words; events without any bring none, in lines and in tables."""
    told = [
        MESSAGE,
        {"kind": "call", "id": "c", "at": AT, "transcript": "喂您好"},
        {"kind": "call", "id": "d", "at": AT},
        {"kind": "report", "id": "r", "at": AT, "text": "有人冒充客服"},
        {"kind": "transaction", "id": "t", "at": AT, "direction": "out", "amount": 20, "memo": "饭钱"},
    ]
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in told), encoding="utf-8")
    frames = event_frames([path])
    if form == "parquet":
        for kind, frame in frames.items():
            frame.write_parquet(tmp_path / f"{kind}.parquet")
        frames = event_frames([tmp_path])
    assert {"明天上午开会", "喂您好", "有人冒充客服", "饭钱"} == set(texts_in(frames))
    assert 4 == len(texts_in(frames))
    assert [] == texts_in({"message": pl.DataFrame({"id": ["m"]})})
