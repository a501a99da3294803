"""Windows to Python: each becomes one function over the records of its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fraudguard.pack.tree import Expression, Field, Fired, Literal, Type, Window
from fraudguard.plan.coder import Coder, Constants, is_text
from fraudguard.plan.records import Form, RecordLayout, Slot, keyed_by
from fraudguard.plan.scopes import conjuncts, rescoped, scopes

__all__ = ["EARLIER_ONLY", "WindowPlan", "plan_window"]

EARLIER_ONLY = frozenset({"first_seen", "seconds_since", "latest"})


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """
    One distinct window of a plan.

    ``source`` defines ``name(records, at, id, low, own, *arguments)``. ``own`` is the record of the
    event under test, ``arguments`` what else it needs of it, the first ``must_know`` of which make it unknown when they
    are; ``store`` numbers the logs it reads and ``key`` says which of them.
    """

    name: str
    node: Window
    store: int
    key: tuple[Field, ...]
    arguments: tuple[Slot, ...]
    must_know: int
    source: str


class _WhereCoder(Coder):
    """
    Codes a ``where`` over a record ``r`` and arguments ``a0, a1, …``.

    What reads only the counted event was worked out when that event was scored and stands in its
    record; what reads only the event under test is worked out once and passed in. Only the rest is
    done per record.
    """

    def __init__(self, constants: Constants, token: Callable[[str], str], layout: RecordLayout) -> None:
        super().__init__(constants, token)
        self.layout = layout
        self.arguments: list[Slot] = []

    def truth(self, node: Expression, wanted: bool = True) -> str:
        used = scopes(node)
        form: Form = "true" if wanted else "false"
        if used <= {""}:
            return f"({self.layout.source(Slot(form, node))})"
        if used == {"this"}:
            return self.argument(Slot(form, rescoped(node, "this", "")))
        return super().truth(node, wanted)

    def value(self, node: Expression) -> str:
        if isinstance(node, Literal):
            return super().value(node)
        used = scopes(node)
        if used <= {""}:
            return self.layout.source(_value_slot(node))
        if used == {"this"}:
            return self.argument(Slot("value", rescoped(node, "this", "")))
        return super().value(node)

    def tokened(self, node: Expression) -> str:
        if not isinstance(node, Literal) and scopes(node) == {"this"}:
            return self.argument(Slot("token", rescoped(node, "this", "")))
        return super().tokened(node)

    def argument(self, slot: Slot) -> str:
        """The name of an argument of the window's function."""
        if slot not in self.arguments:
            self.arguments.append(slot)
        return f"a{self.arguments.index(slot)}"

    def opaque(self, node: Expression) -> bool:
        return is_text(node) and not isinstance(node, Literal) and scopes(node) <= {""}

    def always(self, node: Expression) -> bool:
        return False

    def fired(self, node: Fired) -> str:
        return f"({self.constants.name('C', node.rule, key=node.rule)} in r[2])"


def plan_window(
    node: Window,
    number: int,
    store: int,
    layouts: Mapping[str, RecordLayout],
    constants: Constants,
    token: Callable[[str], str],
    type_of: Callable[[str, str], Type],
) -> WindowPlan:
    """The function of one window; ``layouts`` of its kind grows by what the window needs."""
    layout = layouts[node.kind]
    coder = _WhereCoder(constants, token, layout)
    name = f"w{number}"
    log, rest = keyed_by(node)
    picks = [
        (layout.place(_value_slot(_counted(node, part.counted, type_of))), coder.argument(_value_slot(part.this)))
        for part in rest
    ]
    counted = _counted(node, node.path, type_of) if node.path else None
    own = ""
    if node.function == "first_seen" and counted is not None:
        own = coder.argument(_value_slot(counted))
    must_know = len(coder.arguments)
    condition = coder.truth(node.where) if node.where is not None else ""
    value = layout.source(_value_slot(counted)) if counted is not None else ""
    alike = node.where is None or not any("this" in scopes(part) for part in conjuncts(node.where))
    lines = [
        *_unless_unknown([*(argument for _, argument in picks), own]),
        *_long(name, picks, own, indexed=alike),
        *_body(node, _all([*(f"r[{place}] == {argument}" for place, argument in picks), condition]), value, own),
    ]
    arguments = "".join(f", a{i}" for i in range(len(coder.arguments)))
    source = [f"def {name}(records, at, id_, low, own{arguments}):", *(f"    {line}" for line in lines)]
    if alike:
        when = f" if {condition} else None" if condition else ""
        source += [f"def c{name}(r):", f"    return {value or '1'}{when}"]
        source += [f"i{name} = INDEXED_{node.function}(c{name})"]
    key = tuple(part.this for part in log)
    return WindowPlan(name, node, store, key, tuple(coder.arguments), must_know, "\n".join(source))


def _all(conditions: Iterable[str]) -> str:
    return " and ".join(one for one in conditions if one)


def _counted(node: Window, path: str, type_of: Callable[[str, str], Type]) -> Field:
    return Field("", node.kind, path, type_of(node.kind, path))


def _value_slot(node: Expression) -> Slot:
    return Slot("token" if is_text(node) else "value", node)


def _unless_unknown(arguments: Iterable[str]) -> Iterable[str]:
    """A window is unknown when a part of its key is, or the value that is looked for."""
    for argument in arguments:
        if argument:
            yield f"if {argument} is None:"
            yield "    return None"


def _long(name: str, picks: Sequence[tuple[int, str]], own: str, *, indexed: bool) -> Iterable[str]:
    """Where more than a few events lie inside the window, what a long log knows by heart answers without a scan."""
    if not picks and not indexed:
        return
    many = "if len(records) > LONG and records[-LONG][0] > low:"
    yield many
    for place, argument in picks:
        yield f"    records = PART(records, {place}, {argument})"
    if indexed:
        wanted = f", {own}" if own else ""
        yield f"    {many}"
        yield f"        return i{name}(records, at, id_, low, own{wanted})"


def _body(node: Window, condition: str, value: str, own: str) -> list[str]:
    """The loop over the records, newest first, and what it keeps."""
    start, step, end = _accumulator(node, value, own)
    lines = [*start, "for r in reversed(records):", "    if r[0] <= low:", "        break"]
    itself = "" if node.function in EARLIER_ONLY else " and r is not own"
    lines += [f"    if r[0] >= at and (r[0] > at or r[1] >= id_){itself}:", "        continue"]
    if condition:
        lines += [f"    if not ({condition}):", "        continue"]
    if value and node.function != "first_seen":
        lines += [f"    v = {value}", "    if v is None:", "        continue"]
    return [*lines, *(f"    {line}" for line in step), *end]


def _accumulator(node: Window, value: str, own: str) -> tuple[list[str], list[str], list[str]]:
    """What a function keeps: before the loop, for each record that counts, and after the loop."""
    money = node.type is Type.MONEY
    match node.function:
        case "count":
            return ["n = 0"], ["n += 1"], ["return n"]
        case "sum" if money:
            return ["n = 0"], ["n += v"], ["return n"]
        case "sum":
            return ["n = []"], ["n.append(v)"], ["return TOTAL(n)"]
        case "mean":
            return ["n = []"], ["n.append(v)"], ["return DIV(TOTAL(n), len(n))"]
        case "min" | "max":
            sign = "<" if node.function == "min" else ">"
            return ["n = None"], [f"if n is None or v {sign} n:", "    n = v"], ["return n"]
        case "distinct":
            return ["n = set()"], ["n.add(v)"], ["return len(n)"]
        case "first_seen":
            return [], [f"if {value} == {own}:", "    return False"], ["return True"]
        case "seconds_since":
            return [], ["return DIV(at - r[0], 1_000_000)"], ["return None"]
        case "latest":
            return [], ["return v"], ["return None"]
    message = f"no window function {node.function!r}"
    raise ValueError(message)
