"""`fraudguard desk init|tick|verify|export|purge`: what keeps a desk in order."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import as_json, counted, lang
from fraudguard.cli.desk_options import INSTANT, PATH, at_desk, command, open_desk, sqlite_file
from fraudguard.errors import Language, UsageError
from fraudguard.feeds.refusals import unwritable

if TYPE_CHECKING:
    from fraudguard.desk import Desk
    from fraudguard.desk.audit import Verification

__all__ = ["export", "init", "purge", "tick", "verify"]

_KEY_BYTES = 32
_BAD: Mapping[str, tuple[str, str]] = {
    "missing": ("台账第 {n} 条不见了", "entry {n} of the ledger is missing"),
    "altered": ("台账第 {n} 条被改动过", "entry {n} of the ledger was altered"),
    "words": ("台账第 {n} 条的文字被改动或删除", "the words of entry {n} of the ledger were altered or removed"),
    "head": ("台账末尾（第 {n} 条）对不上", "the end of the ledger (entry {n}) is not where it was"),
    "case": ("案件 {case} 与台账不符", "case {case} is not what the ledger adds up to"),
}


@command("tick")
@at_desk
@as_json
@lang
def tick(desk: Desk, as_json: bool, lang: Language) -> None:
    """Let the clocks act, every minute: what was missed raises the tier. 让时限生效，每分钟运行一次。"""
    done = desk.tick()
    if as_json:
        counts = {name: getattr(done, name) for name in ("cases", "missed", "escalated", "notices")}
        click.echo(json.dumps(counts))
        return
    if lang == "zh":
        click.echo(
            f"{done.cases} 个案件到时：超时 {done.missed} 项，提级 {done.escalated} 次；新提示 {done.notices} 条"
        )
    else:
        click.echo(
            f"{counted(done.cases, 'case')} due: {done.missed} missed, {done.escalated} escalated; "
            f"{counted(done.notices, 'new notice')}"
        )


@command("verify")
@at_desk
@as_json
@lang
def verify(desk: Desk, as_json: bool, lang: Language) -> int:
    """Check that the ledger is as it was written; name the first bad entry. 核验台账，指出第一条异常。"""
    found = desk.verify()
    if as_json:
        data = {name: getattr(found, name) for name in ("sound", "entries", "cases", "first_bad", "case", "reason")}
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        click.echo(_verdict(found, lang))
    return 0 if found.sound else 1


def _verdict(found: Verification, language: Language) -> str:
    zh = language == "zh"
    if not found.sound:
        words = _BAD[found.reason][0 if zh else 1].format(n=found.first_bad, case=found.case)
        return f"核验不通过：{words}" if zh else f"not sound: {words}"
    if zh:
        return f"核验通过：台账 {found.entries} 条、案件 {found.cases} 个，与写入时一致"
    entries = "1 entry" if found.entries == 1 else f"{found.entries} entries"
    return f"sound: {entries} and {counted(found.cases, 'case')} are as they were written"


@command("export")
@click.option("--since", type=INSTANT, help="From this time on. 起始时间。")
@click.option("--until", type=INSTANT, help="Up to before this time. 截止时间（不含）。")
@at_desk
@lang
def export(desk: Desk, since: datetime | None, until: datetime | None, lang: Language) -> None:
    """Print the ledger as JSON lines, without sentences and contact data. 导出台账（不含文字和联系方式）。"""
    del lang
    for entry in desk.ledger(since, until):
        click.echo(json.dumps(entry, ensure_ascii=False))


@command("purge")
@at_desk
@as_json
@lang
def purge(desk: Desk, as_json: bool, lang: Language) -> None:
    """Remove what was kept long enough: raw events, contact data and words of old cases. 清除超过保存期限的数据。"""
    done = desk.purge()
    if as_json:
        click.echo(json.dumps({"events": done.events, "contacts": done.contacts, "words": done.words}))
    elif lang == "zh":
        click.echo(f"已清除：原始事件 {done.events} 条，联系方式 {done.contacts} 份，文字 {done.words} 条")
    else:
        click.echo(
            f"removed: {counted(done.events, 'event')}, {counted(done.contacts, 'contact')}, "
            f"words of {done.words} entries"
        )


@command("init")
@click.option("--store", envvar="FRAUDGUARD_DESK", required=True, show_envvar=True,
              help="Address of the store, such as sqlite:///desk.db. 数据库地址。")  # fmt: skip
@click.option("--key-file", envvar="FRAUDGUARD_DESK_KEY", type=PATH, show_envvar=True,
              help="Key of the store; made when it is not there. 密钥文件，没有则新建。")  # fmt: skip
@lang
def init(store: str, key_file: Path | None, lang: Language) -> None:
    """Make a store, and its key if there is none. 新建数据库和密钥。

    The key opens contact data and proves the ledger: keep it apart from the store and its backups.
    """
    if key_file is None:
        raise UsageError("desk.no_key")
    file = sqlite_file(store)
    known = file is not None and file.exists()
    made = _made(key_file, secrets.token_bytes(_KEY_BYTES))
    if made:
        click.echo(
            f"新建了密钥 {key_file}，请妥善保管，不要和数据库放在一起备份" if lang == "zh"
            else f"made a key: {key_file}; keep it safe, and apart from the store and its backups"
        )  # fmt: skip
    if file is not None:
        _made(file, b"")  # a file of its owner's only, before SQLite makes one for everybody
    open_desk(store, key_file, None, new=True).close_store()
    if known:
        click.echo(f"数据库可以使用：{file}" if lang == "zh" else f"the store is there and can be used: {file}")
    else:
        click.echo("数据库已就绪" if lang == "zh" else "the store is ready")


def _made(path: Path, data: bytes) -> bool:
    """Whether the file is new: made with ``data``, for its owner only. One that is there stays as it is."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
    except FileExistsError:
        return False
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    return True
