"""Probes beside a rule: they fire as rules would, on whatever stream an example has."""

from fraudguard.events import parse_event
from fraudguard.events.masking import Token
from fraudguard.pack.check_examples import filled
from fraudguard.plan.compile import compile_plan
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.memory import Memory
from fraudguard.workbench.probing import Probe, Trial
from labelled import paid
from packing import KEY, pack_of, rule, steps


def test_what_fires_is_what_scoring_finds() -> None:
    """On every event the same rules, windows, findings in windows and chains among them, as `score` finds."""
    pack = pack_of(
        rule("big", "amount >= 5"),
        rule("two", "count(within='1h', where=fired('big')) >= 2"),
        rule("chain", sequence=steps(["amount < 5"], ["amount >= 5"])),
    )
    plan = compile_plan(pack, Token(KEY))
    one, other = (Engine(plan, Memory.empty(plan), None, None, KEY) for _ in range(2))
    for event in filled([paid(1), paid(5), paid(4), paid(9), paid(5, at="+2h")]):
        assert sorted(finding.rule for finding in one.score(event).findings) == sorted(other.fired(event))


def test_a_trial_of_many_streams_starts_from_nothing_each_time() -> None:
    """What one stream left in the state, the next does not see; numbers are the places of the probes."""
    pack = pack_of(rule("r", "count(within='1h') >= 2"))
    mine = pack.rules[0]
    trial = Trial(pack, mine, [Probe.of(mine)])
    stream = [parse_event(event) for event in filled([paid(1), paid(1)])]
    for _ in range(2):
        assert ((frozenset(), frozenset({0})), (False, True)) == trial.run(stream)


def test_a_corrected_and_a_retracted_event_are_gone() -> None:
    """Examples may name ids and retract: then events are scored with all that scoring does."""
    pack = pack_of(rule("r", "count(within='1h') >= 2"))
    trial = Trial(pack, pack.rules[0], [])
    again = [parse_event(event) for event in filled([paid(1, id="a"), paid(2, id="a")])]
    assert (False, False) == trial.run(again)[1]
    gone = [
        parse_event(event)
        for event in filled([paid(1, id="a"), {"kind": "retraction", "id": "x", "target": "a"}, paid(1)])
    ]
    assert (False, False, False) == trial.run(gone)[1]
    assert (False, True) == trial.run([gone[0], gone[2]])[1]
