"""The mutants of rules, and which of them the examples notice."""

from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.mutants import mutants
from fraudguard.workbench.mutate import mutate, mutate_rule
from fraudguard.workbench.questions import question
from labelled import example, paid
from packing import pack_of, rule, steps


def made(pack: CheckedPack, name: str = "r") -> list[str]:
    """The mutants of a rule, each as the question it is."""
    found = next(one for one in pack.rules if one.id == name)
    return [question(one, "en").removeprefix("nothing fails ").replace("`", "") for one in mutants(pack, found)]


def forgotten(pack: CheckedPack, name: str = "r") -> list[str]:
    """The questions that the examples of a rule leave open."""
    found = next(one for one in pack.rules if one.id == name)
    return [
        question(one, "en").removeprefix("nothing fails ").replace("`", "")
        for one in mutate_rule(pack, found).survivors
    ]


def test_the_mutants_of_a_comparison() -> None:
    """It is left out, flipped, and its threshold moved by a unit: a yuan, one, or a hundredth of a share."""
    for line, expected in (
        ("amount >= 50_000", ["if >= becomes > in", "if 50_000 becomes 49_999 in", "if 50_000 becomes 50_001 in"]),
        ("direction == 'out'", ["if == becomes != in"]),
        ("count(within='2m') >= 3", ["if 3 becomes 2 in", "if 3 becomes 4 in"]),
        ("amount / balance_before > 0.8", ["if > becomes >= in", "if 0.8 becomes 0.79 in", "if 0.8 becomes 0.81 in"]),
        ("amount > 3 * balance_before", ["if > becomes >= in", "if 3 becomes 2 in", "if 3 becomes 4 in"]),
        ("amount > balance_before", ["if > becomes >= in"]),
        ("channel in ['atm', 'pos']", ["if in becomes not in in"]),
    ):
        found = [one for one in made(pack_of(rule("r", line))) if "2m becomes" not in one]
        assert [f"without {line}", *(f"{one} {line}" for one in expected)] == found


def test_mutants_that_could_not_differ_are_not_made() -> None:
    """No flip where whole numbers make it a shift; nothing that says the same of every hour, weekday or count."""
    assert ["without hour(at) <= 23", "if 23 becomes 22 in hour(at) <= 23"] == made(
        pack_of(rule("r", "hour(at) <= 23"))
    )
    assert ["without count(within='1d') >= 0", "if 0 becomes 1 in count(within='1d') >= 0"] == [
        one for one in made(pack_of(rule("r", "count(within='1d') >= 0"))) if "24h" not in one
    ]
    assert not [one for one in made(pack_of(rule("r", "weekday(at) == 7"))) if "8" in one]
    assert not [one for one in made(pack_of(rule("r", sequence=steps([], [], [])))) if "change places" in one]
    ordered, free = steps(["amount > 1"], ["amount > 2"]), steps(["amount > 1"], ["amount > 2"], any_order=True)
    swap = "if the steps a and b change places"
    assert [True, False] == [swap in made(pack_of(rule("r", sequence=one))) for one in (ordered, free)]


def test_windows_move_by_a_minute_or_an_hour() -> None:
    """An hour from a day on, else a minute; the condition inside is left out, changed and swapped."""
    pack = pack_of(rule("r", "sum(amount, within='2d', where=direction == 'in' or amount > 9) > 5"))
    window = "sum(amount, within='2d', where=direction == 'in' or amount > 9)"
    for expected in ("if 2d becomes 47h in", "if 2d becomes 49h in", "if or becomes and in", "without amount > 9 in"):
        assert f"{expected} {window}" in made(pack)
    assert f"without direction == 'in' or amount > 9 in {window}" in made(pack)
    assert any(one.startswith("if 30m becomes 29m") for one in made(pack_of(rule("r", "count(within='30m') > 5"))))


def test_groups_lose_lines_and_are_swapped() -> None:
    """Each line of `any` goes once, `any` becomes `all`; of `at_least` the number moves while it can."""
    lines = ["direction == 'in'", "payee.kind == 'self'"]
    found = made(pack_of(rule("r", {"any": lines})))
    for expected in (*(f"without {line} in" for line in lines), "if any becomes all in"):
        assert f"{expected} any: direction == 'in', …" in found
    found = made(pack_of(rule("r", {"at_least": {"n": 2, "of": lines}})))
    assert [True, False] == [f"if at_least 2 becomes at_least {n} in" in " ".join(found) for n in (1, 3)]


def test_exceptions_and_steps_are_left_out() -> None:
    """Each line of `unless`, each breaker, each step that no later one reads; the time of the chain moves."""
    assert "without payee.kind == 'self' under unless" in made(
        pack_of(rule("r", "amount > 1", unless=["payee.kind == 'self'"]))
    )
    chain = steps(["amount <= 200"], ["amount >= 20 * a.amount"], ["amount > 7"], unless=["own"])
    found = made(pack_of(rule("own", "payee.kind == 'self'"), rule("r", sequence=chain)))
    assert ["without the step b", "without the step c"] == [one for one in found if "the step " in one]
    assert ["if the steps b and c change places"] == [one for one in found if "change places" in one]
    assert {"without own under unless", "if within: 1h becomes within: 59m"} <= set(found)


def test_examples_on_both_sides_of_a_threshold_notice() -> None:
    """A hit at the threshold and a miss one unit below kill every mutant of a comparison."""
    hit, below = example("hit", paid(50_000)), example("miss", paid(49_999))
    line = "amount >= 50_000"
    assert ["if 50_000 becomes 49_999 in amount >= 50_000"] == forgotten(
        pack_of(rule("r", line, examples=[hit, example("miss", paid(1))]))
    )
    assert [] == forgotten(pack_of(rule("r", line, examples=[hit, below])))
    assert made(pack_of(rule("r", line))) == forgotten(pack_of(rule("r", line)))


def test_a_mutant_sees_the_rules_that_its_rule_reads() -> None:
    """Rules asked about with `fired`, and what these ask in turn, are in the plan; the others are not needed."""
    other = rule("big", "amount >= 100")
    again = rule("two-big", "count(within='1h', where=fired('big')) >= 2")
    mine = rule("r", "count(within='1h', where=fired('two-big')) >= 1", "payee.kind == 'self'", examples=[
        example("hit", paid(100), paid(100), paid(1, payee={"kind": "self"})),
        example("miss", paid(100), paid(99), paid(1, payee={"kind": "self"})),
    ])  # fmt: skip
    assert "without count(within='1h', where=fired('two-big')) >= 1" not in forgotten(pack_of(other, again, mine))


def test_one_step_left_is_the_step_itself() -> None:
    """A sequence of two that loses one fires as the other alone does."""
    chain = steps(["amount <= 200"], ["amount >= 300"])
    hit = example("hit", paid(100), paid(300))
    assert "without the step a" in forgotten(pack_of(rule("r", sequence=chain, examples=[hit])))
    alone = example("miss", paid(300))
    assert "without the step a" not in forgotten(pack_of(rule("r", sequence=chain, examples=[hit, alone])))


def test_several_processes_find_the_same() -> None:
    """The results and their order do not depend on how many processes share the work."""
    pack = pack_of(*(rule(name, "amount >= 5", examples=[example("hit", paid(5))]) for name in ("p", "q", "r")))
    assert list(mutate(pack)) == list(mutate(pack, jobs=2))
