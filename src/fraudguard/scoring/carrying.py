"""What later chunks can still see of a scored one: the rows windows and sequences may ask for, and no others."""

from __future__ import annotations

import numpy as np
import polars as pl

from fraudguard.scoring.columnar import Columnar
from fraudguard.scoring.columns import Flags
from fraudguard.scoring.hits import Hits, step_name

__all__ = ["carried_rows"]


def carried_rows(hits: Hits, columnar: Columnar) -> tuple[dict[str, pl.DataFrame], dict[str, dict[str, Flags]]]:
    """By kind the rows that a later event may count or build a sequence on, and the findings on them it asks for."""
    last = int(hits.order.at[-1])
    needed = {kind: np.zeros(len(own), dtype=np.bool_) for kind, own in hits.columns.items()}
    for kind, node in columnar.windows:
        if node.kind not in hits.columns:
            continue
        asking = hits.windows.get(kind) or next(iter(hits.windows.values()))
        needed[node.kind][asking.still_seen(node, last)] = True
    for plan in columnar.plan.sequences:
        names = {step.rule or step_name(plan.number, number) for number, step in enumerate(plan.steps)}
        for kind, own in hits.columns.items():
            for name in (names | set(plan.unless)) & own.fired.keys():
                rows = np.flatnonzero(own.fired[name])
                needed[kind][rows[own.at[rows] > last - plan.within]] = True
    frames, fired = {}, {}
    for kind, own in hits.columns.items():
        kept = needed[kind]
        if kept.any():
            frames[kind] = own.frame.filter(pl.Series(kept))
            fired[kind] = {name: flags[kept] for name, flags in own.fired.items() if flags[kept].any()}
    return frames, fired
