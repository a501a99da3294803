"""Conditions decided on arrays say what the query of the same condition says."""

from random import Random

import numpy as np
import polars as pl
import pytest

from fraudguard.pack import load_pack_text
from fraudguard.pack.tree import And, Compare, Field, InSet, Literal, Not, Or, Type
from fraudguard.scoring.columns import Where, columns_of
from fraudguard.scoring.deciding import decided, truth_of
from fraudguard.scoring.text_columns import Phrases
from fraudguard.testing import make_pack

PACK = load_pack_text(make_pack(Random(1)))


def table(rows, seed):
    """Payments with holes."""
    random = Random(seed)

    def some(values: list[object]) -> list[object]:
        return [random.choice([*values, None]) for _ in range(rows)]

    return pl.DataFrame(
        {
            "id": [f"t{number:03d}" for number in range(rows)],
            "at": list(range(rows)),
            "direction": some(["in", "out"]),
            "amount": some([1, 2, 3]),
            "balance_after": some([1, 2, 3]),
            "device.in_call": some([True, False]),
        },
        schema_overrides={"amount": pl.Int64, "balance_after": pl.Int64},
    )


def field(path, kind):
    """A field of a payment."""
    return Field("", "transaction", path, kind)


LEAVES = [
    Compare("==", field("direction", Type.ENUM), Literal("out", Type.ENUM)),
    Compare("!=", field("direction", Type.ENUM), Literal("out", Type.ENUM)),
    InSet(field("direction", Type.ENUM), (Literal("in", Type.ENUM), Literal("out", Type.ENUM))),
    Compare(">=", field("amount", Type.MONEY), Literal(2, Type.MONEY)),
    Compare("<", field("amount", Type.MONEY), field("balance_after", Type.MONEY)),
    Compare("==", field("payee.kind", Type.ENUM), Literal("personal", Type.ENUM)),
    field("device.in_call", Type.BOOL),
]


def conditions():
    """Every leaf, turned round, and random trees of them."""
    random = Random(5)
    found = [*LEAVES, *(Not(leaf) for leaf in LEAVES)]
    for _ in range(40):
        items = tuple(random.sample(found[: 2 * len(LEAVES)], 3))
        found.append(random.choice([And, Or])((Not(And(items[:2])), *items)))
    return found


@pytest.mark.parametrize("rows", [None, np.array([1, 4, 5, 9], dtype=np.int64), np.zeros(0, dtype=np.int64)])
def test_arrays_and_queries_agree(rows):
    """True where the query is true, false where it is false, unknown elsewhere, on all rows and on some."""
    own = columns_of({"transaction": table(40, 1)}, {}, PACK, Phrases([]), {})["transaction"]
    for node in conditions():
        place = Where(own, rows)
        got = decided(node, place)
        wanted = truth_of(Where(own, rows).series(node, condition=True))
        assert np.array_equal(got.true, wanted.true), node
        assert np.array_equal(got.false, wanted.false), node


def test_a_column_of_truths_has_three_answers():
    """Null is neither true nor false."""
    found = truth_of(pl.Series([True, None, False]))
    assert (found.true.tolist(), found.false.tolist()) == ([True, False, False], [False, False, True])
