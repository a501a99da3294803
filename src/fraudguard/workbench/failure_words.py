"""A test that failed, in words: what was expected beside what came, and every condition with the values it saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fraudguard.errors import Language, Place
from fraudguard.events.masking import mask_text
from fraudguard.scoring.explain import RuleExplanation
from fraudguard.workbench.condition_lines import FIRED, rule_lines, state_of
from fraudguard.workbench.examples import ExampleResult
from fraudguard.workbench.scenario.running import Explained, ScenarioFailure, ScenarioResult
from fraudguard.workbench.steps import StepSeen
from fraudguard.workbench.verdicts import Mismatch

__all__ = ["example_head", "example_lines", "scenario_lines", "todo_line"]


def example_head(result: ExampleResult, lang: Language) -> str:
    """What is wrong with an example, in a line."""
    wanted = result.example.label == "hit"
    if result.fired == wanted:
        said = "与期望不符" if lang == "zh" else "not as expected"
    elif lang == "zh":
        said = "应命中而未命中" if wanted else "不应命中而命中"
    else:
        said = "should fire" if wanted else "should not fire"
    return f"{said}: {result.rule.id} · {result.example.title}{_at(result.example.place)}"


def example_lines(
    result: ExampleResult, found: RuleExplanation | None, steps: Sequence[StepSeen], lang: Language
) -> list[str]:
    """An example that failed: its head, what came instead, the rule's conditions."""
    lines = [example_head(result, lang)]
    if result.fired == (result.example.label == "hit"):
        for one in result.mismatches:
            lines += _mismatch(one, lang)
    if found is not None:
        lines += _rule(found, lang, steps)
    return lines


def scenario_lines(result: ScenarioResult, lang: Language) -> list[str]:
    """A scenario that failed: each expectation that was not met."""
    lines = [f"{'情景失败' if lang == 'zh' else 'scenario failed'}: {result.scenario.name}{_at(result.scenario.place)}"]
    for one in result.failures:
        lines += _failure(one, lang)
    return lines


def todo_line(name: str, reason: str, place: Place | None, lang: Language, *, passes: bool) -> str:
    """A known gap in a line; one that passes now may lose its mark."""
    if passes:
        said = "todo 已通过，可去掉标记" if lang == "zh" else "a todo that passes now; take the mark away"
    else:
        said = "已知缺口" if lang == "zh" else "known gap"
    return f"{said}: {name}: {reason}{_at(place)}"


def _failure(one: ScenarioFailure, lang: Language) -> list[str]:
    lines = [f"  {one.place.file}:{one.place.line}  {one.at:%Y-%m-%d %H:%M}  {mask_text(one.text)}"]
    if one.about:
        lines.append(f"  {'针对' if lang == 'zh' else 'about'}: {mask_text(one.about)}")
    lines += _mismatch(one.mismatch, lang)
    for told in one.explained:
        lines += _explained(told, lang)
    return lines


def _explained(told: Explained, lang: Language) -> list[str]:
    if told.found is not None:
        return _rule(told.found, lang, told.steps)
    if lang == "zh":
        why = f"读取 {told.kind} 事件，这里没有" if told.kind else "在这里没有可解释的条件"
    else:
        why = f"reads events of the kind {told.kind}; there is none here" if told.kind else "has no conditions to show"
    return [f"  {told.rule}: {why}"]


def _mismatch(one: Mismatch, lang: Language) -> Iterable[str]:
    expected, came = ("期望：", "实际：") if lang == "zh" else ("expected: ", "came:     ")
    yield f"  {expected}{one.expected}"
    yield f"  {came}{(lang == 'zh' and one.came_zh) or one.came}"


def _rule(found: RuleExplanation, lang: Language, steps: Sequence[StepSeen]) -> list[str]:
    return [f"{FIRED[lang][found.fired]}  {state_of(found)}", *rule_lines(found, lang, steps)]


def _at(place: Place | None) -> str:
    return f"  ({place})" if place is not None else ""
