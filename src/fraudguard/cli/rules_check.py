"""`fraudguard rules check`: every fault of a pack at once, with place and cure."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, counted, lang
from fraudguard.errors import Fault, Language

__all__ = ["check"]


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@as_json
@lang
@click.pass_context
def check(ctx: click.Context, path: Path, as_json: bool, lang: Language) -> None:
    """Check the rules at PATH: a pack, an overlay or one file. 检查规则，一次列出全部错误。

    Files of scenarios beside the rules (*.test.yaml) are checked too.
    Exit code 1 when there is an error; warnings alone do not fail.
    """
    from fraudguard.cli.packs import look_at
    from fraudguard.pack.load import Inspection
    from fraudguard.pack.shapes import Faults

    target = look_at(path)
    of_scenarios = Faults()
    target.scenarios(of_scenarios)
    inspection = Inspection(target.inspection.pack, (*target.inspection.faults, *of_scenarios.summed_up()))
    if as_json:
        click.echo(json.dumps([_plain(fault, lang) for fault in inspection.faults], ensure_ascii=False, indent=2))
    else:
        for fault in inspection.faults:
            click.echo(fault.render(lang) + "\n")
        errors, warnings = len(inspection.errors), len(inspection.warnings)
        rules = len(inspection.pack.rules) + len(inspection.pack.drafts) if inspection.pack else 0
        if lang == "zh":
            click.echo(f"{errors} 处错误，{warnings} 处警告" + (f"；共 {rules} 条规则可用" if inspection.pack else ""))
        else:
            click.echo(
                f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
                + (f"; {counted(rules, 'rule')} in all" if inspection.pack else "")
            )
    if inspection.errors:
        missing = {"pack.not_found", "pack.not_a_directory"} & {fault.code for fault in inspection.errors}
        ctx.exit(2 if missing else 1)


def _plain(fault: Fault, lang: Language) -> dict[str, object]:
    place = fault.place
    return {
        "severity": fault.severity,
        "code": fault.code,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "message": fault.message(lang),
        "cure": fault.cure(lang),
    }
