from random import Random

import pytest

from fraudguard.plan import compile_plan
from fraudguard.scoring import pools
from fraudguard.scoring.pools import Direct, Pool
from fraudguard.scoring.search import Candidate, Matcher
from fraudguard.scoring.wording import FixedFacts
from packing import pack_of, rule, steps

SEQUENCES = (
    steps([], []),
    steps([], [], []),
    steps([], ["payee.account == a.payee.account"]),
    steps([], ["amount > a.amount"]),
    steps([], [], ["payee.account == a.payee.account", "amount >= b.amount"]),
    steps([], [], ["payee.account == b.payee.account", "amount == a.amount"]),
)


def events(random, plan, count, *, ties):
    """Candidates that take some of the steps, with small values, in the order in which they are made."""
    made = []
    for number in range(count):
        taken = {
            i: tuple(random.choice([None, 1, 2]) for _ in step.captures)
            for i, step in enumerate(plan.steps)
            if random.random() < 0.6
        }
        at = number // 2 if ties else number
        made.append(Candidate((at, "x" if ties else f"e{number:02d}"), taken, FixedFacts("", {})))
    return made


@pytest.mark.parametrize("short", [0, 100])
@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("number", range(len(SEQUENCES)))
def test_the_direct_way_finds_what_the_search_finds(monkeypatch, number, ties, short):
    """Asked or looked through, with late events and with two at one position, the chain is the same."""
    monkeypatch.setattr(pools, "_SHORT", short)
    compiled = compile_plan(pack_of(rule("s", sequence=SEQUENCES[number])))
    (plan,) = compiled.sequences
    assert Direct.fits(plan)
    direct, matcher = Direct(plan, compiled.joins), Matcher(plan, compiled.joins)
    found = 0
    for seed in range(40):
        random = Random(seed)
        known = events(random, plan, 12, ties=ties)
        pool = Pool()
        for candidate in random.sample(known, len(known)) if seed % 2 else known:
            pool.take(candidate)
        assert [one.position for one in known] == [one.position for one in pool]
        for _ in range(3):
            last = Candidate(
                (99, "z"),
                {len(plan.steps) - 1: (random.choice([1, 2]),) * len(plan.steps[-1].captures)},
                FixedFacts("", {}),
            )
            low = random.randrange(6)
            high = random.randrange(low + plan.need - 1, 13)
            cut = pool[high].position if high < len(pool) else (99, "z")
            if ties and cut != (99, "z") and pool[high - 1].position == cut:
                continue  # the last event stands between positions, never between two at one
            last.position = cut
            wanted = matcher.find(list(pool), pool[low:high], last)
            assert wanted == direct.find(pool, low, high, last)
            found += wanted is not None
    assert found > 10


def test_only_sequences_whose_conditions_join_the_last_step_go_the_direct_way():
    """Two earlier steps joined, any order, or some of the steps need a search."""
    for given in (
        steps([], ["amount > a.amount"], []),
        steps([], [], any_order=True),
        steps([], [], [], at_least=2),
        steps([], [], ["amount > a.amount + b.amount"]),
    ):
        (plan,) = compile_plan(pack_of(rule("s", sequence=given))).sequences
        assert not Direct.fits(plan)
