"""Reads the project's own texts (`models/corpus`, `models/held_back`), counts them, and finds those too alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fraudguard.errors import ModelError

__all__ = ["CHANNELS", "Alike", "CorpusText", "alike_pairs", "count_texts", "read_corpus"]

CHANNELS = ("call", "sms", "chat", "report", "memo")
_SCRIPTS = ("simplified", "traditional", "evasive")
_KEYS = frozenset({"channel", "script", "speakers", "scheme", "text"})
_LENGTHS = ((40, "<40"), (120, "40-119"), (400, "120-399"))
_MOST = 0.6  # Jaccard of 4-character shingles above which two texts count as one


@dataclass(frozen=True, slots=True)
class CorpusText:
    """One text: ``side`` is ``scam`` or ``benign``; ``scheme`` a scam type, or the topic of an honest text."""

    file: str
    number: int
    side: Literal["scam", "benign"]
    topic: str
    scheme: str
    channel: str
    script: str
    text: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts of one wording, and how alike they are."""

    one: CorpusText
    other: CorpusText
    jaccard: float


def read_corpus(root: Path) -> list[CorpusText]:
    """
    Every text in the files directly in ``root`` and in its folders, files in the order of their names.

    Raises `ModelError` at the first that is wrong.
    """
    files = sorted([*root.glob("*.yaml"), *root.glob("*/*.yaml")])
    if not files:
        raise ModelError("model.corpus_missing", path=root)
    return [text for file in files for text in _read_file(file, file.relative_to(root).as_posix())]


def _read_file(file: Path, name: str) -> Iterator[CorpusText]:
    import yaml

    try:
        # The safe loader, in C where it is there.
        document = yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ModelError("model.corpus_file", file=name, reason=type(error).__name__) from None
    if not isinstance(document, Mapping) or document.get("side") not in {"scam", "benign"}:
        raise ModelError("model.corpus_file", file=name, reason="side")
    for number, entry in enumerate(document.get("texts") or (), 1):
        if not _sound(entry):
            raise ModelError("model.corpus_text", file=name, number=number)
        topic = str(document.get("topic"))
        yield CorpusText(
            name, number, document["side"], topic, str(entry.get("scheme", topic)), entry["channel"],
            entry.get("script", "simplified"), entry["text"],
        )  # fmt: skip


def _sound(entry: Any) -> bool:
    return (
        isinstance(entry, Mapping)
        and set(entry) <= _KEYS
        and entry.get("channel") in CHANNELS
        and entry.get("script", "simplified") in _SCRIPTS
        and isinstance(entry.get("text"), str)
        and bool(entry["text"].strip())
    )


def count_texts(texts: Sequence[CorpusText]) -> Counter[tuple[str, str, str, str, str]]:
    """How many texts of each scheme or topic, side, length, channel and script."""
    return Counter((one.scheme, one.side, _length(one.text), one.channel, one.script) for one in texts)


def _length(text: str) -> str:
    return next((name for most, name in _LENGTHS if len(text) < most), ">=400")


def alike_pairs(texts: Sequence[CorpusText]) -> list[Alike]:
    """Pairs above .6 Jaccard of 4-character shingles; signs and speakers do not count, digits are all the same."""
    shingles = [_shingles(one.text) for one in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    found = []
    for number, mine in enumerate(shingles):
        shared: Counter[int] = Counter()
        for shingle in sorted(mine):
            shared.update(holders[shingle])
            holders[shingle].append(number)
        for other, both in shared.items():
            jaccard = both / (len(mine) + len(shingles[other]) - both)
            if jaccard > _MOST:
                found.append(Alike(texts[other], texts[number], round(jaccard, 3)))
    return found


def _shingles(text: str) -> set[str]:
    text = re.sub(r"\d+", "0", re.sub(r"[\W_]+", "", text))
    text = re.sub("对方|用户", "", text)
    return {text[at : at + 4] for at in range(len(text) - 3)} or {text}
