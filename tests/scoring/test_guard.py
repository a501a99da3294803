import threading
from collections.abc import Iterator

import pytest

from fraudguard.errors import EventError, UsageError
from fraudguard.events import Event
from fraudguard.events.masking import Token
from fraudguard.scoring.builtin import Classification, model_points
from fraudguard.scoring.guard import Guard
from fraudguard.testing import call, lead, retraction, transaction

KEY = b"a key for tests only"
TOKEN = Token(KEY)
BIG = {"id": "big", "when": ["amount >= 100"]}
TWICE = {"id": "twice", "when": ["count(within='1h') >= 2"]}
SOUL = f"person:{TOKEN('p1')}"


def rules(decision):
    """Ids of the rules that fired."""
    return [finding.rule for finding in decision.findings]


def changes(decision):
    """Change and level of each ticket."""
    return [(ticket.change, ticket.level) for ticket in decision.tickets]


# -- duplicates, corrections, retractions, late events ----------------------------------------------


def test_the_same_event_again_does_nothing(guard_of):
    """A duplicate brings no finding and leaves the state as it was."""
    guard = guard_of(BIG, TWICE)
    first = guard.score(transaction(id="a"))
    state = guard.snapshot()
    again = guard.score(transaction(id="a"))

    assert ("scored", ["big"], [("opened", "yellow")]) == (first.outcome, rules(first), changes(first))
    assert ("duplicate", [], [], 0) == (again.outcome, rules(again), changes(again), again.points)
    assert (SOUL, SOUL) == (first.standing.subject, again.standing.subject)
    assert state == guard.snapshot()


def test_another_content_under_the_same_id_corrects(guard_of):
    """The earlier event is taken back first: windows and points see the later one alone."""
    guard = guard_of(BIG, TWICE)
    guard.score(transaction(id="a"))
    corrected = guard.score(transaction("+1m", id="a", amount=99))
    after = guard.score(transaction("+2m", id="b", amount=99))

    assert ("corrected", [], 0) == (corrected.outcome, rules(corrected), corrected.points)
    assert (["twice"], 30) == (rules(after), after.points)


def test_a_correction_that_is_sent_again_is_a_duplicate(guard_of):
    """What an id stands for is the content last given."""
    guard = guard_of(BIG)
    outcomes = [guard.score(transaction(id="a", amount=amount)).outcome for amount in (1, 2, 2, 1)]

    assert ["scored", "corrected", "duplicate", "corrected"] == outcomes


def test_a_retracted_event_is_not_seen_any_more(guard_of):
    """Windows and points forget it; the tickets it opened stay."""
    guard = guard_of(BIG, TWICE)
    guard.score(transaction(id="a"))
    taken = guard.score(retraction("a", "+1m", id="r"))
    after = guard.score(transaction("+2m", id="b", amount=99))

    assert ("retracted", 0, "none", []) == (taken.outcome, taken.points, taken.level, changes(taken))
    assert ([], 0) == (rules(after), after.points)


def test_retracting_what_nobody_knows_changes_nothing(guard_of):
    """An unknown target is no error, and what is known stays."""
    guard = guard_of(TWICE)
    guard.score(transaction(id="a"))
    taken = guard.score(retraction("unheard-of", "+1m", id="r"))

    assert "retracted" == taken.outcome
    assert ["twice"] == rules(guard.score(transaction("+2m", id="b")))


def test_a_link_of_a_chain_can_be_retracted(guard_of):
    """A sequence is not completed by way of an event that was taken back."""
    steps = [{"as": "one", "on": "call"}, {"on": "transaction", "when": ["amount >= 100"]}]
    chained = {"id": "chained", "sequence": {"within": "1h", "steps": steps}}
    guard = guard_of(chained)
    guard.score(call(id="c"))
    [whole] = guard.score(transaction("+1m", id="t")).findings
    guard.score(retraction("c", "+2m", id="r"))

    assert ["c", "t"] == [link.event_id for link in whole.chain]
    assert [] == rules(guard.score(transaction("+3m", id="u")))


@pytest.mark.parametrize(
    ("at", "event_id", "late"),
    [("+1h", "n", False), ("+1h", "l", True), ("+59m59s999999us", "z", True), ("+1h1us", "a", False)],
)
def test_late_is_what_sorts_before_the_person_s_newest(guard_of, at, event_id, late):
    """By instant and then by id, among the events of one person."""
    guard = guard_of(BIG)
    guard.score(transaction("+1h", id="m"))
    guard.score(transaction("+9h", id="x", person="p2"))

    assert late is guard.score(transaction(at, id=event_id)).late


def test_a_late_event_still_counts_in_its_place(guard_of):
    """It sees what sorts before it, and is seen by what sorts after it."""
    guard = guard_of({"id": "two", "when": ["count(within='1h') == 2"]})
    guard.score(transaction("+0m", id="a"))
    guard.score(transaction("+70m", id="d"))
    between = guard.score(transaction("+30m", id="b"))
    after = guard.score(transaction("+75m", id="e"))

    assert (True, ["two"]) == (between.late, rules(between))
    assert (False, []) == (after.late, rules(after))  # b, d and e: three


def test_an_event_older_than_the_floor_stands_alone(guard_of):
    """Past the longest look-back and the lateness an event sees itself, and nobody sees it later."""
    guard = guard_of(BIG, TWICE, settings={"lateness": "1h", "dedup": "1h", "sweep_rank": 1})
    guard.score(transaction("+30d", id="new", amount=1))
    old = guard.score(transaction("+0h", id="a"))
    older = guard.score(transaction("+1m", id="b", amount=1))

    assert (True, ["big"], 30) == (old.late, rules(old), old.points)
    assert (True, [], 0) == (older.late, rules(older), older.points)


# -- who it is about --------------------------------------------------------------------------------


def test_an_unknown_person_is_the_event_itself(guard_of):
    """Nobody's points are mixed: each such event has a standing and a ticket of its own."""
    guard = guard_of(BIG)
    first = guard.score(transaction(id="a", person=None))
    second = guard.score(transaction("+1m", id="b", person=None))

    assert ("event:a", 30, "当事人不明") == (first.standing.subject, first.points, first.tickets[0].label)
    assert ("event:b", 30) == (second.standing.subject, second.points)
    assert first.tickets[0].id != second.tickets[0].id


def test_a_payee_s_points_are_the_payee_s(guard_of):
    """A rule about the account adds to the account's standing and opens its ticket, whoever pays."""
    guard = guard_of(
        {"id": "mule", "when": ["amount >= 100"], "subject": "payee.account", "scam": "mule_account"},
        {"id": "again", "when": ["amount >= 200"], "subject": "payee.account", "scam": "mule_account"},
    )
    account = "6225880000000001"
    subject = f"payee.account:{TOKEN(account)}"

    first = guard.score(transaction(id="a", amount=100))
    second = guard.score(transaction("+1m", id="b", amount=200, person="p2"))

    assert (0, "none", {subject: 30}) == (
        first.points,
        first.level,
        {s: now.points for s, now in first.standings.items()},
    )
    assert (60, "red", "mule_account") == tuple(
        getattr(second.standings[subject], n) for n in ("points", "level", "scam")
    )
    assert [("opened", "yellow")] == changes(first)
    assert [("raised", "red")] == changes(second)
    [ticket] = second.tickets
    assert (subject, TOKEN(f"ticket:{subject}:a")) == (ticket.subject, ticket.id)
    assert "收款人.账号 622588******0001" == ticket.label


def test_an_unknown_payee_is_the_event_itself(guard_of):
    """Without the account the finding stands for its event."""
    guard = guard_of({"id": "mule", "when": ["amount >= 100"], "subject": "payee.account"})
    decision = guard.score(transaction(id="a", payee={"account": None}))

    assert ["event:a"] == list(decision.standings)
    assert (["event:a"], 0) == ([ticket.subject for ticket in decision.tickets], decision.points)


@pytest.mark.parametrize(
    ("person", "label"),
    [
        ({"ids": {"phone": "13800138000"}}, "手机 138****8000"),
        ({"key": "张三丰"}, "人员 张*丰"),
        ({"ids": {"id_card": "11010519491231002X", "phone": "13800138000"}}, "身份证 110***********002X"),
    ],
)
def test_a_ticket_s_label_is_masked(guard_of, person, label):
    """A person is shown by the first identifier known, with stars."""
    [ticket] = guard_of(BIG).score(transaction(person=person)).tickets

    assert label == ticket.label


def test_shadow_rules_are_shown_and_bring_nothing(guard_of):
    """A shadow finding stands in the decision, and neither points nor tickets come of it."""
    decision = guard_of({**BIG, "status": "shadow", "floor": "red"}).score(transaction())

    assert (["big"], 0, "none", []) == (rules(decision), decision.points, decision.level, changes(decision))


# -- leads and the classifier -----------------------------------------------------------------------


@pytest.mark.parametrize("level", ["green", "yellow", "red"])
def test_a_lead_opens_at_least_its_own_level(guard_of, level):
    """Without any rule, and with fewer points than the level needs."""
    decision = guard_of().score(lead(id="l", level=level, scam="fake_loan", ref="R-1"))

    assert (5, level, "fake_loan", ["lead"]) == (decision.points, decision.level, decision.scam, rules(decision))
    assert [("opened", level)] == changes(decision)
    assert "R-1" == decision.tickets[0].lead


def test_a_lead_adds_to_what_stands(guard_of):
    """A green lead about somebody at yellow adds its points and lowers nothing."""
    guard = guard_of(BIG)
    guard.score(transaction(id="a"))
    decision = guard.score(lead("+1m", id="l", level="green"))

    assert (35, "yellow", []) == (decision.points, decision.level, changes(decision))


def test_a_lead_of_an_unknown_scam_names_none(guard_of):
    """A scam the taxonomy does not have is left out; so is the finding of a lead without a level."""
    guard = guard_of()
    unheard = guard.score(lead(id="l", scam="unheard_of"))
    without = guard.score(lead(id="m", level=None, person="p2"))

    assert ("", ["lead"]) == (unheard.scam, rules(unheard))
    assert ([], "none") == (rules(without), without.level)


class Fake:
    """Says one thing of every event and counts how often it was asked."""

    def __init__(self, probability: float, *, textual: bool = False) -> None:
        self.answer = Classification(probability, "fake_loan", textual)
        self.asked = 0

    def classify(self, event: Event) -> Classification:
        """The one thing."""
        self.asked += 1
        return self.answer


MODEL = {"from": 0.5, "base": 12, "slope": 10, "cap": 40}


@pytest.mark.parametrize(
    ("probability", "points"),
    [
        (0.0, 0),
        (0.4999999, 0),
        (0.5, 12),
        (0.5000001, 12),
        (0.74, 22),
        (0.9, 32),
        (0.99, 40),
        (1.0, 40),
        (float("nan"), 0),
    ],
)
def test_the_classifier_counts_from_its_start(guard_of, probability, points):
    """At the start it brings the base; just below nothing; each whole log-odds adds a slope, up to the cap."""
    decision = guard_of(model=MODEL, classifier=Fake(probability)).score(call())

    assert (points, ["model"] if points else []) == (decision.points, rules(decision))
    assert ("fake_loan" if points else "") == decision.scam
    assert repr(probability) == repr(decision.probability)


def test_the_points_of_the_classifier_start_above_zero(guard_of):
    """A base of 0 is no finding until the first whole step of log-odds."""
    policy = guard_of(model={**MODEL, "base": 0}).pack.model

    assert [0, 0, 10] == [model_points(p, policy) for p in (0.5, 0.73, 0.74)]


@pytest.mark.parametrize(("textual", "level"), [(True, "yellow"), (False, "red")])
def test_a_classifier_that_read_words_alone_stops_at_yellow(guard_of, textual, level):
    """Its textual answer is treated as words."""
    model = {**MODEL, "base": 90, "cap": 90}
    decision = guard_of(model=model, classifier=Fake(0.9, textual=textual)).score(call())

    assert (90, level) == (decision.points, decision.level)


def test_without_a_model_policy_the_classifier_is_only_shown(guard_of):
    """Its probability stands in the decision and brings no finding."""
    decision = guard_of(classifier=Fake(0.9)).score(call())

    assert (0.9, [], 0) == (decision.probability, rules(decision), decision.points)


def test_a_classifier_that_fails_leaves_the_state(guard_of):
    """An error of the classifier reaches the caller and the event is not taken in by halves."""

    class Broken:
        def classify(self, event: Event) -> Classification:
            """Nothing but trouble."""
            raise ZeroDivisionError

    guard = guard_of(BIG, classifier=Broken())
    state = guard.snapshot()

    with pytest.raises(ZeroDivisionError):
        guard.score(transaction(id="a"))
    assert state == guard.snapshot()


# -- observing -----------------------------------------------------------------------


def test_observed_events_fill_windows_and_warn_nobody(guard_of):
    """The next event sees them in its windows and chains; no point and no ticket comes of them."""
    steps = [{"as": "one", "on": "call"}, {"on": "transaction", "when": ["amount >= 100"]}]
    guard = guard_of(BIG, TWICE, {"id": "chained", "sequence": {"within": "1h", "steps": steps}})
    guard.observe(call(id="c"))
    guard.observe(transaction("+1m", id="a"))
    decision = guard.score(transaction("+2m", id="b"))

    assert ["big", "chained", "twice"] == rules(decision)
    assert [("opened", "red")] == changes(decision)
    assert "b" == decision.tickets[0].first_event
    assert {"b"} == {part.event_id for part in decision.parts}


def test_an_observed_event_is_known(guard_of):
    """Scoring it afterwards is a duplicate."""
    guard = guard_of(BIG)

    assert None is guard.observe(transaction(id="a"))
    assert "duplicate" == guard.score(transaction(id="a")).outcome


# -- what cannot be understood ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"kind": "transaction"},
        {"kind": "unheard-of", "id": "x", "at": "2025-01-06T10:00:00+08:00"},
        {"kind": "transaction", "id": "x", "at": "2025-01-06T10:00:00"},
        {"kind": "transaction", "id": "x", "at": "2025-01-06T10:00:00+08:00", "amount": "NaN"},
        {"kind": "transaction", "id": "x", "at": "2025-01-06T10:00:00+08:00", "amuont": 1},
    ],
)
@pytest.mark.parametrize("method", ["score", "observe", "explain"])
def test_an_event_that_cannot_be_understood_changes_nothing(guard_of, event, method):
    """It raises `EventError` with a code and leaves the state byte for byte."""
    guard = guard_of(BIG, TWICE)
    guard.score(transaction(id="a"))
    state = guard.snapshot()

    with pytest.raises(EventError) as caught:
        getattr(guard, method)(event)
    assert caught.value.code.startswith("event.")
    assert state == guard.snapshot()


# -- keys, threads, other packs ---------------------------------------------------------------------


def test_a_short_key_is_refused(pack_of):
    """Sixteen bytes will do, fifteen will not."""
    with pytest.raises(UsageError) as caught:
        Guard(pack_of(), key=b"x" * 15)
    assert "scoring.key_short" == caught.value.code
    with pytest.raises(UsageError):
        Guard(pack_of(), key=b"")
    assert Guard(pack_of(), key=b"x" * 16).has_own_key


def test_without_a_key_a_guard_makes_its_own(pack_of):
    """Two such guards know nobody by the same token, and say that the key was not given."""
    pack = pack_of(BIG)
    one, two = Guard(pack), Guard(pack)

    assert (False, False) == (one.has_own_key, two.has_own_key)
    assert one.score(transaction()).standing.subject != two.score(transaction()).standing.subject


def test_fingerprints_say_what_decides(guard_of):
    """Equal packs have equal fingerprints, a changed figure another; without people theirs is empty."""
    one, same, other = guard_of(BIG), guard_of(BIG), guard_of({**BIG, "points": 31})

    assert one.fingerprints == same.fingerprints
    assert one.fingerprints["pack"] != other.fingerprints["pack"]
    assert "" == one.fingerprints["people"]


def test_first_at_is_the_oldest_instant_seen(guard_of):
    """Nothing at first; then the oldest, in whatever order they come, observed ones included."""
    guard = guard_of(BIG)
    nothing = guard.first_at
    guard.score(transaction("+1h", id="a"))
    guard.observe(transaction("+0h", id="b"))
    guard.score(transaction("+2h", id="c"))

    assert (None, transaction("+0h").at_us) == (nothing, guard.first_at)


def test_several_threads_say_what_one_says(guard_of):
    """Four threads with a person each end in the decisions that one thread gives."""
    streams = [
        [transaction(f"+{i}m", id=f"{person}-{i}", amount=50 + 20 * (i % 4), person=person) for i in range(60)]
        for person in ("p1", "p2", "p3", "p4")
    ]
    alone, shared = guard_of(BIG, TWICE), guard_of(BIG, TWICE)
    expected = [list(alone.score_many(stream)) for stream in streams]
    actual = [None] * 4

    def work(number: int) -> None:
        actual[number] = list(shared.score_many(streams[number]))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert expected == actual


def test_a_stream_is_scored_as_it_is_read(guard_of):
    """`score_many` takes one event at a time."""
    read = []

    def source() -> Iterator[Event]:
        for i in range(3):
            read.append(i)
            yield transaction(f"+{i}m", id=f"e{i}")

    decisions = guard_of(BIG).score_many(source())

    assert ("e0", [0]) == (next(decisions).event_id, read)


@pytest.mark.parametrize(
    "call",
    [
        lambda _guard: Guard("rules"),
        lambda guard: Guard(guard.pack, key="a key of sixteen"),
        lambda guard: Guard(guard.pack, people=5),
        lambda guard: guard.swap("rules"),
        lambda guard: Guard.restore("a snapshot", pack=guard.pack, key=b"a key of sixteen"),
    ],
)
def test_an_argument_of_another_kind_is_refused_in_words(guard_of, call):
    """A path where a pack is meant, or text where a key is, is a usage error and nothing else."""
    with pytest.raises(UsageError) as refused:
        call(guard_of())

    assert "scoring.argument" == refused.value.code
