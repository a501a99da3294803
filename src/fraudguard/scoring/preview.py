"""One event through the rules without a trace: the state is read through, what is written stays aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from fraudguard.events import Event
from fraudguard.plan.compile import Plan, Surroundings
from fraudguard.plan.logs import Log
from fraudguard.plan.shelf import Shelf
from fraudguard.scoring.builtin import Classification
from fraudguard.scoring.chains import Chains, ChainState, Completed
from fraudguard.scoring.chains_durable import Prepared
from fraudguard.scoring.explain import WindowValues
from fraudguard.scoring.memory import NO_FLOOR, Memory
from fraudguard.scoring.search import Candidate, renewed

__all__ = ["Preview", "preview"]


class Preview(NamedTuple):
    """
    What the rules would say of an event now: those that fire, every window's value, completed chains.

    ``model`` is what the classifier says once the windows are known, ``values`` what its features are.
    """

    rules: tuple[str, ...]
    windows: WindowValues
    completed: Mapping[str, Completed]
    model: Classification | None
    values: Sequence[Any]


class _Aside(dict[Any, Any]):
    """
    The lists of a state by key, as they would be without one event.

    A list is copied by ``copy`` when it is first asked for; what is added goes to the copy.
    """

    def __init__(self, below: Mapping[Any, Any], without: str | None, copy: Callable[[list[Any]], Any]) -> None:
        super().__init__()
        self._look = below.find if isinstance(below, Shelf) else below.get
        self._without = without
        self._copy = copy

    def find(self, key: Any, default: Any = None) -> Any:
        """The list of a key without the event, else ``default``."""
        if key not in self:
            kept = [one for one in self._look(key, ()) if _event_id(one) != self._without]
            if not kept:
                return default
            self[key] = self._copy(kept)
        return self[key]

    get = find

    def add(self, key: Any, value: Any) -> None:
        """A list of its own."""
        self[key] = value

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """The list of a key without the event, else ``default``, which is kept."""
        found = self.get(key)
        if found is None:
            self[key] = found = default
        return found


def preview(
    event: Event,
    plan: Plan,
    memory: Memory,
    floor: int,
    classification: Classification | None,
    *,
    stale: bool,
    known: bool,
    durable: Sequence[Prepared] = (),
    head: Callable[[str, Any, Sequence[Any]], Classification | None] | None = None,
) -> Preview:
    """
    What the rules would say of an event.

    ``known`` says that an earlier event of its id would be taken back first; ``stale`` that the event
    lies at or before ``floor`` and sees nothing but itself.
    """
    kind = plan.kinds.get(event.kind)
    if kind is None:
        return Preview((), WindowValues({}, {}), {}, classification, ())
    without = event.id if known else None
    chains = Chains(plan, [_states(state, without) for state in memory.chains], durable)
    chains.begin(floor, idle=stale)
    stores: list[Any] = [Shelf() if stale else _Aside(store, without, Log.of) for store in memory.stores]
    around = Surroundings(stores, NO_FLOOR if stale else floor, chains.advance, head=head, told=classification)
    key = event.person.key
    arguments = (event, around, event.at_us, event.id, key, None if key is None else plan.token(key), classification)
    rules, _, _ = kind.fire(*arguments)
    windows = WindowValues(kind.places, dict(enumerate(kind.look(*arguments))))
    return Preview(tuple(rules), windows, chains.completed, around.told, around.values)


def _states(state: ChainState, without: str | None) -> ChainState:
    candidates: Any = _Aside(state.candidates, without, lambda found: [renewed(one) for one in found])
    return ChainState(candidates, _Aside(state.breakers, without, list))


def _event_id(one: Any) -> str:
    """The event of a record, a position or a candidate."""
    event_id: str = one.position[1] if isinstance(one, Candidate) else one[1]
    return event_id
