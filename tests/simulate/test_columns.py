"""Columns of events: constants, words by number, missing values, and serials that say nothing."""

import numpy as np

from fraudguard.simulate.columns import Block, Picked, frame_of_block, frame_of_events, maybe, mixed, serials, stacked


def _block() -> Block:
    return Block(
        "habit",
        "transaction",
        {
            "_person": np.array([0, 1]),
            "at": np.array([5, 6]),
            "direction": "out",
            "payee.name": Picked(("甲", "乙"), np.array([1, -1])),
            "balance_before": np.array([-1, 700]),
            "memo": np.array([None, "房租"], dtype=object),
            "device.in_call": True,
        },
    )


def test_a_block_becomes_typed_columns() -> None:
    """One value stands for all rows, words are picked by number, -1 and None are missing."""
    frame = frame_of_block(_block(), np.array([8, 9], dtype=np.uint64))
    assert ["out", "out"] == frame["direction"].to_list()
    assert ["乙", None] == frame["payee.name"].to_list()
    assert [None, 700] == frame["balance_before"].to_list()
    assert [None, "房租"] == frame["memo"].to_list()
    assert [True, True] == frame["device.in_call"].to_list()
    assert [8, 9] == frame["_id"].to_list()


def test_stacked_frames_have_what_any_of_them_has() -> None:
    """A column that one frame lacks is missing there; a needed one that all lack is missing everywhere."""
    flat = frame_of_events("transaction", [{"kind": "transaction", "at": 7, "_id": 1, "_story": "s-0", "amount": 100}])
    both = stacked("transaction", [frame_of_block(_block(), np.array([8, 9], dtype=np.uint64)), flat], ("_loss",))
    assert [None, None, 100] == both["amount"].to_list()
    assert [None, None, "s-0"] == both["_story"].to_list()
    assert [None] * 3 == both["_loss"].to_list()
    assert "payee.account" not in both.columns


def test_serials_are_scattered_and_their_own() -> None:
    """Serials of two habits do not meet, and neighbours are not near each other."""
    one, two = serials("A", 0, "one", 1_000), serials("A", 0, "two", 1_000)
    assert 2_000 == len({*one.tolist(), *two.tolist()})
    assert int(np.abs(np.diff(one.astype(np.float64))).min()) > 10**12
    assert one[:10].tolist() == serials("A", 0, "one", 10).tolist()


def test_mixing_loses_nothing() -> None:
    """Different numbers stay different."""
    assert 10_000 == len(set(mixed(np.arange(10_000, dtype=np.uint64)).tolist()))


def test_maybe_is_missing_in_the_other_rows() -> None:
    """A share of rows has the value, the rest nothing."""
    column = maybe(np.random.default_rng(1), 0.25, "self", 4_000)
    assert {"self", None} == set(column.tolist())
    assert 800 < sum(value is not None for value in column.tolist()) < 1_200
