"""From a trained model to a folder: the card, with what was measured out of fold and elsewhere, and the weights."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fraudguard.classifier.arrays import CARD, WEIGHTS, read_limited
from fraudguard.classifier.bundle import packed, read_bundle, write_bundle
from fraudguard.classifier.card import Card, Measured, Parity, TrainedOn, Training
from fraudguard.classifier.evaluation import evaluate
from fraudguard.classifier.features import columns, fingerprint
from fraudguard.classifier.measures import measure
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.neutral import neutral_form
from fraudguard.classifier.reference import references
from fraudguard.classifier.samples import Sample, Source
from fraudguard.classifier.training import Fitted, Settings
from fraudguard.errors import ModelError

__all__ = ["card_of", "publish"]

_PARITY = (
    "您好，这里是客服中心，您的会员今晚到期，请下载会议软件共享屏幕取消扣费。",
    "【某某银行】您尾号0000的储蓄卡01月02日收入1,200.00元，余额3,400.00元。",
    "反诈中心提醒：凡是要求向“安全账户”转账的，都是诈骗！",
    "媽，我手機壞了，這是新號碼，先轉2000給我同學。",
    "加薇❤信 abc，日结300，进裙领任务 http://a.example/x 退订回T",
    "好",
)
_LIMITS = (
    "Reads words only: who called, what was paid and what the person did before are for the rules.",
    "Probabilities are calibrated for texts of which half are fraud: in real traffic, where fraud is rare, too high.",
    "Learnt from texts written for this project and from dialogues by language models, not from real cases.",
    "A text that quotes a scam may be taken for one; a fragment without money or orders is often missed.",
    "Mandarin in Chinese characters; other languages and spoken dialects were hardly seen.",
)


_SAME = ("weights_digest", "slope", "offset", "threshold", "schemes")
"""What two cards of one model have in common."""


def publish(
    folder: Path,
    fitted: Fitted,
    samples: Sequence[Sample],
    sources: Sequence[Source],
    settings: Settings,
    measured: Sequence[Sample] = (),
    apart: Sequence[str] = (),
    *,
    card_only: bool = False,
) -> TextModel:
    """
    Write the model and give it back as it is served; the figures on ``measured`` go on the card, too.

    With ``card_only`` the weights in ``folder`` are left alone, and figures on its card that are not taken again are
    kept. Raises `ModelError` when what is there is not the same model.
    """
    old = read_bundle(folder)[0] if card_only else None
    raw = packed(fitted.weights) if old is None else read_limited(folder, WEIGHTS)
    card = card_of(fitted, raw, samples, sources, settings)
    if old is not None and any(getattr(old, name) != getattr(card, name) for name in _SAME):
        raise ModelError("model.other_weights", expected=old.weights_digest, found=card.weights_digest)
    found = evaluate(TextModel(card, fitted.weights), measured, apart=apart).sources if measured else ()
    again = {one.source for one in (*card.measured, *found)}
    kept = [] if old is None else [one for one in old.measured if one.source not in again]
    card = card.model_copy(update={"measured": (*card.measured, *kept, *found)}).sealed()
    if card_only:
        (folder / CARD).write_bytes(card.written())
    else:
        write_bundle(folder, card, raw)
    return TextModel(card, fitted.weights)


def card_of(
    fitted: Fitted, raw: bytes, samples: Sequence[Sample], sources: Sequence[Source], settings: Settings
) -> Card:
    """The card of a trained model, with its measures out of fold."""
    bare = Card(
        format=2,
        name="text",
        features=fingerprint(),
        weights_sha256=hashlib.sha256(raw).hexdigest(),
        weights_digest=fitted.weights.digest(),
        slope=fitted.slope,
        offset=fitted.offset,
        threshold=fitted.threshold,
        schemes=fitted.schemes,
        training=Training(
            seed=settings.seed,
            folds=settings.folds,
            inverse_penalty=settings.inverse_penalty,
            share=settings.share,
            false_alarms=settings.false_alarms,
            least_texts=settings.least_texts,
        ),
        trained_on=tuple(TrainedOn(**{name: getattr(one, name) for name in Source.__slots__}) for one in sources),
        measured=_out_of_fold(fitted, samples),
        reference=references(fitted, samples, settings),
        limits=_LIMITS,
        parity=tuple(_sample(text, fitted) for text in _PARITY),
        seal="",
    )
    return bare.sealed()


def _out_of_fold(fitted: Fitted, samples: Sequence[Sample]) -> tuple[Measured, ...]:
    fraud = np.array([one.fraud for one in samples], dtype=bool)
    lines = []
    for source in dict.fromkeys(one.source for one in samples):
        inside = np.array([one.source == source for one in samples])
        line = measure(source, fitted.out_of_fold[inside], fraud[inside], fitted.threshold, seen="out of fold")
        if source == samples[0].source and not np.isnan(fitted.scheme_f1):
            line = line.model_copy(update={"scheme_f1": round(fitted.scheme_f1, 4)})
        lines.append(line)
    return tuple(lines)


def _sample(text: str, fitted: Fitted) -> Parity:
    found = np.unique(columns(neutral_form(text)))
    value, rarity = fitted.weights.value[found].astype(np.int64), fitted.weights.rarity[found].astype(np.int64)
    return Parity(text=text, value=int(value.sum()), rarity=int(rarity.sum()))
