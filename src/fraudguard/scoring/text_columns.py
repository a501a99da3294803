"""What texts say, column by column: every distinct text is read once, however many events repeat it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from fraudguard.pack.checked import ListEntry, ValueList
from fraudguard.pack.tree import IsWarning, Matches, Mentions
from fraudguard.scoring.coding import coded
from fraudguard.scoring.deciding import Truth
from fraudguard.text import PhraseScanner, compile_pattern, is_warning, normal_form

__all__ = ["Phrases", "TextColumn", "listed"]


class Phrases:
    """All phrases that the conditions of a pack look for, searched for in one pass."""

    def __init__(self, nodes: Iterable[Mentions]) -> None:
        self._wanted = list(dict.fromkeys(nodes))
        phrases = sorted({phrase for node in self._wanted for phrase in node.phrases})
        numbers = {phrase: number for number, phrase in enumerate(phrases)}
        self._scanner = PhraseScanner(phrases) if phrases else None
        self._nodes: list[list[int]] = [[] for _ in phrases]
        for place, node in enumerate(self._wanted):
            for phrase in node.phrases:
                self._nodes[numbers[phrase]].append(place)
        self.places = {node: place for place, node in enumerate(self._wanted)}

    def found_in(self, normals: Sequence[str]) -> list[list[int]]:
        """Of each condition, by its place, the numbers of the texts in which one of its phrases stands."""
        hits: list[list[int]] = [[] for _ in self._wanted]
        if self._scanner is None:
            return hits
        for number, normal in enumerate(normals):
            found = self._scanner.scan(normal)
            for place in {place for phrase in found for place in self._nodes[phrase]} if found else ():
                hits[place].append(number)
        return hits


@dataclass(eq=False)
class TextColumn:
    """One text field of many events: ``codes`` say which of the distinct ``texts`` a row holds, -1 none."""

    series: pl.Series
    phrases: Phrases

    @cached_property
    def _coded(self) -> tuple[np.ndarray, list[str]]:
        (codes,), distinct = coded([self.series])
        return codes, distinct.to_list()

    @cached_property
    def _normals(self) -> list[str]:
        return [normal_form(text) for text in self._coded[1]]

    @cached_property
    def _hits(self) -> list[list[int]]:
        return self.phrases.found_in(self._normals)

    def says(self, node: Mentions | Matches | IsWarning) -> Truth:
        """What a condition says: true, false, unknown where there is no text."""
        codes = self._coded[0]
        truths = np.append(self._truths(node), False)  # of the texts; the last stands for none
        true = truths[codes]
        return Truth(true, ~true & (codes >= 0))

    def _truths(self, node: Mentions | Matches | IsWarning) -> np.ndarray:
        truths = np.zeros(len(self._coded[1]), dtype=np.bool_)
        if isinstance(node, Mentions):
            truths[self._hits[self.phrases.places[node]]] = True
            return truths
        holds: Callable[[str], object] = (
            is_warning if isinstance(node, IsWarning) else compile_pattern(node.pattern).search
        )
        for number, normal in enumerate(self._normals):
            truths[number] = bool(holds(normal))
        return truths


def listed(values: ValueList, items: pl.Series, at: pl.Series) -> pl.Series:
    """The column of "an entry of the list that is in force": null where there is no value; of several any counts."""
    if isinstance(items.dtype, pl.List):
        rows = pl.DataFrame({"row": np.arange(len(items)), "item": items, "at": at})
        flat = rows.explode("item").drop_nulls("item")
        true = flat.filter(_in_force(flat["item"], values, flat["at"]))["row"].unique()
        flags = np.zeros(len(items), dtype=np.bool_)
        flags[true.to_numpy()] = True
        found = pl.Series(flags)
    else:
        found = _in_force(items, values, at)
    return pl.select(pl.when(items.is_not_null()).then(found)).to_series()


def _in_force(items: pl.Series, values: ValueList, at: pl.Series) -> pl.Series:
    entries: dict[str, tuple[ListEntry, ...]] = {}
    for text in items.drop_nulls().unique().to_list():
        found = values.entries.get(normal_form(str(text)))
        if found:
            entries[text] = found
    if not entries:
        return pl.Series([False]).new_from_index(0, len(items)) if len(items) else pl.Series([], dtype=pl.Boolean)
    frame = pl.DataFrame({"item": items, "at": at})
    tests = [
        (pl.col("item") == text)
        & (pl.lit(True) if entry.start is None else pl.col("at") >= entry.start)
        & (pl.lit(True) if entry.expiry is None else pl.col("at") < entry.expiry)
        for text, several in entries.items()
        for entry in several
    ]
    return frame.select(pl.any_horizontal(tests).fill_null(False)).to_series()
