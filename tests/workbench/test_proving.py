"""What is proved to make no difference, and that nothing else is."""

from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.mutants import mutants
from fraudguard.workbench.needs import needs
from fraudguard.workbench.probing import Probe
from fraudguard.workbench.proving import Prover
from fraudguard.workbench.questions import question
from packing import pack_of, rule

SELF = "count(within='1h', where=fired('own') and id == this.id) >= 1"


def alike(pack: CheckedPack, one: str, other: str) -> bool:
    """Whether two rules of a pack are proved to fire on the same events."""
    prover = Prover(pack)
    first, second = (prover.plain(Probe.of(next(r for r in pack.rules if r.id == name))) for name in (one, other))
    return first == second


def same(mine: list[object], yours: list[object], *others: object, **unless: list[str]) -> bool:
    """Whether two lists of conditions are proved alike; ``unless`` may give either its exceptions."""
    more = {name: {"unless": lines} for name, lines in unless.items()}
    return alike(
        pack_of(*others, rule("a", *mine, **more.get("a", {})), rule("b", *yours, **more.get("b", {}))), "a", "b"
    )  # type: ignore[arg-type]


def test_what_a_rule_asks_holds_where_it_fired_on_this_event() -> None:
    """Its conditions are idle beside a count of the event itself, and not beside a count of any event."""
    own = rule("own", "direction == 'out'", "amount >= 500")
    assert same([SELF], [SELF, "direction == 'out'"], own)
    assert same([SELF, "amount >= 500"], [SELF, "amount >= 499"], own)
    assert not same([SELF], [SELF, "amount >= 501"], own)
    anybody = "count(within='1h', where=fired('own')) >= 1"
    assert not same([anybody], [anybody, "direction == 'out'"], own)
    none = SELF.replace(">= 1", ">= 0")
    assert not same([none], [none, "direction == 'out'"], own)


def test_of_several_rules_only_what_all_ask_holds() -> None:
    """An alternative of rules says what every one of them says."""
    first, second = rule("p", "direction == 'out'", "amount >= 5"), rule("q", "direction == 'out'", "amount >= 9")
    either = "count(within='1m', where=id == this.id and (fired('p') or fired('q'))) >= 1"
    assert same([either], [either, "direction == 'out'"], first, second)
    assert not same([either], [either, "amount >= 9"], first, second)


def test_the_length_of_a_window_of_one_event_does_not_matter() -> None:
    """Within `dedup` an id comes once; a window that can hold other events keeps its length."""
    own = rule("own", "amount > 1")
    assert same([SELF], [SELF.replace("1h", "2h")], own)
    assert not same([SELF.replace(" and id == this.id", "")], [SELF.replace("1h", "2h")], own)
    assert not same(
        [SELF.replace("id == this.id", "id != this.id")],
        [SELF.replace("1h", "2h").replace("id == this.id", "id != this.id")],
        own,
    )


def test_an_exception_that_the_conditions_rule_out_is_idle() -> None:
    """An exception of the rule that fired, or another member of the same enumeration; unknown exceptions stay."""
    own = rule("own", "amount > 1", unless=["payee.kind in ['self', 'corp']"])
    assert same([SELF], [SELF], own, b=["payee.kind == 'self'"])
    assert not same([SELF], [SELF], own, b=["payee.kind == 'merchant'"])
    assert same(["direction == 'out'"], ["direction == 'out'"], b=["direction == 'in'"])
    assert not same(["direction == 'out'"], ["direction == 'out'"], b=["channel == 'atm'"])


def test_below_not_nothing_is_left_out() -> None:
    """Unknown is not false, so what is idle in an all is not idle in a negated one."""
    assert not same([{"none": [{"all": ["amount > 5", "amount > 4"]}]}], [{"none": ["amount > 5"]}])


def test_limits_of_whole_multiples_are_multiples() -> None:
    """Of whole hundreds, at least 299 is at least 300, and at least 301 is not; the same of their sum."""
    hundreds = "is_multiple(amount, 100)"
    assert same([hundreds, "amount >= 300"], [hundreds, "amount >= 299"])
    assert not same([hundreds, "amount >= 300"], [hundreds, "amount >= 301"])
    sums = [f"sum(amount, within='1h', where={hundreds}) >= {limit}" for limit in (5_000, 4_999, 5_001)]
    assert [True, False] == [same([sums[0]], [other]) for other in sums[1:]]


def test_a_narrower_count_says_a_wider_one() -> None:
    """More events of a narrower kind in a shorter time make the alternative beside it idle, not the other way round."""
    few, many = (f"count(within='{time}', where=amount >= {least}) >= 2" for time, least in (("1h", 9), ("2h", 5)))
    assert same([{"any": [few, many]}], [many])
    assert not same([{"any": [few, many]}], [few])


def test_phrases_of_fewer_lists_say_those_of_more() -> None:
    """An alternative of some of the words is idle beside all of them."""
    some, both = "mentions(memo, '甲')", "mentions(memo, '甲', '乙')"
    assert same(["amount > 1", {"any": [some, both]}], ["amount > 1", both])
    assert not same(["amount > 1", {"any": [some, both]}], ["amount > 1", some])


def test_proved_mutants_are_not_made_and_proved_needs_not_asked() -> None:
    """No window of the event itself is moved or needs an event at its edges, and no implied condition is left out."""
    pack = pack_of(rule("own", "direction == 'out'"), rule("r", "direction == 'out'", SELF))
    mine = next(one for one in pack.rules if one.id == "r")
    asked = " ".join(question(one, "en") for one in mutants(pack, mine))
    assert "1h` becomes" not in asked
    assert "without `direction == 'out'`" not in asked
    assert "`>=` becomes" not in asked
    assert "without `fired('own')`" in asked
    assert not {"inside", "outside"} & {need.kind for need in needs(pack, mine)}


def test_a_condition_that_names_every_member_is_never_false() -> None:
    """An enumeration named whole is true or unknown, so nobody needs to show it false; one member less is needed."""
    for members, kinds in ((("in", "out"), {"true"}), (("in",), {"true", "false"})):
        pack = pack_of(rule("r", f"direction in {list(members)}"))
        assert kinds == {need.kind for need in needs(pack, pack.rules[0])}
