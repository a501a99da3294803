"""What the verbs of the desk share: where the store is, whose hand acts, and what is said after an action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fraudguard.cli.command import Verb, lang
from fraudguard.errors import Language, UsageError
from fraudguard.events.moment import SHANGHAI
from fraudguard.feeds.refusals import unreadable

if TYPE_CHECKING:
    from fraudguard.desk import Desk
    from fraudguard.desk.actions import Action

__all__ = ["INSTANT", "PATH", "acting", "at_desk", "command", "either", "open_desk", "sqlite_file"]

PATH = click.Path(path_type=Path)


class _Instant(click.ParamType[datetime]):
    """A time; without a zone it is Shanghai's."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware time."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write 2025-03-05T10:31 or 2025-03-05T10:31:00+08:00", param, ctx)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=SHANGHAI)


INSTANT = _Instant()

_WHERE = (
    click.option("--store", envvar="FRAUDGUARD_DESK", required=True, show_envvar=True,
                 help="Address of the store, such as sqlite:///desk.db. 数据库地址。"),
    click.option("--key-file", envvar="FRAUDGUARD_DESK_KEY", type=PATH, show_envvar=True,
                 help="Key of the store. 密钥文件。"),
    click.option("--units", type=PATH, help="Units, their areas and places (YAML). 单位文件。"),
    click.option("--rules", multiple=True, help="Rule pack or overlay that holds the policy. 规则包。"),
    click.option("--now", type=INSTANT, help="Another clock, for drills. 演练用的时间。"),
)  # fmt: skip

_WHO = (
    click.option("--by", envvar="FRAUDGUARD_OFFICER", required=True, show_envvar=True, help="The officer. 民警。"),
    click.option("--at", type=INSTANT, help="When it was done, if not now. 实际时间。"),
    click.option("--remark", default="", help="A remark; numbers in it are masked. 备注。"),
    click.option("--version", type=int, help="Refuse when somebody has acted since this version. 案件版本。"),
)


def either(names: str, said: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option of two words, one of which must be given: ``--met/--not-found``."""

    def given(ctx: click.Context, param: click.Parameter, value: bool | None) -> bool:
        if value is None:
            raise click.MissingParameter(ctx=ctx, param=param, param_hint=" or ".join(names.split("/")))
        return value

    return click.option(names, default=None, callback=given, help=said)


def at_desk(verb: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where the desk is; ``verb`` gets it, opened, as its first argument."""

    @wraps(verb)
    def opened(
        store: str, key_file: Path | None, units: Path | None, rules: tuple[str, ...], now: datetime | None, **rest: Any
    ) -> Any:
        with open_desk(store, key_file, units, rules, now) as desk:
            return verb(desk, **rest)

    return _with(opened, _WHERE)


def acting(action: str) -> Callable[[Callable[..., Mapping[str, Any]]], Callable[..., Any]]:
    """
    The verb that records an action of this kind on CASE.

    The decorated function turns the verb's own options into the action's fields; those that are None are left out.
    """

    def decorate(fields: Callable[..., Mapping[str, Any]]) -> Callable[..., Any]:
        @wraps(fields)
        def record(
            desk: Desk,
            case: str,
            by: str,
            at: datetime | None,
            remark: str,
            version: int | None,
            lang: Language,
            **own: Any,
        ) -> None:
            from fraudguard.cli.desk_words import print_done
            from fraudguard.desk.actions import ACTIONS

            given = {name: value for name, value in fields(**own).items() if value is not None}
            made: Action = ACTIONS[action](**{"by": by, "at": at, "remark": remark, **given})
            before = desk.case(case)
            after = desk.record(case, made, version=version)
            print_done(desk, before, after, action, lang)

        return click.argument("case")(_with(at_desk(lang(record)), _WHO))

    return decorate


def open_desk(
    store: str,
    key_file: Path | None,
    units: Path | None,
    rules: tuple[str, ...] = (),
    now: datetime | None = None,
    *,
    new: bool = False,
) -> Desk:
    """The desk of these options. A store that is not there is made only when ``new``: a misspelt one must not be."""
    from fraudguard.desk import Desk

    file = sqlite_file(store)
    if not new and file is not None and not file.exists():
        raise UsageError("desk.no_store", file=str(file))
    return Desk.open(
        store,
        key=None if key_file is None else _read(key_file),
        rules=rules or ("@shipped",),
        units=units,
        clock=None if now is None else lambda: now,
    )


def sqlite_file(store: str) -> Path | None:
    """The file of a store on SQLite; None for one in memory or on a server."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(store)
    except ArgumentError:
        return None
    name = url.database if url.get_backend_name() == "sqlite" else None
    return Path(name) if name and name != ":memory:" else None


def _read(key_file: Path) -> bytes:
    try:
        return key_file.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(key_file, error) from None


def _with(verb: Callable[..., Any], options: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    for option in reversed(options):
        verb = option(verb)
    return verb


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """The click command of a verb of the desk."""
    return click.command(name, cls=Verb)
