"""From rows to a folder: both forms of each head fitted and measured, the better one written with its card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fraudguard.classifier.behaviour.bundle import behaviour_digest, packed_heads, write_behaviour
from fraudguard.classifier.behaviour.card import BehaviourCard, Form, HeadMeasured, Kind, Simulated, Use
from fraudguard.classifier.behaviour.features import features_fingerprint
from fraudguard.classifier.behaviour.head import Head, HeadArrays
from fraudguard.classifier.behaviour.measuring import measure_head
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.rows import Rows
from fraudguard.classifier.behaviour.training import BehaviourSettings, fit_head

__all__ = ["MARGIN", "RowSets", "publish_behaviour", "train_heads"]

MARGIN = 0.02
"""By how much the average precision of trees must exceed that of the scorecard, which people can read."""

_FORMS: tuple[Form, ...] = ("scorecard", "trees")
_LIMITS = (
    "Learnt from simulated towns alone; every figure is of simulation and none of real life.",
    "What the simulator does not do is unknown to it; what the simulator does too neatly it may know by heart.",
    "Receiving accounts are left out: in the simulation they have no honest life.",
    "Probabilities are meant for a stream of which the share `prior` is fraud; where it is rarer, they are too high.",
)


@dataclass(frozen=True, slots=True)
class RowSets:
    """The rows of one kind: to learn from, to calibrate on, and to measure on."""

    training: Rows
    calibration: Rows
    tests: Sequence[Rows]


def train_heads(
    sets: Mapping[Kind, RowSets], settings: BehaviourSettings, schemes: tuple[str, ...], least: float = MARGIN
) -> dict[str, tuple[Head, tuple[HeadMeasured, ...]]]:
    """
    Of each kind the head to be shipped, and the measures of both forms.

    Trees are shipped when they win on the first test by the margin ``least``.
    """
    found: dict[str, tuple[Head, tuple[HeadMeasured, ...]]] = {}
    for kind, own in sets.items():
        heads = {form: fit_head(kind, form, own.training, own.calibration, settings, schemes) for form in _FORMS}
        measured = {
            form: [measure_head(head, rows, schemes, settings.prior) for rows in own.tests]
            for form, head in heads.items()
        }
        margin = measured["trees"][0].average_precision - measured["scorecard"][0].average_precision
        chosen = heads["trees" if margin >= least else "scorecard"]
        lines = tuple(one for form in _FORMS for one in measured[form])
        card = chosen.card.model_copy(update={"margin": round(margin, 4), "measured": lines})
        found[kind] = (Head(card, chosen.arrays), lines)
    return found


def publish_behaviour(
    folder: Path, sets: Mapping[Kind, RowSets], settings: BehaviourSettings, licence: str, least: float = MARGIN
) -> BehaviourModel:
    """Train, write, and give back the model as it is served."""
    schemes = tuple(sorted({name for own in sets.values() for name in own.training.scheme.tolist() if name}))
    heads = [head for head, _ in train_heads(sets, settings, schemes, least).values()]
    arrays: dict[str, HeadArrays] = {head.card.kind: head.arrays for head in heads}
    raw = packed_heads(arrays)
    card = (
        BehaviourCard(
            format=1,
            name="behaviour",
            features=features_fingerprint(),
            weights_sha256=hashlib.sha256(raw).hexdigest(),
            weights_digest=behaviour_digest(arrays),
            seed=settings.seed,
            prior=settings.prior,
            schemes=schemes,
            heads=tuple(head.card for head in heads),
            data=tuple(_data(kind, own, licence) for kind, sets_ in sets.items() for own in _uses(sets_)),
            limits=_LIMITS,
            seal="",
        )
    ).sealed()
    write_behaviour(folder, card, raw)
    return BehaviourModel(card, heads)


def _uses(sets: RowSets) -> list[tuple[Use, Rows]]:
    tests: list[tuple[Use, Rows]] = [("test", one) for one in sets.tests]
    return [("training", sets.training), ("calibration", sets.calibration), *tests]


def _data(kind: str, own: tuple[Use, Rows], licence: str) -> Simulated:
    use, rows = own
    return Simulated(
        use=use,
        name=f"{kind}: {rows.name}",
        rows=len(rows),
        fraud=int(rows.fraud.sum()),
        sha256=rows.sha256,
        licence=licence,
    )
