from itertools import combinations, permutations
from random import Random

import pytest

from fraudguard.plan import compile_plan
from fraudguard.scoring import search
from fraudguard.scoring.search import Candidate, Matcher
from fraudguard.scoring.wording import FixedFacts
from fraudguard.testing import transaction
from packing import fired, guard_of, pack_of, rule, steps

LINES = (
    "amount > 2",
    "amount < 4",
    "amount > {0}.amount",
    "amount <= {0}.amount",
    "amount + {1}.amount > 2 * {0}.amount",
    "not (amount > {0}.amount and {1}.amount < 4)",
    "amount > {0}.amount or {1}.amount > 3",
)


def sequence(random):
    """A sequence of two to five steps, each tied to earlier ones by chance."""
    count = random.choice([2, 3, 3, 4, 5])
    made = []
    for i in range(count):
        lines = random.sample(LINES if i else LINES[:2], random.choice([0, 1, 1, 2]))
        made.append([line.format(*(random.choice("abcde"[: max(1, i)]) for _ in range(2))) for line in lines])
    fields = {"any_order": True} if random.random() < 0.5 else {}
    if count > 2 and random.random() < 0.4:
        fields["at_least"] = random.randint(2, count - 1)
    return steps(*made, **fields)


def brute(matcher, events, last):
    """The best chain by trying every choice of events and steps."""
    plan = matcher.plan
    arrange = permutations if plan.any_order else combinations
    found = []
    for way in arrange(range(len(plan.steps)), plan.need):
        for chosen in combinations(events, plan.need - 1):
            whole = [*chosen, last]
            if all(step in one.steps for step, one in zip(way, whole, strict=True)) and matcher.holds(
                way, whole, final=True
            ):
                found.append(([one.position for one in whole], [-step for step in way]))
    if not found:
        return None
    positions, negated = max(found)
    return [(position, -step) for position, step in zip(positions, negated, strict=True)]


def shown(chain):
    """Positions and steps of a chain."""
    return chain and [(one.position, step) for one, step in chain]


def test_the_search_finds_what_trying_everything_finds():
    """On sequences of every form, with events that fit several steps, values that tie and missing values."""
    random = Random(7)
    for _ in range(60):
        plan = compile_plan(pack_of(rule("s", sequence=sequence(random))))
        (one,) = plan.sequences
        matcher = Matcher(one, plan.joins)
        every = len(one.steps)
        pool = []
        for number in range(9):
            amount = random.choice([100, 200, 300, 400, 500, None])
            taken = random.sample(range(every), random.randint(1, every))
            values = {step: tuple(amount for _ in one.steps[step].captures) for step in sorted(taken)}
            last = Candidate((number, "e"), values, FixedFacts("", {}))
            assert brute(matcher, pool, last) == shown(matcher.find(pool, pool, last))
            assert brute(matcher, pool[2:], last) == shown(matcher.find(pool, pool[2:], last))
            pool.append(last)
        assert 0 == matcher.cut


TANGLED = {
    "each with the one before": steps("amount > 0", "amount >= 20 * a.amount", "amount >= 20 * b.amount"),
    "the last with the first": steps("amount > 0", "amount > 0", "amount >= 20 * a.amount"),
    "by account": steps(
        "amount > 0",
        ["payee.account == a.payee.account", "amount > a.amount"],
        ["payee.account == b.payee.account", "amount > b.amount"],
    ),
    "in any order": steps("amount > 0", "amount >= 20 * a.amount", "amount >= 20 * b.amount", any_order=True),
    "some of five": steps("amount > 0", *["amount >= 20 * a.amount"] * 4, at_least=3),
    "unlinked": steps(*[f"amount > {i}" for i in range(7)], "amount > 1_000_000", any_order=True),
}


@pytest.mark.parametrize("name", TANGLED)
def test_many_open_events_do_not_multiply(name, monkeypatch):
    """With 300 events that fit every step and never complete a chain, a search tries a few thousand placements."""
    monkeypatch.setattr(search, "MOST_TRIES", 5_000)
    guard = guard_of(rule("s", sequence=TANGLED[name]))
    for i in range(300):
        guard.score(transaction(f"+{i}s", amount=1_000 - i, payee={"account": f"X{i % 5}"}))
    assert 0 == guard.searches_cut


@pytest.mark.slow
@pytest.mark.parametrize("name", TANGLED)
def test_a_harassed_person_is_answered(name, monkeypatch):
    """With six hundred open events of one person no search tries more than twenty thousand placements."""
    monkeypatch.setattr(search, "MOST_TRIES", 20_000)
    guard = guard_of(rule("s", sequence=TANGLED[name]))
    for i in range(600):
        guard.score(transaction(f"+{i}s", amount=2_000 - i, payee={"account": f"X{i % 5}"}))
    assert 0 == guard.searches_cut


def test_a_search_that_would_not_end_gives_up_and_says_so(monkeypatch):
    """A condition over four steps cannot be narrowed down; the search stops at its limit, and the guard counts it."""
    monkeypatch.setattr(search, "MOST_TRIES", 2_000)
    lines = ("amount > 0", "amount > 0", "amount > 0", "amount > a.amount + b.amount + c.amount")
    guard = guard_of(rule("s", sequence=steps(*lines)))
    for i in range(20):
        assert [] == fired(guard.score(transaction(f"+{i}s", amount=1_000 - i)))
    assert 0 == guard.searches_cut
    for i in range(20, 40):
        guard.score(transaction(f"+{i}s", amount=1_000 - i))
    assert 0 < guard.searches_cut
    assert ["s"] == fired(guard.score(transaction("+50s", amount=10_000)))


def test_what_was_compared_once_is_not_compared_again():
    """Each two events of a key are compared once, however many searches there are."""
    plan = compile_plan(pack_of(rule("s", sequence=TANGLED["each with the one before"])))
    calls = []
    (join, other) = plan.sequences[0].joins
    functions = {join.name: lambda *values: calls.append(values) or False, other.name: plan.joins[other.name]}
    matcher = Matcher(plan.sequences[0], functions)
    pool = []
    for number in range(12):
        values = {step: (100,) * len(one.captures) for step, one in enumerate(plan.sequences[0].steps)}
        last = Candidate((number, "e"), values, FixedFacts("", {}))
        other_functions = shown(matcher.find(pool, pool, last))
        assert other_functions is None
        pool.append(last)
    assert len(calls) <= 12 * 11
