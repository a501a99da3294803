"""Features over columns are those that the guard works out event by event."""

import math
from collections.abc import Sequence
from random import Random
from typing import Any

import polars as pl

from fraudguard import Guard
from fraudguard.classifier import Classification
from fraudguard.classifier.behaviour.features import KINDS, expressions, features_of
from fraudguard.events import Event
from fraudguard.pack import load_pack
from fraudguard.pack.tree import Arithmetic, Field, Literal, Type
from fraudguard.scoring.feature_columns import feature_tables
from fraudguard.simulate import Coverage, Settings, simulate_town
from fraudguard.workbench.behaviour.towns import frames_of


class Noting:
    """A classifier that only notes what it is told."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, Sequence[Any]]] = []
        self.features = {kind: expressions(kind) for kind in KINDS}

    def classify(self, event: Event) -> None:
        """Nothing."""

    def weigh(self, kind: str, words: Classification | None, values: Sequence[Any]) -> Classification | None:
        """Note it."""
        self.noted.append((kind, values))
        return words


def test_columns_and_events_give_the_same_numbers() -> None:
    """Every feature of every payment and act on a handset in a small town, bit for bit."""
    town = simulate_town(Settings(persons=60, days=10, seed="columns", panel=1, coverage=Coverage.whole()), 0)
    frames = frames_of(town)
    pack = load_pack(examples=False)
    tables = feature_tables({kind: expressions(kind) for kind in KINDS}, frames, pack)
    noting = Noting()
    guard = Guard(pack, key=b"a key for tests only", classifier=noting)
    places = {kind: {name: row for row, name in enumerate(frames[kind]["id"].to_list())} for kind in KINDS}
    seen = 0
    for event in town.stream():
        before = len(noting.noted)
        guard.score(event)
        if len(noting.noted) == before:
            continue
        kind, values = noting.noted[-1]
        row = tables[kind][places[kind][event["id"]]].tolist()
        for feature, one, other in zip(features_of(kind), values, row, strict=True):
            assert math.isnan(other) if one is None else one == other, (feature.name, one, other)
        seen += 1
    assert seen == sum(len(tables[kind]) for kind in KINDS) > 500


def test_a_kind_that_is_not_there_has_no_rows() -> None:
    """Without events of a kind its table is empty and has all columns."""
    tables = feature_tables({kind: expressions(kind) for kind in KINDS}, {}, load_pack(examples=False))
    assert {kind: (0, len(features_of(kind))) for kind in KINDS} == {kind: one.shape for kind, one in tables.items()}


def asked(node: Arithmetic, **columns: Sequence[int]) -> Sequence[float]:
    """What one feature is on payments with some columns."""
    rows = len(next(iter(columns.values())))
    given = {"at": range(rows), **columns, "id": [f"e{number:04}" for number in range(rows)]}
    frame = pl.DataFrame({name.replace("payee_", "payee."): list(values) for name, values in given.items()})
    table = feature_tables({"transaction": [node]}, {"transaction": frame}, load_pack(examples=False))["transaction"]
    found: Sequence[float] = table[:, 0].tolist()
    return found


def test_columns_are_divided_as_python_divides() -> None:
    """By a constant, too: multiplying with its inverse would be another number in three of ten cases."""
    random = Random(1)
    numbers = sorted(random.randrange(10**12, 10**14) for _ in range(2_000))
    amount = Field("", "transaction", "amount", Type.MONEY)
    node = Arithmetic("/", amount, Literal(700, Type.MONEY), Type.NUMBER)
    assert [one / 700 for one in numbers] == asked(node, amount=numbers)
    instants = [Field("", "transaction", path, Type.TIME) for path in ("at", "payee.opened_on")]
    gap = Arithmetic("-", instants[0], instants[1], Type.NUMBER)
    assert [one / 1_000_000 for one in numbers] == asked(gap, at=numbers, payee_opened_on=[0] * len(numbers))
