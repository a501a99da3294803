"""The readable half of a behaviour model: what it was trained on, how good it is, and its few real numbers."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fraudguard.errors import ModelError

__all__ = ["BehaviourCard", "HeadCard", "HeadMeasured", "Sample", "Simulated", "parse_behaviour_card", "sealed_card"]

_Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Finite = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
_Odds = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
_Line = Annotated[str, Field(max_length=500)]
_Scheme = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,60}$")]
_Count = Annotated[int, Field(ge=0, le=10**12)]

Form = Literal["trees", "scorecard"]
"""How a head weighs: boosted trees, or points for bands."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Simulated(_Frozen):
    """One set of rows: what it was for, where it came from, how many of how many are fraud, and its digest."""

    use: Literal["training", "calibration", "test"]
    name: _Line
    rows: _Count
    fraud: _Count
    sha256: _Hex
    licence: _Line


class HeadMeasured(_Frozen):
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


class Sample(_Frozen):
    """The codes of an event and the whole sum that they must have."""

    codes: Annotated[tuple[Annotated[int, Field(ge=0, le=254)], ...], Field(max_length=250)]
    total: _Count | Annotated[int, Field(ge=-(10**12), le=0)]


class HeadCard(_Frozen):
    """
    The model of one kind of event.

    ``log-odds = slope * sum + offset``; ``words`` is by how much the log-odds of a remark on the event count beside it.
    ``edges`` says how many borders each feature has, ``nodes`` how many nodes the trees have (0: a scorecard).
    """

    kind: Literal["transaction", "device_event"]
    form: Form
    slope: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]
    offset: _Odds
    words: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]
    edges: Annotated[tuple[Annotated[int, Field(ge=0, le=200)], ...], Field(max_length=250)]
    nodes: Annotated[int, Field(ge=0, le=100_000)]
    margin: _Finite
    samples: Annotated[tuple[Sample, ...], Field(max_length=20)]
    measured: Annotated[tuple[HeadMeasured, ...], Field(max_length=50)]


class BehaviourCard(_Frozen):
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

    def written(self) -> bytes:
        """The one way in which a card is written."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def sealed_card(card: BehaviourCard) -> BehaviourCard:
    """The card with its seal."""
    bare = card.model_copy(update={"seal": ""})
    return card.model_copy(update={"seal": hashlib.sha256(bare.written()).hexdigest()})


def parse_behaviour_card(raw: bytes) -> BehaviourCard:
    """The card in ``raw``. Raises `ModelError` when it is none, or differs in one byte from what was written."""
    try:
        card = BehaviourCard.model_validate_json(raw)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"])
        raise ModelError("model.card", field=place or "json") from None
    if card.written() != raw or sealed_card(card).seal != card.seal:
        raise ModelError("model.altered", file="card.json")
    if len({one.kind for one in card.heads}) != len(card.heads):
        raise ModelError("model.card", field="heads")
    return card
