"""Taking an event back: windows, chains and points no longer see it; tickets keep their level."""

from __future__ import annotations

from typing import Any

from fraudguard.plan.compile import Plan
from fraudguard.plan.logs import Log
from fraudguard.plan.shelf import Shelf
from fraudguard.scoring.chains import Chains
from fraudguard.scoring.memory import Memory, Remembered
from fraudguard.scoring.tickets import noted

__all__ = ["retract"]


def retract(event_id: str, plan: Plan, memory: Memory, chains: Chains) -> None:
    """
    Withdraw an event.

    While its id is remembered this touches only its own keys. An older event, or one of several with
    the same id, is searched for in the whole state, which is slow and rare. An unknown id changes nothing.
    """
    kept = memory.remembered.get(event_id)
    if kept is not None:
        memory.remembered[event_id] = (*kept[:3], (), (), ())
    if kept is not None and kept[2]:
        _by_keys(event_id, kept, plan, memory, chains)
        subjects = kept[5]
    else:
        _search(event_id, memory, chains)
        subjects = (*memory.ledger, *(memory.episodes.keys() - memory.ledger.keys()))
    memory.forget_findings(event_id, subjects)
    for subject in subjects:
        episode = memory.episodes.find(subject)
        if episode is not None and any(kept.event_id == event_id for kept in episode.evidence.values()):
            noted(episode, f"依据之一已被撤回或更正（事件 {event_id}），等级保持不变")


def _by_keys(event_id: str, kept: Remembered, plan: Plan, memory: Memory, chains: Chains) -> None:
    at, _, name, keys, marks, _ = kept
    kind = plan.kinds.get(name)
    if kind is not None:
        for store, key in zip(kind.stores, keys, strict=False):
            _drop(memory.stores[store], key, event_id)
    chains.forget((at, event_id), marks)


def _search(event_id: str, memory: Memory, chains: Chains) -> None:
    for store in memory.stores:
        for key in [key for key, records in store.opened() if any(r[1] == event_id for r in records)]:
            _drop(store, key, event_id)
    positions = {
        candidate.position
        for state in chains.states
        for _, candidates in state.candidates.opened()
        for candidate in candidates
        if candidate.position[1] == event_id
    } | {
        position
        for state in chains.states
        for breakers in state.breakers.values()
        for position in breakers
        if position[1] == event_id
    }
    for position in positions:
        chains.forget(position, None)


def _drop(store: Shelf[Any, Log], key: Any, event_id: str) -> None:
    records = store.find(key)
    if records is None:
        return
    kept = [record for record in records if record[1] != event_id]
    if not kept:
        del store[key]
    elif len(kept) < len(records):
        records.cut(next(place for place, record in enumerate(records) if record[1] == event_id))
        records[:] = kept
