"""Simulated towns as labelled rows for the behaviour model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from fraudguard.classifier.behaviour.features import FED, KINDS, expressions
from fraudguard.classifier.behaviour.rows import Rows, joined
from fraudguard.classifier.model import TextModel
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.feature_columns import feature_tables
from fraudguard.simulate import Settings, Town, simulate_town
from fraudguard.simulate.columns import names_of, stacked

__all__ = ["STAGES", "frames_of", "rows_of"]

STAGES = ("hook", "control", "transfer")
"""The stages of an attempt in which what a person does is fraud."""


def rows_of(settings: Settings, name: str, pack: CheckedPack, words: TextModel | None = None) -> dict[str, Rows]:
    """
    By kind the events of all towns of a simulation, as the model is to see them.

    Fraud is what a person did or was paid within an attempt on them, from the hook to the last transfer. First contacts
    and what comes after it are left out, and so is everything of receiving accounts.
    """
    parts: dict[str, list[Rows]] = {kind: [] for kind in KINDS}
    for number in range(settings.towns):
        town = simulate_town(settings, number)
        for kind, rows in _rows_of_town(town, name, pack, words).items():
            parts[kind].append(rows)
    return {kind: joined(name, some) for kind, some in parts.items()}


def frames_of(town: Town) -> dict[str, pl.DataFrame]:
    """The tables of a town that the features read."""
    keys = pl.Series(town.keys, dtype=pl.String)
    found = {}
    for kind in FED:
        if kind in town.events:
            frame = town.events[kind].with_columns(keys.gather(town.events[kind]["_person"]).alias("person.key"))
            names = [name for name in names_of(kind) if not name.startswith("_")]
            whole = stacked(kind, [frame.drop("_person")], names)
            found[kind] = whole.with_columns(pl.col(pl.String).replace("", None))  # as events are read
    return found


def _rows_of_town(town: Town, name: str, pack: CheckedPack, words: TextModel | None) -> dict[str, Rows]:
    frames = frames_of(town)
    tables = feature_tables({kind: expressions(kind) for kind in KINDS}, frames, pack)
    attempts = town.truth.attempts.select(pl.col("attempt").alias("story"), "scheme", victim="person")
    attempts = attempts.with_row_index("number")
    labels = town.truth.labels.join(attempts, on="story", how="left")
    labels = labels.join(town.truth.confusers.select("story", "confuser"), on="story", how="left")
    found = {}
    for kind, table in tables.items():
        if kind not in frames:
            continue
        told = frames[kind].join(labels, left_on="id", right_on="event", how="left", maintain_order="left")
        attempt = told["scheme"].is_not_null()
        own = (told["victim"] == told["person.key"]).fill_null(value=False)
        fraud = (attempt & own & told["stage"].is_in(STAGES).fill_null(value=False)).to_numpy()
        keep = fraud | ~(attempt | told["person.key"].str.contains("-M").fill_null(value=False)).to_numpy()
        found[kind] = Rows(
            name,
            np.ascontiguousarray(table[keep]),
            fraud[keep],
            np.where(fraud, told["number"].fill_null(0).cast(pl.Int64).to_numpy(), -1)[keep],
            np.where(fraud, told["scheme"].fill_null("").to_numpy(), "").astype(np.str_)[keep],
            _odds_of_words(told, words)[keep],
            told["confuser"].fill_null("").to_numpy().astype(np.str_)[keep],
        )
    return found


def _odds_of_words(told: pl.DataFrame, words: TextModel | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The log-odds of the remarks on payments."""
    odds = np.full(told.height, np.nan)
    if words is None or "memo" not in told.columns:
        return odds
    known: Mapping[str, float | None] = {
        text: words.log_odds(text) for text in told["memo"].drop_nulls().unique().sort().to_list()
    }
    for row, text in enumerate(told["memo"].to_list()):
        found = known.get(text) if text is not None else None
        if found is not None:
            odds[row] = found
    return odds
