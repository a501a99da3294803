"""What officers do, in shorthand: `officer sign`, `officer call busy`, `officer close refused`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fraudguard.desk.actions import ACTIONS, Action
from fraudguard.errors import CaseError
from fraudguard.pack.desk_policy import FAILURES
from fraudguard.workbench.scenario.words import Line, value_of

__all__ = ["read_deed"]

_OFFICER = "officer"
_ANSWERED = {
    "answered": {"answered": True, "reached": "self"},
    "relative": {"answered": True, "reached": "relative"},
    "other": {"answered": True, "reached": "other"},
}


class _Shape(NamedTuple):
    """The word after an action: what it may be and which fields it fills; the fields all have anyway."""

    words: Mapping[str, Mapping[str, Any]]
    free: str = ""  # the field that takes any word


_SHAPES: Mapping[str, _Shape] = {
    "call": _Shape(_ANSWERED | {name: {"answered": False, "failure": name} for name in FAILURES}),
    "sms": _Shape({"delivered": {"delivered": True}, "undelivered": {"delivered": False}}),
    "relatives": _Shape({"reached": {"reached": True}, "not_reached": {"reached": False}}),
    "visit": _Shape(
        {"met": {"met": True}, "not_met": {"met": False}, "walk_in": {"met": True, "walk_in": True}},
    ),
    "result": _Shape(
        {name: {"verdict": name} for name in ("dissuaded", "aware", "defrauded", "denied", "unknown", "false_alarm")}
    ),
    "receipt": _Shape({"accepted": {"accepted": True}, "refused": {"accepted": False}}),
    "reject": _Shape({name: {"reason": name} for name in ("not_our_area", "duplicate")}),
    "return_visit": _Shape({"truthful": {"truthful": True}, "untruthful": {"truthful": False}}),
    "dispatch": _Shape({}, "unit"),
    "transfer": _Shape({}, "unit"),
    "hand_over": _Shape({}, "unit"),
    "feedback": _Shape({}, "unit"),
    "answer_lead": _Shape({}, "ref"),
}
_DEFAULTS: Mapping[str, Mapping[str, Any]] = {"sms": {"template": "12381"}, "relatives": {"relation": "家属"}}


def read_deed(line: Line) -> tuple[Action, bool]:
    """
    The action of a line after the word `officer`, and whether the desk must refuse it.

    Raises `Rejected` with a fault recorded.
    """
    start = line.here
    kind = line.choose(ACTIONS, "what the officer does")
    shape = _SHAPES.get(kind)
    fields: dict[str, Any] = {"by": _OFFICER, **_DEFAULTS.get(kind, {})}
    if shape is not None and shape.free:
        fields[shape.free] = line.take("a unit" if shape.free == "unit" else "a reference").text
    elif shape is not None:
        fields |= shape.words[line.choose(shape.words, "how it went")]
    if line.skip("with"):
        fields |= _fields(line, ACTIONS[kind])
    refused = line.skip("refused")
    line.end()
    try:
        return ACTIONS[kind](**fields), refused
    except CaseError as error:
        why = error.faults[0]
        params = {"reason": why.message(), "reason_zh": why.message("zh")}
        raise line.fault("scenario.action", start, **params) from None


def _fields(line: Line, action: type[Action]) -> dict[str, Any]:
    known = [name for name in action.model_fields if name not in {"at", "exception"}]
    fields: dict[str, Any] = {}
    while True:
        word = line.take("a field")
        if word.text not in known:
            suggestion = line.near(word.text, known)
            raise line.fault("scenario.field", word.span, given=word.text, kind=action.kind, suggestion=suggestion)
        if not line.skip("="):
            raise line.fault("scenario.equals", line.here, field=word.text)
        fields[word.text] = value_of(line.take("a value"))
        if not line.skip(","):
            return fields
