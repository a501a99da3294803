"""The readable half of a model: what it is, what it was trained on, how good it is, and its few real numbers."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from fraudguard.classifier.sealing import Frozen, Sealed, parsed

__all__ = ["Bands", "Card", "Measured", "Parity", "Reference", "TrainedOn", "Training", "parse_card"]

_Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Finite = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
_Line = Annotated[str, Field(max_length=500)]
_Count = Annotated[int, Field(ge=0, le=10**9)]
_Scheme = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")]


class TrainedOn(Frozen):
    """One source of training texts."""

    name: _Line
    texts: int
    fraud: int
    sha256: _Hex
    licence: _Line


class Training(Frozen):
    """How the model was trained."""

    seed: int
    folds: int
    inverse_penalty: _Finite
    share: _Finite
    false_alarms: _Share
    least_texts: int


class Measured(Frozen):
    """
    How the model does on one source. Shares; each interval holds 95 of 100 bootstrap repetitions. What needs both sides
    is null where a source has one.
    """

    source: _Line
    texts: int
    fraud: int
    seen: Literal["no", "out of fold"]
    auc: _Share | None
    auc_interval: tuple[_Share, _Share] | None
    average_precision: _Share | None
    recall_at_1: _Share | None
    recall_at_5: _Share | None
    recall: _Share | None
    recall_interval: tuple[_Share, _Share] | None
    false_alarms: _Share | None
    brier: _Share | None
    calibration_error: _Share | None
    scheme_f1: _Share | None


class Bands(Frozen):
    """
    How many texts lie in which band of a feature. The first count is of those of which it is unknown; a text that lies
    on a border belongs to the band above it.
    """

    feature: Literal["log_odds", "length", "unfamiliar"]
    edges: Annotated[tuple[_Finite, ...], Field(min_length=1, max_length=50)]
    counts: Annotated[tuple[_Count, ...], Field(max_length=52)]

    @model_validator(mode="after")
    def _fit(self) -> Self:
        if list(self.edges) != sorted(set(self.edges)) or len(self.counts) != len(self.edges) + 2:
            raise ValueError("edges")
        return self


class Reference(Frozen):
    """One side of one source of training texts, as far as it can be told without keeping a text: what drift is from."""

    source: _Line
    side: Literal["honest", "fraud"]
    texts: Annotated[int, Field(ge=1, le=10**9)]
    bands: Annotated[tuple[Bands, ...], Field(max_length=3)]
    ideas: Annotated[dict[str, _Count], Field(max_length=500)]

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        if any(sum(one.counts) != self.texts for one in self.bands) or max(self.ideas.values(), default=0) > self.texts:
            raise ValueError("texts")
        return self


class Parity(Frozen):
    """A sentence of ours and the two whole sums it must have."""

    text: _Line
    value: int
    rarity: int


class Card(Sealed):
    """
    Everything about a model that is not in its arrays. ``seal`` is the digest of all the rest of the card.

    A card of format 1 has no ``reference``; it is read and served as before, but no drift can be told from it.
    """

    format: Literal[1, 2]
    name: _Line
    features: _Hex
    weights_sha256: _Hex
    weights_digest: _Hex
    slope: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]
    offset: Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
    threshold: Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
    schemes: Annotated[tuple[_Scheme, ...], Field(max_length=200)]
    training: Training
    trained_on: tuple[TrainedOn, ...]
    measured: tuple[Measured, ...]
    reference: Annotated[tuple[Reference, ...], Field(max_length=200)] = ()
    limits: tuple[_Line, ...]
    parity: Annotated[tuple[Parity, ...], Field(max_length=50)]
    seal: str

    def _left_out(self) -> set[str] | None:
        return {"reference"} if self.format == 1 else None


def parse_card(raw: bytes) -> Card:
    """The card in ``raw``. Raises `ModelError` when it is none, or differs in one byte from what was written."""
    return parsed(Card, raw)
