"""What all verbs share: loading late, the language, and errors in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from fraudguard.errors import CaseError, FraudguardError, Language, PackError, UsageError, closest

__all__ = ["LazyGroup", "Verb", "as_json", "counted", "default_language", "exit_code", "lang", "write_page"]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_WRONG_USE = frozenset(
    {
        "feed.unreadable",
        "feed.no_file",
        "feed.forbidden",
        "feed.disk_full",
        "feed.not_a_folder",
        "feed.not_a_file",
        "feed.unwritable",
        "pack.not_found",
        "pack.not_a_directory",
        "people.unreadable",
        "desk.key",
        "desk.units_unreadable",
        "state.busy",
    }
)
"""Codes that speak of how the command was called, not of what is in the files."""


def default_language() -> Language:
    """Chinese where the environment is Chinese, else English."""
    for name in ("FRAUDGUARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def exit_code(error: FraudguardError) -> int:
    """1 when something in the files is wrong, 2 when the command was."""
    if isinstance(error, UsageError) or error.code in _WRONG_USE:
        return 2
    return 1


class Verb(click.Command):
    """A command whose errors of ours are printed in the chosen language and become exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FraudguardError as error:
            language: Language = ctx.params.get("lang") or default_language()
            click.echo(_rendered(error, language), err=True)
            ctx.exit(exit_code(error))


def write_page(path: Path, text: str) -> None:
    """Write an HTML page in the place of whatever stood there. Raises `FeedError`."""
    from fraudguard.feeds.outputs import replace_file
    from fraudguard.feeds.refusals import unwritable

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    replace_file(path, text.encode("utf-8"))


def counted(number: int, noun: str) -> str:
    """A number with its English noun, ``1 rule`` or ``2 rules``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _rendered(error: FraudguardError, language: Language) -> str:
    if isinstance(error, CaseError):
        return _refused(error, language)
    text = error.render(language)
    if isinstance(error, PackError) and len(error.faults) > 1:
        total = f"{len(error.faults)} 处错误" if language == "zh" else counted(len(error.faults), "fault")
        return f"{text}\n\n{total}"
    return text


def _refused(error: CaseError, language: Language) -> str:
    """Why a step on a case was refused, all of it, as it is read aloud; a cure that several share stands once."""
    zh = language == "zh"
    faults = error.faults
    many = f"，共 {len(faults)} 项" if zh else f" for {len(faults)} reasons"
    lines = [("不能办理" if zh else "refused") + (many if len(faults) > 1 else "") + ("：" if zh else ":")]
    for fault, following in zip(faults, (*faults[1:], None), strict=True):
        lines.append(f"  · {fault.message(language)}  [{fault.code}]")
        cure = fault.cure(language)
        if cure and (following is None or following.cure(language) != cure):
            lines.append(f"    {'改法' if zh else 'cure'}: {cure}")
    return "\n".join(lines)


class LazyGroup(click.Group):
    """A group that imports a verb's module when the verb is asked for."""

    def __init__(self, *args: Any, verbs: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which they are needed."""
        del ctx
        return list(self.verbs)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; a verb that is not there brings the nearest that is."""
        near = closest(args[0], self.verbs) if args and args[0] not in self.verbs else ""
        if near and not args[0].startswith("-"):
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near!r}?")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, or ``None``."""
        del ctx
        if cmd_name not in self.verbs:
            return None
        module, _, name = self.verbs[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


def lang(decorated: Decorated) -> Decorated:
    """The option ``--lang``."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=default_language,
        show_default="that of the environment",
        help="Language of messages. 提示语言。",
    )(decorated)


def as_json(decorated: Decorated) -> Decorated:
    """The option ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table. 输出 JSON。")(decorated)
