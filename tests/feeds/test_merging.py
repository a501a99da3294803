"""Tables of many feeds come out in the total order of events, whatever the parts, the memory and the chunks."""

import itertools
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.feeds import merging
from fraudguard.feeds.merging import MergedTables

Row = tuple[int, str, int, int]


def table(rows: list[Row]) -> pl.DataFrame:
    """Rows of instant, id, feed and line as a part."""
    schema = {"at": pl.Int64, "id": pl.String, "_feed": pl.Int32, "_line": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


rows = st.tuples(st.integers(0, 30), st.sampled_from("abc"), st.just(0), st.integers(1, 99))
parts = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["call", "transaction"]), st.lists(rows, min_size=1, max_size=12)),
    max_size=8,
)


@given(parts=parts, kept=st.sampled_from([0, 10, 10_000]), step=st.sampled_from([1, 3, 4_096]), size=st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_chunks_are_in_order(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[int, str, list[Row]]], kept: int, step: int, size: int
) -> None:
    """All rows come out once, each chunk after the one before; rows of one instant are never in two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "_STEP", step)
        tables = MergedTables(tmp_path_factory.mktemp("runs"), kept)
        everything = []
        for feed, kind, some in parts:
            mine = [(at, name, feed, line) for at, name, _, line in some]
            everything += [(*row, kind) for row in mine]
            tables.add(feed, {kind: table(mine)})
        chunks = list(tables.chunks(size))
    found = [sorted((*row, kind) for kind, frame in chunk.items() for row in frame.iter_rows()) for chunk in chunks]
    assert sorted(everything) == [row for chunk in found for row in chunk]
    for chunk in chunks:
        for frame in chunk.values():
            assert list(frame.iter_rows()) == sorted(frame.iter_rows())
    for one, following in itertools.pairwise(found):
        assert one[-1][0] < following[0][0]


def test_a_feed_whose_times_go_back_is_known(tmp_path: Path) -> None:
    """A part that begins before the end of an earlier one; one that begins at that very instant does not go back."""
    tables = MergedTables(tmp_path)
    for feed, instants in ((0, [5, 6]), (1, [5, 6]), (0, [6, 7]), (1, [5, 9])):
        tables.add(feed, {"call": table([(at, "a", feed, 1) for at in instants])})
    assert {1} == tables.backward


@pytest.mark.parametrize(("kept", "on_disk"), [(4, True), (5, False), (6, False)])
def test_what_does_not_fit_waits_on_disk(tmp_path: Path, kept: int, on_disk: bool) -> None:
    """Up to the limit rows stay in memory; files are gone when their rows are taken."""
    tables = MergedTables(tmp_path, kept)
    tables.add(0, {"call": table([(at, "a", 0, at) for at in range(5)])})
    assert (on_disk, 5) == (tables.on_disk, tables.rows)
    assert on_disk is bool(list(tmp_path.iterdir()))
    assert [5] == [chunk["call"].height for chunk in tables.chunks(100)]
    assert [] == list(tmp_path.iterdir())
