"""From the names an author wrote to fields of events: aliases, scopes, and what was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fraudguard.errors import closest
from fraudguard.pack.rejections import Rejected, Report, Span
from fraudguard.pack.tree import Field, Type
from fraudguard.pack.vocabulary import (
    CONNECTIVES_ZH,
    EXTRA_ZH,
    FUNCTIONS,
    KEYWORD_ZH,
    MODEL_ZH,
    THIS_ZH,
    english_function,
)

__all__ = ["Context", "FieldSpecLike", "Found", "Scope", "find_field", "kind_named", "shared_fields"]


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
    names of kinds) are the catalogue's unless given.
    """

    kind: str
    steps: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Type] = field(default_factory=dict)
    phrase_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    value_lists: Collection[str] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Specs] = field(default_factory=_catalogue_fields)
    kinds_zh: Mapping[str, str] = field(default_factory=_catalogue_kinds)


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
        if found := _of_kind(rest, "this", context.kind, span, context, report):
            return found
        raise _unknown(rest, context.kind, span, context, report)
    if head in context.steps:
        if scope.window:
            raise report.add("expression.step_in_window", span, step=head)
        if rest and (found := _of_kind(rest, head, context.steps[head], span, context, report)):
            return found
        raise _unknown(rest or head, context.steps[head], span, context, report)
    if head in {"model", MODEL_ZH["model"]} and scope.window:
        raise report.add("expression.model_in_window", span)
    raise _unknown(written, scope.bare, span, context, report, scope)


def _specs(kind: str, context: Context) -> Specs:
    return context.fields[kind] if kind in context.fields else shared_fields(context.fields)


def _of_kind(path: str, scope: str, kind: str, span: Span, context: Context, report: Report) -> Found | None:
    """The field of one kind, by path or Chinese alias; None when it has no such field."""
    head, _, name = path.partition(".")
    if head in {"extra", EXTRA_ZH} and name in context.extra:
        return Found(Field(scope, kind, f"extra.{name}", context.extra[name], place=report.place(span)))
    specs = _specs(kind, context)
    spec = specs.get(path)
    if spec is None and not path.isascii():
        spec = next((one for one in specs.values() if one.zh == path), None)
    if spec is None:
        return None
    return Found(Field(scope, kind, spec.path, Type(spec.type), place=report.place(span)), tuple(spec.choices))


def _unknown(
    given: str, kind: str, span: Span, context: Context, report: Report, scope: Scope | None = None
) -> Rejected:
    """The fault for a name that is no field: of another kind, a group, a function without brackets, or a slip."""
    specs = _specs(kind, context)
    shown = {"kind": kind or "*", "field": given}
    members = [path for path in specs if path.startswith(given + ".")]
    if not given.isascii():
        members += [spec.zh for spec in specs.values() if spec.zh.startswith(given + ".")]
    if members:
        example = ", ".join(f"`{name}`" for name in members[:4])
        return report.add("expression.field_group", span, example=example, **shown)
    if english_function(given) in FUNCTIONS:
        return report.add("expression.function_bare", span, **shown)
    split = _glued(given)
    if split:
        return report.add("expression.glued", span, suggestion=split, **shown)
    others = [other for other in context.fields if other != kind and _has(given, other, context)]
    suggestion = _meant(given, specs, context, scope)
    if others and not suggestion.endswith("." + given):
        named = ", ".join(f"`{other}`" for other in others)
        return report.add("expression.field_elsewhere", span, others=named, **shown)
    if given.partition(".")[0] in {"extra", EXTRA_ZH}:
        return report.add("expression.extra_undeclared", span, suggestion=suggestion, **shown)
    return report.add("expression.unknown_field", span, suggestion=suggestion, **shown)


def _has(path: str, kind: str, context: Context) -> bool:
    specs = context.fields[kind]
    return path in specs or any(spec.zh == path for spec in specs.values())


def _glued(given: str) -> str:
    """``且金额`` written as two words; empty when no connective begins the name."""
    for word in sorted(CONNECTIVES_ZH, key=len, reverse=True):
        if given.startswith(word) and len(given) > len(word):
            return f"{word} {given[len(word) :]}"
    return ""


def _meant(given: str, specs: Specs, context: Context, scope: Scope | None) -> str:
    """The known name nearest to ``given``: the last part of a path counts, then spelling."""
    ending = [path for path in specs if path.endswith("." + given)]
    if ending:
        return ending[0]
    names: Iterable[str] = [*specs, *(f"extra.{name}" for name in context.extra)]
    if not given.isascii():
        names = [spec.zh for spec in specs.values()]
    found = closest(given, names)
    if not found and scope is not None:
        steps = [f"{step}.{given.partition('.')[2]}" for step in context.steps] if "." in given else []
        found = closest(given, [*steps, *KEYWORD_ZH, *FUNCTIONS])
    return found
