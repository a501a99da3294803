"""From the names an author wrote to fields of events: aliases, scopes, and what was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fraudguard.pack.rejections import Rejected, Report, Span
from fraudguard.pack.syntax import Source
from fraudguard.pack.tree import Field, Type
from fraudguard.pack.vocabulary import (
    EXTRA_ZH,
    FUNCTIONS,
    MODEL_ZH,
    THIS_ZH,
    USAGE,
    english_function,
    nearest,
    unglued,
)

__all__ = [
    "Context",
    "FieldSpecLike",
    "Found",
    "Scope",
    "find_field",
    "has_field",
    "kind_named",
    "shared_fields",
    "specs_of",
]


_HABITS = {
    "摘要": "附言",
    "备注": "附言",
    "用途": "附言",
    "对方账号": "收款人.账号",
    "收款账号": "收款人.账号",
    "对方户名": "收款人.户名",
    "收款户名": "收款人.户名",
    "对方类型": "收款人.类型",
    "余额": "交易前余额",
    "内容": "通话内容",
}
"""Headers of bank tables, and the fields they stand for."""


class FieldSpecLike(Protocol):
    """What this package reads of a catalogue entry (`fraudguard.events.catalogue.FieldSpec`)."""

    @property
    def path(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def choices(self) -> tuple[str, ...]: ...
    @property
    def zh(self) -> str: ...
    @property
    def textual(self) -> bool: ...


Specs = Mapping[str, FieldSpecLike]


def _catalogue_fields() -> Mapping[str, Specs]:
    from fraudguard.events.catalogue import FIELDS

    return FIELDS


def _catalogue_kinds() -> Mapping[str, str]:
    from fraudguard.events.catalogue import KIND_ZH

    return KIND_ZH


@dataclass(frozen=True, slots=True)
class Context:
    """
    What an expression may refer to.

    ``kind`` is the kind of the event under test, empty when it may be of any kind (only fields that
    all kinds share are readable then). ``steps`` maps the named earlier steps of a sequence to their
    kinds; ``rules`` every rule id to its kind (empty: mixed); ``extra`` the declared ``extra.*``
    fields to their types. ``phrase_lists`` holds normal forms. ``fields`` and ``kinds_zh`` (Chinese
    names of kinds) are the catalogue's unless given. ``parsed`` keeps the trees of lines that were read, because rules
    of one pack say many things alike.
    """

    kind: str
    steps: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Type] = field(default_factory=dict)
    phrase_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    value_lists: Collection[str] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Specs] = field(default_factory=_catalogue_fields)
    kinds_zh: Mapping[str, str] = field(default_factory=_catalogue_kinds)
    parsed: dict[str, Source] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """
    Whose fields names mean. ``bare``: the kind that bare names read; ``window``: the function whose
    ``where=`` or ``by=`` this is, empty outside, in which ``this.`` reads the event under test.
    """

    bare: str
    window: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A field that was found, and the values it may take (empty: any)."""

    field: Field
    choices: tuple[str, ...] = ()


def shared_fields(fields: Mapping[str, Specs]) -> Specs:
    """The fields that every kind has with the same type: all that is sure of an event of any kind."""
    first, *others = fields.values()
    return {
        path: spec
        for path, spec in first.items()
        if all(path in other and other[path].type == spec.type for other in others)
    }


def kind_named(name: str, context: Context) -> str:
    """The kind with this English or Chinese name; empty when there is none."""
    if name in context.fields:
        return name
    return next((kind for kind, zh in context.kinds_zh.items() if zh == name and kind in context.fields), "")


def find_field(written: str, span: Span, scope: Scope, context: Context, report: Report) -> Found:
    """The field that a dotted name means in this scope. Raises `Rejected` with a fault that says what was meant."""
    head, _, rest = written.partition(".")
    if found := _of_kind(written, "", scope.bare, span, context, report):
        return found
    if head in {"this", THIS_ZH}:
        if not scope.window:
            raise report.add("expression.this_outside", span, suggestion=rest)
        return _of_event(rest, "this", context.kind, span, context, report)
    if head in context.steps:
        if scope.window:
            raise report.add("expression.step_in_window", span, step=head)
        if not rest:
            examples = [f"{head}.{path}" for path in specs_of(context.steps[head], context)]
            raise report.add("expression.field_group", span, field=written, example=_listed(examples))
        return _of_event(rest, head, context.steps[head], span, context, report)
    if head in {"model", MODEL_ZH["model"]}:
        raise report.add("expression.model_in_window" if scope.window else "template.model", span)
    raise _unknown(written, scope.bare, span, context, report)


def specs_of(kind: str, context: Context) -> Specs:
    """The fields of a kind; of an event of any kind those that all kinds share."""
    return context.fields[kind] if kind in context.fields else shared_fields(context.fields)


def has_field(path: str, kind: str, context: Context) -> bool:
    """Whether a kind has this field, by path or Chinese alias; declared extras belong to every kind."""
    head, _, name = path.partition(".")
    if head in {"extra", EXTRA_ZH} and name in context.extra:
        return True
    specs = specs_of(kind, context)
    return path in specs or any(spec.zh == path for spec in specs.values())


def _of_event(path: str, scope: str, kind: str, span: Span, context: Context, report: Report) -> Found:
    found = _of_kind(path, scope, kind, span, context, report)
    if found is None:
        raise _unknown(path, kind, span, context, report)
    return found


def _of_kind(path: str, scope: str, kind: str, span: Span, context: Context, report: Report) -> Found | None:
    """The field of one kind, by path or Chinese alias; None when it has no such field."""
    head, _, name = path.partition(".")
    if head in {"extra", EXTRA_ZH} and name in context.extra:
        return Found(Field(scope, kind, f"extra.{name}", context.extra[name], place=report.place(span)))
    specs = specs_of(kind, context)
    spec = specs.get(path)
    if spec is None and not path.isascii():
        spec = next((one for one in specs.values() if one.zh == path), None)
    if spec is None:
        return None
    return Found(Field(scope, kind, spec.path, Type(spec.type), place=report.place(span)), tuple(spec.choices))


def _unknown(given: str, kind: str, span: Span, context: Context, report: Report) -> Rejected:
    """The fault for a name that is no field: of another kind, a group, a function without brackets, or a slip."""
    specs = specs_of(kind, context)
    names = list(specs) if given.isascii() else [spec.zh for spec in specs.values()]
    members = [name for name in names if name.startswith(given + ".")]
    if members:
        return report.add("expression.field_group", span, field=given, example=_listed(members))
    if english_function(given) in FUNCTIONS:
        return report.add("expression.function_bare", span, usage=USAGE[english_function(given)])
    if split := unglued(given):
        return report.add("expression.glued", span, suggestion=split)
    if given.partition(".")[0] in {"extra", EXTRA_ZH}:
        suggestion = nearest(given, (f"extra.{name}" for name in context.extra))
        return report.add("expression.extra_undeclared", span, field=given, suggestion=suggestion)
    others = [other for other in context.fields if other != kind and has_field(given, other, context)]
    ending = next((path for path in names if path.endswith("." + given)), "")
    if kind not in context.fields and not ending:
        return report.add("expression.field_shared", span, field=given, suggestion=nearest(given, names))
    if others and not ending:
        return report.add("expression.field_elsewhere", span, field=given, kind=kind, others=_listed(others))
    suggestion = ending or _habit(given, names) or _step_meant(given, context) or nearest(given, names)
    params = {"field": given, "kind": kind, "suggestion": suggestion}
    return report.add("expression.unknown_field", span, examples=_listed(_telling(names)), **params)


def _habit(given: str, names: list[str]) -> str:
    """What a name that banks use is called here, where the kind has that field."""
    meant = _HABITS.get(given, "")
    return meant if meant in names else ""


def _step_meant(given: str, context: Context) -> str:
    """``tset.amount`` as ``test.amount`` when a step is called nearly so and has that field."""
    head, _, rest = given.partition(".")
    step = nearest(head, context.steps) if rest else ""
    return f"{step}.{rest}" if step and has_field(rest, context.steps[step], context) else ""


def _telling(names: list[str]) -> list[str]:
    """Names that show what this kind is about: those that other kinds have too come last."""
    common = ("id", "kind", "at", "source", "person", "编号", "种类", "时间", "来源", "当事人")
    return sorted(names, key=lambda name: name.partition(".")[0] in common)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:4])
