"""The difference of two packs in sentences, tables and counter-examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from fraudguard.cli.backtest_tables import feed_sentences
from fraudguard.cli.command import counted
from fraudguard.cli.tables import Column, Table, print_tables, table_of
from fraudguard.errors import Language
from fraudguard.pack.checked import LEVEL_ZH
from fraudguard.scoring.explain import RuleExplanation
from fraudguard.workbench.condition_lines import seen_lines
from fraudguard.workbench.telling import Behind, CounterExample

__all__ = ["print_diff"]

_MOST_CHANGES = 30
_MOST_RULES = 30

_BECAME: Mapping[str, tuple[str, str]] = {
    "new": ("新增预警", "newly warned"),
    "gone": ("不再预警", "no longer warned"),
    "raised": ("升级", "raised"),
    "lowered": ("降级", "lowered"),
    "sooner": ("提早", "sooner"),
    "later": ("推迟", "later"),
    "same": ("不变", "as before"),
}
_VERDICT: Mapping[str, tuple[str, str]] = {
    "equal": ("两个规则包含义相同，只是写法不同。", "the packs mean the same, however they are written"),
    "same": (
        "规则包写法不同，但在这份数据上每个事件的结论都相同。",
        "the packs differ in their text and behave the same: not one decision on this feed differs",
    ),
    "quiet": (
        "有 {differing:,} 个事件的命中或分数不同，但预警谁、何时预警、什么等级都没有变。",
        "decisions on {differing:,} events differ in findings or points; nobody is warned otherwise",
    ),
    "different": ("有 {differing:,} 个事件的结论不同。", "decisions on {differing:,} events differ"),
}
_LEVELS: tuple[Column, ...] = (
    ("pack", "规则包", "pack"),
    ("tickets", "预警单", "tickets"),
    ("urgent", "紧急", "urgent"),
    ("red", "红", "red"),
    ("yellow", "黄", "yellow"),
    ("green", "绿", "green"),
)
_CHANGES: tuple[Column, ...] = (
    ("who", "谁", "who"),
    ("became", "变化", "what"),
    ("old", "旧", "old"),
    ("new", "新", "new"),
    ("opened_at", "开单", "opened"),
    ("scam", "类型", "scam"),
)
_RULES: tuple[Column, ...] = (
    ("rule", "规则", "rule"),
    ("written", "写法", "written"),
    ("old", "旧命中", "hits old"),
    ("new", "新命中", "hits new"),
    ("only_old", "只有旧", "only old"),
    ("only_new", "只有新", "only new"),
)
_WRITTEN: Mapping[str, str] = {"same": "未改", "added": "新增", "removed": "删去", "changed": "改过"}


def print_diff(report: Mapping[str, Any], examples: Sequence[CounterExample], lang: Language) -> None:
    """The whole difference on the terminal."""
    zh = lang == "zh"
    for sentence in _headline(report, lang):
        click.echo(sentence)
    print_tables(_tables(report, lang))
    for number, (row, example) in enumerate(zip(report["examples"], examples, strict=True), 1):
        for line in _example(number, row, example, lang):
            click.echo(line)
        click.echo("")
    limit = report["limit"]
    if limit is not None:
        before, new, given = limit["before"], limit["new"], limit["given"]
        share = f"{100 * new / before:.1f}%" if before else "-"
        if zh:
            click.echo(
                f"新增 {new} 张，原有 {before} 张（{share}）：{'超过' if limit['exceeded'] else '未超过'}上限 {given}"
            )
        else:
            kept = "more than" if limit["exceeded"] else "within"
            click.echo(f"{counted(new, 'new ticket')} beside {before} ({share}): {kept} the limit of {given}")


def _headline(report: Mapping[str, Any], lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    yield from feed_sentences(report["feed"], lang)
    for side in ("old", "new"):
        pack = report["packs"][side]
        print_of = pack["fingerprint"][:12]
        yield (
            f"{'旧' if side == 'old' else '新'}：{pack['name']}，{pack['rules']} 条规则，指纹 {print_of}"
            if zh
            else f"{side}: {pack['name']}, {counted(pack['rules'], 'rule')}, fingerprint {print_of}"
        )
    yield from _written(report["written"], lang)
    verdict = _VERDICT[report["verdict"]][0 if zh else 1]
    yield verdict.format(differing=report["differing"])
    if report["verdict"] == "different":
        told = [f"{_became(name, lang)} {count:,}" for name, count in report["became"].items()]
        yield ("预警单：" if zh else "tickets: ") + ("，" if zh else ", ").join(told)


def _written(written: Mapping[str, Any], lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    comma = "、" if zh else ", "
    for word in ("added", "removed", "changed"):
        names = [rule for rule, how in written["rules"].items() if how == word]
        if names:
            shown = comma.join(names[:_MOST_RULES]) + (" …" if len(names) > _MOST_RULES else "")
            yield (
                f"{_WRITTEN[word]}的规则 {len(names)} 条：{shown}"
                if zh
                else f"{word}: {counted(len(names), 'rule')}: {shown}"
            )
    if written["tables"]:
        tables = comma.join(written["tables"])
        yield f"改过的表：{tables}" if zh else f"tables changed: {tables}"


def _became(name: str, lang: Language) -> str:
    return _BECAME[name][0 if lang == "zh" else 1]


def _tables(report: Mapping[str, Any], lang: Language) -> Iterator[Table]:
    zh = lang == "zh"
    names = {"old": "旧", "new": "新"} if zh else {"old": "old", "new": "new"}
    levels = [{"pack": names[side], **report["tickets"][side]} for side in names]
    yield table_of("预警单" if zh else "tickets by level", _LEVELS, levels, lang)
    if report["changes"]:
        rows = [_change(row, lang) for row in report["changes"][:_MOST_CHANGES]]
        rest = len(report["changes"]) - len(rows)
        more = (f"（另有 {rest} 张，见 --json）" if zh else f" ({rest} more with --json)") if rest else ""
        yield table_of(("谁的预警变了" if zh else "whose tickets differ") + more, _CHANGES, rows, lang)
    if report["rules"]:
        hits = [{**row, "written": _WRITTEN[row["written"]] if zh else row["written"]} for row in report["rules"]]
        rest = len(hits) - _MOST_RULES
        more = (f"（另有 {rest} 条，见 --json）" if zh else f" ({rest} more with --json)") if rest > 0 else ""
        yield table_of(("命中变了的规则" if zh else "rules whose hits differ") + more, _RULES, hits[:_MOST_RULES], lang)


def _change(row: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    shown = row["new"] or row["old"]
    return {
        "who": row["who"],
        "became": _became(row["became"], lang),
        "old": _level(row["old"], lang),
        "new": _level(row["new"], lang),
        "opened_at": shown["opened_at"][:16].replace("T", " "),
        "scam": shown["scam"] or "-",
    }


def _level(ticket: Mapping[str, Any] | None, lang: Language) -> str:
    if ticket is None:
        return "-"
    if lang == "zh":
        return f"{LEVEL_ZH[ticket['level']]}{'·紧急' if ticket['urgent'] else ''} {ticket['points']}"
    return f"{ticket['level']}{' urgent' if ticket['urgent'] else ''} {ticket['points']}"


def _example(number: int, row: Mapping[str, Any], example: CounterExample, lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    yield f"[{number}] {_became(row['became'], lang)}: {row['who']}  {row['told']}  ({row['event']})"
    for side, word in (("old", "旧" if zh else "old"), ("new", "新" if zh else "new")):
        standing = row["standing"][side]
        level = LEVEL_ZH[standing["level"]] if zh else standing["level"]
        parts = ", ".join(f"{rule} {points}" for rule, points in standing["parts"].items()) or "-"
        fired = ", ".join(
            name if status == "active" else f"{name} ({status})" for name, status in standing["findings"].items()
        )
        yield (
            f"    {word}：{level}，{standing['points']} 分：{parts}；本次命中：{fired or '-'}"
            if zh
            else f"    {word}: {level}, {standing['points']} points: {parts}; fired here: {fired or '-'}"
        )
    for one in example.behind:
        yield from _behind(one, example, lang)
    if not example.behind:
        yield "    依据相同，只是门槛或别的表不同" if zh else "    the same evidence under other thresholds or tables"


def _behind(one: Behind, example: CounterExample, lang: Language) -> Iterator[str]:
    """A rule behind a difference; what both packs say of it alike is said once."""
    zh = lang == "zh"
    moment = example.moment
    before, after = (side.parts.get(one.rule, (0, ""))[0] for side in (moment.old, moment.new))
    where = "" if one.event_id == moment.event_id else (f"（{one.event_id} 上）" if zh else f" (on {one.event_id})")
    yield f"  {one.rule}{where}：{before} → {after} 分" if zh else f"  {one.rule}{where}: {before} → {after} points"
    old, new = _lines(one.old, lang), _lines(one.new, lang)
    if old == new:
        yield from (f"        {line}" for line in old)
        return
    for mark, mine, other in (("-", old, new), ("+", new, old)):
        yield from (f"    {mark}   {line}" for line in mine if line not in other)
    alike = sum(line in new for line in old)
    if alike:
        yield f"        另有 {alike} 行相同" if zh else f"        and {counted(alike, 'line')} alike"


def _lines(rule: RuleExplanation | None, lang: Language) -> list[str]:
    """Whether a rule fired and each of its conditions with what it saw."""
    zh = lang == "zh"
    if rule is None:
        return ["没有这条规则" if zh else "no such rule for this event"]
    words = (
        {True: "命中", False: "未命中", None: "未知"} if zh else {True: "fired", False: "not fired", None: "unknown"}
    )
    lines = [words[rule.fired], *seen_lines(rule.conditions, lang, "")]
    lines += [f"unless {line}" for line in seen_lines(rule.unless, lang, "")]
    return [*lines, *(f"{event.step}: {event.text}" for event in rule.chain)]
