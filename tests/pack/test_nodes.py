"""Scalars know their value by YAML 1.2 and where each of their characters stands."""

import pytest

from fraudguard.pack.nodes import ListNode, MapNode, Scalar, Source, plain_value, to_plain
from fraudguard.pack.yamlfile import read_yaml


def scalar(text: str) -> Scalar:
    """The value of the only key of a mapping."""
    root, faults = read_yaml(Source("a.yaml", text))
    assert [] == faults
    assert isinstance(root, MapNode)
    ((_, node),) = root.entries.values()
    while isinstance(node, ListNode):
        node = node.items[0]
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("1:30", "1:30"), ("012", "012"), ("0o17", "0o17"),
        ("0x1F", "0x1F"), ("1_000", "1_000"), ("2025-01-06", "2025-01-06"), ("123456789012345678", 123456789012345678),
        ("1234567890123456789", "1234567890123456789"), ("-7", -7), ("0", 0), ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5),
        ("true", True), ("True", True), ("false", False), ("null", None), ("~", None), ("", None), (".inf", float("inf")),
        ("中文", "中文"),
    ],
)  # fmt: skip
def test_plain_scalars_follow_yaml_1_2(text: str, value: object) -> None:
    """Only true, false, null, decimal whole numbers and floats are not text, and no digits are ever lost."""
    assert value == plain_value(text)
    assert type(value) is type(plain_value(text))


def test_quoted_scalars_are_text() -> None:
    """Quotes make text of anything."""
    assert "5" == scalar("a: '5'\n").value
    assert "true" == scalar('a: "true"\n').value


@pytest.mark.parametrize(
    ("text", "needle", "line", "column"),
    [
        ("a: amount >= bad\n", "bad", 1, 14),
        ("a:\n  - 金额 >= bad\n", "bad", 2, 11),
        ("a: 'x == ''y'' or bad'\n", "bad", 1, 19),
        ('a: "amount >= bad"\n', "bad", 1, 15),
        ("a: amount >=\n  5 or\n  bad > 3\n", "bad", 3, 3),
        ("a: |\n  amount >= 5\n  and bad\n", "bad", 3, 7),
        ("a: |-\n    one\n      two bad\n", "bad", 3, 11),
        ("a: >  # folded\n  one\n  two bad\n\n  three\n", "bad", 3, 7),
        ("a: >\n  one\n  two\n\n  bad\n", "bad", 5, 3),
        ("a: 'one\n\n  bad'\n", "bad", 3, 3),
        ("a: |\r\n  one\r\n  bad\r\n", "bad", 3, 3),
        ("a: 𠀀 bad\n", "bad", 1, 6),
    ],
)
def test_a_part_of_a_scalar_is_found_in_the_file(text: str, needle: str, line: int, column: int) -> None:
    """Offsets after YAML's folding and unquoting lead back to the line and column where the author wrote it."""
    node = scalar(text)
    place = node.locate(node.text.index(needle), len(needle))
    assert (line, column, len(needle)) == (place.line, place.column, place.length)
    assert needle == place.text[place.column - 1 :][: place.length]


def test_escapes_fall_back_to_the_start() -> None:
    """In a double-quoted scalar with escapes the whole scalar is marked."""
    place = scalar('a: "x\\n bad"\n').locate(3, 3)
    assert (1, 4) == (place.line, place.column)


@pytest.mark.parametrize("offset", [0, 5, 6, 99])
def test_any_offset_gives_a_place(offset: int) -> None:
    """An offset past the end (something is missing there) still has a place on an existing line."""
    for text in ("a: |\n  one\n", "a: 'x'\n", "a: xyz", 'a: "\\t"'):
        place = scalar(text).locate(offset, 1)
        assert 1 <= place.line <= 2
        assert place.length >= 1


def test_a_mark_stays_on_its_line() -> None:
    """A span of several lines is marked to the end of its first line."""
    node = scalar("a: one\n  two\n")
    assert 3 == node.locate(0, 7).length


def test_long_lines_are_not_repeated() -> None:
    """A line of more than 1,000 characters is placed but not shown."""
    assert "" == scalar("a: " + "x" * 2_000 + "\n").place().text


def test_nodes_become_plain_data() -> None:
    """What is left when places are put aside."""
    root, _ = read_yaml(Source("a", "a: [1, {b: no}]\nc: null\n"))
    assert root is not None
    assert {"a": [1, {"b": "no"}], "c": None} == to_plain(root)
