"""Random short streams of events that meet the thresholds, the windows' edges and the keys of a given pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from fraudguard.events.catalogue import FIELDS, FieldSpec
from fraudguard.events.moment import microseconds
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.tree import Expression, Field, Literal, Type, Window, walk
from fraudguard.testing.events import BASE
from fraudguard.testing.words import chance, field_of, values_for

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["make_stream", "streams"]

_HOUR = 3_600_000_000
_PERSONS: tuple[dict[str, Any], ...] = (
    {"key": "p1"},
    {"ids": {"phone": "13800138000"}},
    {"ids": {"wechat": "wx1"}, "key": "ignored"},
    {},
)
_WHOLE = ("age", "call_count")
_OTHER_KINDS = ("lead", "settlement", "outcome")


def streams(pack: CheckedPack) -> SearchStrategy[list[dict[str, Any]]]:
    """
    Streams of 1 to 25 events as plain mappings, for one pack; needs Hypothesis.

    They hold ties, events out of order, duplicates, corrections, retractions, missing and wrong
    values, unknown persons, leads; instants lie at, just below and just above the pack's times.
    """
    from hypothesis import strategies as st

    return st.randoms(use_true_random=False).map(lambda random: make_stream(random, pack))


def make_stream(random: Random, pack: CheckedPack) -> list[dict[str, Any]]:
    """One stream, as `streams` draws it; the same choices of ``random`` give the same stream."""
    return _Maker(random, _wanted(pack)).stream()


@dataclass(frozen=True)
class _Wanted:
    """
    What a pack looks at: kinds with their paths, literals, times in microseconds, the types of its own
    fields, and the instants at which entries of its lists begin and end, in microseconds after `BASE`.
    """

    fields: dict[str, list[str]]
    numbers: list[float]
    fen: list[int]
    spans: list[int]
    extra: dict[str, str]
    instants: list[int]


_KNOWN: dict[str, _Wanted] = {}
_MOST_KNOWN = 16


def _roots(rule: CheckedRule) -> Iterator[Expression]:
    yield from (root for root in (rule.when, *rule.unless) if root is not None)
    if rule.sequence is not None:
        yield from (step.when for step in rule.sequence.steps if step.when is not None)


def _wanted(pack: CheckedPack) -> _Wanted:
    """What the pack looks at; its fingerprint stands for it, so that it is searched once."""
    if pack.fingerprint not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[pack.fingerprint] = _search(pack)
    return _KNOWN[pack.fingerprint]


def _search(pack: CheckedPack) -> _Wanted:
    nodes = [node for rule in pack.rules for root in _roots(rule) for node in walk(root)]
    fields: dict[str, set[str]] = {rule.kind: {rule.subject} for rule in pack.rules if rule.kind}
    for node in nodes:
        if isinstance(node, Field) and node.kind:
            fields.setdefault(node.kind, set()).add(node.path)
        if isinstance(node, Window):
            fields.setdefault(node.kind, set()).update(part.counted for part in node.by)
            fields[node.kind].update([node.path] if node.path else [])
    for rule in pack.rules:
        for step in rule.sequence.steps if rule.sequence else ():
            if step.kind:
                fields.setdefault(step.kind, set()).update(rule.sequence.by if rule.sequence else ())
    dated = [entry for one in pack.value_lists.values() for found in one.entries.values() for entry in found]
    literals = [node for node in nodes if isinstance(node, Literal)]
    settings, policy = pack.settings, pack.policy
    spans = {node.within for node in nodes if isinstance(node, Window)}
    spans |= {rule.sequence.within for rule in pack.rules if rule.sequence}
    longest = max([policy.episode, *spans, *((group.horizon + 1) * _HOUR for group in pack.groups.values())])
    spans |= {policy.episode, settings.dedup, _HOUR, longest + settings.lateness}
    return _Wanted(
        {kind: sorted(paths) for kind, paths in sorted(fields.items())},
        sorted({float(node.value) for node in literals if node.type is Type.NUMBER} or {1.0}),
        sorted({round(float(node.value)) for node in literals if node.type is Type.MONEY} or {100}),
        sorted(spans),
        {name: str(of) for name, of in settings.extra.items()},
        sorted({at - microseconds(BASE) for entry in dated for at in (entry.start, entry.expiry) if at is not None}),
    )


class _Maker:
    """Makes one stream."""

    def __init__(self, random: Random, wanted: _Wanted) -> None:
        self.random = random
        self.wanted = wanted
        self.now = 0
        self.made: list[dict[str, Any]] = []
        self.instants: list[int] = []
        persons = random.choice([1, 2, 3])
        self.persons = _PERSONS[:persons]

    def stream(self) -> list[dict[str, Any]]:
        """All events, in the order in which they arrive."""
        random = self.random
        count = random.randint(1, 25)
        self.ids = [f"e{number:02d}" for number in range(count)]
        if chance(random, 70):
            random.shuffle(self.ids)
        while len(self.made) < count:
            kinds = [self._fresh] * 26 + [self._again, self._correction, self._correction, self._retraction]
            random.choice(kinds if self.made else [self._fresh])()
        return self.made

    def _fresh(self) -> None:
        random = self.random
        kinds = tuple(self.wanted.fields)
        kind = random.choice(_OTHER_KINDS if not kinds or chance(random, 7) else kinds)
        self._add(self._event(kind, self.ids[len(self.made)]))

    def _add(self, event: dict[str, Any]) -> None:
        event["at"] = self._moment()
        self.made.append(event)

    def _again(self) -> None:
        """The same event, told in other words."""
        old = dict(self.random.choice(self.made))
        old["at"] = datetime.fromisoformat(old["at"]).astimezone(UTC).isoformat()
        old["person"] = {name: value for name, value in old["person"].items() if value}
        if isinstance(old.get("amount"), str):
            old["amount"] = "¥" + old["amount"].lstrip("¥")
        self.made.append(old)

    def _correction(self) -> None:
        """An event under a known id: other values at the same instant, or the same values at another."""
        random = self.random
        old = random.choice(self.made)
        if chance(random, 50) and old["kind"] != "retraction":
            self.made.append({**self._event(old["kind"], old["id"]), "at": old["at"]})
        else:
            self._add(dict(old))

    def _retraction(self) -> None:
        random = self.random
        target = "nobody" if chance(random, 10) else random.choice(self.made)["id"]
        person = random.choice(self.persons)
        self._add({"kind": "retraction", "id": self.ids[len(self.made)], "target": target, "person": person})

    def _moment(self) -> str:
        """Mostly forward, by times at which something changes; sometimes back, sometimes the same instant."""
        random = self.random
        edge = random.choice(self.wanted.spans) + random.choice([0, -1, 1, 1_000_000])
        step = random.choice([60_000_000, 1_000_000, 1])
        there = random.choice([0, *self.instants])
        ways = [self.now + step] * 7 + [self.now] * 3 + [self.now + edge] * 4 + [there + edge] * 4
        listed = self.wanted.instants if chance(random, 25) else []
        at = random.choice([*ways, there, self.now - step, self.now - edge, *listed[:2]])
        at -= 1 if at in listed and chance(random, 50) else 0
        self.now = at if chance(random, 10) else max(self.now, at)
        self.instants.append(at)
        return (BASE + timedelta(microseconds=at)).isoformat()

    def _event(self, kind: str, serial: str) -> dict[str, Any]:
        random = self.random
        event: dict[str, Any] = {"kind": kind, "id": serial, "person": self._person()}
        if kind == "lead" and chance(random, 80):
            event["level"] = random.choice(["green", "yellow", "red"])
            event["scam"] = random.choice(["fake_loan", "nfc_tap", "unheard_of"])
        paths = [path for path in self.wanted.fields.get(kind, []) if chance(random, 85)]
        paths += [random.choice(list(FIELDS[kind]))] if chance(random, 40) else []
        for path in paths:
            if path not in {"id", "kind", "at", "person.key"}:
                _put(event, path.split("."), self._value(path, field_of(kind, path, self.wanted.extra)))
        return event

    def _person(self) -> dict[str, Any]:
        random = self.random
        person = random.choice(self.persons) if chance(random, 40) else self.persons[0]
        return {} if chance(random, 6) else {**person, "ids": dict(person.get("ids", {}))}

    def _value(self, path: str, spec: FieldSpec) -> Any:
        random = self.random
        if path.startswith("extra.") and chance(random, 10):
            return random.choice(["?", True, 7])
        if spec.type == "money":
            fen = max(0, random.choice(self.wanted.fen) + random.choice([0, 0, 1, -1]))
            fen = fen // 2 if chance(random, 20) else fen
            return f"{fen // 100}.{fen % 100:02d}"
        if spec.type == "number":
            return self._number(path, spec)
        return random.choice(values_for(spec))

    def _number(self, path: str, spec: FieldSpec) -> float:
        number = self.random.choice(self.wanted.numbers) + self.random.choice([0, 0, 1, -1])
        if path.startswith("extra."):
            return _plain(number)
        whole = spec.path.rpartition(".")[2] in _WHOLE
        return _plain(min(90, max(0, int(number) if whole else number)))


def _plain(number: float) -> float:
    """A whole number as int: equal values then have one form."""
    return int(number) if number == int(number) else number


def _put(event: dict[str, Any], names: Iterable[str], value: Any) -> None:
    """Set a nested field."""
    *outer, last = names
    for name in outer:
        event = event.setdefault(name, {})
    event[last] = value
