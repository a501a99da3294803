"""`fraudguard score`: whole feeds to tickets."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import Verb, as_json, lang, write_page
from fraudguard.errors import Language

if TYPE_CHECKING:
    from rich.progress import TaskID

    from fraudguard.feeds.run import FeedResult, Progress

__all__ = ["rows_said", "score"]

_PATH = click.Path(path_type=Path)


@click.command(cls=Verb)
@click.argument("feeds", nargs=-1, required=True, type=_PATH)
@click.option("--to", required=True, type=_PATH, help="Folder for the outputs. 输出目录。")
@click.option("--people", type=_PATH, help="Directory of people (CSV). 人员名录。")
@click.option(
    "--history", multiple=True, type=_PATH, help="Feed read into windows, not scored. 只读入窗口、不计分的数据。"
)
@click.option("--state", type=_PATH, help="Folder that carries state from run to run. 保存状态的目录。")
@click.option("--key-file", type=_PATH, help="Key of the tokens in the outputs. 密钥文件。")
@click.option(
    "--order",
    type=click.Choice(["sorted", "arrival"]),
    default="sorted",
    show_default=True,
    help="By time, or as the rows stand. 次序。",
)
@click.option(
    "--sequences",
    type=click.Choice(["native", "durable"]),
    default="native",
    show_default=True,
    help="Engine of sequence rules; `durable` needs the extra of that name. 序列规则的引擎。",
)
@click.option(
    "--engine",
    type=click.Choice(["events", "columns"]),
    default="events",
    show_default=True,
    help="One event after the other, or many at once. 逐条或成批计算。",
)
@click.option(
    "--resume", is_flag=True, help="Take up a run that was killed, or begin one that can be. 接着做被中断的计分。"
)
@click.option("--report", type=_PATH, help="Write a page of the run, one HTML file. 生成报告网页。")
@click.option("--labels", type=_PATH, help="Labels of a simulation, for lead times in the report. 模拟数据的标签。")
@click.option("--rules", multiple=True, help="Rule pack or overlay; repeat to lay one over another. 规则包。")
@click.option("--mapping", multiple=True, type=_PATH, help="Mapping file for a layout of your own. 列映射文件。")
@click.option("--quiet", is_flag=True, help="Print nothing but errors. 只输出错误。")
@as_json
@lang
def score(
    feeds: tuple[Path, ...],
    to: Path,
    people: Path | None,
    history: tuple[Path, ...],
    state: Path | None,
    key_file: Path | None,
    order: str,
    sequences: str,
    engine: str,
    resume: bool,
    report: Path | None,
    labels: Path | None,
    rules: tuple[str, ...],
    mapping: tuple[Path, ...],
    quiet: bool,
    as_json: bool,
    lang: Language,
) -> None:
    """Score FEEDS (CSV, JSON lines, Parquet, XLSX, ISO 20022) and print the tickets. 对数据计分，打印预警单。

    Writes tickets.jsonl, findings.parquet, rejects.jsonl and summary.json into the folder of --to. Every row read is
    scored, a duplicate, retracted or rejected; a bad row never stops a file.
    """
    from fraudguard.cli.books import print_books
    from fraudguard.cli.show import final_tickets, print_tickets
    from fraudguard.feeds import score_feed

    def notice(path: str) -> None:
        text = f"新建了密钥 {path}，请妥善保管" if lang == "zh" else f"made a key: {path}; keep it safe"
        click.echo(text, err=True)

    with ExitStack() as held:
        result = score_feed(
            feeds,
            to=to,
            people=people,
            history=history,
            state=state,
            key=key_file,
            order="arrival" if order == "arrival" else "sorted",
            sequences="durable" if sequences == "durable" else "native",
            engine="columns" if engine == "columns" else "events",
            resume=resume,
            rules=rules or None,
            mapping=mapping,
            lang=lang,
            progress=None if quiet or as_json else _bar(held, lang),
            notice=notice,
        )
    if report is not None:
        write_page(report, _page(result, labels, lang))
    tickets = final_tickets(result.tickets)
    if as_json:
        click.echo(json.dumps({"tickets": tickets, "summary": result.summary}, ensure_ascii=False, indent=2))
    elif not quiet:
        print_tickets(tickets, lang, str(to / "tickets.jsonl"))
        print_books(result.summary, lang)


def _page(result: FeedResult, labels: Path | None, lang: Language) -> str:
    """The page of a run, with lead times where there are labels."""
    from fraudguard.events import microseconds
    from fraudguard.report.feed_page import feed_page
    from fraudguard.workbench.labels import read_labels
    from fraudguard.workbench.lead_times import lead_times

    span = [result.summary[name] for name in ("first_event_at", "last_event_at")]
    leads = None
    if labels is not None and all(span):
        first, last = (microseconds(datetime.fromisoformat(one)) for one in span)
        leads = lead_times(read_labels(labels), result.tickets, result.subject_of, first, last)
    return feed_page(result.summary, result.tickets, lang, lead_times=leads)


def _bar(held: ExitStack, lang: Language) -> Progress | None:
    """A progress bar with rows a second and the time left; none when the error stream is no terminal."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rows(ProgressColumn):
        """Rows done, of how many, and how many a second."""

        def render(self, task: Task) -> Text:
            return Text(rows_said(int(task.completed), task.total, task.finished_speed or task.speed, lang))

    columns = (TextColumn("{task.description}"), BarColumn(), Rows(), TimeRemainingColumn())
    bar = held.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    names = {"read": "读入", "score": "计分"} if lang == "zh" else {"read": "reading", "score": "scoring"}
    tasks: dict[str, TaskID] = {}

    def told(stage: str, done: int, total: int | None) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(names[stage], total=total)
        bar.update(tasks[stage], completed=done, total=total)

    return told


def rows_said(done: int, total: float | None, speed: float | None, lang: Language) -> str:
    """How many rows are done, of how many where that is known, and how many a second."""
    of = f"{done:,}" if total is None else f"{done:,}/{int(total):,}"
    if speed is None:
        return f"{of} 行" if lang == "zh" else f"{of} rows"
    return f"{of} 行，每秒 {speed:,.0f} 行" if lang == "zh" else f"{of} rows, {speed:,.0f} rows/s"
