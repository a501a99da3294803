"""The command `fraudguard`: finds the verb, runs it, and turns errors into words and exit codes."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import click

from fraudguard.cli.command import LazyGroup, default_language
from fraudguard.errors import Language

__all__ = ["main", "run"]

_VERBS = {
    "score": "fraudguard.cli.score:score",
    "feed": "fraudguard.cli.feed:feed",
    "explain": "fraudguard.cli.explain:explain",
    "rules": "fraudguard.cli.rules:rules",
    "desk": "fraudguard.cli.desk:desk",
    "model": "fraudguard.cli.model:model",
    "simulate": "fraudguard.cli.simulate:simulate",
}

_STOPPED: dict[Language, str] = {"en": "stopped; nothing was written", "zh": "已中断，没有写出任何结果"}
_FULL: dict[Language, str] = {
    "en": "what was to be printed could not be written: no room left",
    "zh": "屏幕输出写不出去：空间不足",
}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
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
        language = _spoken(arguments)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            _silence()
            click.echo(_FULL[language], err=True)
            return 2
        click.echo(_DEFECT[language].format(name=type(error).__name__), err=True)
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
    signal.signal(signal.SIGTERM, _stopped)
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        code = 2 if error.errno in _NO_ROOM else 1
        click.echo(_FULL[_spoken(sys.argv[1:])] if code == 2 else str(error), err=True)
    sys.exit(code)


def _stopped(_number: int, _frame: FrameType | None) -> None:
    """A polite end is an interrupt: temporary files are removed."""
    raise KeyboardInterrupt


def _silence() -> None:
    """Keep the interpreter from complaining about the closed pipe at exit."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open until the end
