"""Sentences for the officer with fields in them: ``向{payee.name}转 {amount} 元``."""

from __future__ import annotations

import re

from fraudguard.errors import Fault
from fraudguard.pack.checked import Template
from fraudguard.pack.lookup import Context, Scope, find_field, has_field
from fraudguard.pack.rejections import Locate, Rejected, Report, Span
from fraudguard.pack.tree import Field

__all__ = ["check_template"]

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*){0,8}")
_MAX_CHARACTERS = 2_000
_MAX_FAULTS = 20


def check_template(text: str, locate: Locate, context: Context) -> tuple[Template | None, list[Fault]]:
    """
    The parts of a sentence, or None and the faults found in it.

    A field stands in braces by its path or Chinese alias, fields of a named step after the step's
    name; ``{{`` and ``}}`` are plain braces. Nothing else may stand in braces.
    """
    report = Report(text, locate)
    if len(text) > _MAX_CHARACTERS:
        report.add("template.too_long", (0, 1), given=len(text), limit=_MAX_CHARACTERS)
        return None, report.faults
    parts: list[str | Field] = []
    plain: list[str] = []
    at = 0
    while at < len(text) and len(report.faults) < _MAX_FAULTS:
        pair = text[at : at + 2]
        if pair in {"{{", "}}"}:
            plain.append(pair[0])
            at += 2
            continue
        if text[at] == "}":
            report.add("template.close", (at, at + 1))
        elif text[at] == "{":
            end = text.find("}", at)
            if end < 0 or "{" in text[at + 1 : end]:
                report.add("template.open", (at, at + 1))
                at += 1
                continue
            field = _field((at + 1, end), context, report)
            if field is not None:
                parts.extend(["".join(plain)] if plain else [])
                plain.clear()
                parts.append(field)
            at = end
        else:
            plain.append(text[at])
        at += 1
    if plain:
        parts.append("".join(plain))
    return (None if report.faults else Template(tuple(parts))), report.faults


def _field(span: Span, context: Context, report: Report) -> Field | None:
    written = report.shown(span)
    name = written.strip()
    if not name:
        report.add("template.empty", (span[0] - 1, span[1] + 1))
        return None
    if not _NAME.fullmatch(name):
        first = _NAME.match(name)
        suggestion = "{" + first[0] + "}" if first and has_field(first[0], context.kind, context) else ""
        report.add("template.expression", span, given=written, suggestion=suggestion)
        return None
    start = span[0] + written.index(name)
    try:
        return find_field(name, (start, start + len(name)), Scope(context.kind), context, report).field
    except Rejected:
        return None
