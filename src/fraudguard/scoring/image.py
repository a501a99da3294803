"""A memory as plain data under stable names, so that it survives a restart and a change of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fraudguard.plan.compile import KindPlan, Plan
from fraudguard.plan.logs import Log
from fraudguard.plan.records import FIRST_SLOT
from fraudguard.scoring.chains import ChainState
from fraudguard.scoring.decision import ChainEvent, Evidence
from fraudguard.scoring.memory import Memory, Remembered
from fraudguard.scoring.search import Candidate
from fraudguard.scoring.tickets import Episode, told
from fraudguard.scoring.wording import FixedFacts

__all__ = ["SwapReport", "from_image", "to_image"]

Image = dict[str, Any]
_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class SwapReport:
    """
    What a change of rules did to the state.

    ``kept`` are windows and sequences whose definition is unchanged; ``empty`` those that start
    with nothing seen; ``dropped`` those the new pack no longer has.
    """

    kept: tuple[str, ...]
    empty: tuple[str, ...]
    dropped: tuple[str, ...]


def to_image(plan: Plan, memory: Memory) -> Image:
    """The memory as JSON-ready data. Findings kept on tickets are put into words."""
    return {
        "slots": {kind: _kept(one) for kind, one in plan.kinds.items()},
        "stores": [[store.name, store.kind, _pairs(memory.stores[i])] for i, store in enumerate(plan.stores)],
        "chains": {_sequence_name(plan, i): _chain_image(state) for i, state in enumerate(memory.chains)},
        "ledger": memory.ledger,
        "episodes": {subject: _episode_image(episode) for subject, episode in memory.episodes.items()},
        "remembered": [_remembered_image(plan, event_id, kept) for event_id, kept in memory.remembered.items()],
        "newest": memory.newest,
        "instants": sorted(memory.instants),
        "first_at": memory.first_at,
        "scored": memory.scored,
        "look_back": plan.longest,
        "swept_floor": memory.swept_floor,
    }


def from_image(plan: Plan, image: Image) -> tuple[Memory, SwapReport]:
    """A memory for ``plan`` out of an image made under the same or another plan."""
    stores = {name: (kind, pairs) for name, kind, pairs in image["stores"]}
    chains: Mapping[str, Any] = image["chains"]
    memory = Memory(
        stores=[_store(plan, image, store.kind, stores.get(store.name)) for store in plan.stores],
        chains=[_chain_state(chains.get(_sequence_name(plan, i))) for i in range(len(plan.sequences))],
        ledger={
            subject: {rule: [tuple(entry) for entry in entries] for rule, entries in rules.items()}
            for subject, rules in image["ledger"].items()
        },
        episodes={subject: _episode(kept) for subject, kept in image["episodes"].items()},
        remembered=dict(_remembered(plan, kept) for kept in image["remembered"]),
        newest={person: (at, event_id) for person, (at, event_id) in image["newest"].items()},
        instants=image["instants"][-plan.pack.settings.sweep_rank :],  # the rank may be another now
        first_at=image["first_at"],
        scored=image["scored"],
        swept_floor=image["swept_floor"],
    )
    return memory, _report(plan, image)


def _report(plan: Plan, image: Image) -> SwapReport:
    had = _definitions(image)
    has = {f"{store.name}" for store in plan.stores}
    has |= {f"{kind}: {name}" for kind, one in plan.kinds.items() for name in _kept(one)}
    has |= {_sequence_name(plan, i) for i in range(len(plan.sequences))}
    if plan.longest > image["look_back"]:  # nothing older was kept
        has.add(f"events more than {image['look_back'] // _HOUR} hours old")
    return SwapReport(tuple(sorted(had & has)), tuple(sorted(has - had)), tuple(sorted(had - has)))


def _kept(kind: KindPlan) -> list[str]:
    """What records of a kind hold, by names that stay the same between plans; the slots first."""
    return [*(slot.name for slot in kind.slots), *(["rules that fired"] if kind.asked else [])]


def _definitions(image: Image) -> set[str]:
    names = {name for name, _, _ in image["stores"]}
    names |= {f"{kind}: {name}" for kind, slots in image["slots"].items() for name in slots}
    return names | set(image["chains"])


# -- windows --------------------------------------------------------------------------------------


def _pairs(store: Mapping[Any, Any]) -> list[list[Any]]:
    return [[list(key) if isinstance(key, tuple) else key, records] for key, records in store.items()]


def _key(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key


def _store(plan: Plan, image: Image, kind: str, found: tuple[str, Any] | None) -> dict[Any, Log]:
    if found is None:
        return {}
    had = image["slots"].get(kind, [])
    has = [slot.name for slot in plan.kinds[kind].slots]
    places = [FIRST_SLOT + had.index(name) if name in had else None for name in has]
    return {
        _key(key): Log((r[0], r[1], tuple(r[2]), *(None if p is None else r[p] for p in places)) for r in records)
        for key, records in found[1]
    }


# -- sequences ------------------------------------------------------------------------------------


def _sequence_name(plan: Plan, number: int) -> str:
    one = plan.sequences[number]
    return f"{one.rule}: {plan.rules[one.rule].sequence!r}"


def _chain_image(state: ChainState) -> list[Any]:
    candidates = {
        key: [
            [c.position, [[step, values] for step, values in c.steps.items()], c.facts.text(), c.facts.shown()]
            for c in found
        ]
        for key, found in state.candidates.items()
    }
    return [_pairs(candidates), _pairs(state.breakers)]


def _chain_state(image: list[Any] | None) -> ChainState:
    if image is None:
        return ChainState()
    candidates, breakers = image
    return ChainState(
        {
            _key(key): [
                Candidate((at, event_id), {step: tuple(values) for step, values in steps}, FixedFacts(text, shown))
                for (at, event_id), steps, text, shown in found
            ]
            for key, found in candidates
        },
        {_key(key): [(at, event_id) for at, event_id in found] for key, found in breakers},
    )


# -- ids and tickets ------------------------------------------------------------------------------


def _remembered_image(plan: Plan, event_id: str, kept: Remembered) -> list[Any]:
    at, digest, name, held, marks, subjects = kept
    kind = plan.kinds.get(name)
    keys = [] if kind is None else [[plan.stores[i].name, k] for i, k in zip(kind.stores, held, strict=False)]
    chains = [[_sequence_name(plan, number), key] for number, key in marks]
    return [event_id, at, digest.hex(), name, keys, chains, subjects]


def _remembered(plan: Plan, image: list[Any]) -> tuple[str, Remembered]:
    event_id, at, digest, name, keys, chains, subjects = image
    kind = plan.kinds.get(name)
    by_name = {store: _key(key) for store, key in keys}
    numbers = {_sequence_name(plan, i): i for i in range(len(plan.sequences))}
    aligned = () if kind is None or not keys else tuple(by_name.get(plan.stores[i].name) for i in kind.stores)
    return event_id, (
        at,
        bytes.fromhex(digest),
        name,
        aligned,
        tuple((numbers[sequence], _key(key)) for sequence, key in chains if sequence in numbers),
        tuple(subjects),
    )


def _episode_image(episode: Episode) -> Image:
    evidence = [told(kept) for kept in episode.evidence.values()]
    return {
        "first_event": episode.first_event,
        "opened_at": episode.opened_at,
        "last": episode.last,
        "level": episode.level,
        "label": episode.label,
        "stage": episode.stage,
        "urgent": episode.urgent,
        "evidence": [
            [e.rule, e.title, e.event_id, e.at, e.because, list(e.quotes), [list(step) for step in e.chain]]
            for e in evidence
        ],
        "advice": episode.advice,
        "notes": episode.notes,
        "lead": episode.lead,
    }


def _episode(image: Image) -> Episode:
    evidence = {
        rule: Evidence(rule, title, event_id, at, because, tuple(quotes), tuple(ChainEvent(*step) for step in chain))
        for rule, title, event_id, at, because, quotes, chain in image["evidence"]
    }
    plain = {name: image[name] for name in image if name not in ("evidence", "advice")}
    return Episode(
        evidence=dict(evidence),
        advice={one: (role, points) for one, (role, points) in image["advice"].items()},
        **plain,
    )
