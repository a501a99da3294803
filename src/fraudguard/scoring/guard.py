"""The guard: events in, decisions out, one at a time, with the state between them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fraudguard.errors import UsageError, closest
from fraudguard.events import Event, People, parse_event, resolve
from fraudguard.events.masking import Token
from fraudguard.pack import load_pack
from fraudguard.pack.checked import CheckedPack
from fraudguard.plan.compile import Plan, compile_plan
from fraudguard.scoring.builtin import Classifier, WindowClassifier
from fraudguard.scoring.chains_durable import Prepared, prepare
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.explain import Explanation, RuleExplanation, Viewer
from fraudguard.scoring.image import SwapReport, from_image, to_image
from fraudguard.scoring.memory import Memory
from fraudguard.scoring.preview import preview
from fraudguard.scoring.snapshot import pack_snapshot, unpack_snapshot
from fraudguard.scoring.snoozing import snooze_of

if TYPE_CHECKING:
    from fraudguard.classifier.contributions import TextExplanation
    from fraudguard.scoring.batch import Batch

__all__ = ["Guard", "SequenceEngine"]

_SHORTEST_KEY = 16  # bytes

SequenceEngine = Literal["native", "durable"]


class Guard:
    """
    Scores events with one pack, one model, one directory, one key.

    Decisions depend on the events seen so far and on nothing else: no clock, no randomness. All
    methods may be called from several threads; one lock lets one event through at a time, so more
    threads give no more speed: use one guard per process and shard by person.

    ``key`` (16 bytes or more) keys the tokens under which people and accounts are remembered. The
    same key is needed to `restore` a snapshot and to get the same ticket ids again. Without one a
    random key is made for this guard alone and `has_own_key` is false.

    ``sequences`` is the engine of sequence rules: ``"native"``, or ``"durable"`` for durable-rules (the extra
    ``durable``), with the same decisions. Raises `PackError` for a sequence that durable-rules cannot express.
    """

    def __init__(
        self,
        pack: CheckedPack,
        *,
        people: People | None = None,
        key: bytes | None = None,
        classifier: Classifier | None = None,
        sequences: SequenceEngine = "native",
    ) -> None:
        _expect("pack", pack, CheckedPack, "a checked pack: `Guard.load` and `fraudguard.pack.load_pack` make one")
        _expect("people", people, (People, type(None)), "a `People` or nothing: `Guard.load` takes a path")
        _expect("key", key, (bytes, type(None)), "bytes")
        if key is not None and len(key) < _SHORTEST_KEY:
            raise UsageError("scoring.key_short", given=len(key), least=_SHORTEST_KEY)
        if sequences not in ("native", "durable"):
            suggestion = closest(str(sequences), ("native", "durable"))
            raise UsageError("scoring.sequences", given=sequences, suggestion=suggestion)
        self.has_own_key = key is not None
        self._sequences = sequences
        self._key = key or secrets.token_bytes(32)
        self._lock = threading.RLock()
        self._people = people
        self._classifier = classifier
        plan = self._planned(pack)
        self._engine = self._build(plan, Memory.empty(plan), self._prepared(plan))

    @classmethod
    def load(
        cls,
        rules: str | Path | Sequence[str | Path] | None = None,
        *,
        people: str | Path | People | None = None,
        key: bytes | None = None,
        model: str | Path | None = None,
        classifier: Classifier | None = None,
        sequences: SequenceEngine = "native",
    ) -> Guard:
        """
        A guard from files.

        ``rules`` are pack directories, later ones laid over earlier ones; ``"@shipped"`` is the
        shipped pack and the default. ``people`` is a directory of people (CSV). ``model`` is the folder of a
        trained model, ``"@shipped"`` the one that comes with the library; without it, or a ``classifier`` of
        your own, there are rules alone. Raises `PackError` with every fault of every file, `PeopleError`,
        `ModelError`, `UsageError`.
        """
        classifier = _classifier(model, classifier)
        pack = load_pack(_paths(rules), examples=False)
        return cls(pack, people=_people(people), key=key, classifier=classifier, sequences=sequences)

    @property
    def pack(self) -> CheckedPack:
        """The pack in force."""
        return self._engine.plan.pack

    @property
    def people(self) -> People | None:
        """The directory of people in use."""
        return self._people

    @property
    def first_at(self) -> int | None:
        """The oldest instant seen, microseconds UTC: windows are full from here plus their length."""
        return self._engine.memory.first_at

    @property
    def searches_cut(self) -> int:
        """
        How many searches for a chain gave up because they had tried too much, since the pack in force
        was taken up: some events may then complete a sequence unseen. Conditions that compare three
        steps or more at once can lead there, when a person has many open events.
        """
        return self._engine.chains.searches_cut

    @property
    def durable_overflow(self) -> int:
        """
        How many searches for a chain the native engine answered because they were too much for durable-rules,
        since the pack in force was taken up; 0 with ``sequences="native"``.
        """
        return self._engine.chains.durable_overflow

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """
        Hex digests of the pack, the directory and the model: equal fingerprints and events, equal decisions.
        Empty without one, and for a classifier that has no `fingerprint`.
        """
        people = self._people.fingerprint if self._people is not None else ""
        model = str(getattr(self._classifier, "fingerprint", ""))
        return {"pack": self.pack.fingerprint, "people": people, "model": model}

    def score(self, event: Event | Mapping[str, Any]) -> Decision:
        """The decision on one event. Raises `EventError` when it cannot be understood; nothing is changed then."""
        with self._lock:
            return self._engine.score(event)

    def score_many(self, events: Iterable[Event | Mapping[str, Any]]) -> Iterator[Decision]:
        """The decisions on a stream, in its order, as they are made."""
        for event in events:
            yield self.score(event)

    def observe(self, event: Event | Mapping[str, Any]) -> None:
        """Remember an event of the past for windows and sequences; nobody is warned because of it."""
        with self._lock:
            self._engine.score(event, findings=False)

    def instant_of(self, event_id: str) -> int | None:
        """When the scored event of this id happened, in microseconds UTC; ``None`` when it is not known (any more)."""
        with self._lock:
            return self._engine.instant_of(event_id)

    def remembers(self, event: Event | Mapping[str, Any]) -> bool:
        """Whether this event, just as it is, has been scored and would be a duplicate; nothing changes."""
        with self._lock:
            return self._engine.remembers(event)

    def batch(self) -> Batch:
        """
        The rules of this guard over whole tables; needs polars and no classifier. Tickets go on from the guard's own.

        Raises `UsageError` when a classifier is in use: it reads events, not tables.
        """
        from fraudguard.scoring.batch import Batch

        if self._classifier is not None:
            raise UsageError("scoring.batch_model")
        return Batch(self._engine)

    def subjects(self, keys: Iterable[str]) -> frozenset[str]:
        """The subjects of persons, by their keys, as decisions name them: tokens."""
        return frozenset(f"person:{self._engine.plan.token(key)}" for key in keys)

    @property
    def rule_ids(self) -> Collection[str]:
        """The ids of the rules in force."""
        return self._engine.plan.rules.keys()

    def explain(self, event: Event | Mapping[str, Any]) -> Explanation:
        """Every rule of the event's kind, each condition true, false or unknown; the state stays as it is."""
        with self._lock:
            return self._explain(resolve(parse_event(event), self._people))

    def snapshot(self) -> bytes:
        """The whole state as bytes, personal data as keyed tokens; `restore` goes on exactly from here."""
        with self._lock:
            return pack_snapshot(to_image(self._engine.plan, self._engine.memory), self._key)

    @classmethod
    def restore(
        cls,
        data: bytes,
        *,
        key: bytes,
        rules: str | Path | Sequence[str | Path] | None = None,
        pack: CheckedPack | None = None,
        people: str | Path | People | None = None,
        model: str | Path | None = None,
        classifier: Classifier | None = None,
        sequences: SequenceEngine = "native",
    ) -> Guard:
        """
        A guard that goes on where `snapshot` stopped. ``pack`` is used instead of ``rules`` when given.

        Under another pack, what is unchanged is kept, as in `swap`. Raises `StateError` when the
        snapshot is truncated, altered, of another version or sealed with another key. A snapshot is the
        same for both engines of ``sequences``.
        """
        _expect("data", data, bytes, "the bytes that `Guard.snapshot` gave")
        _expect("key", key, bytes, "bytes")
        image = unpack_snapshot(data, key)
        pack = pack or load_pack(_paths(rules), examples=False)
        classifier = _classifier(model, classifier)
        guard = cls(pack, people=_people(people), key=key, classifier=classifier, sequences=sequences)
        memory, _ = from_image(guard._engine.plan, image)
        guard._engine = guard._build(guard._engine.plan, memory, guard._engine.durable)
        return guard

    def rewind(self, data: bytes | None) -> None:
        """
        Put this guard back to a state that `snapshot` gave, or to having seen nothing (None).

        Raises `StateError` as `restore` does; nothing is changed then.
        """
        image = None if data is None else unpack_snapshot(data, self._key)
        with self._lock:
            plan, durable = self._engine.plan, self._engine.durable
            memory = Memory.empty(plan) if image is None else from_image(plan, image)[0]
            self._engine = self._build(plan, memory, durable)

    def forget(self) -> None:
        """Go back to having seen nothing, as ``rewind(None)`` does, and cheaper: for many short streams in a row."""
        with self._lock:
            self._engine.memory.clear()

    def swap(self, pack: CheckedPack) -> SwapReport:
        """
        Go on with another pack: all of it or, when it cannot be planned, none.

        Windows and sequences whose definition is unchanged keep what they have seen; the report
        names those that start empty. Tickets and points already given stay.
        """
        _expect("pack", pack, CheckedPack, "a checked pack: `fraudguard.pack.load_pack` makes one")
        plan = self._planned(pack)  # slow, and needs nothing of the state: scoring goes on
        durable = self._prepared(plan)
        with self._lock:
            memory, report = from_image(plan, to_image(self._engine.plan, self._engine.memory))
            self._engine = self._build(plan, memory, durable)
            return report

    def _planned(self, pack: CheckedPack) -> Plan:
        features = self._classifier.features if isinstance(self._classifier, WindowClassifier) else None
        return compile_plan(pack, Token(self._key), features)

    def _prepared(self, plan: Plan) -> Sequence[Prepared]:
        return prepare(plan) if self._sequences == "durable" else ()

    def _build(self, plan: Plan, memory: Memory, durable: Sequence[Prepared]) -> Engine:
        return Engine(plan, memory, self._people, self._classifier, self._key, durable)

    def _explain(self, event: Event) -> Explanation:
        engine, plan = self._engine, self._engine.plan
        classifier = self._classifier
        model = classifier.classify(event) if classifier is not None else None
        floor = engine.floor
        stale, known = event.at_us <= floor, engine.knows(event.id)
        seen = preview(
            event, plan, engine.memory, floor, model, stale=stale, known=known, durable=engine.durable,
            head=engine.around.head,
        )  # fmt: skip
        viewer = Viewer(event, event.person.key, seen.windows, plan.pack, plan.token, seen.model)
        rules = []
        for rule in plan.pack.rules:
            if rule.when is not None and rule.kind == event.kind:
                rules.append(viewer.explain(rule, fired=rule.id in seen.rules))
            elif rule.sequence is not None:
                chain = seen.completed[rule.id].events if rule.id in seen.completed else ()
                rules.append(RuleExplanation(rule.id, rule.title, rule.status, bool(chain), (), (), chain))
        sources = plan.rules
        told = (
            replace(one, status="snoozed") if snooze_of(event, sources[one.rule], plan.pack) is not None else one
            for one in rules
        )
        return Explanation(event.id, event.kind, tuple(told), _explained(event, classifier, seen.values))


def _expect(name: str, given: object, kind: type | tuple[type, ...], wanted: str) -> None:
    """Refuse an argument of another kind in words, before anything is done with it."""
    if not isinstance(given, kind):
        raise UsageError("scoring.argument", name=name, given=type(given).__name__, wanted=wanted)


def _paths(rules: str | Path | Sequence[str | Path] | None) -> Sequence[str | Path]:
    if rules is None:
        return ("@shipped",)
    return (rules,) if isinstance(rules, (str, Path)) else rules


def _classifier(model: str | Path | None, own: Classifier | None) -> Classifier | None:
    """The classifier of a folder, or the caller's own."""
    if model is None:
        return own
    if own is not None:
        raise UsageError("model.two_classifiers")
    from fraudguard.classifier.heads import load_classifier

    return load_classifier(model)


def _explained(event: Event, classifier: Classifier | None, values: Sequence[Any]) -> TextExplanation | None:
    """What a model of ours saw in an event."""
    if classifier is None:
        return None
    from fraudguard.classifier.explaining import explained

    return explained(classifier, event, values)


def _people(people: str | Path | People | None) -> People | None:
    return People.load(people) if isinstance(people, (str, Path)) else people
