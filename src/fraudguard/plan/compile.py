"""A checked pack to a plan: shared leaves, windows, sequences, one generated function per kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fraudguard.events import Event
from fraudguard.events.catalogue import KINDS
from fraudguard.events.masking import Token
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.tree import Expression, Field, Fired, Mentions, Type, Window, walk
from fraudguard.plan.coder import Constants
from fraudguard.plan.fields import type_lookup
from fraudguard.plan.kind_source import Block, KindSource, Unit, kind_source
from fraudguard.plan.levels import levels, step_level
from fraudguard.plan.lines import Lines
from fraudguard.plan.logs import Log
from fraudguard.plan.records import RecordLayout, Slot, Store, StoreTable
from fraudguard.plan.runtime import name_space
from fraudguard.plan.sequences import SequencePlan, plan_sequence
from fraudguard.plan.shelf import Shelf
from fraudguard.plan.windows import WindowPlan, plan_window

__all__ = ["KindPlan", "Plan", "Surroundings", "compile_plan"]

_HOUR = 3_600_000_000
_NO_FLOOR = -(1 << 62)  # before any instant
Fire = Callable[..., tuple[list[str], tuple[object, ...], Mapping[int, object]]]


@dataclass(slots=True)
class Surroundings:
    """
    What a generated function reads besides the event: the stores, the horizon, the sequences.

    ``floor`` is one microsecond below the oldest instant that still counts. ``chains`` is called
    after each level that has sequences. ``own`` is the record of the event looked at last.

    ``head`` takes an event's kind, what was said of its words and the values of the plan's features, and says what is
    to be thought of the whole; ``values`` and ``told`` are those of the event looked at last.
    """

    stores: list[Shelf[Any, Log]]
    floor: int
    chains: Callable[..., None]
    head: Callable[[str, Any, Sequence[Any]], Any] | None = None
    own: list[Any] | None = None
    values: Sequence[Any] = ()
    told: Any = None

    def weigh(self, kind: str, words: Any, values: Sequence[Any]) -> Any:
        """What the head says of an event, once its windows are known and before any rule has run."""
        self.values = values
        self.told = words if self.head is None else self.head(kind, words, values)
        return self.told


@dataclass(frozen=True, slots=True)
class KindPlan:
    """
    The compiled rules of one kind; see `KindSource` for the two functions.

    ``places`` tells, by the identity of a window's node in the pack, where its value stands among
    those of ``windows``: hashing whole trees to find it would cost more than all the rest. ``asked``
    says that records keep which rules fired, because some window asks.
    """

    kind: str
    fire: Fire
    look: Callable[..., tuple[object, ...]]
    windows: tuple[Window, ...]
    places: Mapping[int, int]
    stores: tuple[int, ...]
    slots: tuple[Slot, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What scoring runs.

    ``longest`` is the longest look-back of anything in the plan, in microseconds. ``joins`` maps
    the names in `SequencePlan.joins` to functions. ``blocks`` are the units of each kind, level
    by level. ``source`` is the generated code, for reading; ``lines`` the rules' conditions, to be told.
    """

    pack: CheckedPack
    token: Callable[[str], str]
    kinds: Mapping[str, KindPlan]
    stores: tuple[Store, ...]
    sequences: tuple[SequencePlan, ...]
    sequence_levels: Mapping[int, tuple[int, ...]]
    joins: Mapping[str, Callable[..., bool]]
    rules: Mapping[str, CheckedRule]
    blocks: Mapping[str, tuple[Block, ...]]
    longest: int
    source: str = field(repr=False)
    lines: Lines = field(default_factory=Lines, repr=False)

    def fire(self, event: Event) -> list[str]:
        """The ids of the rules that fire on an event seen alone, sorted: no windows, no state."""
        kind = self.kinds.get(event.kind)
        if kind is None:
            return []
        alone = Surroundings([Shelf() for _ in self.stores], _NO_FLOOR, _no_chains)
        person = event.person.key
        token = None if person is None else self.token(person)
        fired, _, _ = kind.fire(event, alone, event.at_us, event.id, person, token, None)
        return sorted(fired)


def _no_chains(*_: object) -> None:
    """Sequences need a state; an event alone completes none."""


def compile_plan(
    pack: CheckedPack,
    token: Callable[[str], str] | None = None,
    features: Mapping[str, Sequence[Expression]] | None = None,
) -> Plan:
    """
    Compile a pack.

    ``token`` turns a text into the keyed token under which it is remembered; without one a fixed
    key is used, which is right for tests and benchmarks only. ``features`` are by kind the values and conditions that
    `Surroundings.weigh` is given for each event; they read no findings.
    """
    features = features or {}
    token = token or Token(bytes(32))
    constants = Constants()
    type_of = type_lookup(pack.settings.extra)
    conditions = [*_conditions(pack), *(node for some in features.values() for node in some)]
    parts = [part for node in conditions for part in walk(node)]
    nodes = [part for part in parts if isinstance(part, Window)]
    layouts = {kind: RecordLayout() for kind in KINDS}
    table = StoreTable()
    windows: dict[Window, WindowPlan] = {}
    for node in nodes:
        if node not in windows:
            windows[node] = plan_window(node, len(windows), table.index(node), layouts, constants, token, type_of)
    sequences = tuple(
        plan_sequence(rule, number, constants, token)
        for number, rule in enumerate(rule for rule in pack.rules if rule.sequence is not None)
    )
    phrases = sorted({phrase for part in parts if isinstance(part, Mentions) for phrase in part.phrases})
    numbers = {phrase: i for i, phrase in enumerate(phrases)}
    known = levels(pack)
    sources = []
    units = {kind: _blocks(kind, pack, sequences, known) for kind in KINDS}
    for kind, blocks in units.items():
        stores = _stores_of(kind, table, type_of)
        if stores or features.get(kind) or any(block.units for block in blocks):
            sources.append(
                kind_source(
                    kind,
                    blocks,
                    layouts[kind],
                    stores,
                    windows,
                    numbers,
                    constants,
                    token,
                    type_of,
                    asked=frozenset().union(*(_asked(window) for window in windows if window.kind == kind)),
                    features=features.get(kind, ()),
                )
            )
    text = "\n\n".join(
        [
            *(plan.source for plan in windows.values()),
            *(join.source for plan in sequences for join in plan.joins),
            *(source.source for source in sources),
        ]
    )
    space = name_space(pack.value_lists, phrases, token) | constants.names
    exec(compile(text, "<plan>", "exec"), space)  # noqa: S102  # our own source; no text of a rule file stands in it
    return Plan(
        pack=pack,
        token=token,
        kinds={source.kind: _kind_plan(source, space, layouts, nodes) for source in sources},
        stores=tuple(table.stores),
        sequences=sequences,
        sequence_levels=_sequence_levels(sequences, known),
        joins={join.name: space[join.name] for plan in sequences for join in plan.joins},  # type: ignore[misc]
        rules={rule.id: rule for rule in pack.rules},
        blocks=units,
        longest=_longest(pack, windows),
        source=text,
    )


def _asked(window: Window) -> set[str]:
    """The rules of which a window asks whether they fired."""
    return set() if window.where is None else {part.rule for part in walk(window.where) if isinstance(part, Fired)}


def _conditions(pack: CheckedPack) -> Iterable[Expression]:
    for rule in pack.rules:
        if rule.when is not None:
            yield rule.when
        yield from rule.unless
        if rule.sequence is not None:
            yield from (step.when for step in rule.sequence.steps if step.when is not None)


def _stores_of(kind: str, table: StoreTable, type_of: Callable[[str, str], Type]) -> dict[int, tuple[Field, ...]]:
    """The stores that events of ``kind`` are put into, with the fields that key them."""
    return {
        number: tuple(Field("", kind, path, type_of(kind, path)) for path in store.paths)
        for number, store in enumerate(table.stores)
        if store.kind == kind
    }


def _blocks(
    kind: str, pack: CheckedPack, sequences: tuple[SequencePlan, ...], known: Mapping[str, int]
) -> tuple[Block, ...]:
    """The units of one kind by level."""
    steps_of: dict[str, list[tuple[int, int, tuple[Slot, ...]]]] = {}
    units: dict[int, list[Unit]] = {}
    by_id = {rule.id: rule for rule in pack.rules}
    for plan in sequences:
        sequence = by_id[plan.rule].sequence
        assert sequence is not None  # plans are made of sequence rules
        for i, (step, planned) in enumerate(zip(sequence.steps, plan.steps, strict=True)):
            if step.rule:
                steps_of.setdefault(step.rule, []).append((plan.number, i, planned.captures))
            elif step.kind == kind:
                unit = Unit(planned.alone, (), "", ((plan.number, i, planned.captures),))
                units.setdefault(step_level(step, known), []).append(unit)
    for rule in pack.rules:
        if rule.when is not None and rule.kind == kind:
            unit = Unit((rule.when,), rule.unless, rule.id, tuple(steps_of.get(rule.id, ())))
            units.setdefault(known[rule.id], []).append(unit)
    if not units:
        return ()
    chained = {known[plan.rule] for plan in sequences}
    return tuple(
        Block(level, tuple(units.get(level, ())), level in chained) for level in sorted(units.keys() | chained)
    )


def _sequence_levels(sequences: tuple[SequencePlan, ...], known: Mapping[str, int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for plan in sequences:
        found.setdefault(known[plan.rule], []).append(plan.number)
    return {level: tuple(numbers) for level, numbers in found.items()}


def _kind_plan(
    source: KindSource,
    space: Mapping[str, object],
    layouts: Mapping[str, RecordLayout],
    nodes: Iterable[Window],
) -> KindPlan:
    order = {plan.node: i for i, plan in enumerate(source.windows)}
    return KindPlan(
        kind=source.kind,
        fire=space[f"fire_{source.kind}"],  # type: ignore[arg-type]  # just compiled
        look=space[f"look_{source.kind}"],  # type: ignore[arg-type]
        windows=tuple(order),
        places={id(node): order[node] for node in nodes if node in order},
        stores=source.stores,
        slots=layouts[source.kind].slots,
        asked=bool(source.asked),
    )


def _longest(pack: CheckedPack, windows: Mapping[Window, WindowPlan]) -> int:
    """The longest look-back: windows, sequences, points still counting, episodes."""
    return max(
        pack.policy.episode,
        *(window.within for window in windows),
        *(rule.sequence.within for rule in pack.rules if rule.sequence is not None),
        *((group.horizon + 1) * _HOUR for group in pack.groups.values()),
        0,
    )
