"""One event through a plan and a memory: the order of steps that gives every answer its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from fraudguard.events import ID_TYPES, Event, People, microseconds, parse_event, read, resolve
from fraudguard.events.catalogue import FIELDS
from fraudguard.events.masking import mask
from fraudguard.events.people import resolve_own
from fraudguard.pack.checked import LEVEL_ZH, CheckedRule
from fraudguard.plan.compile import KindPlan, Plan, Surroundings
from fraudguard.plan.fields import value_of
from fraudguard.plan.logs import settled
from fraudguard.plan.shelf import Shelf
from fraudguard.scoring.builtin import Classification, Classifier, Said, head_of, lead_rule, model_points, model_rule
from fraudguard.scoring.chains import Chains, Completed
from fraudguard.scoring.chains_durable import Prepared
from fraudguard.scoring.decision import Decision, Finding, Standing, Ticket
from fraudguard.scoring.fingerprint import content_digest
from fraudguard.scoring.memory import NO_FLOOR, Memory
from fraudguard.scoring.retraction import retract
from fraudguard.scoring.risk import Entry, standing
from fraudguard.scoring.snoozing import snooze_of
from fraudguard.scoring.sweeping import Sweep
from fraudguard.scoring.telling import EventTelling
from fraudguard.scoring.tickets import fold

__all__ = ["Engine"]

_SWEEP_EVERY = 8192  # scored events between looks at how far the floor has moved
_SETTLE_EVERY = 4  # scored events between packings of what lies open too long
_VISITS = 16  # keys that a sweep looks at after each event: a few microseconds


class _Fired(NamedTuple):
    """What the rules said of one event."""

    rules: list[str]
    keys: tuple[Any, ...]
    windows: Mapping[int, object]
    kind: KindPlan | None
    model: Classification | None


class Engine:
    """
    The scoring of one plan over one memory. Not for several threads: the guard holds the lock.

    ``digest_key`` keys the content digests of remembered events. With ``durable`` sequences run on
    durable-rules.
    """

    def __init__(
        self,
        plan: Plan,
        memory: Memory,
        people: People | None,
        classifier: Classifier | None,
        digest_key: bytes,
        durable: Sequence[Prepared] = (),
    ) -> None:
        self.plan = plan
        self.memory = memory
        self.people = people
        self.classifier = classifier
        self.digest_key = digest_key[:64]
        self.durable = durable
        self.chains = Chains(plan, memory.chains, durable)
        self.around = Surroundings(memory.stores, NO_FLOOR, self.chains.advance, head_of(classifier))
        settings = plan.pack.settings
        self._rank = settings.sweep_rank
        self._dedup = settings.dedup
        self._look_back = plan.longest + settings.lateness
        self._groups = plan.pack.groups
        self._shelves = tuple(memory.shelves)
        self._sweeping: Sweep | None = None
        self._forgetting: list[str] = []
        self._model_rule = model_rule()

    @property
    def floor(self) -> int:
        """The instant at or before which nothing is seen any more."""
        mark = self.memory.mark(self._rank)
        return NO_FLOOR if mark is None else mark - self._look_back - 1

    def knows(self, event_id: str) -> bool:
        """Whether an event of this id would be a duplicate or a correction."""
        before = self.memory.remembered.get(event_id)
        if before is None:
            return False
        mark = self.memory.mark(self._rank)
        return mark is None or before[0] >= mark - self._dedup

    def instant_of(self, event_id: str) -> int | None:
        """When the event of this id happened, if one of it would be a duplicate or a correction."""
        return self.memory.remembered[event_id][0] if self.knows(event_id) else None

    def remembers(self, given: Event | Mapping[str, Any]) -> bool:
        """Whether this event, as it is, would be a duplicate."""
        event = self._understood(given)
        return self.knows(event.id) and self.memory.remembered[event.id][1] == content_digest(event, self.digest_key)

    def score(self, given: Event | Mapping[str, Any], *, findings: bool = True) -> Decision:
        """
        The decision on one event. Without ``findings`` it is only remembered: windows and chains see
        it later, nobody is warned.
        """
        event = self._understood(given)
        memory = self.memory
        at, event_id = event.at_us, event.id
        digest = content_digest(event, self.digest_key)
        outcome = "scored"
        before = memory.remembered.get(event_id)
        reused = before is not None and not self.knows(event_id)
        if before is not None and not reused:
            if before[1] == digest:
                return Decision(event_id, at, "duplicate", Standing(self._own(event)))
            outcome = "corrected"
        model = self.classifier.classify(event) if self.classifier is not None else None
        # From here on nothing of the caller's runs: an event is taken in as a whole or not at all.
        if outcome == "corrected":
            retract(event_id, self.plan, memory, self.chains)
        if event.kind == "retraction":
            outcome = "retracted"
            retract(getattr(event, "target", None) or "", self.plan, memory, self.chains)
        floor = self.floor
        person = self._person(event)
        stale = at <= floor
        late = stale
        if person is not None:
            newest = memory.newest.get(person)
            if newest is not None and (at, event_id) < newest:
                late = True
            else:
                memory.newest[person] = (at, event_id)
        fired = self._fire(event, person, floor, model, stale=stale)
        found = self._findings(event, fired, person) if findings else ()
        decision = self._decide(event, outcome, late, stale, floor, found, person, fired.model)
        subjects = tuple({finding.subject: None for finding in found})
        keys = () if stale else fired.keys
        kind = "" if reused else event.kind  # of a reused id several events are in the state
        memory.remembered[event_id] = (at, digest, kind, keys, tuple(self.chains.marks), subjects)
        memory.note_instant(at, self._rank)
        self._upkeep()
        return decision

    def fired(self, given: Event | Mapping[str, Any]) -> tuple[str, ...]:
        """The rules that fire on one event, which windows and chains then see. Ids may not repeat nor be retracted."""
        event = self._understood(given)
        return tuple(self._fire(event, self._person(event), NO_FLOOR, None, stale=False).rules)

    def decide(
        self, event: Event, rules: Sequence[str], windows: Mapping[int, object], completed: Mapping[str, Completed]
    ) -> Decision:
        """
        The decision on an event whose rules were worked out elsewhere; later than everything decided before.

        ``windows`` are the values its findings show, by place (`KindPlan.places`); ``completed`` the chains of
        the sequences among ``rules``. Windows, sequences and ids learn nothing of the event.
        """
        person = self._person(event)
        self.chains.completed = dict(completed)
        found = self._findings(event, _Fired(list(rules), (), windows, self.plan.kinds.get(event.kind), None), person)
        return self._decide(event, "scored", False, False, NO_FLOOR, found, person, None)

    def _understood(self, given: Event | Mapping[str, Any]) -> Event:
        """The event, its instant and its person worked out."""
        event = parse_event(given)
        event.__dict__["at_us"] = microseconds(event.at)  # what the cached property would keep, without its lock
        if event is not given and isinstance(given, Mapping) and type(given.get("person")) is dict:
            resolve_own(event, self.people)
            return event
        return resolve(event, self.people)

    def _fire(
        self, event: Event, person: str | None, floor: int, model: Classification | None, *, stale: bool
    ) -> _Fired:
        """Run the rules of the event's kind and put its record into the stores."""
        self.chains.begin(floor, idle=stale)
        kind = self.plan.kinds.get(event.kind)
        if kind is None:
            return _Fired([], (), {}, None, model)
        around = self.around
        around.floor = floor
        if stale:
            around = Surroundings([Shelf() for _ in self.plan.stores], NO_FLOOR, self.chains.advance, around.head)
        around.told = model
        rules, keys, windows = kind.fire(event, around, event.at_us, event.id, event.person.key, person, model)
        if kind.asked and around.own is not None and not stale:
            settled(around.stores, zip(kind.stores, keys, strict=True), around.own)
        return _Fired(rules, keys, windows, kind, around.told)

    # -- findings ---------------------------------------------------------------------------------

    def _findings(self, event: Event, fired: _Fired, person: str | None) -> tuple[Finding, ...]:
        found = []
        if fired.rules:
            places = fired.kind.places if fired.kind is not None else {}
            telling = EventTelling(event, places, fired.windows, self.plan, fired.model)
            found = [self._finding(event, self.plan.rules[rule], person, telling) for rule in sorted(fired.rules)]
        if event.kind == "lead" and getattr(event, "level", None) is not None:
            found.append(self._lead(event, person))
        policy = self.plan.pack.model
        if policy is not None and fired.model is not None:
            points = model_points(fired.model.probability, policy)
            if points > 0:
                found.append(self._from_model(event, fired.model, points, person))
        return tuple(found)

    def _finding(self, event: Event, rule: CheckedRule, person: str | None, telling: EventTelling) -> Finding:
        subject = self._subject(event, rule.subject, person)
        textual = self._groups[rule.group].textual
        snoozed = snooze_of(event, rule, self.plan.pack) if rule.id in self.plan.pack.snoozes else None
        if rule.sequence is None:
            return Finding(rule, telling, subject, textual=textual, snoozed=snoozed)
        completed = self.chains.completed[rule.id]
        chain, steps = completed.events, completed.shown
        return Finding(rule, telling, subject, textual=textual, chain=chain, steps=steps, snoozed=snoozed)

    def _lead(self, event: Event, person: str | None) -> Finding:
        rule = lead_rule(event.level, self.plan.pack)  # type: ignore[union-attr, arg-type]  # the caller looked
        scam = getattr(event, "scam", None)
        scam = scam if scam in self.plan.pack.taxonomy else ""
        name = self.plan.pack.taxonomy[scam].zh if scam else "类型未注明"
        colour = "" if rule.floor == "none" else f"{LEVEL_ZH[rule.floor]}色"
        said = Said(event, f"上级中心推送{colour}预警指令（{name}），须跟踪反馈")
        subject = self._subject(event, "person.key", person)
        return Finding(rule, said, subject, textual=self._groups["lead"].textual, scam=scam)

    def _from_model(self, event: Event, model: Classification, points: int, person: str | None) -> Finding:
        said = Said(event, f"分类模型判断涉诈可能性 {model.probability:.0%}")
        subject = self._subject(event, "person.key", person)
        textual = model.textual or self._groups["model"].textual
        return Finding(self._model_rule, said, subject, textual=textual, points=points, scam=model.scam)

    def _own(self, event: Event) -> str:
        """The subject of the event's person."""
        return self._subject(event, "person.key", self._person(event))

    def _person(self, event: Event) -> str | None:
        """The event's person as a token."""
        return None if event.person.key is None else self.plan.token(event.person.key)

    def _subject(self, event: Event, path: str, person: str | None) -> str:
        """Whose points a finding is, as a token; an unknown subject is the event itself."""
        if path == "person.key":
            return f"event:{event.id}" if person is None else f"person:{person}"
        value = value_of(event, path, self.plan.pack.settings.extra)
        return f"event:{event.id}" if value is None else f"{path}:{self.plan.token(str(value))}"

    # -- standing and tickets ---------------------------------------------------------------------

    def _decide(
        self,
        event: Event,
        outcome: Any,
        late: bool,
        stale: bool,
        floor: int,
        found: Sequence[Finding],
        person: str | None,
        model: Classification | None,
    ) -> Decision:
        probability = model.probability if model is not None else None
        own = f"event:{event.id}" if person is None else f"person:{person}"
        if not found:
            history = {} if stale else self.memory.ledger.find(own, {})
            mine, _ = standing(own, history, event.at_us, event.id, floor, (), self.plan.pack)
            return Decision(event.id, event.at_us, outcome, mine, late=late, probability=probability)
        by_subject: dict[str, list[Finding]] = {own: []}
        for finding in found:
            by_subject.setdefault(finding.subject, []).append(finding)
        ledger = self._ledger_of(event, found, stale=stale)
        standings: dict[str, Standing] = {}
        tickets: list[Ticket] = []
        for subject in [own, *sorted(by_subject.keys() - {own})]:
            brought = [finding for finding in by_subject[subject] if finding.status == "active"]
            now, counted = standing(
                subject,
                ledger.find(subject, {}),
                event.at_us,
                event.id,
                NO_FLOOR if stale else floor,
                [finding.source for finding in brought],
                self.plan.pack,
            )
            standings[subject] = now
            if brought:
                ticket = self._fold(subject, now, counted, brought, event, floor)
                if ticket is not None:
                    tickets.append(ticket)
        mine = standings.pop(own)
        return Decision(
            event.id, event.at_us, outcome, mine, tuple(found), standings, tuple(tickets), probability, late
        )

    def _ledger_of(self, event: Event, found: Sequence[Finding], *, stale: bool) -> Shelf[str, dict[str, list[Entry]]]:
        """The ledger with this event's findings in it; a stale event's stand alone and leave no trace."""
        ledger = Shelf() if stale else self.memory.ledger
        at, event_id = event.at_us, event.id
        for finding in found:
            rule = finding.source
            if finding.status != "active" or (not rule.points and rule.id in self.plan.rules):
                continue  # a rule of the pack without points never counts
            entry: Entry = (
                at, event_id, rule.id, finding.points, rule.group, finding.scam, rule.role == "core", finding.textual
            )  # fmt: skip
            rules = ledger.find(finding.subject)
            if rules is None:
                ledger.add(finding.subject, rules := {})
            entries = rules.setdefault(rule.id, [])
            entries.append(entry)
            if len(entries) > 1 and entries[-2][:2] > entry[:2]:
                entries.sort(key=itemgetter(0, 1))  # of two at one position the later found stays last
        return ledger

    def _fold(
        self,
        subject: str,
        now: Standing,
        counted: bool,
        brought: Sequence[Finding],
        event: Event,
        floor: int,
    ) -> Ticket | None:
        episodes = self.memory.episodes
        before = episodes.find(subject)
        episode, ticket = fold(
            before, now, counted, brought, event, floor, self.plan.pack, self.plan.token,
            lambda: self._label(event, subject),
        )  # fmt: skip
        if episode is not None and episode is not before:
            episodes.add(subject, episode)
        return ticket

    def _label(self, event: Event, subject: str) -> str:
        """The subject as an officer may see it: what it is, and its masked value."""
        kind = subject.partition(":")[0]
        if kind == "person":
            for id_type in ID_TYPES:
                known = getattr(event.person.ids, id_type)
                if known is not None:
                    return f"{_ID_ZH[id_type]} {mask(id_type, known)}"
            return f"人员 {mask('name', event.person.key or '')}"
        if kind == "event":
            return "当事人不明"
        spec = FIELDS[event.kind].get(kind)
        shown = read(event, kind)
        return f"{spec.zh if spec else kind} {mask(spec.personal if spec else 'text', str(shown))}"

    # -- upkeep -----------------------------------------------------------------------------------

    def _upkeep(self) -> None:
        """Pack what is not in use and go on with the sweep: a little after every event, never much at once."""
        memory = self.memory
        if memory.scored % _SETTLE_EVERY == 0:
            for shelf in self._shelves:
                if len(shelf.recent) > shelf.most_open:
                    shelf.settle()
        if self._sweeping is not None and not self._sweeping.step(_VISITS):
            self._sweeping = None
        if self._forgetting and not self._forget(_VISITS):
            self._forgetting = []
        if memory.scored % _SWEEP_EVERY == 0:
            self._sweep()

    def _sweep(self) -> None:
        """Begin to drop old state once a sixteenth of the look-back is over, and old ids after a quarter of theirs."""
        memory, mark = self.memory, self.memory.mark(self._rank)
        if mark is None:
            return
        floor = mark - self._look_back - 1
        slack = self._look_back // 16
        if self._sweeping is None and floor - memory.swept_floor >= slack:
            self._sweeping = Sweep(memory, floor, slack)
            memory.swept_floor = floor
        oldest_id = mark - self._dedup
        if not self._forgetting and oldest_id - memory.forgotten >= self._dedup // 4:
            self._forgetting = list(memory.remembered)
            memory.forgotten = oldest_id

    def _forget(self, visits: int) -> bool:
        """Forget ids that are too old, a few at a time; false when all have been looked at."""
        remembered, oldest_id = self.memory.remembered, self.memory.forgotten
        few = self._forgetting[-visits:]
        del self._forgetting[-visits:]
        for event_id in few:
            kept = remembered.get(event_id)
            if kept is not None and kept[0] < oldest_id:
                del remembered[event_id]
        return bool(self._forgetting)


_ID_ZH = {"id_card": "身份证", "phone": "手机", "account": "账户", "device": "设备", "wechat": "微信"}
