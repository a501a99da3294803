"""How the values of the state are packed: plain data in a few bytes, their oldest instant at the end."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Collection
from itertools import repeat
from typing import Any

from fraudguard.plan.logs import Log
from fraudguard.plan.records import FLAGS
from fraudguard.plan.shelf import Shelf
from fraudguard.scoring.decision import ChainEvent, Evidence
from fraudguard.scoring.pools import Pool
from fraudguard.scoring.risk import Entry
from fraudguard.scoring.search import Candidate
from fraudguard.scoring.tickets import Episode, told
from fraudguard.scoring.wording import FixedFacts

__all__ = ["candidate_shelf", "episode_shelf", "ledger_shelf", "log_shelf", "oldest", "plain", "unplain"]

_INSTANT = 8  # bytes
_LENGTH = 4  # bytes that say how long the first part of a packed log is
_TOKEN = 16  # bytes of a keyed token, which is written in twice as many digits
_BETWEEN = "\n"  # between the ids of a log
_BYTE = 256
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode


def plain(value: object) -> bytes:
    """Plain data as JSON; equal values make equal bytes."""
    return _encode(value).encode("utf-8", "surrogatepass")


def unplain(data: bytes | memoryview) -> Any:
    """What `plain` was given, its tuples as lists."""
    return _decode(str(data, "utf-8", "surrogatepass"))


def oldest(packed: bytes) -> int:
    """The instant of the oldest event of a packed value."""
    return int.from_bytes(packed[-_INSTANT:], "big", signed=True)


def _with_oldest(data: bytes, at: int) -> bytes:
    return data + at.to_bytes(_INSTANT, "big", signed=True)


def log_shelf(tokens: Collection[int] = ()) -> Shelf[Any, Log]:
    """
    Logs of records by key; ``tokens`` are the places where a record holds keyed tokens.

    A packed log is column by column: what has a fixed size as bytes, the rest as JSON before them.
    """
    binary = frozenset(tokens)

    def pack(records: Log) -> bytes:
        at, ids, fired, flags, *values = zip(*records, strict=True)
        raw = [_instants(array("q", at)).tobytes()]
        told: list[Any] = [_joined(ids), tuple(fired) if any(fired) else 0]
        for column, small in ((flags, max(flags) < _BYTE), *((c, False) for c in values)):
            place = FLAGS + len(told) - 2
            if small:
                raw.append(bytes(column))
            elif place in binary and None not in column:
                raw.append(bytes.fromhex("".join(column)))
            else:
                told.append(column)
                continue
            told.append(0)
        head = plain(told)
        return b"".join((len(head).to_bytes(_LENGTH, "big"), head, *raw, at[0].to_bytes(_INSTANT, "big", signed=True)))

    def unpack(data: bytes) -> Log:
        place = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
        ids, fired, flags, *columns = unplain(memoryview(data)[_LENGTH:place])
        names = ids.split(_BETWEEN) if type(ids) is str else ids
        count = len(names)
        instants = array("q")
        instants.frombytes(data[place : place + _INSTANT * count])
        place += _INSTANT * count
        if flags == 0:
            flags = data[place : place + count]
            place += count
        for number, column in enumerate(columns):
            if column == 0:
                columns[number] = _tokens(data[place : place + _TOKEN * count])
                place += _TOKEN * count
        every = map(tuple, fired) if fired else repeat(())
        some = frozenset().union(*fired) if fired else frozenset()
        return Log(zip(_instants(instants), names, every, flags, *columns, strict=False), some)

    return Shelf(pack, unpack)


def _instants(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _joined(ids: tuple[str, ...]) -> str | tuple[str, ...]:
    text = _BETWEEN.join(ids)
    return text if text.count(_BETWEEN) == len(ids) - 1 else ids


def _tokens(packed: bytes) -> list[str]:
    digits, size = packed.hex(), 2 * _TOKEN
    return [digits[i : i + size] for i in range(0, len(digits), size)]


def ledger_shelf() -> Shelf[str, dict[str, list[Entry]]]:
    """Findings by subject, then by rule."""
    return Shelf(_pack_rules, _unpack_rules)


def _pack_rules(rules: dict[str, list[Entry]]) -> bytes:
    return _with_oldest(plain(rules), min(entries[0][0] for entries in rules.values()))


def _unpack_rules(data: bytes) -> dict[str, list[Entry]]:
    rules: dict[str, list[Any]] = unplain(data[:-_INSTANT])
    return {rule: list(map(tuple, entries)) for rule, entries in rules.items()}


def candidate_shelf() -> Shelf[Any, list[Candidate]]:
    """Candidates of a sequence by key. What they tell is put into words when they are packed."""
    return Shelf(_pack_candidates, _unpack_candidates)


def _pack_candidates(candidates: list[Candidate]) -> bytes:
    found = [(c.position, tuple(c.steps.items()), c.facts.text(), c.facts.shown()) for c in candidates]
    return _with_oldest(plain(found), candidates[0].position[0])


def _unpack_candidates(data: bytes) -> Pool:
    return Pool(
        Candidate((at, event_id), {step: tuple(values) for step, values in steps}, FixedFacts(text, shown))
        for (at, event_id), steps, text, shown in unplain(data[:-_INSTANT])
    )


def episode_shelf() -> Shelf[str, Episode]:
    """Running episodes by subject. Findings kept on tickets are put into words when they are packed."""
    return Shelf(_pack_episode, _unpack_episode)


def _pack_episode(episode: Episode) -> bytes:
    evidence = [told(kept) for kept in episode.evidence.values()]
    value = (
        episode.first_event,
        episode.opened_at,
        episode.last,
        episode.level,
        episode.label,
        episode.stage,
        episode.urgent,
        [
            (e.rule, e.title, e.event_id, e.at, e.because, tuple(e.quotes), [tuple(step) for step in e.chain])
            for e in evidence
        ],
        episode.advice,
        episode.notes,
        episode.lead,
    )
    return _with_oldest(plain(value), episode.last)


def _unpack_episode(data: bytes) -> Episode:
    first, opened, last, level, label, stage, urgent, evidence, advice, notes, lead = unplain(data[:-_INSTANT])
    kept = {
        rule: Evidence(rule, title, event_id, at, because, tuple(quotes), tuple(ChainEvent(*step) for step in chain))
        for rule, title, event_id, at, because, quotes, chain in evidence
    }
    ranks = {one: (role, points) for one, (role, points) in advice.items()}
    return Episode(first, opened, last, level, label, stage, urgent, dict(kept), ranks, notes, lead)
