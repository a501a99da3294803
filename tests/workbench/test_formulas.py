"""Questions as formulas: the parts they share, and answers that are those of rules asked whole."""

from hypothesis import given
from hypothesis import strategies as st

from fraudguard.events import parse_event
from fraudguard.pack.check_examples import filled
from fraudguard.pack.tree import Expression
from fraudguard.plan.scopes import conjuncts
from fraudguard.scoring.guard import Guard
from fraudguard.workbench.formulas import Formulas
from fraudguard.workbench.probing import Probe, Trial
from labelled import paid
from packing import KEY, pack_of, rule

LINES = ["amount >= 5", "payee.kind == 'self'", "channel == 'atm'", "balance_before > 9"]


def _when(*lines: object) -> Expression:
    when = pack_of(rule("r", *lines)).rules[0].when
    assert when is not None
    return when


def test_a_shared_condition_is_one_part() -> None:
    """Whatever groups it stands in; the same condition on another kind of event is another part."""
    formulas: Formulas[str] = Formulas()
    formulas.ask("transaction", _when("amount >= 5", {"any": ["channel == 'atm'", "payee.kind == 'self'"]}))
    formulas.ask("transaction", _when({"at_least": {"n": 2, "of": LINES[:3]}}), [_when("channel == 'atm'")])
    assert 3 == len(formulas.parts)
    formulas.ask("call", conjuncts(_when("amount >= 5"))[0])
    assert 4 == len(formulas.parts)


def test_answers_follow_from_the_parts() -> None:
    """All, any, so many of them; an exception; only on events of the kind; a negated group is one part."""
    formulas: Formulas[str] = Formulas()
    formulas.ask("transaction", _when("amount >= 5", {"any": ["channel == 'atm'", "payee.kind == 'self'"]}))
    formulas.ask("transaction", _when({"at_least": {"n": 2, "of": LINES[:3]}}), [_when("channel == 'atm'")])
    formulas.ask("transaction", _when({"none": ["amount >= 5"]}))
    formulas.ask_whole("something else")
    numbers = {str(getattr(part[1], "source", "")): number for part, number in formulas.parts.items() if part[1]}
    amount, atm, mine = numbers["amount >= 5"], numbers["channel == 'atm'"], numbers["payee.kind == 'self'"]
    other = formulas.parts["something else"]
    assert {0} == formulas.answers("transaction", {amount, atm})
    assert {0, 1} == formulas.answers("transaction", {amount, mine})
    assert frozenset() == formulas.answers("transaction", {amount})
    assert frozenset() == formulas.answers("call", {amount, mine})
    assert {3} == formulas.answers("call", {other})
    assert 5 == len(formulas.parts)


@st.composite
def groups(draw: st.DrawFn, depth: int = 2) -> object:
    """A condition made of the lines."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(LINES))
    items = draw(st.lists(groups(depth=depth - 1), min_size=1, max_size=3))
    kind = draw(st.sampled_from(["any", "all", "none", "at_least"]))
    return {"at_least": {"n": 1 + len(items) // 2, "of": items}} if kind == "at_least" else {kind: items}


EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "payee": st.sampled_from([{"kind": "self"}, {"kind": "corp"}]),
        "channel": st.sampled_from(["atm", "pos"]),
        "balance_before": st.sampled_from([9, 10]),
    },
)


@given(st.lists(groups(), min_size=1, max_size=3), st.lists(groups(), max_size=2), EVENTS, st.sampled_from([4, 5]))
def test_taken_apart_they_fire_as_the_rule_does(
    when: list[object], unless: list[object], more: dict[str, object], amount: int
) -> None:
    """With facts missing, so that conditions are unknown, under negation, in exceptions: always as the whole rule."""
    pack = pack_of(rule("r", *when, **({"unless": unless} if unless else {})))
    event = parse_event(filled([paid(amount, **more)])[0])
    fired, _ = Trial(pack, pack.rules[0], [Probe.of(pack.rules[0])]).run([event])
    assert bool(Guard(pack, key=KEY).score(event).findings) == (fired[0] == {0})
