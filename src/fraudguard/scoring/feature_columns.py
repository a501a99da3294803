"""The features of a behaviour model over whole tables: the numbers that scoring one event after another would see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.tree import Expression, Window, walk
from fraudguard.plan.weighing import is_value
from fraudguard.scoring.columns import Where, columns_of, families_of
from fraudguard.scoring.text_columns import Phrases
from fraudguard.scoring.window_columns import Windows

__all__ = ["feature_tables"]

Table = npt.NDArray[np.float64]


def feature_tables(
    features: Mapping[str, Sequence[Expression]], frames: Mapping[str, pl.DataFrame], pack: CheckedPack
) -> dict[str, Table]:
    """
    By kind a row for each event and a column for each feature, NaN where a number is unknown.

    ``frames`` are tables of `fraudguard.events.tables`, each ordered by (at, id). Of ``pack`` only the declared extras
    are looked at. Raises `InexactError` when numbers are too large for columns.
    """
    frames = {kind: frame for kind, frame in frames.items() if frame.height}
    windows = (part for some in features.values() for node in some for part in walk(node) if isinstance(part, Window))
    columns = columns_of(frames, {}, pack, Phrases(()), families_of(windows)) if frames else {}
    shared: dict[object, object] = {}
    found = {}
    for kind, nodes in features.items():
        if kind not in columns:
            found[kind] = np.zeros((0, len(nodes)))
            continue
        where = Where(columns[kind], windows=Windows(columns[kind], columns, shared))
        table = np.empty((len(columns[kind]), len(nodes)))
        for number, node in enumerate(nodes):
            table[:, number] = _values(node, where)
        found[kind] = table
    return found


def _values(node: Expression, where: Where) -> Table:
    if not is_value(node):
        return where.true((node,)).astype(np.float64)
    series = where.series(node).cast(pl.Float64)
    values: Table = series.fill_null(np.nan).to_numpy()
    return values
