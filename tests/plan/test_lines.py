"""A rule's conditions are told line by line, as their author wrote them."""

from fraudguard.plan.lines import Lines, lines_of
from packing import pack_of, rule, steps


def lines(*conditions: object) -> list[tuple[str, tuple[str, ...], bool]]:
    """Text, fields read and need of each line of a rule's conditions."""
    when = pack_of(rule("r", *conditions)).rules[0].when
    assert when is not None
    return [(one.text, tuple(getattr(node, "path", "?") for node in one.reads), one.needed) for one in lines_of(when)]


def test_every_line_of_the_outermost_list_is_needed():
    """The rule cannot have fired without it."""
    assert lines("amount > 1", "mentions(memo, '转账')") == [
        ("amount > 1", ("amount",), True),
        ("mentions(memo, '转账')", ("memo",), True),
    ]


def test_lines_of_a_group_are_indented_and_not_needed():
    """The heading of a choice is needed, each of its lines alone is not."""
    assert lines("amount > 1", {"any": ["balance_after < amount", "method == 'transfer'"]}) == [
        ("amount > 1", ("amount",), True),
        ("any:", ("balance_after", "amount", "method"), True),
        ("  balance_after < amount", ("balance_after", "amount"), False),
        ("  method == 'transfer'", ("method",), False),
    ]


def test_a_window_reads_itself_and_not_its_filter():
    """What is told is the number it found."""
    when = pack_of(rule("r", "count(transaction, within='1d', where=amount > 5) >= 3")).rules[0].when
    assert when is not None
    (line,) = lines_of(when)
    assert [type(node).__name__ for node in line.reads] == ["Window"]


def test_phrases_are_quoted_unless_they_are_denied():
    """What a rule does not want to read speaks for nothing."""
    (one,) = pack_of(rule("r", "amount > 1", "mentions(memo, '转账')", {"none": ["mentions(memo, '房租')"]})).rules
    (mention,) = Lines().of(one).mentions
    assert mention.phrases == ("转账",)


def test_lines_are_made_once_and_a_sequence_has_none():
    """The same object answers again."""
    made, (one,) = Lines(), pack_of(rule("r", "amount > 1")).rules
    assert made.of(one) is made.of(one)
    (chain,) = pack_of(rule("s", sequence=steps("amount == 1", "amount == 2"))).rules
    assert made.of(chain).lines == ()
