"""The list of cases and the sheet of one, on a terminal: who, what, how urgent and what to do now come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import counted
from fraudguard.cli.desk_words import clock_words, countdown_words, level_words, said, status_words
from fraudguard.cli.show import STYLE, console
from fraudguard.errors import Language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fraudguard.desk.compose import Glance
    from fraudguard.desk.sheet import About, Countdown, LeadState, Said, Sheet

__all__ = ["print_cases", "print_sheet"]

_WHOLE = (0, 2, 5)  # columns that are not broken: level, what is due, the case's id
_NARROW_HEADS = {"zh": ("等级", "当事人", "时限与现在"), "en": ("level", "person", "due and now")}
_WIDE = 110  # columns that six columns of the table need
_INDENT = 2
_HEADS = {
    "zh": ("等级", "当事人", "时限", "现在", "负责", "案件"),
    "en": ("level", "person", "due", "now", "with", "case"),
}


def print_cases(glances: Sequence[Glance], following: str | None, language: Language) -> None:
    """A page of cases, the most pressing first; ``following`` is where the next page begins."""
    from rich.table import Table

    zh = language == "zh"
    if not glances:
        click.echo("没有案件" if zh else "no cases")
        return
    screen = console()
    narrow = screen.width < _WIDE
    table = Table(show_lines=True)
    for place, head in enumerate((_NARROW_HEADS if narrow else _HEADS)[language]):
        table.add_column(head, overflow="fold", no_wrap=not narrow and place in _WHOLE)
    for one in glances:
        table.add_row(*(_narrow_row if narrow else _row)(one, language))
    screen.print(table)
    late = sum(any(due.overdue and not due.done for due in one.countdowns) for one in glances)
    total = (
        f"本页 {len(glances)} 件，其中 {late} 件已超时" if zh else f"{counted(len(glances), 'case')}, {late} overdue"
    )
    click.echo(total)
    if following is not None:
        click.echo(f"下一页：--after {following}" if zh else f"next page: --after {following}")


def _row(one: Glance, language: Language) -> Iterable[Text]:
    from rich.text import Text

    case = one.case
    open_ones = [due for due in one.countdowns if not due.done][:2]
    yield _level(case, language)
    yield Text(f"{case.label}\n{case.scam_zh or case.scam}")
    yield Text("\n").join(_due(due, language) for due in open_ones) if open_ones else Text("-")
    yield Text(said(one.now, language))
    yield Text("\n".join(filter(None, (case.unit_name, status_words(case, language)))))
    yield Text(case.id)


def _narrow_row(one: Glance, language: Language) -> Iterable[Text]:
    """The same in three columns."""
    from rich.text import Text

    level, person, due, now, others, case_id = _row(one, language)
    yield Text("\n").join((level, others))
    yield Text("\n").join((person, case_id))
    yield Text("\n").join((due, now))


def print_sheet(sheet: Sheet, language: Language) -> None:
    """The whole sheet."""
    screen = console()
    _head(screen, sheet, language)
    zh = language == "zh"
    why = [sheet.why.said] if not sheet.why.kept else []
    _section(
        screen,
        "为什么" if zh else "why",
        [*(said(one, language) for one in why), *sheet.why.sentences, *sheet.why.notes],
    )
    if sheet.say.script:
        _section(screen, "怎么说" if zh else "say", [sheet.say.script], mark="  ")
    _section(screen, "问清楚" if zh else "ask", sheet.say.questions)
    _section(screen, "先做什么" if zh else "do first", sheet.first.first_aid, numbered=True)
    _section(screen, "建议" if zh else "advice", sheet.first.advice)
    _section(
        screen,
        "建议银行（由人决定）" if zh else "for the bank (a person decides)",
        [one.zh for one in sheet.first.bank],
    )
    _said_section(
        screen, "多次不认可，追加措施" if zh else "measures after repeated denial", sheet.first.measures, language
    )
    _said_section(screen, "办结还缺" if zh else "closing still needs", sheet.closing.needs, language)
    _section(screen, "上级指令" if zh else "instructions", [_lead(one, language) for one in sheet.leads])
    _section(screen, "专业队" if zh else "specialists", _hand_overs(sheet, language))
    _tail(screen, sheet, language)


def _head(screen: Console, sheet: Sheet, language: Language) -> None:
    """Who, what, how urgent, what to do now and by when: the first lines that are read."""
    from rich.text import Text

    zh = language == "zh"
    case = sheet.case
    what = case.scam_zh or case.scam or ("待核实" if zh else "to be found out")
    stage = f"（{case.stage_zh}）" if case.stage_zh else ""
    points = f"{case.points} 分" if zh else f"{case.points} points"
    line = Text.assemble(_level(case, language), "  ", (case.label, "bold"), f"  {what}{stage}  {points}")
    for flag in _flags(case, language):
        line.append(f"  {flag}", "bold magenta")
    _print(screen, line)
    _print(screen, Text.assemble(("现在：" if zh else "now: ", "bold"), (said(sheet.now, language), "bold")))
    open_ones = [_due(one, language) for one in sheet.countdowns if not one.done]
    if open_ones:
        _print_packed(screen, "时限：" if zh else "due: ", open_ones, "；" if zh else "; ")
    area = case.area and f"{case.area}（{case.position_zh}）" if zh else case.area
    where = [case.unit_name, area, said(sheet.place.said, language)]
    _print(screen, Text(("地点：" if zh else "where: ") + ("，" if zh else ", ").join(filter(None, where))))
    opened = clock_words(case.opened_at)
    about = f"{case.id}  {status_words(case, language)}  "
    about += f"{opened} 建立  第 {case.version} 版" if zh else f"opened {opened}  version {case.version}"
    _print(screen, Text(("案件：" if zh else "case: ") + about, style="dim"))


def _flags(case: About, language: Language) -> list[str]:
    zh = language == "zh"
    flags = (
        (case.drill, "演练", "DRILL"),
        (bool(case.reopened), f"再次预警 {case.reopened} 次", f"warned again x{case.reopened}"),
        (case.prior_loss, "曾被骗", "robbed before"),
        (bool(case.denials), f"{case.denials} 次不认可", f"denied x{case.denials}"),
        (case.exception, "例外办结", "closed as an exception"),
    )
    return [(chinese if zh else english) for holds, chinese, english in flags if holds]


def _level(case: About, language: Language) -> Text:
    from rich.text import Text

    drill = ("演练 " if language == "zh" else "DRILL ") if case.drill else ""
    return Text(f" {drill}{level_words(case, language)} ", STYLE.get(case.level, ""))


def _due(one: Countdown, language: Language) -> Text:
    from rich.text import Text

    return Text(countdown_words(one, language), style="bold red" if one.overdue else "")


def _lead(one: LeadState, language: Language) -> str:
    zh = language == "zh"
    state = (
        ("待答复" if zh else "to be answered")
        if one.answered_at is None
        else f"{clock_words(one.answered_at)} {'已答复' if zh else 'answered'}"
    )
    parts = [one.ref, one.issuer, one.level_zh if zh else one.level, f"{clock_words(one.pushed_at)}", state, one.badge]
    return "  ".join(filter(None, parts))


def _hand_overs(sheet: Sheet, language: Language) -> list[str]:
    waits, done = ("等反馈", "已反馈") if language == "zh" else ("to report back", "reported back")
    return [
        f"{one.unit_name}  {waits if one.answered_at is None else f'{clock_words(one.answered_at)} {done}'}"
        for one in sheet.hand_overs
    ]


def _tail(screen: Console, sheet: Sheet, language: Language) -> None:
    """What lies behind: done late, the return visit, who acted last."""
    zh = language == "zh"
    late = [countdown_words(one, language) for one in sheet.countdowns if one.done]
    _section(screen, "超时记录" if zh else "late", late)
    visit = sheet.return_visit
    if visit is not None:
        days = (clock_words(visit.since), clock_words(visit.until))
        screen.print(
            f"回访：{days[0]} 至 {days[1]}" if zh else f"return visit: {days[0]} to {days[1]}", highlight=False
        )
    last = sheet.last
    if last is not None:
        when = clock_words(last.at)
        words = f"最后处理：{last.by}  {when}  {last.zh}" if zh else f"last: {last.by}  {when}  {last.kind}"
        screen.print(words, highlight=False, markup=False)


def _said_section(screen: Console, title: str, words: Sequence[Said], language: Language) -> None:
    _section(screen, title, [said(one, language) for one in words])


def _section(screen: Console, title: str, lines: Sequence[str], *, mark: str = "· ", numbered: bool = False) -> None:
    """A heading and its lines, wrapped under themselves; nothing when there is none."""
    from rich.text import Text

    if not lines:
        return
    screen.print()
    screen.print(Text(title, style="bold"))
    for number, line in enumerate(lines, 1):
        sign = f"{number}. " if numbered else mark
        _print(screen, Text(line), " " * _INDENT + sign)


def _print(screen: Console, text: Text, before: str = "") -> None:
    """Wrapped to the screen, the lines under each other behind ``before``; no blanks at their ends."""
    from rich.cells import cell_len
    from rich.text import Text

    for part in text.wrap(screen, screen.width - cell_len(before), overflow="fold"):
        part.rstrip()
        screen.print(Text.assemble(before, part))
        before = " " * cell_len(before)


def _print_packed(screen: Console, before: str, parts: Sequence[Text], mark: str) -> None:
    """Parts after each other, broken only between them."""
    from rich.cells import cell_len
    from rich.text import Text

    line = Text()
    for place, part in enumerate(parts):
        more = Text.assemble(part, mark if place < len(parts) - 1 else "")
        if line and cell_len(before) + line.cell_len + more.cell_len > screen.width:
            _print(screen, line, before)
            before, line = " " * cell_len(before), Text()
        line = Text.assemble(line, more)
    _print(screen, line, before)
