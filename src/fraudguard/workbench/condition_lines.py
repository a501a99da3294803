"""A rule and what it made of an event, as lines: each condition true, false or unknown, with the values it saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fraudguard.errors import Language
from fraudguard.scoring.decision import Seen
from fraudguard.scoring.explain import RuleExplanation
from fraudguard.workbench.steps import StepSeen

__all__ = ["FIRED", "rule_lines", "seen_lines", "state_of"]

_LONGEST_NAME = 32
_MOST_EVENTS = 5
_TRUTH: Mapping[Language, Mapping[bool | None, str]] = {
    "en": {True: "true   ", False: "false  ", None: "unknown"},
    "zh": {True: "真  ", False: "假  ", None: "未知"},
}
FIRED: Mapping[Language, Mapping[bool | None, str]] = {
    "en": {True: "FIRED", False: "not fired", None: "unknown"},
    "zh": {True: "命中", False: "未命中", None: "未知"},
}
"""Whether a rule fired, in words."""


def state_of(rule: RuleExplanation) -> str:
    """The rule's name and title, marked when it is not active."""
    marked = f" ({rule.status})" if rule.status != "active" else ""
    return f"{rule.rule}  {rule.title}{marked}"


def rule_lines(rule: RuleExplanation, language: Language, steps: Sequence[StepSeen] = ()) -> list[str]:
    """What stands below the rule's name; ``steps`` say how far a sequence came that is not complete."""
    lines = seen_lines(rule.conditions, language)
    if rule.unless:
        lines += ["  unless:", *seen_lines(rule.unless, language)]
    lines += [f"    {event.step}: {event.text}" for event in rule.chain]
    if not rule.chain:
        lines += [_step_line(step, language) for step in steps]
    return lines


def seen_lines(seen: Iterable[Seen], language: Language, indent: str = "    ") -> list[str]:
    """Conditions, one a line: truth, the author's text, the values it saw; a heading of a group has none of its own."""
    lines = []
    for one in seen:
        group = one.text.endswith(":")
        values = ", ".join(
            f"{_cut(name)} = {_shown(value, language)}" for name, value in one.values.items() if not group
        )
        lines.append(f"{indent}{_TRUTH[language][one.truth]} {one.text}" + (f"    [{values}]" if values else ""))
    return lines


def _step_line(step: StepSeen, language: Language) -> str:
    """A step of a sequence: what it waits for, the events that would do, and what they must also have."""
    zh = language == "zh"
    shown = [*step.events[-_MOST_EVENTS:]]
    if len(step.events) > _MOST_EVENTS:
        shown.insert(0, "…")
    comma = "，" if zh else ", "
    seen = comma.join(shown) or ("没有符合的事件" if zh else "no event")
    also = "，还须 " if zh else "; and "
    return f"    {step.name}: {step.on} ← {seen}" + (also + comma.join(step.relative) if step.relative else "")


def _cut(name: str) -> str:
    """The name of a value, which stands in full in the condition itself."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _shown(value: object, language: Language) -> str:
    if value is None:
        return "未知" if language == "zh" else "unknown"
    if isinstance(value, bool):
        return ("是" if value else "否") if language == "zh" else str(value).lower()
    if language == "en" and value in {"是", "否"}:
        return "true" if value == "是" else "false"
    return str(value)
