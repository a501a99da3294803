"""How far texts that come in now are from those that a text model learnt from, by feature and by idea."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fraudguard.classifier.card import Card, Reference
from fraudguard.classifier.ideas import IDEAS
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.reference import counts_in, profile_of
from fraudguard.classifier.stability import index_of, stability
from fraudguard.errors import ModelError

__all__ = ["Against", "TextDrift", "drift_of_texts", "sides_of"]

Against = Literal["honest", "all"]
"""Which texts of a source are compared with: the honest ones, or both sides."""


@dataclass(frozen=True, slots=True)
class TextDrift:
    """
    One feature of texts: its index, and the band whose share has changed most, with that share then and now.

    ``kind`` is always ``text``; of an idea the band is ``present``. ``texts`` is how many were measured.
    """

    kind: str
    feature: str
    index: float
    band: str
    then: float
    now: float
    texts: int


def sides_of(card: Card, against: Against, source: str = "") -> list[Reference]:
    """
    What of a card is compared with; without a ``source`` the first is meant. Empty where the card holds nothing.

    Raises `ModelError` for a source that the model did not learn from.
    """
    names = list(dict.fromkeys(one.source for one in card.reference))
    if source and names and source not in names:
        raise ModelError("model.no_source", source=source, known=", ".join(names))
    wanted = source or (names[0] if names else "")
    return [one for one in card.reference if one.source == wanted and against in {"all", one.side}]


def drift_of_texts(model: TextModel, neutrals: Sequence[str], sides: Sequence[Reference]) -> list[TextDrift]:
    """
    The drift of neutral forms from one or both sides of a source, the most moved first.

    A share of none counts as half a text, on either side, so that a few texts are not far from many by that alone.
    """
    if not neutrals or not sides:
        return []
    seen = profile_of(neutrals, model.odds_of(neutrals), model.weights.rarity)
    before, size = sum(one.texts for one in sides), len(neutrals)
    least = 0.5 / min(before, size)
    found = []
    for bands in zip(*(one.bands for one in sides), strict=True):
        edges = bands[0].edges
        then = sum((np.array(one.counts) for one in bands), np.zeros(len(edges) + 2)) / before
        now = np.array(counts_in(edges, seen.values[bands[0].feature])) / size
        most = int(np.abs(now - then).argmax())
        index = stability(then, now, least)
        found.append(_line(bands[0].feature, index, _band(edges, most), float(then[most]), float(now[most]), size))
    for name, having in zip(IDEAS, seen.ideas.sum(axis=0).tolist(), strict=True):
        share, share_now = sum(one.ideas[name] for one in sides) / before, having / size
        index = index_of(np.array([share, 1 - share]), np.array([share_now, 1 - share_now]), least)
        found.append(_line(f"idea:{name}", index, "present", share, share_now, size))
    return sorted(found, key=lambda one: -one.index)


def _line(feature: str, index: float, band: str, then: float, now: float, texts: int) -> TextDrift:
    return TextDrift("text", feature, round(index, 4), band, round(then, 4), round(now, 4), texts)


def _band(edges: Sequence[float], place: int) -> str:
    """What a band holds, in words that need no translation."""
    if place == 0:
        return "?"
    low, high = (edges[place - 2] if place > 1 else None), (edges[place - 1] if place <= len(edges) else None)
    if low is None:
        return f"<{high:g}"
    return f">={low:g}" if high is None else f"{low:g}..{high:g}"
