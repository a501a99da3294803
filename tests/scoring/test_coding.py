"""Numbers for values: equal ones get equal numbers, whatever column they stand in."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.scoring import coding
from fraudguard.scoring.coding import coded


@given(st.lists(st.lists(st.none() | st.sampled_from(["", "甲", "乙", "a", "A", "a "]), max_size=8), min_size=1))
def test_equal_values_have_equal_numbers_in_all_columns(columns):
    """Numbers lead back to the values, and two values never share one."""
    numbers, values = coded([pl.Series(column, dtype=pl.String) for column in columns])
    for column, codes in zip(columns, numbers, strict=True):
        assert [None if code < 0 else values[int(code)] for code in codes] == column
    assert values.n_unique() == len(values)


def test_numbers_are_told_apart_as_texts_are():
    """Columns of other types are numbered too."""
    (codes,), values = coded([pl.Series([1.5, None, 1.5, 2.0])])
    assert values.gather(codes[[0, 2, 3]]).to_list() == [1.5, 1.5, 2.0]
    assert codes[1] == -1


@pytest.mark.parametrize("hashes", [[7, 7, 7, 7], [7, 8, 7, 8]])
def test_values_with_one_hash_are_still_told_apart(monkeypatch, hashes):
    """Whether all of a hash is shared or only the part that is sorted by, the values decide."""
    monkeypatch.setattr(pl.Series, "hash", lambda _self, _seed: pl.Series(hashes, dtype=pl.UInt64))
    (codes,), values = coded([pl.Series(["甲", "乙", "甲", "丙"])])
    assert values.gather(codes).to_list() == ["甲", "乙", "甲", "丙"]
    assert len(set(codes.tolist())) == 3


def test_hashes_that_share_their_upper_bits_are_sorted_in_full():
    """Rows are put in the place of the lowest bits; where that mixes two hashes, the full order is taken."""
    hashes = np.array([0b10001, 0b10010, 0b10001, 0b10010], dtype=np.uint64)
    ordered = hashes[coding._grouped(hashes)].tolist()
    assert ordered == sorted(ordered)
