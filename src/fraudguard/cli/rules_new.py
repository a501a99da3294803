"""`fraudguard rules new` and `rules schema`: a rule to start from, and what editors need."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from fraudguard.cli.command import Verb, lang
from fraudguard.errors import Language, Place, UsageError
from fraudguard.feeds.refusals import unwritable

__all__ = ["new", "schema"]

_SKELETON = """\
# 一个文件写一种骗局的规则。检查：fraudguard rules check {where}    测试：fraudguard rules test {where}
scam: {scam}                          # 诈骗类型，见 taxonomy.yaml
rules:
  - id: {rule}                        # 小写英文、数字、连字符，全包唯一
    title: 请写明这条规则认什么
    on: transaction                   # 事件种类：transaction call message device_event report settlement outcome
    role: core                        # core 可单独计分；support 只在有 core 命中时才计分
    when:                             # 全部为真才命中；缺失的字段是“未知”，未知不算真
      - direction == 'out'
      - amount >= 5_000               # 单位元
      - first_seen(payee.account, within='180d')
      - any:                          # 任一为真
          - device.screen_sharing
          - device.in_call
    unless:                           # 任一为真就不命中
      - payee.kind == 'self'
    stage: transfer                   # contact hook pressure control transfer after：决定给民警的话术
    group: device                     # 同组证据共用一个上限，见 pack.yaml
    points: 20
    because: 通话或共享屏幕时，第一次向{{payee.name}}转 {{amount}} 元
    advice: [verify_call]             # 见 policy.yaml 的 advice
    status: shadow                    # 先 shadow 试跑（只记录、不出预警单），看准了再改 active
    examples:                         # 至少一个命中、一个不命中；两者最好只差一处
      - hit: 共享屏幕时向陌生账户转账
        events:
          - kind: transaction
            direction: out
            amount: 5000
            payee: {{account: '6299990000000000018', kind: personal}}
            device: {{screen_sharing: true}}
      - miss: 少一元
        events:
          - kind: transaction
            direction: out
            amount: 4999
            payee: {{account: '6299990000000000018', kind: personal}}
            device: {{screen_sharing: true}}
"""

_PACK = """\
# 本单位的规则包，叠加在自带规则之上。
name: {name}
version: 0.1.0
extends: '@shipped'
# overrides:                          # 调整自带规则，不必复制
#   some-rule-id: {{points: 10, status: shadow}}
"""


@click.command(cls=Verb)
@click.argument("rule")
@click.option("--scam", default="remote_control", show_default=True, help="Id of the taxonomy. 诈骗类型。")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="Overlay to write it into; made when new. 写入的规则包目录。",
)
@lang
def new(rule: str, scam: str, folder: Path | None, lang: Language) -> None:
    """Write a commented rule to start from, with the id RULE. 生成一条带注释的规则。

    Without --to it is printed. The rule passes `rules check` and `rules test` as it is.
    """
    from fraudguard.errors import closest
    from fraudguard.pack import load_pack

    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule):
        raise UsageError("cli.rule_id", rule=rule)
    shipped = load_pack(examples=False)
    taxonomy = shipped.taxonomy
    if scam not in taxonomy:
        raise UsageError("cli.scam_unknown", scam=scam, suggestion=closest(scam, taxonomy))
    taken = {one.id: one.place for one in (*shipped.rules, *shipped.drafts)} | _written(folder)
    if rule in taken:
        raise UsageError("cli.rule_taken", rule=rule, place=taken[rule])
    if folder is None:
        click.echo(_SKELETON.format(rule=rule, scam=scam, where=f"{rule}.yaml"), nl=False)
        return
    path = folder / "scams" / f"{rule}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (folder / "pack.yaml").exists():
            name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "my-rules"
            (folder / "pack.yaml").write_text(_PACK.format(name=name), encoding="utf-8")
        with path.open("x", encoding="utf-8") as handle:
            handle.write(_SKELETON.format(rule=rule, scam=scam, where=folder.as_posix()))
    except FileExistsError:
        raise UsageError("cli.file_exists", file=str(path)) from None
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    click.echo(f"已写入 {path}" if lang == "zh" else f"wrote {path}")


def _written(folder: Path | None) -> dict[str, Place | None]:
    """The ids of the rules of an overlay and where they stand, as far as it is sound."""
    from fraudguard.pack import inspect_pack

    found = inspect_pack([folder]).pack if folder is not None and (folder / "pack.yaml").is_file() else None
    return {one.id: one.place for one in (*found.rules, *found.drafts)} if found is not None else {}


@click.command(cls=Verb)
@click.option(
    "--of",
    "which",
    type=click.Choice(["rules", "pack", "policy", "calendar", "taxonomy", "values", "phrases", "snoozes", "scenarios"]),
    default="rules",
    show_default=True,
    help="Which kind of file. 哪种文件。",
)
def schema(which: str) -> None:
    """Print the JSON Schema of a pack's files, for editors. 输出规则文件的 JSON Schema。"""
    from fraudguard.pack.jsonschema import file_schemas

    click.echo(json.dumps(file_schemas()[which], ensure_ascii=False, indent=2))
