"""Windows to Python: each becomes a function over the log of its key and an index that remembers what it has read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fraudguard.pack.tree import Expression, Field, Fired, Literal, Type, Window
from fraudguard.plan.coder import Coder, Constants, is_text
from fraudguard.plan.records import Form, RecordLayout, Slot
from fraudguard.plan.scopes import conjuncts, rescoped, scopes

__all__ = ["IndexTable", "WindowPlan", "plan_window"]

_EARLIER_ONLY = frozenset({"first_seen", "seconds_since", "latest"})


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """
    One distinct window of a plan.

    ``source`` defines ``name(records, at, id, low, own, *arguments)``. ``own`` is the record of the
    event under test, ``arguments`` what else it needs of it; ``store`` numbers the records it scans.
    """

    name: str
    node: Window
    store: int
    arguments: tuple[Slot, ...]
    source: str


@dataclass(slots=True)
class IndexTable:
    """The indexes of a plan by what they keep: windows of other lengths over the same records share one."""

    numbers: dict[tuple[int, str, tuple[str, ...]], int] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)

    def number(self, store: int, condition: str, keeps: _Keeps) -> int:
        """The number of the index of such records; asked for the first time, it is made."""
        wanted = (store, condition, (keeps.empty, *keeps.steps))
        if wanted not in self.numbers:
            self.numbers[wanted] = len(self.numbers)
            self.sources.append(_index_source(self.numbers[wanted], condition, keeps))
        return self.numbers[wanted]


@dataclass(frozen=True, slots=True)
class _Keeps:
    """What an index keeps: an empty one, and the steps for a record ``r`` that counts (``i`` is the index)."""

    empty: str
    steps: tuple[str, ...]


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
            return f"r[{self.layout.index(Slot(form, node))}]"
        if used == {"this"}:
            return self.argument(Slot(form, rescoped(node, "this", "")))
        return super().truth(node, wanted)

    def value(self, node: Expression) -> str:
        if isinstance(node, Literal):
            return super().value(node)
        used = scopes(node)
        if used <= {""}:
            return f"r[{self.layout.index(Slot('token' if is_text(node) else 'value', node))}]"
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
    indexes: IndexTable,
) -> WindowPlan:
    """
    The function of one window; ``layouts`` of its kind grows by what the window needs, ``indexes`` by its index.

    What of ``where`` reads only the counted event decides what the index keeps; the rest is asked of what it kept. An
    event that comes late, or is looked at among later ones, is answered by a scan of the whole log instead.
    """
    layout = layouts[node.kind]
    coder = _WhereCoder(constants, token, layout)
    alone, joined = _parted(node.where, coder)
    counted = Field("", node.kind, node.path, type_of(node.kind, node.path)) if node.path else None
    own = value = ""
    if node.function == "first_seen" and counted is not None:
        own = coder.argument(Slot("token" if is_text(counted) else "value", counted))
    if counted is not None:
        value = f"r[{layout.index(Slot('token' if is_text(counted) else 'value', counted))}]"
    name = f"w{number}"
    scan = _scan(node, " and ".join(part for part in (alone, joined) if part), value, own)
    if joined:
        keeps = _Keeps("[0, [], []]", ("i[1].append(r[0])", "i[2].append(r)"))
        quick = _filtered(node, indexes.number(store, alone, keeps), alone, joined, value, own)
    else:
        quick = _indexed(node, store, indexes, alone, value, own)
    arguments = "".join(f", a{i}" for i in range(len(coder.arguments)))
    head = f"(records, at, id_, low, own{arguments}):"
    lines = [
        *_unknown(own),
        "if not records:",
        f"    return {_EMPTY[node.function]}",
        "last = records[-1]",
        "n = len(records)",
        "if last is own:",
        "    n -= 1",
        "elif last[0] >= at and (last[0] > at or last[1] >= id_):",
        f"    return {name}_scan(records, at, id_, low, own{arguments})",
        *quick,
    ]
    source = "\n".join(
        [f"def {name}_scan{head}", *_indented([*_unknown(own), *scan]), f"def {name}{head}", *_indented(lines)]
    )
    return WindowPlan(name, node, store, tuple(coder.arguments), source)


_EMPTY = {"count": "0", "sum": "0", "distinct": "0", "first_seen": "True"} | dict.fromkeys(
    ("mean", "min", "max", "seconds_since", "latest"), "None"
)
"""What a window over no record at all is worth."""


def _parted(where: Expression | None, coder: _WhereCoder) -> tuple[str, str]:
    """The conditions on a record alone, and those that also read the event under test; empty: none."""
    if where is None:
        return "", ""
    if "this" not in scopes(where):
        return coder.truth(where), ""
    parts = conjuncts(where)
    alone = [coder.truth(part) for part in parts if "this" not in scopes(part)]
    joined = [coder.truth(part) for part in parts if "this" in scopes(part)]
    return " and ".join(alone), " and ".join(joined)


def _indexed(node: Window, store: int, indexes: IndexTable, condition: str, value: str, own: str) -> list[str]:
    """The answer out of an index of what counts; the event's own record, not yet in it, is looked at here."""
    fetch = "i = i{}(records, n)"
    if node.function == "first_seen":
        index = indexes.number(store, condition, _Keeps("[0, {}]", (f"i[1][{value}] = r[0]",)))
        return [fetch.format(index), f"return i[1].get({own}, low) <= low"]
    if node.function in {"count", "seconds_since"}:
        index = indexes.number(store, condition, _Keeps("[0, []]", ("i[1].append(r[0])",)))
        read = ["s = i[1]"]
        if node.function == "seconds_since":
            return [fetch.format(index), *read, "return DIV(at - s[-1], 1_000_000) if s and s[-1] > low else None"]
        mine = _own(condition, "", ["k += 1"])
        return [fetch.format(index), *read, "k = len(s) - AFTER(s, low) if s and s[-1] > low else 0", *mine, "return k"]
    if node.function == "sum" and node.type is Type.MONEY:
        steps = (f"v = {value}", "if v is not None:", "    i[1].append(r[0])", "    i[2].append(i[2][-1] + v)")
        index = indexes.number(store, condition, _Keeps("[0, [], [0]]", steps))
        total = "k = i[2][-1] - i[2][AFTER(s, low)] if s and s[-1] > low else 0"
        return [fetch.format(index), "s = i[1]", total, *_own(condition, value, ["k += v"]), "return k"]
    steps = (f"v = {value}", "if v is not None:", "    i[1].append(r[0])", "    i[2].append(v)")
    index = indexes.number(store, condition, _Keeps("[0, [], []]", steps))
    lines = [fetch.format(index), "s = i[1]"]
    if node.function == "latest":
        return [*lines, "return i[2][-1] if s and s[-1] > low else None"]
    lines += ["k = i[2][AFTER(s, low):] if s and s[-1] > low else []", *_own(condition, value, ["k.append(v)"])]
    match node.function:
        case "sum":
            return [*lines, "return TOTAL(k)"]
        case "mean":
            return [*lines, "return DIV(TOTAL(k), len(k))"]
        case "min" | "max":
            return [*lines, f"return {node.function}(k) if k else None"]
        case "distinct":
            return [*lines, "return len(set(k))"]
    message = f"no window function {node.function!r}"
    raise ValueError(message)


def _own(condition: str, value: str, then: list[str]) -> list[str]:
    """What to do if the event's own record is in the log and counts."""
    asked = "last is own" + (f" and {condition.replace('r[', 'own[')}" if condition else "")
    lines = [f"if {asked}:"]
    if value:
        lines += [f"    v = {value.replace('r[', 'own[')}", "    if v is not None:"]
        return [*lines, *(f"        {line}" for line in then)]
    return [*lines, *(f"    {line}" for line in then)]


def _filtered(node: Window, index: int, alone: str, joined: str, value: str, own: str) -> list[str]:
    """The loop over the records that an index kept, newest first, for conditions that read the event under test too."""
    start, step, end = _accumulator(node, value, own)
    lines = [*start, f"i = i{index}(records, n)", "s = i[1]", "f = i[2][AFTER(s, low):] if s and s[-1] > low else []"]
    if node.function not in _EARLIER_ONLY:
        lines += _own(alone, "", ["f.append(own)"])
    lines += ["for r in reversed(f):", f"    if not ({joined}):", "        continue"]
    return [*lines, *_counted(node, value, step), *end]


def _scan(node: Window, condition: str, value: str, own: str) -> list[str]:
    """The loop over all records, newest first, and what it keeps."""
    start, step, end = _accumulator(node, value, own)
    lines = [*start, "for r in reversed(records):", "    if r[0] <= low:", "        break"]
    itself = "" if node.function in _EARLIER_ONLY else " and r is not own"
    lines += [f"    if r[0] >= at and (r[0] > at or r[1] >= id_){itself}:", "        continue"]
    if condition:
        lines += [f"    if not ({condition}):", "        continue"]
    return [*lines, *_counted(node, value, step), *end]


def _counted(node: Window, value: str, step: list[str]) -> list[str]:
    lines = []
    if value and node.function != "first_seen":
        lines += [f"    v = {value}", "    if v is None:", "        continue"]
    return [*lines, *(f"    {line}" for line in step)]


def _unknown(own: str) -> list[str]:
    return [f"if {own} is None:", "    return None"] if own else []


def _index_source(number: int, condition: str, keeps: _Keeps) -> str:
    """The function that gives an index of the first ``n`` records, reading what was added since it was last asked."""
    body = list(keeps.steps)
    if condition:
        body = [f"if not ({condition}):", "    continue", *body]
    return "\n".join(
        [
            f"def i{number}(records, n):",
            f"    i = records.found.get({number})",
            "    if i is None:",
            f"        i = records.found[{number}] = {keeps.empty}",
            "    if i[0] < n:",
            "        for r in records[i[0]:n]:",
            *(f"            {line}" for line in body),
            "        i[0] = n",
            "    return i",
        ]
    )


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


def _accumulator(node: Window, value: str, own: str) -> tuple[list[str], list[str], list[str]]:
    """What a function keeps: before the loop, for each record that counts, and after the loop."""
    money = node.type is Type.MONEY
    match node.function:
        case "count":
            return ["k = 0"], ["k += 1"], ["return k"]
        case "sum" if money:
            return ["k = 0"], ["k += v"], ["return k"]
        case "sum":
            return ["k = []"], ["k.append(v)"], ["return TOTAL(k)"]
        case "mean":
            return ["k = []"], ["k.append(v)"], ["return DIV(TOTAL(k), len(k))"]
        case "min" | "max":
            sign = "<" if node.function == "min" else ">"
            return ["k = None"], [f"if k is None or v {sign} k:", "    k = v"], ["return k"]
        case "distinct":
            return ["k = set()"], ["k.add(v)"], ["return len(k)"]
        case "first_seen":
            return [], [f"if {value} == {own}:", "    return False"], ["return True"]
        case "seconds_since":
            return [], ["return DIV(at - r[0], 1_000_000)"], ["return None"]
        case "latest":
            return [], ["return v"], ["return None"]
    message = f"no window function {node.function!r}"
    raise ValueError(message)
