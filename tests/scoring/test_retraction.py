import pytest

from fraudguard.scoring.guard import Guard
from fraudguard.testing import call, retraction, transaction
from packing import KEY, fired, guard_of, rule, steps

NOTE = "依据之一已被撤回或更正（事件 {}），等级保持不变"


def counting(**more: object):
    """A guard that finds every payment and tells how many there were in an hour."""
    return guard_of(rule("any", "amount > 0"), rule("two", "count(within='1h') >= 2"), **more)


def test_a_retracted_event_is_no_longer_counted():
    """Windows see what is left."""
    guard = counting()
    guard.score(transaction("+0m", id="a"))
    assert "retracted" == guard.score(retraction("a", "+1m")).outcome
    assert ["any"] == fired(guard.score(transaction("+2m")))


def test_a_retracted_finding_no_longer_counts():
    """The points fall back to what the others bring; the ticket keeps its level and says why it may."""
    guard = guard_of(rule("small", "amount < 100", points=10), rule("big", "amount >= 100", points=30))
    guard.score(transaction("+0m", amount=10))
    assert 40 == guard.score(transaction("+1m", amount=500, id="big")).points
    after = guard.score(retraction("big", "+2m"))
    assert (10, "green", ()) == (after.points, after.level, after.tickets)
    again = guard.score(transaction("+3m", amount=500))
    assert [] == list(again.tickets)
    (episode,) = guard._engine.memory.episodes.values()
    assert ("yellow", [NOTE.format("big")]) == (episode.level, episode.notes)


def test_a_raised_ticket_carries_the_note():
    """Whoever reads it knows that a part of the evidence was taken back, once."""
    guard = guard_of(*[rule(f"r{n}", f"amount == {n}", points=n) for n in (10, 60)])
    guard.score(transaction("+0m", amount=10, id="a"))
    guard.score(retraction("a", "+1m"))
    guard.score(retraction("a", "+2m"))
    assert (NOTE.format("a"),) == guard.score(transaction("+3m", amount=60)).tickets[0].notes


def test_a_correction_takes_the_old_back_and_scores_the_new():
    """Windows, chains and points see the event as it is now, where it is now."""
    guard = counting()
    guard.score(transaction("+0m", id="a"))
    guard.score(transaction("+10m", id="b"))
    corrected = guard.score(transaction("+2h", id="a"))
    assert ("corrected", ["any"]) == (corrected.outcome, fired(corrected))
    assert ["any"] == fired(guard.score(transaction("+20m", id="b", amount=7)))


def test_a_correction_may_change_the_person():
    """What the event was for the first person is gone."""
    guard = counting()
    guard.score(transaction("+0m", id="a"))
    guard.score(transaction("+0m", id="a", person="p2"))
    assert ["any"] == fired(guard.score(transaction("+1m")))
    assert ["any", "two"] == fired(guard.score(transaction("+1m", person="p2")))


def test_a_retracted_step_completes_no_chain():
    """Neither does a retracted breaker break."""
    made = rule("s", sequence=steps("amount == 1", "amount == 2", unless=["stop"])), rule("stop", "amount == 9")
    guard = guard_of(*made)
    guard.score(transaction("+0m", amount=1, id="one"))
    guard.score(transaction("+1m", amount=9, id="nine"))
    guard.score(retraction("nine", "+2m"))
    assert ["s"] == fired(guard.score(transaction("+3m", amount=2, id="two")))
    guard.score(retraction("one", "+4m"))
    assert [] == fired(guard.score(transaction("+5m", amount=2)))


@pytest.mark.parametrize("target", ["nobody", "r"])
def test_an_unknown_target_changes_nothing(target):
    """Nor does a retraction of itself; both are still scored."""
    guard = counting()
    guard.score(transaction("+0m", id="a"))
    before = guard._engine.memory.stores[0].copy()
    assert "retracted" == guard.score(retraction(target, "+1m", id="r")).outcome
    assert before == guard._engine.memory.stores[0]


def test_the_same_event_again_stays_retracted():
    """A duplicate does not bring it back; other content under its id does."""
    guard = counting()
    for event in (transaction("+0m", id="a"), retraction("a", "+1m")):
        guard.score(event)
    assert "duplicate" == guard.score(transaction("+0m", id="a")).outcome
    assert ["any"] == fired(guard.score(transaction("+2m", id="b")))
    assert "corrected" == guard.score(transaction("+1m", id="a", amount=5)).outcome
    assert ["any", "two"] == fired(guard.score(transaction("+3m")))


def test_an_event_whose_id_is_forgotten_is_found_all_the_same():
    """Older than `dedup` it is searched for in windows, chains and findings."""
    guard = guard_of(
        rule("any", "amount > 0", points=10),
        rule("two", "count(within='7d') >= 2"),
        rule("s", sequence=steps("amount == 5", "amount == 6", within="7d")),
        settings={"dedup": "1h", "sweep_rank": 1},
        groups={"money": {"half_life": "720h", "horizon": "30d"}},
    )
    guard.score(transaction("+0h", amount=5, id="old"))
    guard.score(call("+5h"))
    guard._engine.memory.remembered.clear()  # as after a sweep
    guard.score(retraction("old", "+6h"))
    decision = guard.score(transaction("+7h", amount=6))
    assert ["any"] == fired(decision)
    assert ["any"] == [part.rule for part in decision.parts]
    (episode,) = guard._engine.memory.episodes.values()
    assert [NOTE.format("old")] == episode.notes


@pytest.mark.parametrize("how", ["corrected", "retracted"])
def test_all_events_of_a_reused_id_are_taken_back(how):
    """An id that came again after `dedup` names several events; each is gone, and explaining sees both until then."""
    guard = guard_of(
        rule("any", "amount > 0"), rule("two", "count(within='7d') >= 2"), settings={"dedup": "1h", "sweep_rank": 1}
    )
    guard.score(transaction("+0h", id="x"))
    guard.score(call("+3h", person="z"))
    again = transaction("+3h", id="x", amount=2)
    assert [True, True] == [one.fired for one in guard.explain(again).rules]
    assert ("scored", ["any", "two"]) == ((now := guard.score(again)).outcome, fired(now))
    last = transaction("+3h1m", id="x", person="p2") if how == "corrected" else retraction("x", "+3h1m")
    assert how == guard.score(last).outcome
    decision = guard.score(transaction("+4h", id="y"))
    assert ["any"] == fired(decision)
    assert ["y"] == [part.event_id for part in decision.parts]


def test_what_is_retracted_can_be_so_after_a_restart():
    """A snapshot keeps what it takes to find everything again."""
    guard = guard_of(
        rule("any", "amount > 0"),
        rule("two", "count(by=[person.key, payee.account], within='1h') >= 2"),
        rule("s", sequence=steps("amount == 5", "amount == 6", by=["person.key", "payee.account"])),
    )
    guard.score(transaction("+0m", amount=5, id="a"))
    guard = Guard.restore(guard.snapshot(), key=KEY, pack=guard.pack)
    guard.score(retraction("a", "+1m"))
    decision = guard.score(transaction("+2m", amount=6, id="b"))
    assert ["any"] == fired(decision)
    assert ["b"] == [part.event_id for part in decision.parts]
