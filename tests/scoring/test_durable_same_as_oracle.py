"""Sequences on durable-rules equal the oracle: findings, chains, points, tickets, in arrival and in sorted runs."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from agreement import Classifier, difference
from extras import needs_durable
from fraudguard.errors import PackError
from fraudguard.pack import load_pack, load_pack_text
from fraudguard.pack.check_examples import filled
from fraudguard.plan import compile_plan
from fraudguard.plan.durable_rules import durable_sequences
from fraudguard.scoring.guard import Guard
from fraudguard.testing import make_pack, make_stream, packs, streams, transaction
from packing import KEY, pack_of, rule, steps

PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
ORDERS = ({}, {"order": "sorted"}, {"cut": 2})

LINES = (
    "amount > 2",
    "amount < 4",
    "amount > {0}.amount",
    "amount <= {0}.amount",
    "amount + {1}.amount > 2 * {0}.amount",
    "not (amount > {0}.amount and {1}.amount < 4)",
    "amount > {0}.amount or {1}.amount > 3",
    "payee.account == {0}.payee.account",
    "not (payee.account == {0}.payee.account or amount == {1}.amount)",
    "not (amount != {0}.amount) or not ({1}.payee.account in ['X1', 'X3'])",
    "payee.account != {0}.payee.account or {1}.payee.account in ['X1', 'X2']",
    "amount >= 0.99 * {0}.amount and amount <= 1.01 * {0}.amount",
)


def told(decision):
    """Every finding with its chain, as it is told."""
    return [(one.rule, [(e.step, e.event_id, e.at, e.text) for e in one.chain]) for one in decision.findings]


def expressible(pack) -> bool:
    """Whether durable-rules can hold all sequences of a pack, and there are some."""
    plan = compile_plan(pack)
    try:
        return bool(durable_sequences(plan))
    except PackError:
        return False


def sequence(random):
    """A sequence of two or three steps, each tied to earlier ones by chance, perhaps broken by `stop`."""
    made = []
    count = random.choice([2, 3, 3])
    for i in range(count):
        lines = random.sample(LINES if i else LINES[:2], random.choice([0, 1, 1]))
        made.append([line.format(*(random.choice("abc"[: max(1, i)]) for _ in range(2))) for line in lines])
    fields = {"any_order": True} if random.random() < 0.4 else {}
    if random.random() < 0.5:
        fields["unless"] = ["stop"]
    return steps(*made, within=random.choice(["1h", "4m"]), **fields)


def stream(random):
    """A dozen payments of one or two persons, some late, some at one instant, some without an amount or an account."""
    made = []
    for i in range(12):
        at = f"+{max(0, i - random.choice([0, 0, 0, 2]))}m"
        payee = {"account": random.choice(["X1", "X2", "X3", None])}
        memo = random.choice(["", "", "", "stop"])
        person = random.choice(["p1", "p1", "p1", "p2"])
        amount = random.choice([1, 2, 2.02, 3, 4, 5, 90_000_000_000, None])
        made.append(transaction(at, id=f"e{i}", amount=amount, payee=payee, memo=memo, person=person))
    return made


@needs_durable
@pytest.mark.parametrize("block", range(4))
def test_durable_rules_say_what_the_oracle_says_of_dense_streams(block):
    """Sequences whose steps are tied in every way, events that fit several of them: findings and chains are equal."""
    random = Random(block)
    stop = rule("stop", "memo == 'stop'", group="words")
    asked = 0
    while asked < 15:
        pack = pack_of(stop, rule("s", sequence=sequence(random)))
        if not expressible(pack):
            continue
        asked += 1
        events = stream(random)
        for how in ORDERS:
            assert "" == difference(pack, events, **how)
            assert "" == difference(pack, events, sequences="durable", **how)


@needs_durable
def test_durable_rules_say_what_the_oracle_says_of_random_packs():
    """Of those it can express; everything that a decision says is equal."""
    found = 0
    for seed in range(40):
        pack = load_pack_text(make_pack(Random(seed)))
        if not expressible(pack):
            continue
        found += 1
        for number in range(2):
            events = make_stream(Random(seed * 1_000 + number), pack)
            for how in ORDERS:
                cut = how if how.get("cut", 0) < len(events) else {}
                assert "" == difference(pack, events, classifier=Classifier(), sequences="durable", **cut)
    assert found > 10


@needs_durable
@settings(max_examples=30, phases=PHASES, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.data())
def test_hypothesis_finds_no_disagreement(data):
    """Hypothesis chooses packs that durable-rules can express, streams and the place of a restart."""
    pack = load_pack_text(data.draw(packs()))
    assume(expressible(pack))
    events = data.draw(streams(pack))
    cut = data.draw(st.none() | st.integers(0, len(events) - 1))
    for order in ("arrival", "sorted"):
        assert "" == difference(pack, events, order=order, cut=cut, classifier=Classifier(), sequences="durable")


@needs_durable
def test_durable_rules_say_what_the_oracle_says_of_the_shipped_pack():
    """Its sequences are all expressed, and both engines find the same chains of them."""
    pack = load_pack()
    found = set()
    for example in [example for one in pack.rules if one.sequence for example in one.examples]:
        native, other = (Guard(pack, key=KEY, sequences=engine) for engine in ("native", "durable"))
        for event in filled(example.events):
            got = told(other.score(event))
            assert told(native.score(event)) == got
            found |= {rule for rule, chain in got if chain}
        assert 0 == other.durable_overflow
    assert {one.id for one in pack.rules if one.sequence is not None} == found
    for seed in range(8):
        events = make_stream(Random(seed), pack)
        for how in ({}, {"order": "sorted"}, {"cut": len(events) // 2}):
            assert "" == difference(pack, events, classifier=Classifier(), sequences="durable", **how)


@needs_durable
@pytest.mark.parametrize(("wanted", "n"), [("at_least", 2), ("at_least", 1), ("none", 2), ("none", 3)])
def test_some_of_several_conditions_are_choices(wanted, n):
    """Some of three conditions between steps, and the opposite, whatever is known."""
    of = ["amount > a.amount", "payee.account == a.payee.account", "payee.name != a.payee.name"]
    group = {"at_least": {"n": n, "of": of}}
    made = steps("amount > 0 or amount < 0 or payee.kind != 'self'", [{"none": [group]} if wanted == "none" else group])
    pack = pack_of(rule("s", sequence=made))
    random = Random(wanted)
    for _ in range(12):
        events = [
            transaction(
                f"+{i}m",
                id=f"e{i}",
                amount=random.choice([1, 2, None]),
                payee={"account": random.choice(["X", "Y", None]), "name": random.choice(["李四", "王五", None])},
            )
            for i in range(6)
        ]
        assert "" == difference(pack, events, sequences="durable")
