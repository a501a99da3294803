"""All rules of one event kind as one generated function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fraudguard.pack.tree import Compare, Expression, Field, Mentions, ModelValue, Type, Window, walk
from fraudguard.plan.asking import EMPTY, asked_rules, fails_empty
from fraudguard.plan.coder import Coder, Constants
from fraudguard.plan.estimate import chance, cost
from fraudguard.plan.fields import extraction, local_name
from fraudguard.plan.grouping import Guarded, Test, nested
from fraudguard.plan.placing import placed
from fraudguard.plan.records import RecordLayout, Slot
from fraudguard.plan.scopes import conjuncts
from fraudguard.plan.weighing import weighed
from fraudguard.plan.windows import WindowPlan

__all__ = ["Block", "KindSource", "Unit", "kind_source"]

_DEAR = 5.0  # estimated cost from which a shared leaf is worked out only when reached


@dataclass(frozen=True, slots=True)
class Unit:
    """
    Something that fires on an event: a rule (``rule``) or a step of a sequence (``rule`` empty).

    ``steps`` are the (sequence number, step number, captured slots) to report when it fires.
    """

    when: tuple[Expression, ...]
    unless: tuple[Expression, ...]
    rule: str
    steps: tuple[tuple[int, int, tuple[Slot, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Units of one dependency level; ``chains`` says that sequences are matched after it."""

    level: int
    units: tuple[Unit, ...]
    chains: bool


@dataclass(frozen=True, slots=True)
class KindSource:
    """
    The generated functions of one kind.

    ``fire_KIND(e, c, at, id_, person, pk, cl)`` returns ``(rule ids, keys, window values)``, the values of the rules
    that fired, by number of the window; ``look_KIND`` with the same arguments returns those of all windows.
    """

    kind: str
    source: str
    windows: tuple[WindowPlan, ...]
    stores: tuple[int, ...]
    asked: frozenset[str]


@dataclass(slots=True)
class _Names:
    """Variables of the function; ``early`` are the tokens and keys that every event needs, worked out at once."""

    fields: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    scanned: set[str] = field(default_factory=set)
    windows: dict[Window, str] = field(default_factory=dict)
    keys: dict[tuple[Field, ...], str] = field(default_factory=dict)
    logs: dict[tuple[int, tuple[Field, ...]], str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    early: dict[str, str] = field(default_factory=dict)
    calendar: dict[Expression, tuple[str, str]] = field(default_factory=dict)
    eager: dict[tuple[Expression, bool], tuple[str, str]] = field(default_factory=dict)
    lazy: dict[tuple[Expression, bool], str] = field(default_factory=dict)


class _KindCoder(Coder):
    """Codes conditions over the local variables of a kind's function."""

    def __init__(
        self,
        kind: str,
        constants: Constants,
        token: Callable[[str], str],
        windows: Mapping[Window, WindowPlan],
        numbers: Mapping[str, int],
    ) -> None:
        super().__init__(constants, token)
        self.kind = kind
        self.plans = windows
        self.numbers = numbers
        self.names = _Names()
        self.uses: Counter[tuple[Expression, bool]] = Counter()
        self.counting = True
        self.early = False
        self.own: Mapping[tuple[int, tuple[Field, ...]], str] = {}

    def field(self, node: Field) -> str:
        self.names.fields.add(node.path)
        return local_name(node.path)

    def normal(self, node: Field) -> str:
        self.names.fields.add(node.path)
        self.names.texts.add(node.path)
        return f"n_{local_name(node.path)}"

    def phrases(self, node: Field) -> str:
        self.normal(node)
        self.names.scanned.add(node.path)
        return f"m_{local_name(node.path)}"

    def found(self, node: Field) -> str:
        self.phrases(node)
        return f"q_{local_name(node.path)}"

    def calendar(self, node: Expression, source: str) -> str:
        if not isinstance(getattr(node, "item", None), Field):
            return source  # a window's time is known only after the record is in place
        return self.names.calendar.setdefault(node, (f"g{len(self.names.calendar)}", source))[0]

    def phrase_numbers(self, node: Mentions) -> frozenset[int]:
        return frozenset(self.numbers[phrase] for phrase in node.phrases)

    def instant(self, node: Expression) -> str:
        return "at"

    def model(self, node: ModelValue) -> str:
        return f"(None if cl is None else cl.{node.name})"

    def key(self, parts: tuple[Field, ...]) -> str:
        """Source of a window's key, worked out once; ``None`` at run time when a part is unknown."""
        if len(parts) == 1 and (parts[0].path == "person.key" or parts[0].type is Type.TEXT):
            return self.key_part(parts[0])
        name = self.names.keys.setdefault(parts, f"k{len(self.names.keys)}")
        return self.later(name, self.key_source(parts))

    def key_source(self, parts: tuple[Field, ...]) -> str:
        """Source of a key's value."""
        sources = [self.key_part(part) for part in parts]
        return sources[0] if len(sources) == 1 else f"KEY({', '.join(sources)})"

    def key_part(self, part: Field) -> str:
        """Source of one part of a key: texts as tokens."""
        if part.path == "person.key":
            return "pk"
        return self.tokened(part) if part.type is Type.TEXT else self.field(part)

    def tokened(self, node: Expression) -> str:
        if not isinstance(node, Field):
            return super().tokened(node)
        if node.path == "person.key":
            return "pk"
        name = self.names.tokens.setdefault(node.path, f"x{len(self.names.tokens)}")
        return self.later(name, f"TOKEN({self.field(node)})")

    def later(self, name: str, source: str) -> str:
        """A variable that is worked out when it is first asked for; what every event needs is there already."""
        if self.early:
            self.names.early.setdefault(name, source)
        return name if name in self.names.early else f"({name} if {name} is not U else ({name} := {source}))"

    def window(self, node: Window) -> str:
        if node not in self.names.windows:
            self.names.windows[node] = f"v{len(self.names.windows)}"
        name = self.names.windows[node]
        return f"({name} if {name} is not U else ({name} := {self.window_call(node)}))"

    def window_call(self, node: Window) -> str:
        """Source that evaluates a window now; not at all where what it counts never happened."""
        plan = self.plans[node]
        key = self.key(plan.key)
        arguments = [self.slot(slot) for slot in plan.arguments]
        known = ""
        if not key.isidentifier():
            self._temporaries += 1
            known, key = key, f"t{self._temporaries}"
        log = self.log(plan, key)
        low = f"max(at - {node.within}, floor)"
        call = f"{plan.name}({', '.join([log, 'at', 'id_', low, 'r', *arguments])})"
        gate = self.gate(node, log)
        if gate:
            empty = str(EMPTY.get(node.function))
            unknown = " or ".join(f"{argument} is None" for argument in arguments[: plan.must_know])
            if unknown and empty != "None":
                empty = f"(None if {unknown} else {empty})"
            call = f"({call} if {gate} else {empty})"
        return f"(None if {f'({key} := {known})' if known else key} is None else {call})"

    def gate(self, node: Window, log: str) -> str:
        """Source that is false where what a window asks for fired neither on this event nor on any of its log."""
        gates = []
        for rules in asked_rules(node):
            names = [self.constants.name("C", rule, key=rule) for rule in sorted(rules)]
            gates.append([*(f"{one} in h" for one in names), *(f"{one} in {log}.fired" for one in names)])
        return " and ".join(f"({' or '.join(tests)})" for tests in gates)

    def leaf(self, node: Expression, wanted: bool) -> str:
        source = super().leaf(node, wanted)
        if not (isinstance(node, Compare) and isinstance(node.left, Window) and fails_empty(node, wanted)):
            return source
        plan = self.plans[node.left]
        gate = self.gate(node.left, self.log(plan, self.key(plan.key)))
        return f"({gate} and {source})" if gate else source

    def log(self, plan: WindowPlan, key: str) -> str:
        """Source of the log a window reads: this event's own, or one that is looked up when first asked for."""
        own = self.own.get((plan.store, plan.key))
        if own is not None:
            return own
        name = self.names.logs.setdefault((plan.store, plan.key), f"o{len(self.names.logs)}")
        return f"({name} if {name} is not U else ({name} := c.stores[{plan.store}].find({key}, NONE)))"

    def slot(self, slot: Slot) -> str:
        """Source of a remembered value of this event."""
        if slot.form in ("true", "false"):
            return self.truth(slot.node, slot.form == "true")
        return self.tokened(slot.node) if slot.form == "token" else self.value(slot.node)

    def shared(self, node: Expression, wanted: bool, source: str) -> str:
        leaf = (node, wanted)
        if self.counting:
            self.uses[leaf] += 1
            return source
        if self.uses[leaf] < 2:  # used once: nothing to share
            return source
        if cost(node) < _DEAR:
            return self.names.eager.setdefault(leaf, (f"l{len(self.names.eager)}", source))[0]
        name = self.names.lazy.setdefault(leaf, f"d{len(self.names.lazy)}")
        return f"({name} if {name} is not U else ({name} := {source}))"


def kind_source(
    kind: str,
    blocks: Sequence[Block],
    layout: RecordLayout,
    stores: Mapping[int, tuple[Field, ...]],
    windows: Mapping[Window, WindowPlan],
    numbers: Mapping[str, int],
    constants: Constants,
    token: Callable[[str], str],
    type_of: Callable[[str, str], Type],
    *,
    asked: frozenset[str],
    features: Sequence[Expression] = (),
) -> KindSource:
    """
    The functions of one kind. ``asked`` are the rules of which some window asks whether they fired on such an event.
    ``features`` are worked out before any rule and given to ``c.weigh``, which says what rules read of the model.

    ``stores`` maps a store's number to the fields that key it; the event's record is put there.
    ``numbers`` maps each phrase to its number in the scanner.
    """
    coder = _KindCoder(kind, constants, token, windows, numbers)
    logs = {(number, parts): f"s{number}" for number, parts in stores.items()}
    for counting in (True, False):
        coder.counting = counting
        coder.own = logs
        coder.early = True
        flags = [f"({1 << bit} if {coder.slot(slot)} else 0)" for slot, bit in layout.flags.items()]
        slots = [" | ".join(flags) or "0", *(coder.slot(slot) for slot in layout.values)]
        keys = [coder.key(parts) for parts in stores.values()]
        coder.early = False
        asking = weighed(constants.name("C", kind, key=kind), features, coder)
        body = [line for block in blocks for line in _block(block, coder)]
    planned = tuple(coder.plans[node] for node in coder.names.windows)
    coder.own = {}
    calls = [coder.window_call(node) for node in tuple(coder.names.windows)]
    rest = "".join(", " + slot for slot in slots)
    kept = f"[at, id_, h{rest}]" if asked else f"(at, id_, (){rest})"
    prologue = [
        *_prologue(coder, kind, constants, type_of),
        *(f"{name} = {source}" for name, source in coder.names.early.items()),
    ]
    eager = [f"{name} = {source}" for name, source in coder.names.eager.values()]
    recording = _recording(stores, keys, logs.values(), kept)
    late = _late(coder.names)
    lines = [
        f"def fire_{kind}(e, c, at, id_, person, pk, cl):",
        *_indented(
            [
                *prologue,
                "h = []",
                "st = []",
                "w = {}",
                *placed([*eager, *recording, *asking, *body], late, "U"),
                *_marking(stores, keys, asked, constants),
                f"return h, {_tuple(keys)}, w",
            ]
        ),
        f"def look_{kind}(e, c, at, id_, person, pk, cl):",
        *_indented(
            [
                *prologue,
                *([" = ".join([*late, "U"])] if late else []),
                *eager,
                "r = c.own",
                "h = () if r is None else r[2]",
                f"return {_tuple(calls)}",
            ]
        ),
    ]
    return KindSource(kind, "\n".join(lines), planned, tuple(stores), asked)


def _block(block: Block, coder: _KindCoder) -> Iterable[str]:
    """The lines of one level: its rules and steps, then the sequences they may complete."""
    yield from nested([_guarded(unit, coder) for unit in block.units], "")
    if block.chains:
        yield "if h or st:"
        yield f"    c.chains({block.level}, e, at, id_, pk, h, st)"


def _guarded(unit: Unit, coder: _KindCoder) -> Guarded:
    tests = [Test(coder.truth(part), chance(part), cost(part)) for when in unit.when for part in conjuncts(when)]
    tests += [Test(f"(not {coder.truth(line)})", 1 - chance(line), cost(line)) for line in unit.unless]
    then = []
    if unit.rule:
        then.append(f"h.append({coder.constants.name('C', unit.rule)})")
        parts = (part for line in (*unit.when, *unit.unless) for part in walk(line))
        names = dict.fromkeys(coder.names.windows[part] for part in parts if isinstance(part, Window))
        then += [f"w[{name.removeprefix('v')}] = {name}" for name in names]
    for sequence, step, captures in unit.steps:
        values = _tuple(coder.slot(slot) for slot in captures)
        then.append(f"st.append(({sequence}, {step}, {values}))")
    return Guarded(tuple(dict.fromkeys(tests)), tuple(then))


def _recording(
    stores: Mapping[int, tuple[Field, ...]], keys: Sequence[str], logs: Iterable[str], kept: str
) -> Iterable[str]:
    if not stores:
        yield "r = None"
        return
    yield f"r = c.own = {kept}"
    for store, key, log in zip(stores, keys, logs, strict=True):
        yield f"{log} = NONE if {key} is None else PUT(c.stores[{store}], {key}, r)"


def _marking(
    stores: Mapping[int, tuple[Field, ...]], keys: Sequence[str], asked: frozenset[str], constants: Constants
) -> Iterable[str]:
    """Where findings are counted later, the logs know which there are."""
    if stores and asked:
        name = constants.name("S", asked)
        own = _tuple(f"({store}, {key})" for store, key in zip(stores, keys, strict=True))
        yield f"if h and not {name}.isdisjoint(h):"
        yield f"    FIRED(c.stores, {own}, {name}, h)"


def _prologue(coder: _KindCoder, kind: str, constants: Constants, type_of: Callable[[str, str], Type]) -> Iterable[str]:
    names = coder.names
    yield "floor = c.floor"
    yield from extraction(kind, names.fields, constants, type_of)
    for path in sorted(names.texts):
        text = local_name(path)
        yield f"n_{text} = None if {text} is None else NORMAL({text})"
        if path in names.scanned:
            yield f"m_{text} = None if {text} is None else SCAN(n_{text})"
            yield f"q_{text} = m_{text} or None"
    for name, source in names.calendar.values():
        yield f"{name} = {source}"


def _late(names: _Names) -> list[str]:
    """The variables that are worked out when they are first asked for."""
    groups = (names.keys, names.logs, names.tokens, names.windows, names.lazy)
    return [name for group in groups for name in group.values() if name not in names.early]


def _indented(lines: Iterable[str]) -> list[str]:
    return ["    " + line for line in lines]


def _tuple(items: Iterable[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"
