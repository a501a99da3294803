"""The documentation of a pack as Markdown: the same as the HTML, for a wiki or a repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.pages.pack_data import Chapter, RulePart
from fraudguard.workbench.pages.words import Told

__all__ = ["chapter_markdown", "index_markdown"]

_SPECIAL = str.maketrans({one: f"\\{one}" for one in "\\`*_[]<>#|"})


def index_markdown(pack: CheckedPack, found: Sequence[Chapter]) -> str:
    """The list of all scams, with links to their pages."""
    lines = [f"# 规则说明：{_plain(pack.name)}", "", f"规则包指纹 {pack.fingerprint[:12]}", ""]
    lines += ["| 类型 | 编号 | 规则 | 阶段 |", "|---|---|---:|---|"]
    for one in found:
        stages = dict(one.facts).get("阶段", "")
        lines.append(f"| [{_plain(one.title)}]({one.id}.md) | {_plain(one.id)} | {len(one.rules)} | {stages} |")
    return "\n".join(lines) + "\n"


def chapter_markdown(pack: CheckedPack, chapter: Chapter) -> str:
    """A scam with its script and all its rules."""
    lines = [
        f"# {_plain(chapter.title)}",
        "",
        f"[全部类型](index.md) · {_plain(pack.name)} {pack.fingerprint[:12]}",
        "",
    ]
    lines += [f"- **{name}**：{_plain(text)}" for name, text in chapter.facts]
    if chapter.script:
        lines += ["", "## 话术", "", *(f"- **{name}**：{_plain(text)}" for name, text in chapter.script)]
    for head, texts in (("询问要点", chapter.questions), ("应急处置", chapter.first_aid)):
        if texts:
            lines += ["", f"## {head}", "", *(f"- {_plain(text)}" for text in texts)]
    for rule in chapter.rules:
        lines += ["", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _rule(rule: RulePart) -> Iterator[str]:
    yield f"## {_plain(rule.title)}（{_plain(rule.id)}）"
    yield ""
    for name, text in (("阶段", rule.stage), *rule.facts):
        yield f"- **{name}**：{_plain(text)}"
    for head, conditions in (("全部成立时触发：", rule.when), ("有一项成立就不触发：", rule.unless), ("", rule.steps)):
        if conditions:
            yield from ("", head, "") if head else ("",)
            yield from _tree(conditions, "")
    yield from ("", f"提示语：{_plain(rule.because)}")
    if rule.advice:
        yield from ("", "处置建议：", "", *(f"- {_plain(one)}" for one in rule.advice))
    if rule.examples:
        yield from ("", "| 结果 | 例子 | 经过 |", "|---|---|---|")
        yield from (f"| {label} | {_plain(title)} | {_plain(told)} |" for label, title, told in rule.examples)


def _tree(conditions: Iterable[Told], indent: str) -> Iterator[str]:
    for one in conditions:
        yield f"{indent}- {_plain(one.text)}"
        yield from _tree(one.below, f"{indent}  ")


def _plain(text: str) -> str:
    """A text as it is: nothing of it is markup, and it stays on its line."""
    return " ".join(text.split()).translate(_SPECIAL)
