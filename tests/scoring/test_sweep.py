import pytest

from fraudguard.events.masking import Token
from fraudguard.plan.compile import compile_plan
from fraudguard.plan.logs import Log
from fraudguard.scoring.chains import ChainState
from fraudguard.scoring.memory import NO_FLOOR, Memory
from fraudguard.scoring.search import Candidate
from fraudguard.scoring.tickets import Episode
from fraudguard.scoring.wording import FixedFacts

FLOOR = 1_000
STEPS = [{"as": "c", "on": "call"}, {"on": "transaction"}]


@pytest.fixture
def plan(pack_of):
    """A plan with one store and one sequence."""
    chained = {"id": "chained", "sequence": {"within": "1h", "steps": STEPS}}
    return compile_plan(pack_of({"id": "twice", "when": ["count(within='1h') >= 2"]}, chained), Token(b"x" * 16))


@pytest.fixture
def memory(plan):
    """A state that has seen nothing."""
    return Memory.empty(plan)


def entry(at, event_id="e", rule="r"):
    """A remembered finding."""
    return (at, event_id, rule, 30, "money", "fake_loan", True, False)


@pytest.mark.parametrize(("at", "kept"), [(FLOOR - 1, False), (FLOOR, False), (FLOOR + 1, True)])
def test_sweeping_drops_only_what_is_at_or_below_the_floor(memory, at, kept):
    """Records, findings, episodes and newest positions go by the same edge."""
    memory.stores[0]["p"] = Log([(at, "e", ())])
    memory.ledger["s"] = {"r": [entry(at)]}
    memory.episodes["s"] = Episode("e", 0, at, "green", "")
    memory.newest["p"] = (at, "e")

    memory.sweep(FLOOR, NO_FLOOR)

    held = [memory.stores[0], memory.ledger, memory.episodes, memory.newest]
    assert [kept] * 4 == [bool(one) for one in held]
    assert FLOOR == memory.swept_floor


@pytest.mark.parametrize(("at", "kept"), [(FLOOR - 1, False), (FLOOR, False), (FLOOR + 1, True)])
def test_sweeping_chains_drops_only_what_is_at_or_below_the_floor(memory, at, kept):
    """Candidates and breakers go by the same edge."""
    state = memory.chains[0]
    state.candidates["p"] = [Candidate((at, "e"), {0: ()}, FixedFacts("", {}))]
    state.breakers["p"] = [(at, "e")]

    memory.sweep(FLOOR, NO_FLOOR)

    assert [kept] * 2 == [bool(state.candidates), bool(state.breakers)]
    assert kept or state == ChainState()


@pytest.mark.parametrize(("at", "kept"), [(FLOOR - 1, False), (FLOOR, True), (FLOOR + 1, True)])
def test_ids_are_forgotten_by_an_edge_of_their_own(memory, at, kept):
    """An id as old as the limit is still remembered; the floor of the rest says nothing about it."""
    memory.remembered["e"] = (at, b"", "call", (), (), ())

    memory.sweep(FLOOR * 10, FLOOR)

    assert kept is ("e" in memory.remembered)


def test_what_is_young_stays_beside_what_goes(memory):
    """Of a key's records and a subject's findings only the old ones are dropped, in their order."""
    memory.stores[0]["p"] = Log((at, f"e{at}", ()) for at in (998, 1_000, 1_001, 1_500))
    memory.ledger["s"] = {"old": [entry(1_000, rule="old")], "both": [entry(999), entry(1_001)]}

    memory.sweep(FLOOR, NO_FLOOR)

    assert {"p": [(1_001, "e1001", ()), (1_500, "e1500", ())]} == memory.stores[0]
    assert {"s": {"both": [entry(1_001)]}} == memory.ledger


@pytest.mark.parametrize(("rank", "mark"), [(1, 50), (2, 40), (3, 30), (5, 10), (6, None)])
def test_the_mark_is_the_newest_instant_of_its_rank(memory, rank, mark):
    """Whatever the order of arrival; with fewer events than the rank there is none."""
    for at in (30, 50, 10, 40, 20):
        memory.note_instant(at, rank)

    assert (mark, 10, 5) == (memory.mark(rank), memory.first_at, memory.scored)


def test_equal_instants_count_each(memory):
    """Two events of one instant take two ranks."""
    for at in (10, 20, 20):
        memory.note_instant(at, 2)

    assert 20 == memory.mark(2)


def test_forgetting_an_event_takes_its_findings_only(memory):
    """A subject of which nothing is left goes too."""
    memory.ledger["s"] = {"r": [entry(1), entry(2, "other")], "q": [entry(1, rule="q")]}
    memory.ledger["t"] = {"r": [entry(1, "other")]}
    memory.ledger["u"] = {"r": [entry(1)]}

    memory.forget_findings("e", ("s", "t", "u", "unheard-of"))
    assert {"s": {"r": [entry(2, "other")]}, "t": {"r": [entry(1, "other")]}} == memory.ledger
