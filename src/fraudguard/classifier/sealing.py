"""Cards of models: written one way, sealed with a digest of all the rest, refused when a byte differs."""

from __future__ import annotations

import hashlib
import json
from typing import Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from fraudguard.errors import ModelError

__all__ = ["Frozen", "Sealed", "parsed"]


class Frozen(BaseModel):
    """A part of a card."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Sealed(Frozen):
    """A card; its field ``seal``, the last one, is the digest of what stands before it."""

    def written(self) -> bytes:
        """The one way in which a card is written."""
        told = self.model_dump(mode="json", exclude=self._left_out())
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    def sealed(self) -> Self:
        """The card with its seal."""
        bare = self.model_copy(update={"seal": ""})
        return self.model_copy(update={"seal": hashlib.sha256(bare.written()).hexdigest()})

    def _left_out(self) -> set[str] | None:
        """Fields that cards of this format do not have."""
        return None


_Card = TypeVar("_Card", bound=Sealed)


def parsed(kind: type[_Card], raw: bytes) -> _Card:
    """The card in ``raw``. Raises `ModelError` when it is none, or differs in one byte from what was written."""
    try:
        card = kind.model_validate_json(raw)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"])
        raise ModelError("model.card", field=place or "json") from None
    if card.written() != raw or card.sealed() != card:
        raise ModelError("model.altered", file="card.json")
    return card
