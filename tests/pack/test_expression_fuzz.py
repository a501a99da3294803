import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.errors import Place
from fraudguard.events.catalogue import FIELDS
from fraudguard.messages import MESSAGES
from fraudguard.pack.expression import Context, check_expression, check_template
from fraudguard.pack.tree import Type, walk
from fraudguard.pack.vocabulary import FUNCTION_ZH, KEYWORD_ZH

CONTEXT = Context(
    kind="transaction",
    steps={"test": "transaction"},
    extra={"risk": Type.NUMBER},
    phrase_lists={"words": ("百万保障",)},
    value_lists={"accounts"},
    rules={"big": "transaction"},
)
PIECES = [
    *FIELDS["transaction"],
    *(spec.zh for spec in FIELDS["call"].values()),
    *FUNCTION_ZH,
    *FUNCTION_ZH.values(),
    *(f"{name}=" for name in (*KEYWORD_ZH, *KEYWORD_ZH.values())),
    *(
        [
            "and",
            "or",
            "not",
            "in",
            "is",
            "None",
            "True",
            "if",
            "else",
            "lambda",
            "for",
            "且",
            "或",
            "非",
            "this.",
            "test.",
            "model.probability",
            "words",
            "accounts",
        ]
    ),
    *(
        [
            "==",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "+",
            "-",
            "*",
            "/",
            "**",
            "%",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            ":",
            "=",
            "≥",
            "≤",
            "≠",
            "（",
            "）",
            "，",
            "。",
            "＝",
            "【",
            "】",
            "!",
            "~",
            "@",
            "#",
        ]
    ),
    *(["'1h'", "'8d'", "'out'", "'big'", "'百万保障'", "“转账”", "r'a.b'", "f'x'", "''", '"', "'", "‘", "”"]),
    *(["0", "1", "5_000", "0.5", ".5", "1e3", "1e99", "5万", "0x1F", "99999999999999999999"]),
    *"\n\t\x00\u200b\ud800\\𝟙²é①한",
]


def outcome(text: str) -> None:
    """A tree or faults come out, soon; every fault can be shown in both languages at a place inside the text."""
    reached: list[tuple[int, int]] = []

    def locate(at: int, length: int) -> Place:
        reached.append((at, length))
        return Place("a.yaml", 1, at + 1, length, text)

    started = time.perf_counter()
    for check in (check_expression, check_template):
        found, faults = check(text, locate, CONTEXT)
        assert (found is None) == bool(faults)
        assert len(faults) <= 60
        for fault in faults:
            assert fault.code in MESSAGES
            assert fault.render("en") != fault.render("zh")
        if check is check_expression and found is not None:
            assert all(node.place is not None for node in walk(found) if getattr(node, "path", "") != "person.key")
    assert time.perf_counter() - started < 5
    assert all(0 <= at <= len(text) and 1 <= length and at + length <= max(len(text), at + 1) for at, length in reached)


@given(st.text(max_size=200))
def test_any_text_gives_a_tree_or_faults(text: str) -> None:
    """No text of any characters brings out another exception."""
    outcome(text)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_surrogates_give_faults(text: str) -> None:
    """Not even half characters, which no file can hold, bring out another exception."""
    outcome(text)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_words_of_the_language_give_a_tree_or_faults(text: str) -> None:
    """Words of the language in any order, even those that nearly mean something."""
    outcome(text)


SHAPES = [
    "{} == {}", "{} < {} <= {}", "{} in [{}, {}]", "{} not in ({},)", "{} and {}", "{} or {}", "not {}", "({})", "-{}",
    "{} + {}", "{} - {}", "{} * {}", "{} / {}", "hour({})", "larger({}, {})", "is_multiple({}, {})", "mentions({}, {})",
    "in_list({}, accounts)", "matches({}, {})", "is_warning({})", "count(within='1h', where={})", "fired({})",
    "count(call, within='2d', where={}, by={} == this.{})", "sum({}, within='1h', where={})", "latest({}, within='9d')",
    "first_seen({}, by=[{}, {}], within='1d')", "this.{}", "test.{}", "seconds_since({}, within='1d')",
]  # fmt: skip
ATOMS = [*FIELDS["transaction"], *FIELDS["call"], "1", "0.5", "'out'", "'call'", "call", "call.peer", "words", "True"]


def _shaped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    shapes = [st.tuples(*[inner] * shape.count("{}")).map(lambda parts, s=shape: s.format(*parts)) for shape in SHAPES]
    return st.one_of(shapes)


@settings(max_examples=400)
@given(st.recursive(st.sampled_from(ATOMS), _shaped, max_leaves=12))
def test_any_well_formed_line_gives_a_tree_or_faults(text: str) -> None:
    """Lines of the right shape with any operands: every mix of types has an answer."""
    outcome(text)


@pytest.mark.parametrize(
    "text",
    [
        "not " * 10_000 + "device.is_new",
        "not " * 490 + "device.is_new",
        "(" * 10_000,
        "(" * 1_000,
        "(" * 999 + "1" + ")" * 999,
        "[" * 1_999,
        "-" * 1_999 + "1",
        "a" + ".a" * 990,
        "a" + "()" * 990,
        "a" + "(a" * 990,
        "1" + "+1" * 990,
        "1" + "<1" * 990,
        "amount" + "<amount" * 280,
        "(1" * 30 + "+1)" * 30 + "+1" * 100,
        "1" * 2_000,
        "1e" + "9" * 1_990,
        "0." + "0" * 1_900 + "1",
        "amount > " + "9" * 5_000,
        "9" * 1_000 + "万",
        "a" * 2_000,
        "金" * 2_000,
        "device.is_new" + " and device.is_new" * 100,
        "device.is_new or " * 110 + "device.is_new",
        "amount in [" + "1," * 900 + "]",
        "mentions(memo" + ",'a'" * 450 + ")",
        "count(where=" * 150,
        "hour(" * 390,
        "'" * 2_000,
        "“" * 2_000,
        "\\" * 2_000,
        "{" * 2_000,
        "{amount}" * 250,
        "\x00",
        "amount >= 5\x00",
        "\ud800 == 1",
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "(lambda: 1)()",
        "[x for x in ().__class__.__mro__]",
        "f'{amount}'",
        "exec('1')",
        "open('/etc/passwd')",
        "t0 == t1",
        "t1(t0)",
    ],
    ids=lambda text: ascii(text[:16]),
)
def test_hostile_lines_are_answered(text: str) -> None:
    """Depth, length, numbers, odd characters and Python's back doors end in a tree or in faults, at once."""
    outcome(text)
