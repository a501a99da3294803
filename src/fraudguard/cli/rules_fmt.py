"""`fraudguard rules fmt`: one layout for rule files, comments kept."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from fraudguard.cli.command import Verb, counted, lang
from fraudguard.errors import Language, PackError

__all__ = ["fmt"]


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; fail when a file would change. 只检查，不改写。")
@click.option("--diff", is_flag=True, help="Show what would change; write nothing. 显示改动，不改写。")
@lang
@click.pass_context
def fmt(ctx: click.Context, path: Path, check: bool, diff: bool, lang: Language) -> None:
    """Put the file or pack at PATH into the one layout. 统一规则文件的版式，保留注释。

    Two spaces for each level, a list one level below its key, the keys of a rule in one order, one blank line between
    rules. What stands on a line stays as it is, and so does every comment. A file that is not sound YAML is left alone
    and reported. With --check the exit code is 1 when a file would change.
    """
    from fraudguard.feeds.outputs import replace_file
    from fraudguard.feeds.refusals import unreadable
    from fraudguard.workbench.layout import formatted

    changed, left, total = 0, 0, 0
    for file in _files(path):
        total += 1
        try:
            real = file.resolve(strict=True)
            data, mode = real.read_bytes(), real.stat().st_mode & 0o777
        except (OSError, ValueError) as error:
            raise unreadable(file, error) from None
        found = formatted(file.as_posix(), data)
        for fault in found.faults:
            click.echo(fault.render(lang) + "\n", err=True)
        left += bool(found.faults)
        if found.changed:
            changed += 1
            if diff:
                click.echo("".join(_difference(file, found.before, found.after)), nl=False)
            elif check:
                click.echo(file.as_posix())
            else:
                replace_file(real, found.after.encode("utf-8"), mode)
    click.echo(_total(total, changed, left, lang, wrote=not (check or diff)))
    if left or (check and changed):
        ctx.exit(1)


def _files(path: Path) -> Iterator[Path]:
    """A file as it is named; of a directory the files that a pack reads."""
    from fraudguard.pack.reader import TESTS

    if path.is_dir():
        yield from (path / name for name in ("pack.yaml", "policy.yaml", "taxonomy.yaml", "calendar.yaml")
                    if (path / name).is_file())  # fmt: skip
        for folder in ("lists", "scams"):
            yield from sorted(
                one
                for one in (path / folder).glob("*.yaml")
                if not one.name.startswith(".") and not one.name.endswith(TESTS)
            )
    elif path.exists():
        yield path
    else:
        raise PackError("pack.not_found", path=str(path))


def _difference(file: Path, before: str, after: str) -> Iterator[str]:
    name = file.as_posix()
    for line in difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _total(total: int, changed: int, left: int, lang: Language, *, wrote: bool) -> str:
    if lang == "zh":
        did = f"{'改写' if wrote else '将改写'} {changed} 个" if changed else "版式都已统一"
        return f"{total} 个文件，{did}" + (f"；{left} 个有错，未动" if left else "")
    did = f"{changed} {'written anew' if wrote else 'would change'}" if changed else "all in layout"
    return f"{counted(total, 'file')}: {did}" + (f"; {left} not sound and left alone" if left else "")
