"""Where windows begin and end in sorted rows: the places a count over all rows would give."""

from random import Random

import numpy as np
import polars as pl
import pytest

from fraudguard.pack import load_pack_text
from fraudguard.scoring import sorted_keys as module
from fraudguard.scoring.columns import columns_of
from fraudguard.scoring.sorted_keys import ABSENT, UNKNOWN, Stretches, sorted_keys
from fraudguard.scoring.text_columns import Phrases
from fraudguard.testing import make_pack

PACK = load_pack_text(make_pack(Random(1)))
FAMILIES = {"account": ("account", "payee.account"), "payee.account": ("account", "payee.account")}


def kinds(rows, seed):
    """Payments and calls of few people, several at one instant."""
    random = Random(seed)

    def some(values: str) -> pl.Series:
        return pl.Series([random.choice([*values, None]) for _ in range(rows)], dtype=pl.String)

    frame = {
        "id": [f"{number:03d}" for number in range(rows)],
        "at": sorted(random.randrange(30) for _ in range(rows)),
        "person.key": some("pqr"),
    }
    payments = pl.DataFrame({**frame, "account": some("abc"), "payee.account": some("abc")})
    calls = pl.DataFrame({**frame, "person.key": some("pqs")})
    return columns_of({"transaction": payments, "call": calls}, {}, PACK, Phrases([]), FAMILIES)


def counted(kind, other, own_paths, paths, row, within, before):
    """How many rows of ``other`` a window of one row of ``kind`` holds, by looking at each."""
    keys = [kind.value(path, row) for path in own_paths]
    late = kind.position[row]
    return sum(
        keys == [other.value(path, inner) for path in paths]
        and other.at[inner] > kind.at[row] - within
        and (other.position[inner] < late or (not before and other.position[inner] == late))
        for inner in range(len(other))
    )


@pytest.mark.parametrize("largest", [2**62, 0])
@pytest.mark.parametrize(
    ("own", "other", "own_paths", "paths"),
    [
        ("transaction", "transaction", ("person.key",), ("person.key",)),
        ("transaction", "transaction", ("payee.account",), ("account",)),
        ("transaction", "transaction", ("person.key", "payee.account"), ("person.key", "payee.account")),
        ("transaction", "call", ("person.key",), ("person.key",)),
    ],
)
def test_windows_hold_what_a_look_at_every_row_finds(monkeypatch, largest, own, other, own_paths, paths):
    """For one row alone and for all of them, with instants in the key or, where they do not fit, positions."""
    monkeypatch.setattr(module, "_LARGEST", largest)
    columns = kinds(40, 3)
    known = sorted_keys(columns[other], paths)
    assert (known.clock is None) is (largest == 0)
    for asked in (np.array([7], dtype=np.int64), np.arange(40, dtype=np.int64)):
        places = Stretches(columns[own], own_paths, known, same=own == other and own_paths == paths)
        rows = asked[places.codes[asked] >= 0]
        for within in (1, 5, 100):
            for before in (False, True):
                sizes = places.ends(rows, before=before) - places.starts(within, rows)
                wanted = [
                    counted(columns[own], columns[other], own_paths, paths, row, within, before)
                    for row in rows.tolist()
                ]
                assert np.maximum(sizes, 0).tolist() == wanted


def test_a_key_is_unknown_or_has_nothing_to_count():
    """A missing part makes a key unknown; a pair that nobody paid is absent among the pairs."""
    columns = kinds(40, 3)["transaction"]
    paths = ("person.key", "payee.account")
    codes = Stretches(columns, ("person.key", "account"), sorted_keys(columns, paths), same=False).codes
    paid = {tuple(columns.value(path, row) for path in paths) for row in range(40)}
    for row, code in enumerate(codes.tolist()):
        pair = columns.value("person.key", row), columns.value("account", row)
        assert (code == UNKNOWN) is (None in pair)
        assert (code == ABSENT) is (None not in pair and pair not in paid)
    assert ABSENT in codes
