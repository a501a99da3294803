"""A simulation as files."""

import json
from pathlib import Path

import polars as pl
import pytest

from fraudguard.errors import EventError, FeedError
from fraudguard.events import parse_event
from fraudguard.events.people import People
from fraudguard.feeds.reader import open_feed
from fraudguard.simulate import Settings, simulate_town, write_simulation

SETTINGS = Settings(persons=60, days=3, seed="files", town_size=50, panel=1)
LABELS = {"persons", "attempts", "transfers", "confusers", "mules", "labels"}


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_lines_are_the_events_of_the_towns(tmp_path: Path) -> None:
    """`events.jsonl` holds each town's stream, one after the other; the directory and the labels stand beside it."""
    told: list[int] = []
    summary = write_simulation(SETTINGS, tmp_path / "out", progress=told.append)
    towns = [simulate_town(SETTINGS, number) for number in range(2)]
    assert [1, 2] == told
    assert [event for town in towns for event in town.stream()] == [
        json.loads(line) for line in _lines(tmp_path / "out" / "events.jsonl")
    ]
    assert len(People.load(tmp_path / "out" / "people.csv")) == sum(town.people.height for town in towns)
    assert {f"{name}.jsonl" for name in LABELS} == {path.name for path in (tmp_path / "out" / "labels").iterdir()}
    assert 60 == len(_lines(tmp_path / "out" / "labels" / "persons.jsonl"))
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert sum(summary["events"].values()) == len(_lines(tmp_path / "out" / "events.jsonl"))
    assert {"events.jsonl", "people.csv", "summary.json", "labels"} == {
        path.name for path in (tmp_path / "out").iterdir()
    }


def test_tables_hold_the_same_as_the_lines(tmp_path: Path) -> None:
    """One table a kind, fields by dotted names, money in fen, and who it is."""
    write_simulation(SETTINGS, tmp_path, form="parquet")
    town = simulate_town(SETTINGS, 1)
    payments = pl.read_parquet(tmp_path / "transaction.parquet")
    mine = payments.filter(pl.col("id").str.starts_with("bank:1:"))
    assert town.events["transaction"]["amount"].to_list() == mine["amount"].to_list()
    keys = [town.keys[number] for number in town.events["transaction"]["_person"]]
    assert keys == mine["person.key"].to_list()
    assert not [name for name in payments.columns if name.startswith("_")]
    assert 60 == pl.read_parquet(tmp_path / "labels" / "persons.parquet").height
    assert [] == list(tmp_path.rglob("*.part"))


def test_the_feed_reader_reads_what_was_written(tmp_path: Path) -> None:
    """Sound lines are events; dirty ones are rejected one by one, as many as were broken."""
    summary = write_simulation(SETTINGS, tmp_path, dirt=True)
    spoiled = 0
    for line in _lines(tmp_path / "events.jsonl"):
        try:
            parse_event(json.loads(line))
        except (ValueError, EventError):
            spoiled += 1
    assert summary["dirt"]["broken"] == spoiled > 0
    assert open_feed(tmp_path / "events.jsonl", 0, tmp_path / "copy", (), "en")


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    """Files of another run are replaced, all together."""
    first = write_simulation(SETTINGS, tmp_path)
    second = write_simulation(Settings(persons=50, days=2, seed="other"), tmp_path)
    assert first != second
    assert sum(second["events"].values()) == len(_lines(tmp_path / "events.jsonl"))
    assert 50 == len(_lines(tmp_path / "labels" / "persons.jsonl"))


def test_a_run_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """A stop half-way changes no file and leaves none behind."""
    write_simulation(SETTINGS, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_simulation(Settings(persons=50, days=2), tmp_path, progress=stop)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert [] == list(tmp_path.glob(".simulating-*"))


def test_a_file_in_the_way_is_an_error_of_ours(tmp_path: Path) -> None:
    """A folder that cannot be made is named in words."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FeedError) as caught:
        write_simulation(SETTINGS, tmp_path / "file")
    assert "feed.not_a_folder" == caught.value.code
