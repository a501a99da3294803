"""What the solver proves is so: random conditions are asked of random streams, and no proof is ever contradicted."""

from itertools import product
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.events import parse_event
from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.tree import Expression, Not, walk
from fraudguard.scoring.guard import Guard
from fraudguard.testing import make_pack, make_stream
from fraudguard.testing.expressions import Palette, Place, Writer
from fraudguard.workbench.lints import solver
from fraudguard.workbench.lints.domains import within
from fraudguard.workbench.lints.solver import Solver

_PALETTE = Palette(
    fields={
        "transaction": [
            "person.key",
            "amount",
            "balance_before",
            "direction",
            "method",
            "device.in_call",
            "memo",
            "at",
        ],
        "call": ["person.key", "duration_s", "state", "is_contact", "at"],
    },
    short=["1h", "2h"],
    long=["2h", "24h"],
    money=["100", "200", "5_000"],
    numbers=["0", "1", "2", "10", "24"],
)
"""So few fields and numbers that random conditions often contradict or imply one another."""
_HAND = (
    "amount >= 100", "amount >= 200", "amount < 100", "100 <= amount < 200", "amount == 100", "amount != 100",
    "amount + balance_before > 100", "amount > balance_before", "amount <= balance_before", "larger(amount, 200) >= 200",
    "hour(at) < 6", "hour(at) >= 24", "hour(at) >= 0", "weekday(at) in [1, 2, 3, 4, 5, 6, 7]", "weekday(at) == 8",
    "direction == 'out'", "direction in ['in', 'out']", "direction != 'in'", "device.in_call", "not device.in_call",
    "device.in_call or not device.in_call", "mentions(memo, '保障')", "mentions(memo, '百万保障')",
    "count(within='1h') >= 2", "count(within='2h') >= 2", "count(within='2h') < 2", "count(within='1h') >= 1",
    "count(within='2h', where=amount >= 200) >= 1", "count(within='2h', where=amount >= 100) == 0",
    "sum(amount, within='1h') >= 200", "sum(amount, within='2h') < 200", "distinct(direction, within='2h') >= 3",
    "first_seen(direction, within='24h')", "first_seen(direction, within='2h')", "seconds_since(call, within='1h') >= 0",
    "seconds_since(call, within='1h') > 3_600", "latest(call.state, within='2h') == 'started'",
    "latest(call.state, within='2h') in ['ended', 'started']", "max(amount, within='1h') < 0",
)  # fmt: skip


def _pack_of(lines: list[str]) -> dict[str, str]:
    """A pack with one shadow rule for each line."""
    rules = [
        {
            "id": f"r{number}", "title": "规则", "on": "transaction", "when": [line], "stage": "transfer",
            "group": "words", "points": 0, "because": "规则", "status": "shadow",
        }
        for number, line in enumerate(lines)
    ]  # fmt: skip
    files = {name: text for name, text in make_pack(Random(1)).items() if not name.startswith(("scams/", "lists/snoo"))}
    head = yaml.safe_load(files["pack.yaml"])
    head["settings"] = {"lateness": "48h", "dedup": "1h", "sweep_rank": 1000}
    return {
        **files,
        "pack.yaml": yaml.safe_dump(head, allow_unicode=True),
        "scams/fake_loan.yaml": yaml.safe_dump({"scam": "fake_loan", "rules": rules}, allow_unicode=True, width=10_000),
    }


def _conditions(files: dict[str, str]) -> tuple[list[CheckedRule], list[Expression]]:
    pack = load_pack_text(files)
    return list(pack.rules), [rule.when for rule in pack.rules if rule.when is not None]


def _truths(files: dict[str, str], seeds: range) -> list[tuple[bool | None, ...]]:
    """What the explainer makes of every condition on every payment of some streams."""
    pack = load_pack_text(files)
    found = []
    for seed in seeds:
        guard = Guard(pack, key=b"a key of sixteen bytes")
        for raw in make_stream(Random(seed), pack):
            event = parse_event(raw)
            if event.kind == "transaction":
                told = {one.rule: one.fired for one in guard.explain(event).rules}
                found.append(tuple(told[rule.id] for rule in pack.rules))
            guard.score(event)
    return found


def _holds(conditions: list[Expression], truths: list[tuple[bool | None, ...]]) -> int:
    """Checks every proof about single conditions and pairs against what was seen; how many proofs there were."""
    prover, proofs = Solver(), 0
    for number, one in enumerate(conditions):
        seen = {row[number] for row in truths}
        if not prover.satisfiable(one):
            proofs += 1
            assert True not in seen, one.source
        if not prover.possible([(one, "false")]):
            proofs += 1
            assert False not in seen, one.source
        if prover.always(one):
            proofs += 1
            assert seen <= {True}, one.source
    for (i, one), (j, other) in product(enumerate(conditions), repeat=2):
        if i == j:
            continue
        pairs = {(row[i], row[j]) for row in truths}
        if prover.implies(one, other):
            proofs += 1
            assert all(b is True for a, b in pairs if a is True), (one.source, other.source)
        if not prover.possible([(one, "true"), (other, "true")]):
            proofs += 1
            assert (True, True) not in pairs, (one.source, other.source)
        if not prover.possible([(one, "true"), (other, "false")]):
            proofs += 1
            assert (True, False) not in pairs, (one.source, other.source)
        if not prover.possible([(one, "not true"), (other, "not false")]):
            proofs += 1
            assert all(a is True or b is False for a, b in pairs), (one.source, other.source)
    return proofs


def test_no_proof_about_conditions_written_to_meet_is_ever_wrong() -> None:
    """Intervals, sets, hours, counts, windows and phrases: hundreds of proofs, none contradicted by 40 streams."""
    files = _pack_of(list(_HAND))
    _, conditions = _conditions(files)
    assert _holds(conditions, _truths(files, range(40))) > 300


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 10**6))
def test_no_proof_about_random_conditions_is_ever_wrong(random: Random, seed: int) -> None:
    """Twelve random conditions over few fields, alone and in pairs, against three random streams."""
    writer = Writer(random, _PALETTE)
    lines = list(dict.fromkeys(writer.condition(Place("transaction")) for _ in range(12)))
    files = _pack_of([line for line in lines if len(line) < 1_500])
    _, conditions = _conditions(files)
    _holds(conditions, _truths(files, range(seed, seed + 3)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("amount >= 200", "amount >= 100"),
        ("amount > 100", "amount >= 100.01"),
        ("amount == 100", "100 <= amount <= 100"),
        ("direction == 'out'", "direction != 'in'"),
        ("direction != 'in'", "direction == 'out'"),
        ("method in ['loan', 'refund']", "method in ['loan', 'refund', 'topup']"),
        ("hour(at) > 22", "hour(at) == 23"),
        ("weekday(at) >= 6", "weekday(at) in [6, 7]"),
        ("device.in_call and amount >= 100", "device.in_call or amount >= 5_000"),
        ("count(within='1h') >= 3", "count(within='2h') >= 2"),
        ("count(within='1h', where=amount >= 200) >= 1", "count(within='1h', where=amount >= 100) >= 1"),
        ("sum(amount, within='1h') >= 200", "sum(amount, within='2h') >= 200"),
        ("first_seen(direction, within='24h')", "first_seen(direction, within='2h')"),
        ("mentions(memo, '百万保障')", "mentions(memo, '保障')"),
        ("amount > balance_before", "balance_before <= amount"),
        ("amount >= 100", "amount >= 0"),
    ],
)
def test_what_is_proved_to_follow(first: str, second: str) -> None:
    """The second condition follows from the first, which therefore contradicts its negation."""
    _, (one, other) = _conditions(_pack_of([first, second]))
    prover = Solver()
    assert prover.implies(one, other)
    assert not prover.possible([(one, "true"), (Not(other), "true")])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("amount >= 100", "amount > 100"),
        ("amount > 100", "amount >= 100.02"),
        ("direction != 'in'", "balance_before != 1"),
        ("count(within='2h') >= 3", "count(within='1h') >= 3"),
        ("count(call, within='1h') >= 1", "count(within='1h') >= 2"),
        ("count(within='1h', where=amount >= 100) >= 1", "count(within='1h', where=amount >= 200) >= 1"),
        ("first_seen(direction, within='2h')", "first_seen(direction, within='24h')"),
        ("mentions(memo, '保障')", "mentions(memo, '百万保障')"),
        ("mentions(memo, 'tgif')", "mentions(memo, 'tg')"),
        ("hour(at) >= 0", "amount >= 0"),
        ("device.in_call or amount >= 100", "amount >= 100"),
    ],
)
def test_what_does_not_follow_is_not_proved(first: str, second: str) -> None:
    """Just beside a proof, on the other side of a threshold, or where a field may be missing, nothing is said."""
    _, (one, other) = _conditions(_pack_of([first, second]))
    assert not Solver().implies(one, other)


def test_a_condition_that_may_be_unknown_is_no_tautology() -> None:
    """An amount is never negative, but it may be missing; an hour is always known."""
    _, (amount, hour) = _conditions(_pack_of(["amount >= 0", "hour(at) >= 0"]))
    prover = Solver()
    assert not prover.always(amount)
    assert not prover.possible([(amount, "false")])
    assert prover.always(hour)


def test_a_search_that_is_too_long_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With too few steps left a contradiction is not found, and nothing is claimed."""
    lines = ["amount < 100 or balance_before < 100", "amount >= 100 and balance_before >= 100"]
    _, conditions = _conditions(_pack_of(lines))
    assert not Solver().possible([(one, "true") for one in conditions])
    monkeypatch.setattr(solver, "_BUDGET", 4)
    assert Solver().possible([(one, "true") for one in conditions])


def test_what_is_given_beforehand_narrows_a_term() -> None:
    """A solver that is told the range of a term proves more than one that is not."""
    _, (amount,) = _conditions(_pack_of(["amount >= 100"]))
    field = next(node for node in walk(amount) if getattr(node, "path", "") == "amount")
    assert not Solver({field: within(0, 9_999)}).satisfiable(amount)
    assert Solver({field: within(0, 10_000)}).satisfiable(amount)
