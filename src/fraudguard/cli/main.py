"""The command `fraudguard`: finds the verb, runs it, and turns errors into words and exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from fraudguard.cli.command import LazyGroup, default_language
from fraudguard.errors import Language

__all__ = ["main", "run"]

_VERBS = {
    "score": "fraudguard.cli.score:score",
    "explain": "fraudguard.cli.explain:explain",
    "rules": "fraudguard.cli.rules:rules",
}

_STOPPED: dict[Language, str] = {"en": "stopped; nothing was written", "zh": "已中断，没有写出任何结果"}
_DEFECT: dict[Language, str] = {
    "en": "internal error ({name}): this is a defect; run again with FRAUDGUARD_TRACEBACK=1 and report what it prints",
    "zh": "内部错误（{name}）：这是程序缺陷；请设 FRAUDGUARD_TRACEBACK=1 再运行一次，并把输出报告给我们",
}


@click.group(cls=LazyGroup, verbs=_VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fraudguard-rules", prog_name="fraudguard")
def fraudguard() -> None:
    """Early warning against telecom fraud: rules in, warning tickets out. 电信诈骗预警：输入规则和数据，输出预警单。

    Exit codes: 0 done, 1 found something wrong, 2 wrong use, 130 stopped.
    """


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command line; errors are printed, never raised."""
    try:
        code = fraudguard.main(args=list(arguments), prog_name="fraudguard", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(_STOPPED[_spoken(arguments)], err=True)
        return 130
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough (click turns a broken pipe into SystemExit).
        _silence()
        return 0
    except Exception as error:  # the last line of defence: no traceback at a user
        if os.environ.get("FRAUDGUARD_TRACEBACK"):
            raise
        click.echo(_DEFECT[_spoken(arguments)].format(name=type(error).__name__), err=True)
        return 1
    return code if isinstance(code, int) else 0


def _spoken(arguments: Sequence[str]) -> Language:
    """The language asked for on the command line, else that of the environment."""
    words = " ".join(arguments).replace("=", " ").split()
    chosen = words[words.index("--lang") + 1 :][:1] if "--lang" in words else []
    if chosen == ["zh"]:
        return "zh"
    return "en" if chosen == ["en"] else default_language()


def main() -> None:
    """Run the command line of this process and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no Chinese shows question marks
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    sys.exit(code)


def _silence() -> None:
    """Keep the interpreter from complaining about the closed pipe at exit."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open until the end
