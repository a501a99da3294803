"""`fraudguard rules docs`: a pack in Chinese words, as pages for those who do not read YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fraudguard.cli.command import Verb, lang
from fraudguard.errors import Language, UsageError

if TYPE_CHECKING:
    from fraudguard.pack.checked import CheckedPack
    from fraudguard.workbench.coverage import RuleCoverage

__all__ = ["docs"]

_MOST_BYTES = 100_000_000


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False),
              help="Folder to write the pages into. 写入的目录。")  # fmt: skip
@click.option("--coverage", "with_coverage", is_flag=True, help="Say what the examples show. 附例子覆盖情况。")
@click.option("--backtest", type=click.Path(path_type=Path),
              help="Report of `rules backtest --json`: say what each rule hit. 附最近一次回测。")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes. 并行进程数。")
@lang
def docs(path: Path, folder: Path, with_coverage: bool, backtest: Path | None, jobs: int, lang: Language) -> None:
    """Describe the pack at PATH in Chinese words. 用中文说明规则包：话术、规则、门槛、例子。

    Writes an index and a page for each scam, as HTML that needs nothing else and as Markdown. The same pack gives the
    same files, to the byte.
    """
    from fraudguard.cli.packs import look_at
    from fraudguard.feeds.refusals import unwritable
    from fraudguard.workbench.pages.pack_data import chapters, read_backtest
    from fraudguard.workbench.pages.pack_html import chapter_page, index_page
    from fraudguard.workbench.pages.pack_markdown import chapter_markdown, index_markdown

    pack = look_at(path, "all").pack
    hits = None if backtest is None else read_backtest(_report(backtest))
    found = list(chapters(pack, _coverage(pack, jobs) if with_coverage else None, hits))
    files = {"index.html": index_page(pack, found), "index.md": index_markdown(pack, found)}
    for chapter in found:
        files[f"{chapter.id}.html"] = chapter_page(pack, chapter)
        files[f"{chapter.id}.md"] = chapter_markdown(pack, chapter)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise unwritable(folder, error) from None
    rules = sum(len(one.rules) for one in found)
    start = folder / "index.html"
    said = f"已写入 {len(found)} 类、{rules} 条规则的说明：{start}"
    click.echo(said if lang == "zh" else f"described {rules} rules of {len(found)} scams: {start}")


def _coverage(pack: CheckedPack, jobs: int) -> dict[str, RuleCoverage]:
    from fraudguard.workbench.coverage import coverage_of

    return {one.rule: one for one in coverage_of(pack, jobs=jobs)}


def _report(path: Path) -> Any:
    from fraudguard.feeds.refusals import unreadable

    try:
        with path.open("rb") as handle:
            return json.loads(handle.read(_MOST_BYTES))
    except OSError as error:
        raise unreadable(path, error) from None
    except ValueError:
        raise UsageError("workbench.backtest_file") from None
