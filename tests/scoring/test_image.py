from fraudguard.scoring.image import from_image, to_image
from fraudguard.scoring.memory import Memory
from fraudguard.scoring.snapshot import pack_snapshot, unpack_snapshot
from fraudguard.testing import call, lead, transaction
from packing import KEY, guard_of, pack_of, rule, steps

RULES = (
    rule("w", "count(within='1h', where=amount > 5) >= 1", "latest(call.peer, within='1h') != 'x'"),
    rule("k", "count(by=[person.key, payee.account], within='1h', where=fired('w')) >= 1"),
    rule("s", sequence=steps("amount > 1", "amount > a.amount", unless=["w"], by=["person.key", "payee.account"])),
)


def filled(*rules: object, **more: object):
    """A guard that has seen a little of everything."""
    guard = guard_of(*(rules or RULES), **more)
    for event in (
        call("+0m"),
        transaction("+1m", amount=3),
        transaction("+2m", amount=9, id="nine"),
        lead("+3m"),
        transaction("+4m", person={}),
    ):
        guard.score(event)
    return guard


def parts(memory):
    """Everything a memory holds, in plain data; tickets' findings by rule and event."""
    episodes = {
        subject: (one.first_event, one.opened_at, one.last, one.level, one.label, one.stage, one.urgent, one.notes, one.lead,
                  [(kept.rule, kept.event_id, kept.because) for kept in one.evidence.values()], one.advice)
        for subject, one in memory.episodes.opened()
    }  # fmt: skip
    chains = [
        (
            {
                key: [(c.position, c.steps, c.facts.text(), c.facts.shown()) for c in found]
                for key, found in state.candidates.opened()
            },
            state.breakers,
        )
        for state in memory.chains
    ]
    stores = [
        {key: [(*r[:2], tuple(r[2]), *r[3:]) for r in records] for key, records in store.opened()}
        for store in memory.stores
    ]
    rest = dict(memory.ledger.opened()), memory.remembered, memory.newest, sorted(memory.instants)
    return stores, chains, episodes, *rest, memory.first_at, memory.scored, memory.swept_floor


def test_a_memory_comes_back_whole():
    """As rows and through a snapshot, under the same plan, nothing is lost and all is kept."""
    engine = filled()._engine
    image = list(to_image(engine.plan, engine.memory))
    through = unpack_snapshot(pack_snapshot(image, KEY), KEY)
    for one in (image, through):
        memory, report = from_image(engine.plan, one)
        assert parts(engine.memory) == parts(memory)
        assert ((), ()) == (report.empty, report.dropped)
        assert report.kept


def test_an_image_is_not_the_memory():
    """What the new memory forgets, the old one keeps: a swap that fails later has changed nothing."""
    engine = filled()._engine
    before = parts(engine.memory)
    memory, _ = from_image(engine.plan, to_image(engine.plan, engine.memory))
    memory.sweep(10**18, 10**18)
    assert before == parts(engine.memory)
    assert parts(Memory.empty(engine.plan))[0] == parts(memory)[0]


def test_what_a_window_newly_asks_starts_empty():
    """Records go on with what they hold; what they never held is unknown, and the report says so."""
    old = filled(RULES[0])._engine
    new = guard_of(*RULES[:2], rule("n", "sum(amount, within='1h') > 1"))._engine.plan
    memory, report = from_image(new, to_image(old.plan, old.memory))
    record = next(r for store in memory.stores for _, records in store.opened() for r in records if r[1] == "nine")
    plans = (old.plan, new)
    (had, values_had), (has, values_has) = (
        [[s.name for s in plan.kinds["transaction"].slots if (s.form == "true") is flag] for flag in (True, False)]
        for plan in plans
    )
    assert ([True], []) == ([bool(record[3] & 1 << has.index(name)) for name in had], values_had)
    assert record[3] < 1 << len(has)
    assert [None] * len(values_has) == list(record[4:])
    assert len(values_has) > 0
    assert any("rules that fired" in name for name in report.empty)
    assert any("payee.account" in name for name in report.empty)


def test_a_smaller_rank_keeps_the_newest_instants():
    """The mark is that of the new rank at once."""
    engine = filled(settings={"sweep_rank": 4})._engine
    instants = sorted(engine.memory.instants)
    memory, _ = from_image(
        guard_of(*RULES, settings={"sweep_rank": 2})._engine.plan, to_image(engine.plan, engine.memory)
    )
    assert instants[-2] == memory.mark(2)


def test_points_of_a_rule_that_is_gone_still_stand():
    """A change of rules takes nothing back from a person."""
    guard = filled()
    before = guard.score(call("+5m")).points
    guard.swap(pack_of(rule("other", "amount > 1")))
    assert before == guard.score(call("+6m")).points > 0
