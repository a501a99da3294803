"""A digest over the meaning of a checked pack: the same for the same meaning, however it is written down."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

from fraudguard.pack.checked import CheckedPack

__all__ = ["fingerprint"]

_SCALARS = frozenset({int, float, bool, type(None)})
_NOT_MEANT = {"place", "source", "examples", "fingerprint", "drafts", "lists", "snoozes"}


def fingerprint(pack: CheckedPack) -> str:
    """
    SHA-256 (64 hex characters) over everything that scores or tickets depend on.

    Places, comments, the order of files, of keys and of rules, examples and drafts do not count;
    titles, sentences and advice do, because tickets show them.
    """
    digest = hashlib.sha256()
    out: list[str] = ["fraudguard pack 1"]
    rules = sorted(pack.rules, key=lambda rule: rule.id)
    _write(out, dataclasses.replace(pack, rules=tuple(rules), fingerprint="", drafts=()))
    if pack.snoozes:
        _write(out, pack.snoozes)
    digest.update("\x1f".join(out).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _meant(cls: Any) -> tuple[str, ...]:
    return tuple(spec.name for spec in dataclasses.fields(cls) if spec.compare and spec.name not in _NOT_MEANT)


def _write(out: list[str], value: Any) -> None:
    if isinstance(value, Enum):
        value = value.value
    kind: Any = type(value)
    if kind is str:
        out.append(f"s{len(value)}:{value}")
    elif kind in _SCALARS:
        out.append(f"{kind.__name__}:{value!r}")
    elif kind is tuple:
        out.append(f"({len(value)}")
        for item in value:
            _write(out, item)
    elif isinstance(value, Mapping):
        out.append(f"{{{len(value)}")
        for key in sorted(value):
            _write(out, key)
            _write(out, value[key])
    else:
        out.append(kind.__name__)
        for name in _meant(kind):
            _write(out, getattr(value, name))
