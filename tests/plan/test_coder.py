from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.pack.tree import And, AtLeast, Compare, Field, InSet, Literal, Not, Or, Type
from fraudguard.plan.coder import Coder, Constants, is_text

NAMES = ("a", "b", "c")
VALUES = (True, False, None)


class OverNames(Coder):
    """Codes fields as variables of their own name."""

    def field(self, node):
        return node.path


def truths(node, coder, **values: object):
    """What the two pieces of source say: known true, known false."""
    sources = [coder.truth(node, wanted) for wanted in (True, False)]
    space = {**coder.constants.names, **values}
    return tuple(eval(source, dict(space)) for source in sources)  # noqa: S307  # our own source


def coder_of():
    """A coder whose tokens can be read."""
    return OverNames(Constants(), lambda text: f"token of {text}")


def flag(name):
    """A field that is true or false."""
    return Field("", "transaction", name, Type.BOOL)


def number(name):
    """A field that is a number."""
    return Field("", "transaction", name, Type.NUMBER)


def meaning(node, values):
    """Three-valued logic as the design has it."""
    if isinstance(node, Field):
        return values[node.path]
    if isinstance(node, Not):
        inner = meaning(node.item, values)
        return None if inner is None else not inner
    found = [meaning(item, values) for item in node.items]
    count = {And: len(found), Or: 1}.get(type(node)) or node.count
    if found.count(True) >= count:
        return True
    return False if len(found) - found.count(False) < count else None


def trees():
    """Conditions over three flags."""

    def deeper(inner: st.SearchStrategy) -> st.SearchStrategy:
        some = st.lists(inner, min_size=1, max_size=3).map(tuple)
        counted = some.flatmap(lambda items: st.integers(1, len(items)).map(lambda n: AtLeast(n, items)))
        return st.one_of(some.map(And), some.map(Or), inner.map(Not), counted)

    return st.recursive(st.sampled_from(NAMES).map(flag), deeper, max_leaves=8)


@settings(max_examples=60, deadline=None)
@given(trees())
def test_source_says_known_true_and_known_false(node):
    """Pushing `not` to the leaves keeps the three-valued meaning, for every assignment of true, false and unknown."""
    coder = coder_of()
    for chosen in product(VALUES, repeat=3):
        values = dict(zip(NAMES, chosen, strict=True))
        truth = meaning(node, values)
        assert (truth is True, truth is False) == truths(node, coder, **values)


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
def test_a_comparison_with_something_unknown_is_neither_true_nor_false(op):
    """Both pieces of source fail, on either side."""
    node = Compare(op, number("a"), number("b"))
    assert (False, False) == truths(node, coder_of(), a=None, b=1)
    assert (False, False) == truths(node, coder_of(), a=1, b=None)


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
def test_a_known_comparison_is_true_or_false(op):
    """Just below, at and just above, exactly one piece of source holds."""
    node = Compare(op, number("a"), Literal(5, Type.NUMBER))
    for value in (4, 5, 6):
        expected = {"<": value < 5, "<=": value <= 5, ">": value > 5, ">=": value >= 5, "==": value == 5}
        expected["!="] = value != 5
        assert (expected[op], not expected[op]) == truths(node, coder_of(), a=value)


def test_membership_knows_single_values_and_several():
    """A value is one of the literals, or any of several values is; a missing one is unknown."""
    values = (Literal("x", Type.TEXT), Literal("y", Type.TEXT))
    single = InSet(Field("", "message", "a", Type.ENUM), values)
    several = InSet(Field("", "message", "a", Type.TEXTS), values)
    assert (True, False) == truths(single, coder_of(), a="x")
    assert (False, True) == truths(single, coder_of(), a="z")
    assert (False, False) == truths(single, coder_of(), a=None)
    assert (True, False) == truths(several, coder_of(), a=("z", "y"))
    assert (False, True) == truths(several, coder_of(), a=())
    assert (False, False) == truths(several, coder_of(), a=None)


@pytest.mark.parametrize("text", ["'", '"', "\n", "\\", "{a}", "' or True or '", "\u2028", "𝐚", "#", "\0"])
def test_a_string_is_named_and_never_quoted(text):
    """Whatever a literal holds, its characters do not stand in the source."""
    coder = coder_of()
    node = Compare("==", Field("", "transaction", "a", Type.TEXT), Literal(text, Type.TEXT))
    source = coder.truth(node)
    assert text not in source
    assert (True, False) == truths(node, coder, a=text)
    assert (False, True) == truths(node, coder, a=text + "x")


def test_equal_constants_share_one_name():
    """The same object is bound once, another one under another name."""
    constants = Constants()
    assert constants.name("C", "x") == constants.name("C", "x")
    assert constants.name("C", "x") != constants.name("C", "y")
    assert constants.name("C", "x") != constants.name("K", "x")
    assert {"x", "y"} == set(constants.names.values())


def test_only_free_strings_are_text():
    """Enumerations and numbers cross from event to event as they are."""
    assert is_text(Field("", "transaction", "memo", Type.TEXT))
    assert not is_text(Field("", "transaction", "channel", Type.ENUM))
    assert not is_text(number("amount"))


def test_a_condition_is_not_a_value():
    """Asking for the value of a connective is a fault of the planner, and said so."""
    with pytest.raises(TypeError, match="And is a condition"):
        coder_of().value(And((flag("a"),)))
