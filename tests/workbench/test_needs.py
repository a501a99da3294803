"""What examples should show of a rule, and whether they do."""

from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.coverage import rule_coverage
from fraudguard.workbench.needs import needs
from labelled import example, paid
from packing import pack_of, rule, steps


def wanted(pack: CheckedPack, name: str = "r") -> list[tuple[str, str]]:
    """The needs of a rule by kind and value."""
    found = next(one for one in pack.rules if one.id == name)
    return [(need.kind, need.value) for need in needs(pack, found)]


def gaps(pack: CheckedPack, name: str = "r") -> list[tuple[str, str]]:
    """What the examples of a rule do not show, by kind and value."""
    found = next(one for one in pack.rules if one.id == name)
    return [(need.kind, need.value) for need in rule_coverage(pack, found).gaps]


def test_the_needs_of_a_threshold() -> None:
    """A value at it and one unit away on its other side: an equality, true at it, on both sides."""
    for line, expected in (
        ("amount >= 5_000", [("at", "5,000"), ("below", "4,999")]),
        ("amount < 5_000", [("at", "5,000"), ("below", "4,999")]),
        ("5_000 < amount", [("at", "5,000"), ("above", "5,001")]),
        ("amount <= 0.5", [("at", "0.5"), ("above", "1.5")]),
        ("hour(at) <= 23", [("at", "23")]),
        ("hour(at) == 3", [("below", "2"), ("above", "4")]),
        ("amount / balance_before > 0.8", [("at", "0.8"), ("just_above", "0.8")]),
        ("amount > 0.8 * balance_before", [("at", "0.8 * balance_before"), ("just_above", "0.8 * balance_before")]),
    ):
        assert [("true", ""), ("false", ""), *expected] == wanted(pack_of(rule("r", line)))


def test_near_is_five_per_cent_or_one_unit() -> None:
    """A value just below counts as near within 5 % or one unit, whichever is more, and no farther."""
    for line, near, far in (("amount >= 5_000", 4750, 4749.99), ("amount >= 5", 4, 3.99)):
        for amount, open_ in ((near, False), (far, True)):
            pack = pack_of(rule("r", line, examples=[example("miss", paid(amount))]))
            assert open_ == any(kind == "below" for kind, _ in gaps(pack))


def test_a_condition_is_needed_both_ways_and_unknown_is_neither() -> None:
    """What is missing on every event shows a condition neither true nor false; only the event under test is asked."""
    pack = pack_of(rule("r", "payee.kind == 'self'", examples=[example("miss", paid(1))]))
    assert [("true", ""), ("false", "")] == gaps(pack)
    mine, yours = paid(1, payee={"kind": "self"}), paid(1, payee={"kind": "corp"})
    for last, expected in ((mine, [("false", "")]), (yours, [("true", "")])):
        pack = pack_of(rule("r", "payee.kind == 'self'", examples=[example("hit", mine, yours, last)]))
        assert expected == gaps(pack)


def test_branches_are_needed_both_ways_too() -> None:
    """A group below `when` counts as a branch beside its lines; a negated condition counts once."""
    lines = {"any": ["direction == 'in'", {"none": ["payee.kind == 'self'", "is_multiple(amount, 100)"]}]}
    assert 10 == len(wanted(pack_of(rule("r", lines))))
    assert 2 == len(wanted(pack_of(rule("r", "not payee.kind == 'self'"))))


def test_both_edges_of_a_window() -> None:
    """An event just inside and one just outside: the edge itself is outside, the window being half-open."""
    for line, kinds in (
        ("count(within='2h') >= 9", ("inside", "outside")),
        ("first_seen(payee.account, within='2h')", ("inside", "outside")),
    ):
        for minutes, shown in (
            (119, "inside"),
            (114, "inside"),
            (120, "outside"),
            (126, "outside"),
            (113, ""),
            (127, ""),
        ):
            mine = {"payee": {"account": "62"}}
            events = (paid(1, **mine), paid(1, at=f"+{minutes}m", **mine))
            open_ = {kind for kind, _ in gaps(pack_of(rule("r", line, examples=[example("miss", *events)])))}
            assert {kind for kind in kinds if kind != shown} == open_ & set(kinds), (line, minutes)


def test_the_edge_of_a_window_is_about_what_it_looks_at() -> None:
    """Events that `where` leaves out, or with another value for `first_seen`, stand at no edge."""
    line = "count(within='2h', where=amount >= 10) >= 9"
    pack = pack_of(rule("r", line, examples=[example("miss", paid(1), paid(99, at="+119m"))]))
    assert ("inside", "2h") in gaps(pack)
    events = (paid(1, payee={"account": "62"}), paid(1, at="+119m", payee={"account": "63"}))
    pack = pack_of(rule("r", "first_seen(payee.account, within='2h')", examples=[example("hit", *events)]))
    assert ("inside", "2h") in gaps(pack)


def test_conditions_inside_a_window() -> None:
    """Each condition of `where` needs an event of the window both ways; its thresholds have two sides."""
    pack = pack_of(
        rule("r", "count(call, within='2h', where=duration_s > 60) >= 1", examples=[
            example("miss", {"kind": "call", "duration_s": 60}, paid(1)),
        ])
    )  # fmt: skip
    assert {("true", ""), ("above", "61")} <= set(gaps(pack))
    assert not {("uncounted", "call"), ("at", "60")} & set(gaps(pack))


def test_what_two_lines_need_alike_is_needed_once() -> None:
    """The same window in two lines has its edges once."""
    pack = pack_of(rule("r", "count(within='2h') >= 2", "count(within='2h') <= 9"))
    assert 1 == sum(kind == "inside" for kind, _ in wanted(pack))


def test_each_step_of_a_sequence_is_missing_once() -> None:
    """An example in which all other steps came, and this one did not, or did not fit."""
    chain = steps(["amount <= 200"], ["amount >= 20 * a.amount"])
    examples = [example("hit", paid(100), paid(2000))]
    pack = pack_of(rule("r", sequence=chain, examples=examples))
    assert {("step", "")} == {one for one in gaps(pack) if one[0] == "step"}
    examples += [example("miss", paid(2000)), example("miss", paid(100), paid(1999))]
    assert not [one for one in gaps(pack_of(rule("r", sequence=chain, examples=examples))) if one[0] == "step"]


def test_conditions_between_steps() -> None:
    """A condition on an earlier step is true in a chain, and false where it alone keeps a chain from being one."""
    chain = steps(["amount <= 200"], ["amount >= 20 * a.amount"])
    hit, near = example("hit", paid(100), paid(2000)), example("miss", paid(100), paid(1999))
    open_ = gaps(pack_of(rule("r", sequence=chain, examples=[hit])))
    assert {("false", ""), ("just_below", "20 * a.amount")} <= set(open_)
    open_ = gaps(pack_of(rule("r", sequence=chain, examples=[hit, near])))
    assert not {("false", ""), ("just_below", "20 * a.amount"), ("at", "20 * a.amount")} & set(open_)


def test_the_edges_and_breakers_of_a_chain() -> None:
    """A chain that took nearly the whole time, one that took just too long, and one that each breaker broke."""
    own = rule("own", "payee.kind == 'self'")
    chain = steps(["amount <= 200"], ["amount >= 300"], within="1h", unless=["own"])
    hit = example("hit", paid(100), paid(300, at="+59m"))
    open_ = gaps(pack_of(own, rule("r", sequence=chain, examples=[hit])))
    assert {("chain_outside", "1h"), ("breaker", "")} <= set(open_)
    assert ("chain_inside", "1h") not in open_
    slow = example("miss", paid(100), paid(300, at="+60m"))
    broken = example("miss", paid(100), paid(300, payee={"kind": "self"}))
    open_ = gaps(pack_of(own, rule("r", sequence=chain, examples=[hit, slow, broken])))
    assert not {"chain_outside", "chain_inside", "breaker"} & {kind for kind, _ in open_}
