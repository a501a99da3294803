"""The readable half of a behaviour model: what it was trained on, how good it is, and its few real numbers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from fraudguard.classifier.sealing import Frozen, Sealed, parsed
from fraudguard.errors import ModelError

__all__ = [
    "BehaviourCard",
    "Form",
    "HeadCard",
    "HeadMeasured",
    "Kind",
    "Sample",
    "Simulated",
    "Use",
    "parse_behaviour_card",
]

_Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Finite = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
_Odds = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
_Line = Annotated[str, Field(max_length=500)]
_Scheme = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")]
_Count = Annotated[int, Field(ge=0, le=10**12)]

Kind = Literal["transaction", "device_event"]
"""The kinds of event that have a head."""

Use = Literal["training", "calibration", "test"]
"""What rows were for."""

Form = Literal["trees", "scorecard"]
"""How a head weighs: boosted trees, or points for bands."""


class Simulated(Frozen):
    """One set of rows: what it was for, where it came from, how many of how many are fraud, and its digest."""

    use: Use
    name: _Line
    rows: _Count
    fraud: _Count
    sha256: _Hex
    licence: _Line


class HeadMeasured(Frozen):
    """
    How one form does on rows that it has not seen. Each interval holds 95 of 100 repetitions over whole attempts.

    ``found_at``: the share of attempts with a row above the score that one, and that five, of 1,000 honest rows reach.
    """

    source: _Line
    form: Form
    rows: _Count
    fraud: _Count
    attempts: _Count
    auc: _Share
    auc_interval: tuple[_Share, _Share]
    average_precision: _Share
    average_precision_interval: tuple[_Share, _Share]
    recall_at_1_in_1000: _Share
    recall_at_5_in_1000: _Share
    found_at: tuple[_Share, _Share]
    brier: _Share
    calibration_error: _Share
    scheme_f1: _Share | None


class Sample(Frozen):
    """The codes of an event and the whole sum that they must have."""

    codes: Annotated[tuple[Annotated[int, Field(ge=0, le=254)], ...], Field(max_length=250)]
    total: _Count | Annotated[int, Field(ge=-(10**12), le=0)]


class HeadCard(Frozen):
    """
    The model of one kind of event.

    ``log-odds = slope * sum + offset``; ``words`` is by how much the log-odds of a remark on the event count beside it.
    ``edges`` says how many borders each feature has, ``nodes`` how many nodes the trees have (0: a scorecard).
    """

    kind: Kind
    form: Form
    slope: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]
    offset: _Odds
    words: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]
    edges: Annotated[tuple[Annotated[int, Field(ge=0, le=200)], ...], Field(max_length=250)]
    nodes: Annotated[int, Field(ge=0, le=100_000)]
    margin: _Finite
    samples: Annotated[tuple[Sample, ...], Field(max_length=20)]
    measured: Annotated[tuple[HeadMeasured, ...], Field(max_length=50)]


class BehaviourCard(Sealed):
    """Everything about a behaviour model that is not in its arrays. ``seal`` is the digest of all the rest."""

    format: Literal[1]
    name: _Line
    features: _Hex
    weights_sha256: _Hex
    weights_digest: _Hex
    seed: _Count
    prior: _Share
    schemes: Annotated[tuple[_Scheme, ...], Field(max_length=200)]
    heads: Annotated[tuple[HeadCard, ...], Field(min_length=1, max_length=2)]
    data: tuple[Simulated, ...]
    limits: tuple[_Line, ...]
    seal: str


def parse_behaviour_card(raw: bytes) -> BehaviourCard:
    """The card in ``raw``. Raises `ModelError` when it is none, or differs in one byte from what was written."""
    card = parsed(BehaviourCard, raw)
    if len({one.kind for one in card.heads}) != len(card.heads):
        raise ModelError("model.card", field="heads")
    return card
