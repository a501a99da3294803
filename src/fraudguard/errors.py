"""Every exception of the library: a code, the place, what was given, and the cure.

::

    FraudguardError
    ├── PackError      a rule pack is wrong; carries every fault found, not only the first
    ├── EventError     an event cannot be understood
    ├── FeedError      a feed or an output file cannot be read or written
    ├── PeopleError    the directory of people contradicts itself
    ├── ModelError     a model bundle is missing, altered or not trusted
    ├── StateError     a snapshot is truncated, altered or from another version
    ├── CaseError      a step on a case is not possible; says everything that is missing
    ├── DeskError      the desk's store cannot be reached, is full, altered or of another version
    └── UsageError     the library was called in a way that cannot work
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fraudguard.messages import MESSAGES

__all__ = [
    "CaseError",
    "DeskError",
    "EventError",
    "Fault",
    "FeedError",
    "FraudguardError",
    "Language",
    "ModelError",
    "PackError",
    "PeopleError",
    "Place",
    "StateError",
    "UsageError",
    "closest",
]

Language = Literal["en", "zh"]
_SHOWN = 80  # characters of a given value that a message repeats


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a fault stands in a file.

    Lines and columns count from 1; columns count characters, not display cells. ``text`` is the
    whole line, so that the caret can be drawn without reading the file again.
    """

    file: str
    line: int
    column: int = 1
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def _cells(text: str) -> int:
    """Display cells of ``text`` on a terminal: wide and full-width characters take two."""
    total = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def _shown(value: object) -> object:
    """A parameter as a message may repeat it: cut to a bounded length, control characters escaped."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = format(value) if abs(value) < 1e30 else "a very large number"
    else:
        text = str(value)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text[: _SHOWN * 4])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def closest(given: str, known: Iterable[str]) -> str:
    """The known name most like ``given``, or an empty string when none is near."""
    found = difflib.get_close_matches(given, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong, before it is put into words.

    ``code`` names an entry of `fraudguard.messages`; ``params`` fill its templates. A parameter
    named ``suggestion`` adds a "did you mean" line when it is not empty. ``severity`` is
    ``"warning"`` for lints that do not stop a pack from loading.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    place: Place | None = None
    severity: Literal["error", "warning"] = "error"

    def message(self, lang: Language = "en") -> str:
        """The sentence that says what is wrong."""
        entry = MESSAGES[self.code]
        return (entry.zh if lang == "zh" else entry.en).format_map(self._filled())

    def cure(self, lang: Language = "en") -> str:
        """The sentence that says how to mend it; empty when there is nothing to add."""
        entry = MESSAGES[self.code]
        cure = (entry.cure_zh if lang == "zh" else entry.cure_en).format_map(self._filled())
        suggestion = str(self.params.get("suggestion") or "")
        if not suggestion:
            return cure
        meant = f"你是不是想写 `{suggestion}`？" if lang == "zh" else f"did you mean `{suggestion}`?"
        return f"{meant} {cure}".rstrip()

    def render(self, lang: Language = "en") -> str:
        """
        The fault as an analyst reads it: message, place, the line with a caret, the cure.

        The caret is placed by display cells, so it stands right under Chinese text.
        """
        kind = {"error": {"en": "error", "zh": "错误"}, "warning": {"en": "warning", "zh": "警告"}}[self.severity][lang]
        lines = [f"{kind}[{self.code}]: {self.message(lang)}"]
        if self.place is not None:
            lines.append(f"  --> {self.place}")
            if self.place.text:
                number = str(self.place.line)
                margin = " " * len(number)
                before = self.place.text[: self.place.column - 1].replace("\t", " ")
                marked = self.place.text[self.place.column - 1 : self.place.column - 1 + self.place.length]
                lines.append(f" {margin} |")
                shown_line = self.place.text.replace("\t", " ").rstrip()
                lines.append(f" {number} | {shown_line}")
                lines.append(f" {margin} | {' ' * _cells(before)}{'^' * max(1, _cells(marked))}")
        cure = self.cure(lang)
        if cure:
            lines.append(f"  = {'改法' if lang == 'zh' else 'cure'}: {cure}")
        return "\n".join(lines)

    def _filled(self) -> dict[str, object]:
        return {name: _shown(value) for name, value in self.params.items()}


class FraudguardError(Exception):
    """
    The root of all errors of this library.

    ``faults`` holds everything found; most errors carry one. ``str(error)`` is the English
    rendering; `render` gives it in either language.
    """

    def __init__(
        self, code: str, /, *, place: Place | None = None, faults: tuple[Fault, ...] = (), **params: object
    ) -> None:
        self.faults = faults or (Fault(code, params, place),)
        self.code = code
        super().__init__(self.render("en"))

    @property
    def params(self) -> Mapping[str, object]:
        """Parameters of the first fault, such as ``field`` and ``given``."""
        return self.faults[0].params

    @property
    def place(self) -> Place | None:
        """Place of the first fault."""
        return self.faults[0].place

    def render(self, lang: Language = "en") -> str:
        """All faults in words, numbered when there are several."""
        if len(self.faults) == 1:
            return self.faults[0].render(lang)
        total = len(self.faults)
        return "\n\n".join(f"[{i}/{total}] {fault.render(lang)}" for i, fault in enumerate(self.faults, 1))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (_rebuild, (type(self), self.code, self.faults))


def _rebuild(kind: type[FraudguardError], code: str, faults: tuple[Fault, ...]) -> FraudguardError:
    """Restore an error that crossed a process boundary."""
    return kind(code, faults=faults)


class PackError(FraudguardError):
    """A rule pack is wrong. Raised once with every fault of every file."""

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> PackError:
        """One error from many faults, in the order of their places; those without a place come last."""
        ordered = tuple(
            sorted(
                faults,
                key=lambda f: (0, f.place.file, f.place.line, f.place.column) if f.place else (1, "", 0, 0),
            )
        )
        return cls(ordered[0].code, faults=ordered)


class EventError(FraudguardError):
    """An event cannot be understood: a field is unknown, impossible or ambiguous."""


class FeedError(FraudguardError):
    """A feed cannot be read, or an output cannot be written."""


class PeopleError(FraudguardError):
    """The directory of people contradicts itself, or a row of it cannot be read."""


class ModelError(FraudguardError):
    """A model bundle is missing, altered or not trusted."""


class StateError(FraudguardError):
    """A snapshot or state directory is truncated, altered or written by another version."""


class CaseError(FraudguardError):
    """
    A step on a case is not possible. ``faults`` name everything that is missing.

    Nothing was changed.
    """

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> CaseError:
        """One error from everything that is missing."""
        found = tuple(faults)
        return cls(found[0].code, faults=found)


class DeskError(FraudguardError):
    """The desk's store cannot be reached, is full, altered or of another version; or its files of units are wrong."""


class UsageError(FraudguardError):
    """The library was called in a way that cannot work."""
