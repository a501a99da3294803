"""A row that was not scored: where it stands, why, and what it said."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from fraudguard.errors import FraudguardError, Language

__all__ = ["Reject"]


@dataclass(frozen=True, slots=True)
class Reject:
    """
    One rejected row of a feed.

    ``line`` counts physical lines from 1; ``code`` is stable, ``reason`` its sentence. ``raw`` is the row as it was
    read, personal data included: keep it where only its owner can read it.
    """

    file: str
    line: int
    code: str
    reason: str
    raw: str

    @classmethod
    def of(cls, error: FraudguardError, file: str, line: int, raw: str, lang: Language) -> Reject:
        """The reject of a row in which reading stopped at ``error``."""
        fault = error.faults[0]
        return cls(file, line, fault.code, fault.message(lang), raw)

    def to_mapping(self) -> dict[str, Any]:
        """The reject as it is written to ``rejects.jsonl``."""
        return asdict(self)
