"""How times, levels and what was just done are said on the desk's terminal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from fraudguard.errors import Language
from fraudguard.pack.checked import LEVEL_ZH

if TYPE_CHECKING:
    from fraudguard.desk import Case, Desk
    from fraudguard.desk.sheet import About, Countdown, Said

__all__ = ["clock_words", "countdown_words", "level_words", "print_done", "said", "status_words"]


def said(words: Said, language: Language) -> str:
    """A sentence in the language asked for."""
    return words.zh if language == "zh" else words.en


def level_words(about: About, language: Language) -> str:
    """The level, and whether a loss is in progress: ``红·紧急``."""
    urgent = about.urgent and about.level == "red"
    if language == "zh":
        return f"{about.level_zh}·紧急" if urgent else about.level_zh
    return f"{about.level} urgent" if urgent else about.level


def status_words(about: About, language: Language) -> str:
    """Who answers, and how far the work has come."""
    if language == "zh":
        return f"{about.tier_zh} · {about.status_zh}"
    return f"{about.tier} · {about.status}".replace("_", "-")


def countdown_words(one: Countdown, language: Language) -> str:
    """A deadline with the time that is left, or since when it is past: ``签收 还剩 5 分钟``."""
    zh = language == "zh"
    name = one.zh if zh else one.en
    if one.done:
        return f"{name} 超时完成" if zh else f"{name}: done late"
    if one.overdue:
        since = f" {_span(-one.minutes, language)}" if one.minutes is not None and one.minutes < 0 else ""
        return f"{name} 已超时{since}" if zh else f"{name}: overdue{since}"
    left = _span(one.minutes or 0, language)
    return f"{name} 还剩 {left}" if zh else f"{name}: {left} left"


def clock_words(time: str) -> str:
    """A time as it stands on a screen, in Shanghai: ``03-05 10:31``."""
    return f"{datetime.fromisoformat(time):%m-%d %H:%M}"


def print_done(desk: Desk, before: Case, after: Case, action: str, language: Language) -> None:
    """What was recorded, what it changed, and what to do now."""
    from fraudguard.desk.labels import KIND_ZH

    zh = language == "zh"
    if before.version == after.version:
        click.echo(f"没有变化：{after.id} 早已办结" if zh else f"nothing changed: {after.id} was closed already")
        return
    sheet = desk.sheet(after.id)
    name = KIND_ZH[action] if zh else action.replace("_", " ")
    click.echo(f"已登记：{name}  {after.label}  {after.id}" if zh else f"recorded: {name}  {after.label}  {after.id}")
    for line in _changed(before, after, language):
        click.echo(line)
    for measure in sheet.first.measures if not before.measures else ():
        click.echo(f"追加措施：{measure.zh}" if zh else f"measure: {measure.en}")
    head = f"{level_words(sheet.case, language)}  {status_words(sheet.case, language)}"
    click.echo(f"{head}  现在：{sheet.now.zh}" if zh else f"{head}  now: {sheet.now.en}")
    pressing = [one for one in sheet.countdowns if not one.done][:2]
    if pressing:
        words = ("；" if zh else "; ").join(countdown_words(one, language) for one in pressing)
        click.echo(f"时限：{words}" if zh else f"due: {words}")


def _changed(before: Case, after: Case, language: Language) -> list[str]:
    """Rises of level and tier, with the cause where there is one."""
    from fraudguard.desk.case import TIER_ZH
    from fraudguard.desk.labels import cause_zh

    zh = language == "zh"
    lines = []
    if before.level != after.level:
        causes = [cause for cause in after.raised_by if cause not in before.raised_by]
        if zh:
            why = "、".join(cause_zh(cause) for cause in causes)
            lines.append(f"等级：{LEVEL_ZH[before.level]} → {LEVEL_ZH[after.level]}（{why}）")
        else:
            lines.append(f"level: {before.level} -> {after.level} ({', '.join(causes)})")
    if before.tier != after.tier:
        tiers = (TIER_ZH[before.tier], TIER_ZH[after.tier])
        lines.append(f"层级：{tiers[0]} → {tiers[1]}" if zh else f"tier: {before.tier} -> {after.tier}")
    return lines


def _span(minutes: int, language: Language) -> str:
    """So many minutes in the two largest units that they fill."""
    zh = language == "zh"
    days, rest = divmod(minutes, 1_440)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days} 天 {hours} 小时" if zh else f"{days} d {hours} h"
    if hours:
        return f"{hours} 小时 {left} 分" if zh else f"{hours} h {left} min"
    if not left:
        return "不到 1 分钟" if zh else "less than 1 min"
    return f"{left} 分钟" if zh else f"{left} min"
