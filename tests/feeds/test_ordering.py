"""Rows of many feeds in the total order, in memory, streamed or sorted on disk."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fraudguard.feeds.ordering import arrival_rows, sorted_rows
from fraudguard.feeds.reader import Feed, Row, open_feed
from fraudguard.feeds.reject import Reject

Make = Callable[..., Feed]


def line(minute: int, **more: object) -> str:
    """An event of a minute."""
    at = f"2024-01-15T{minute // 60:02d}:{minute % 60:02d}:00+08:00"
    return json.dumps({"kind": "call", "at": at, **more})


def ordered(feeds: list[Feed], folder: Path, kept: int) -> tuple[list[Row], list[Reject], list[str]]:
    """All rows, rejects and the feeds that were sorted on disk."""
    rejects: list[Reject] = []
    told: list[str] = []
    rows = list(sorted_rows(feeds, lambda _feed, reject: rejects.append(reject), folder, kept=kept, told=told.append))
    return rows, rejects, told


@pytest.mark.parametrize("kept", [1000, 20, 7, 1])
def test_however_little_memory_there_is(feed: Make, tmp_path: Path, kept: int) -> None:
    """In memory, streamed or on disk: the same rows in the same order, rejects once, no file left."""
    shuffled = random.Random(1)
    minutes = [shuffled.randrange(300) for _ in range(60)]
    one = feed("\n".join(line(m, id=f"a{n}") for n, m in enumerate(minutes)) + "\n{\n")
    two = feed("\n".join(line(m, id=f"b{m // 3}") for m in range(0, 60, 2)) + "\n[]\n")
    work = tmp_path / "work"
    work.mkdir()
    rows, rejects, told = ordered([one, two], work, kept)
    assert 90 == len(rows)
    assert sorted(rows) == rows
    assert 2 == len(rejects)
    assert [] == list(work.iterdir())
    assert (kept < 60) == (one.name in told)
    assert two.name not in told


def test_a_large_ordered_feed_is_not_sorted_on_disk(feed: Make, tmp_path: Path) -> None:
    """Ascending times are streamed; rows of one instant still come by id."""
    source = feed("\n".join(line(n // 4, id=f"{9 - n % 4}") for n in range(40)))
    rows, _, told = ordered([source], tmp_path, 10)
    assert [] == told
    assert ["6", "7", "8", "9"] * 10 == [row.id for row in rows]
    assert 40 == source.total


def test_many_runs_are_merged_in_passes(feed: Make, tmp_path: Path) -> None:
    """More runs than may be open at a time are merged into longer ones first."""
    source = feed("\n".join(line(n * 7 % 211, id=f"{n:03d}") for n in range(211)))
    rows, _, _ = ordered([source], tmp_path, 2)
    assert sorted(rows) == rows
    assert 211 == len(rows)


def test_equal_rows_are_numbered_within_their_feed(feed: Make, tmp_path: Path) -> None:
    """Two equal rows are two events with ids of their own; the same file again gives the same ids."""
    text = "\n".join([line(1, peer="138"), line(2, peer="138"), line(1, peer="138")])
    one, two = feed(text), feed(text)
    rows, _, _ = ordered([one, two], tmp_path, 100)
    by_feed = [[row.id for row in rows if row.feed == each.number] for each in (one, two)]
    assert by_feed[0] == by_feed[1]
    assert 3 == len(set(by_feed[0]))
    assert ["000001", "000002", "000001"] == [i.rsplit(":", 1)[1] for i in by_feed[0]]
    arrived = [row.id for row in arrival_rows([one], lambda _feed, _reject: None)]
    assert sorted(by_feed[0]) == sorted(arrived)


def test_arrival_keeps_the_order_of_the_files(feed: Make) -> None:
    """Rows come as they stand, feed by feed."""
    feeds = [feed("\n".join(line(m, id=f"{n}{m}") for m in (5, 1, 3))) for n in "ba"]
    assert ["b5", "b1", "b3", "a5", "a1", "a3"] == [row.id for row in arrival_rows(feeds, lambda _f, _r: None)]


events = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["", "x", "y", "z"])), max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(events, min_size=1, max_size=3), st.integers(1, 12))
def test_any_feeds_in_any_memory(tmp_path: Path, contents: list[list[tuple[int, str]]], kept: int) -> None:
    """Whatever the feeds and the memory, all rows come out, in order, with the same ids as with much memory."""

    def read(most: int) -> list[Row]:
        feeds = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number}.jsonl"
            path.write_text("".join(line(m, **({"id": i} if i else {})) + "\n" for m, i in content), encoding="utf-8")
            feeds.append(open_feed(path, number, tmp_path / "spool", (), "en"))
        return ordered(feeds, tmp_path, most)[0]

    rows = read(kept)
    assert sum(map(len, contents)) == len(rows)
    assert read(1000) == rows
    assert sorted(rows, key=lambda row: (row.at, row.id)) == rows
