"""One YAML file: what is refused, what YAML would silently change, and that nothing can hurt."""

import time

import pytest

from fraudguard.pack.nodes import MapNode, Source
from fraudguard.pack.yamlfile import MAX_DEPTH, MAX_FILE_BYTES, decode, read_yaml


def codes(text: str) -> list[str]:
    """The codes of the faults of a text."""
    return [fault.code for fault in read_yaml(Source("a.yaml", text))[1]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2\n", "pack.repeated_key"),
        ("a: &x 1\n", "pack.yaml_anchor"),
        ("a: *x\n", "pack.yaml_alias"),
        ("a: !!str 1\n", "pack.yaml_tag"),
        ("a: !x 1\n", "pack.yaml_tag"),
        ("a:\n  <<: {b: 1}\n", "pack.yaml_merge"),
        ("a: 1\n---\nb: 2\n", "pack.yaml_documents"),
        ("%YAML 1.1\n---\na: 1\n", "pack.yaml_directive"),
        ("[a]: 1\n", "pack.yaml_key"),
        ("a:\n\t- b\n", "pack.yaml_tab"),
        ("a: 'open\nb: 1\n", "pack.yaml_open_quote"),
        ("a: 1\n b: 2\n", "pack.yaml_indent"),
        ("a: [1, 2\n", "pack.yaml_bracket"),
        ("a: [1, 2\nb: 3\n", "pack.yaml_bracket"),
        ("a:\n  - b\n  c: 1\n", "pack.yaml_item"),
        ('a: "\\d"\n', "pack.yaml_escape"),
        ("a: 1\nb\n", "pack.yaml_colon"),
        ("a: |x\n", "pack.trap_indicator"),
        ("- 'out' == direction\n", "pack.trap_quote"),
        ('when:\n  - amount > 1\n  - "x" in memo\n', "pack.trap_quote"),
        ("- @home == 1\n", "pack.trap_indicator"),
        ("- `amount` > 1\n", "pack.trap_indicator"),
        ("- %x\n", "pack.trap_indicator"),
        ("- *amount > 3\n", "pack.trap_indicator"),
        ("because: {payee.name}收到转账\n", "pack.trap_brace"),
        ("- [1, 2] == x\n", "pack.trap_brace"),
        ("because: 注意: 向陌生人: 转账\n", "pack.trap_colon"),
        ("- a: b: c\n", "pack.trap_colon"),
    ],
)  # fmt: skip
def test_what_a_pack_does_not_allow_is_named(text: str, code: str) -> None:
    """Each refused or misread construct has a code of its own, and it is the only one reported."""
    assert [code] == codes(text)


def test_a_trap_shows_the_quoted_line() -> None:
    """The cure is the author's own line in single quotes, ready to be copied."""
    _, (fault,) = read_yaml(Source("a.yaml", "when:\n  - 'out' == direction\n"))
    assert fault.place is not None
    assert (2, 5) == (fault.place.line, fault.place.column)
    assert "'''out'' == direction'" in fault.cure("zh")


def test_the_first_of_two_values_is_kept() -> None:
    """A repeated key is a fault, and what follows is still read."""
    root, faults = read_yaml(Source("a.yaml", "a: 1\na: 2\na: 3\nb: 4\n"))
    assert isinstance(root, MapNode)
    assert ["a", "b"] == list(root.entries)
    assert [2, 3] == [fault.place.line for fault in faults if fault.place]


def test_an_empty_file_is_null() -> None:
    """Nothing but comments is read as null, not as a fault of YAML."""
    root, faults = read_yaml(Source("a.yaml", "# nothing\n"))
    assert root is not None
    assert [] == faults


def test_depth_is_bounded_at_the_limit() -> None:
    """The limit of nesting is allowed, one more is not."""
    assert [] == codes("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert ["pack.too_deep"] == codes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "{" * 1_000_000,
        "- " * 900_000,
        "? " * 900_000,
        "a: " * 600_000,
        "a: &a [x,x]\n" + "".join(f"b{i}: &b{i} [*a,*a,*a,*a,*a,*a,*a]\n" for i in range(1_000)),
        "[" + "1," * 900_000 + "]",
        "'" * 1_999_999,
        "[" + "!x " * 500_000,
        '"' + "\\x41" * 400_000,
        "#" * 1_999_999,
        "a\n" * 900_000,
    ],
)
def test_bombs_end_soon(text: str) -> None:
    """Deep nesting, alias bombs and endless lists end with a fault or a value, within bounded time."""
    began = time.process_time()
    read_yaml(Source("a.yaml", text))
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x" * (MAX_FILE_BYTES + 1), "pack.file_size"),
        ("标题: 转账".encode("gb18030"), "pack.not_utf8"),
        ("a: 1".encode("utf-16"), "pack.not_utf8"),
        (b"a: \x00", "pack.control_character"),
        (b"a: \x1b[31m", "pack.control_character"),
        ("a: \ufeffb".encode(), "pack.control_character"),
        (b"\xed\xa0\x80", "pack.not_utf8"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, code: str) -> None:
    """Too large, not UTF-8, or with characters that cannot be seen."""
    source, faults = decode("a.yaml", data)
    assert source is None
    assert [code] == [fault.code for fault in faults]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """A file saved with a mark reads like one without."""
    source, faults = decode("a.yaml", b"\xef\xbb\xbfa: 1")
    assert source is not None
    assert "a: 1" == source.text
    assert [] == faults


def test_the_encoding_is_guessed() -> None:
    """The message says what the file looks like and at which byte it stops being UTF-8."""
    _, (fault,) = decode("a.yaml", b"a: " + "转账".encode("gb18030"))
    assert {"byte": 5, "guess": "GB18030"} == dict(fault.params)
