"""What a pack's documentation says, scam by scam and rule by rule, before it is drawn as HTML or Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.errors import UsageError
from fraudguard.events import parse_event
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import LEVEL_ZH, CheckedPack, CheckedRule, Example, Scam, Template
from fraudguard.pack.order import reads
from fraudguard.pack.tree import Compare, Field, Type, walk
from fraudguard.scoring.wording import Facts
from fraudguard.workbench.coverage import RuleCoverage
from fraudguard.workbench.lints.lint import conjuncts
from fraudguard.workbench.pages.chinese import STAGE_ZH, STATUS_ZH, TYPE_ZH
from fraudguard.workbench.pages.words import Speaker, Told, lasting_zh
from fraudguard.workbench.thresholds import threshold

__all__ = ["Chapter", "Fact", "RulePart", "chapters", "read_backtest"]

Fact = tuple[str, str]
"""A name and a value, both in words."""

_COUNTS = (
    ("hits", "命中"),
    ("tickets", "计入的预警单"),
    ("unique", "唯一依据"),
    ("precision", "准确率"),
    ("recall", "召回率"),
)


@dataclass(frozen=True, slots=True)
class RulePart:
    """A rule in words. ``examples`` are (hit or miss, title, what happens)."""

    id: str
    title: str
    stage: str
    facts: tuple[Fact, ...]
    when: tuple[Told, ...]
    unless: tuple[Told, ...]
    steps: tuple[Told, ...]
    because: str
    advice: tuple[str, ...]
    examples: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A scam: what it is called, its script, and its rules by stage."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    script: tuple[Fact, ...]
    questions: tuple[str, ...]
    first_aid: tuple[str, ...]
    rules: tuple[RulePart, ...]


def read_backtest(data: Any) -> dict[str, Mapping[str, Any]]:
    """
    The rows of a report of `rules backtest --json`, by rule.

    Raises `UsageError` (``workbench.backtest_file``) when it is no such report.
    """
    rows = data.get("rules") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) and "hits" in row for row in rows):
        raise UsageError("workbench.backtest_file")
    return {str(row.get("rule")): row for row in rows}


def chapters(
    pack: CheckedPack,
    coverage: Mapping[str, RuleCoverage] | None = None,
    hits: Mapping[str, Mapping[str, Any]] | None = None,
) -> Iterator[Chapter]:
    """The chapters of a pack in the order of its taxonomy; scams without rules are there for their scripts."""
    by_scam: dict[str, list[CheckedRule]] = {}
    readers: dict[str, list[str]] = {}
    for rule in (*pack.rules, *pack.drafts):
        by_scam.setdefault(rule.scam, []).append(rule)
        for name in reads(rule):
            readers.setdefault(name, []).append(rule.id)
    beside = _Beside(pack, Speaker.of(pack), readers, coverage or {}, hits or {})
    for scam in pack.taxonomy.values():
        rules = sorted(by_scam.get(scam.id, ()), key=_by_stage)
        yield Chapter(
            scam.id,
            scam.zh,
            tuple(_of_scam(scam, rules)),
            tuple((STAGE_ZH[stage], text) for stage, text in sorted(scam.scripts.items(), key=_stage_first)),
            scam.questions,
            scam.first_aid,
            tuple(_part(rule, beside) for rule in rules),
        )


_ORDER = {stage: place for place, stage in enumerate(STAGE_ZH)}


def _stage_first(entry: tuple[str, str]) -> int:
    return _ORDER[entry[0]]


def _by_stage(rule: CheckedRule) -> tuple[int, bool, str]:
    return _ORDER[rule.stage], rule.role == "support", rule.id


def _of_scam(scam: Scam, rules: Sequence[CheckedRule]) -> Iterator[Fact]:
    yield "编号", scam.id
    yield "性质", TYPE_ZH[scam.type]
    if scam.aliases:
        yield "别名", "、".join(scam.aliases)
    if scam.stages:
        yield "阶段", " → ".join(STAGE_ZH[stage] for stage in scam.stages)
    core = sum(rule.role == "core" for rule in rules)
    yield "规则", f"{len(rules)} 条（主规则 {core}，佐证 {len(rules) - core}）"


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a rule is told with: its pack, who reads it, what its examples show, what it hit."""

    pack: CheckedPack
    speaker: Speaker
    readers: Mapping[str, Sequence[str]]
    coverage: Mapping[str, RuleCoverage]
    hits: Mapping[str, Mapping[str, Any]]


def _part(rule: CheckedRule, beside: _Beside) -> RulePart:
    pack, speaker = beside.pack, beside.speaker
    return RulePart(
        rule.id,
        rule.title,
        STAGE_ZH[rule.stage],
        tuple(_facts(rule, beside)),
        tuple(map(speaker.told, conjuncts(rule.when))),
        tuple(map(speaker.told, rule.unless)),
        tuple(_steps(rule, speaker)),
        _sentence(rule.because, speaker),
        tuple(pack.advice[one] for one in rule.advice),
        tuple(map(_example, rule.examples)),
    )


def _facts(rule: CheckedRule, beside: _Beside) -> Iterator[Fact]:
    speaker, pack = beside.speaker, beside.pack
    yield "状态", STATUS_ZH[rule.status]
    yield "作用", "主规则" if rule.role == "core" else "佐证（有主规则时才计分）"
    group = pack.groups[rule.group]
    yield "分数", f"{rule.points} 分，组 {rule.group}（最多 {group.cap} 分，{group.half_life} 小时减半）"
    if rule.floor != "none":
        yield "保底等级", LEVEL_ZH[rule.floor]
    if rule.urgent:
        yield "紧急", "正在受损，立即处置"
    if rule.subject != "person.key":
        yield "对象", speaker.value(_subject(rule))
    limits = list(dict.fromkeys(_limits(rule, speaker)))
    if limits:
        yield "门槛", "；".join(limits)
    if rule.source:
        yield "来源", rule.source
    readers = sorted(beside.readers.get(rule.id, ()))
    if readers:
        yield "被引用", "、".join(readers)
    for allow in rule.allows:
        yield "保留的检查提示", f"{allow.lint}：{allow.because}"
    covered = beside.coverage.get(rule.id)
    if covered is not None:
        share = covered.covered * 1000 // covered.needs / 10 if covered.needs else 100.0
        yield "例子覆盖", f"{covered.covered}/{covered.needs}（{share:.1f}%）"
    counts = beside.hits.get(rule.id)
    if counts is not None:
        yield "回测", "，".join(f"{zh} {_count(counts[name])}" for name, zh in _COUNTS if counts.get(name) is not None)


def _count(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{float(value):.3f}"


def _subject(rule: CheckedRule) -> Field:
    return Field("", rule.kind, rule.subject, Type.TEXT)


def _limits(rule: CheckedRule, speaker: Speaker) -> Iterator[str]:
    steps = rule.sequence.steps if rule.sequence is not None else ()
    for top in (*conjuncts(rule.when), *rule.unless, *(step.when for step in steps if step.when is not None)):
        for node in walk(top):
            if isinstance(node, Compare) and threshold(node) is not None:
                yield speaker.sentence(node)


def _steps(rule: CheckedRule, speaker: Speaker) -> Iterator[Told]:
    sequence = rule.sequence
    if sequence is None:
        return
    order = "不论先后" if sequence.any_order else "依次"
    enough = f"，{sequence.at_least} 步即可" if sequence.at_least else ""
    yield Told(f"{lasting_zh(sequence.within)}之内{order}发生{enough}：")
    for number, step in enumerate(sequence.steps, 1):
        if step.rule:
            yield Told(f"第 {number} 步：触发“{speaker.titles.get(step.rule, '')}”（{step.rule}）")
        else:
            below = tuple(map(speaker.told, conjuncts(step.when)))
            yield Told(f"第 {number} 步“{step.name}”：", below)
    for name in sequence.unless:
        yield Told(f"其间触发“{speaker.titles.get(name, '')}”（{name}）即中断")


def _sentence(template: Template, speaker: Speaker) -> str:
    return "".join(part if isinstance(part, str) else f"{{{speaker.value(part)}}}" for part in template.parts)


def _example(example: Example) -> tuple[str, str, str]:
    told = [Facts(parse_event(event), ()).text() for event in filled(example.events)]
    gap = f"（已知缺口：{example.todo}）" if example.todo else ""
    return ("应触发" if example.label == "hit" else "不应触发"), example.title + gap, "；".join(told)
