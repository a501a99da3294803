"""
Every limit of durable-rules that was measured: what it does by itself, and the error of ours that stands before it.

What would end or hang the process is not tried, only refused.
"""

import json
import subprocess
import sys
from itertools import count

import pytest

from extras import needs_durable
from fraudguard.errors import UsageError
from fraudguard.plan.durable_rules import ALWAYS, LAST, MOST_PATTERNS, OVER
from fraudguard.scoring import durable_engine
from fraudguard.scoring.durable_engine import MOST_STATES, DurableRuleset, engine, ruleset

NAMES = count()
END = {"end": {"$and": [{"b": 1}, {LAST: 1}]}}
PAIR = [END, {"p0": {"$and": [{"a": 1}, {"$lt": {"n": {"end": "n"}}}, ALWAYS]}}]


def rules_of(*patterns: object, **more: object):
    """A ruleset of one rule."""
    return {"r0": {"all": list(patterns), **more}, OVER: {"all": [{"m": {OVER: 1}}]}}


def code_of(call, *arguments: object) -> str:
    """The code of the error that a call ends in."""
    with pytest.raises(UsageError) as caught:
        call(*arguments)
    return caught.value.code


def raw(rules, *facts: dict[str, object]):
    """What durable-rules itself answers; the last fact must be answered, for a state deleted before that is fatal."""
    module = engine()
    handle = module.create_ruleset(f"raw-{next(NAMES)}", json.dumps(rules))
    for number, fact in enumerate(facts):
        _, state = module.assert_fact(handle, json.dumps({"id": number, "sid": "1", "one": 1, "zero": 0, **fact}))
    started = module.start_action_for_state(handle, state)
    found, answer = [], started[1] if started else None
    while answer:
        found += [name for name in json.loads(answer) if name != OVER]
        answer = module.complete_and_start_action(handle, state)
    module.delete_state(handle, "1")
    return found


def test_python_3_13_is_refused(monkeypatch):
    """durable-rules does not import there; the error says what does."""
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    assert "durable.python" == code_of(engine.__wrapped__)


def test_a_missing_extra_is_refused(monkeypatch):
    """The error names the command that installs it."""
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(UsageError) as caught:
        engine.__wrapped__()
    assert "durable.missing" == caught.value.code
    assert "fraudguard-rules[durable]" in caught.value.render("zh")


def test_text_outside_ascii_is_refused():
    """`matches` on Chinese depends on how it was encoded; neither rules nor facts may bring any."""
    assert "durable.rule" == code_of(DurableRuleset, rules_of(END, {"p0": {"$mt": {"memo": "安全.*"}}}))
    assert "durable.text" == code_of(DurableRuleset, rules_of(END, {"p0": {"memo": "安全账户"}}))
    assert "durable.text" == code_of(durable_engine._check_facts, [{"memo": "安全账户"}])


def test_more_than_64_rules_are_refused():
    """64 pass the check; 65 that share a first pattern fail on every fact, 512 hang."""
    many = {f"r{i}": {"all": PAIR} for i in range(MOST_PATTERNS + 1)}
    over = {OVER: rules_of()[OVER]}
    assert "durable.rules_many" == code_of(DurableRuleset, many | over)
    del many["r0"]
    durable_engine._check_rules(many | over)


def test_ids_of_one_hash_are_refused():
    """Two texts of the same 32 bits would count as one fact, already observed; so would one id twice."""
    durable_engine._check_facts([{"id": "costarring"}, {"id": "liquids"}])
    assert "durable.ids" == code_of(durable_engine._check_facts, [{"id": "costarring"}, {"id": "liquid"}])
    assert "durable.ids" == code_of(durable_engine._check_facts, [{"id": "a"}, {"id": "a"}])


def test_the_numbers_we_give_have_hashes_of_their_own():
    """As many facts as one question can have, and many more, never collide."""
    assert 100_000 == len({durable_engine._hash(str(number)) for number in range(100_000)})


def test_none_stands_last_or_is_refused():
    """Elsewhere durable-rules ignores it."""
    none = {"b$not": {"$and": [{"broken": 1}, ALWAYS]}}
    assert "durable.rule" == code_of(DurableRuleset, rules_of(END, none, PAIR[1]))
    durable_engine._check_rules(rules_of(*PAIR, none))


def test_groups_in_groups_are_refused():
    """What follows an inner group is never read."""
    group = {"p0": {"$and": [{"$and": [{"$lt": {"n": {"end": "n"}}}]}, ALWAYS]}}
    either = {"p0": {"$and": [{"$or": [{"$lt": {"n": {"end": "n"}}}, {"a": 2}]}, ALWAYS]}}
    assert "durable.rule" == code_of(DurableRuleset, rules_of(END, group))
    assert "durable.rule" == code_of(DurableRuleset, rules_of(END, either))


def test_a_quotient_is_refused():
    """Of whole numbers it would be a whole number."""
    quotient = {"$lt": {"zero": {"$div": {"$l": {"end": "n"}, "$r": 2}}}}
    assert "durable.rule" == code_of(DurableRuleset, rules_of(END, {"p0": {"$and": [quotient, ALWAYS]}}))


def test_a_ruleset_without_a_last_answer_is_refused():
    """A state deleted before anything was answered ends the process."""
    assert "durable.rule" == code_of(DurableRuleset, {"r0": {"all": PAIR}})


@needs_durable
def test_64_rules_that_share_a_pattern_are_answered():
    """At the limit every rule answers; durable-rules' own failure just above it comes out as our error."""
    found = ruleset({**{f"r{i}": {"all": PAIR} for i in range(64)}, OVER: rules_of()[OVER]})
    facts = [{"n": 0, "a": 1}, {"n": 1, "b": 1, LAST: 1}]
    assert 64 == len(found.ask(facts))
    many = {**{f"r{i}": {"all": PAIR} for i in range(65)}, OVER: rules_of()[OVER]}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(durable_engine, "MOST_PATTERNS", 65)
        assert "durable.failed" == code_of(DurableRuleset(many).ask, facts)


@needs_durable
def test_unfinished_chains_leave_nothing_behind():
    """Ten thousand questions that find nothing: each state is gone, where the 1,025th would be fatal."""
    found = ruleset(rules_of(*PAIR))
    for _ in range(10_000):
        assert [] == found.ask([{"n": 1, "a": 1}, {"n": 0, "b": 1, LAST: 1}])
    assert 0 == found._left
    with pytest.raises(found._engine.error):
        found._engine.get_state(found._handle, str(next(durable_engine._sids) - 1))


@needs_durable
def test_states_left_by_failures_are_counted_and_refused():
    """Long before the 1,025th."""
    found = DurableRuleset(rules_of(*PAIR))
    found._left = MOST_STATES - 1
    assert [] == found.ask([{"n": 0, "b": 1, LAST: 1}])
    found._left = MOST_STATES
    assert "durable.states" == code_of(found.ask, [{"n": 0, "b": 1, LAST: 1}])


@needs_durable
def test_a_failure_of_durable_rules_is_our_error():
    """A missing value is an error there; what it is told comes out with our code."""
    found = DurableRuleset(rules_of(END, {"p0": {"$and": [{"a": 1}, {"$lt": {"n": {"end": "absent"}}}, ALWAYS]}}))
    assert "durable.failed" == code_of(found.ask, [{"n": 0, "a": 1}, {"n": 1, "b": 1, LAST: 1}])
    assert 1 == found._left


OWN = """
import json, os
import durable_rules_engine as engine

over = {"over": {"all": [{"m": {"over": 1}}]}}

def matching(pattern, text, escaped):
    rules = {"r": {"all": [{"m": {"$mt": {"memo": pattern}}}]}, **over}
    handle = engine.create_ruleset(f"{pattern}{escaped}", json.dumps(rules, ensure_ascii=escaped))
    for number, fact in enumerate(({"memo": text}, {"over": 1})):
        fact = json.dumps({"id": number, "sid": "1", **fact}, ensure_ascii=escaped)
        _, state = engine.assert_fact(handle, fact)
    answer, found = engine.start_action_for_state(handle, state)[1], []
    while answer:
        found += json.loads(answer)
        answer = engine.complete_and_start_action(handle, state)
    return "r" in found

found = [matching(*one, escaped) for one in (("s.fe", "safe"), ("安.账户", "安全账户")) for escaped in (False, True)]
handle, states = engine.create_ruleset("states", json.dumps(over)), 0
try:
    while states < 2_000:
        engine.assert_fact(handle, json.dumps({"id": 1, "sid": str(states), "over": 1}))
        states += 1
except MemoryError:
    pass
print(json.dumps([*found, states]), flush=True)
os._exit(0)
"""


@needs_durable
def test_what_durable_rules_does_by_itself():
    """In escaped JSON `matches` fails on Chinese without a word, in English never; the 1,025th live state is too many."""
    done = subprocess.run([sys.executable, "-c", OWN], capture_output=True, text=True, check=True)
    assert [True, True, True, False, 1_024] == json.loads(done.stdout)
    assert MOST_STATES < 1_024


@needs_durable
def test_a_join_knows_no_order():
    """By itself it holds the other way round too; with places in time it does not."""
    unordered = [END, {"p0": {"a": 1}}]
    reverse = [{"n": 0, "b": 1, LAST: 1}, {"n": 1, "a": 1}, {OVER: 1}]
    assert ["r0"] == raw(rules_of(*unordered), *reverse)
    assert [] == raw(rules_of(*PAIR), *reverse)


@needs_durable
def test_every_chain_is_enumerated():
    """Five events before one are five chains."""
    facts = [*({"n": i, "a": 1} for i in range(5)), {"n": 5, "b": 1, LAST: 1}]
    assert [0, 1, 2, 3, 4] == sorted(match["p0"] for _, match in ruleset(rules_of(*PAIR)).ask(facts))


@needs_durable
def test_none_is_heeded_as_the_last_pattern_only():
    """A breaker after the first event stops a chain; with `none` before the last pattern it does not."""
    none = {"b$not": {"$and": [{"broken": 1}, {"$gt": {"n": {"p0": "n"}}}, ALWAYS]}}
    facts = [{"n": 1, "broken": 1}, {"n": 0, "a": 1}, {"n": 2, "b": 1, LAST: 1}]
    assert [] == ruleset(rules_of(*PAIR, none)).ask(facts)
    assert 1 == len(ruleset(rules_of(*PAIR)).ask(facts))


@needs_durable
def test_whole_and_broken_numbers_of_one_size_are_not_equal_there():
    """Equality is looked up by a hash of the digits; `<=` and `>=` compare the numbers."""
    facts = [{"n": 0, "a": 1, "v": 2}, {"n": 1, "b": 1, LAST: 1, "v": 2.0}, {OVER: 1}]
    both = [{"$lte": {"v": {"end": "v"}}}, {"$gte": {"v": {"end": "v"}}}]
    assert [] == raw(rules_of(END, {"p0": {"$and": [{"a": 1}, {"v": {"end": "v"}}, ALWAYS]}}), *facts)
    assert ["r0"] == raw(rules_of(END, {"p0": {"$and": [{"a": 1}, *both, ALWAYS]}}), *facts)


@needs_durable
@pytest.mark.parametrize("number", [1e-7, -1e-7, 2.5e-300, 1e16, 0.1, -0.0, 3])
def test_numbers_arrive_as_they_are(number):
    """Also those with an exponent, which durable-rules reads only after a decimal point."""
    found = ruleset(rules_of(END, {"p0": {"$and": [{"a": 1}, {"$lte": {"v": {"end": "v"}}}, ALWAYS]}}))
    for other, expected in ((number, 1), (number + abs(number) + 1e-300, 1), (number - abs(number) - 1e-299, 0)):
        facts = [{"n": 0, "a": 1, "v": number}, {"n": 1, "b": 1, LAST: 1, "v": other}]
        assert expected == len(found.ask(facts))


@needs_durable
def test_no_thread_is_started():
    """The host of durable-rules starts two on the wall clock; its C module alone starts none."""
    import threading

    before = threading.active_count()
    ruleset(rules_of(*PAIR)).ask([{"n": 0, "b": 1, LAST: 1}])
    assert before == threading.active_count()
    assert "durable" not in sys.modules


@needs_durable
def test_facts_may_have_ids_of_their_own():
    """They are answered by their numbers."""
    facts = [{"id": "first", "n": 0, "a": 1}, {"n": 1, "b": 1, LAST: 1}]
    assert [("r0", {"end": 1, "p0": 0})] == ruleset(rules_of(*PAIR)).ask(facts)


@needs_durable
def test_equal_rules_share_a_ruleset():
    """One cannot be given back safely, so a second guard makes no second one."""
    assert ruleset(rules_of(*PAIR)) is ruleset(rules_of(*PAIR))
