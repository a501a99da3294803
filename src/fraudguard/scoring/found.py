"""The findings of a chunk as columns of numbers: which rule, on which event, about whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from fraudguard.scoring.coding import coded
from fraudguard.scoring.columns import Flags, KindColumns, Rows
from fraudguard.scoring.hits import Hits

__all__ = ["Found", "found_in"]


@dataclass(frozen=True, slots=True)
class Found:
    """
    Every finding, by position.

    ``rule``, ``kind`` and ``path`` are places in the lists that `found_in` was given and in ``hits.columns``; ``row``
    is the event's in its kind and ``position`` that among all. ``who`` is the subject's place in ``names`` of its
    path, -1 where it is unknown. ``leads`` are the fresh leads as (position, person).
    """

    rule: Rows
    kind: Rows
    row: Rows
    position: Rows
    path: Rows
    who: Rows
    names: tuple[pl.Series, ...]
    leads: tuple[Rows, Rows]

    def __len__(self) -> int:
        return len(self.rule)

    def where(self, chosen: Flags) -> Found:
        """Some of them."""
        return Found(
            self.rule[chosen],
            self.kind[chosen],
            self.row[chosen],
            self.position[chosen],
            self.path[chosen],
            self.who[chosen],
            self.names,
            self.leads,
        )

    def by_kind(self) -> Iterator[tuple[int, Rows]]:
        """Of each kind that has findings their places here."""
        for kind in np.unique(self.kind).tolist():
            yield kind, np.flatnonzero(self.kind == kind)

    def subjects(self, tokens: Sequence[Sequence[str]], ids: pl.Series) -> pl.Series:
        """The subject of each finding, ``tokens`` being those of `names`; of an unknown one the event is."""
        found = "event:" + ids
        for path, known in enumerate(tokens):
            places = np.flatnonzero((self.path == path) & (self.who >= 0))
            if len(places):
                found = found.scatter(places, pl.Series(known, dtype=pl.String).gather(self.who[places]))
        return found


@dataclass(slots=True)
class _Subjects:
    """The values of one path, column by column, until they are numbered."""

    places: list[Rows] = field(default_factory=list)
    values: list[pl.Series] = field(default_factory=list)

    def add(self, own: KindColumns, path: str, rows: Rows, places: Rows) -> None:
        column = own.frame.get_column(path, default=None)
        if column is not None:
            self.values.append(column.gather(rows).cast(pl.String))
            self.places.append(places)


def found_in(hits: Hits, numbers: Mapping[str, int], subjects: Mapping[str, str], paths: Sequence[str]) -> Found:
    """
    The findings of a chunk; ``numbers`` are the places of rules, ``subjects`` their subjects' paths.

    The values of ``paths`` are numbered among the findings alone: most events have none.
    """
    kinds = list(hits.columns)
    parts: list[Rows] = [np.zeros((5, 0), dtype=np.int64)]
    for (kind, rule), rows in hits.rows.items():
        part = np.empty((5, len(rows)), dtype=np.int64)
        part[0], part[1], part[2] = numbers[rule], kinds.index(kind), rows
        part[3], part[4] = hits.columns[kind].position[rows], paths.index(subjects[rule])
        parts.append(part)
    found = np.concatenate(parts, axis=1)
    found = found[:, np.argsort(found[3], kind="stable")]
    rule, kind_of, row, position, path_of = found
    who = np.full(len(rule), -1, dtype=np.int64)
    lead_rows, people = _leads(hits)
    names = []
    for number, path in enumerate(paths):
        subject = _Subjects()
        for place, kind in enumerate(kinds):
            chosen = np.flatnonzero((kind_of == place) & (path_of == number))
            subject.add(hits.columns[kind], path, row[chosen], chosen)
        leading = path == "person.key" and len(lead_rows) > 0
        if leading:
            subject.add(hits.columns["lead"], path, lead_rows, lead_rows)
        codes, values = coded(subject.values) if subject.values else ([], pl.Series([], dtype=pl.String))
        if leading and codes:
            people = codes.pop()
        for places, code in zip(subject.places, codes, strict=False):
            who[places] = code
        names.append(values)
    leads = hits.columns["lead"].position[lead_rows] if len(lead_rows) else lead_rows
    return Found(rule, kind_of, row, position, path_of, who, tuple(names), (leads, people))


def _leads(hits: Hits) -> tuple[Rows, Rows]:
    """The rows of fresh leads, and for each that its person is unknown."""
    lead = hits.columns.get("lead")
    rows = np.arange(0 if lead is None else lead.carried, 0 if lead is None else len(lead), dtype=np.int64)
    return rows, np.full(len(rows), -1, dtype=np.int64)
