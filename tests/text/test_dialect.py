"""The pattern dialect: what is refused and where, and the same meaning in two engines."""

import pickle
import re
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.messages import MESSAGES
from fraudguard.text import PatternFault, check_pattern, compile_pattern, dialect, normal_form, portable_pattern

FAMILIES = (
    r"(每月|每个月|一个月|每年|一年).{0,6}(扣|收|自动扣除).{0,6}\d{2,5}(元|块)?",
    r"(今晚|今天|当晚|24|二十四).{0,4}(12点|零点|前|之前|到期|过期|失效)",
    r"(我是|这里是|自称).{0,10}(客服|公安|检察|法院|银行|银保监|保监|微信|支付宝|抖音|京东|民航|社保|疾控|通管)",
    r"(会议号|会议码|房间号|连接码|设备代码).{0,4}[:：]?\d{4,11}",
    r"(安全|清查|核查|监管|对接|清算|托管|专用).{0,2}(账户|账号|卡)",
    r"(先|我).{0,6}(打|转|汇).{0,4}(到|给)?你.{0,10}(再|帮).{0,6}(转|打|汇)",
    r"(不要|别|不能|不得).{0,6}(告诉|跟|让|声张).{0,8}(别人|任何人|家人|爸妈|警察|银行)?",
)


@pytest.mark.parametrize("pattern", FAMILIES)
def test_the_pattern_families_of_the_domain_are_in_the_dialect(pattern: str) -> None:
    """What DOMAIN 5.3 needs can be written."""
    check_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "code", "offset"),
    [
        ("a*", "text.pattern_unbounded", 1),
        ("ab+", "text.pattern_unbounded", 2),
        ("a{2,}", "text.pattern_unbounded", 1),
        ("^a", "text.pattern_anchor", 0),
        ("a$", "text.pattern_anchor", 1),
        (r"\w", "text.pattern_escape", 0),
        (r"a\b", "text.pattern_escape", 1),
        (r"(a)\1", "text.pattern_escape", 3),
        ("a\\", "text.pattern_escape", 1),
        ("(?=a)", "text.pattern_group", 0),
        ("(?i)a", "text.pattern_group", 0),
        ("(?P<n>a)", "text.pattern_group", 0),
        ("(a", "text.pattern_parenthesis", 0),
        ("a)", "text.pattern_parenthesis", 1),
        ("[a", "text.pattern_class", 0),
        ("[]", "text.pattern_class", 0),
        ("[^]", "text.pattern_class", 0),
        ("[[:alpha:]]", "text.pattern_class_bracket", 1),
        ("[b-a]", "text.pattern_range", 1),
        (r"[a-\d]", "text.pattern_range", 1),
        ("[🐧]", "text.pattern_class_character", 1),
        ("a]", "text.pattern_bracket", 1),
        ("}", "text.pattern_bracket", 0),
        ("?a", "text.pattern_repeat_nothing", 0),
        ("(|{2})", "text.pattern_repeat_nothing", 2),
        ("a??", "text.pattern_double_repeat", 2),
        ("a{2}{3}", "text.pattern_double_repeat", 4),
        ("a{}", "text.pattern_bounds", 1),
        ("a{x}", "text.pattern_bounds", 1),
        ("a{3,2}", "text.pattern_bounds", 1),
        ("a{0}", "text.pattern_bounds", 1),
        ("a{2", "text.pattern_bounds", 1),
        ("a{201}", "text.pattern_repeat_big", 1),
        ("a?", "text.pattern_empty", 0),
        ("", "text.pattern_empty", 0),
        ("a|", "text.pattern_empty", 0),
        ("a\u200bb", "text.pattern_invisible", 1),
        ("a\ud800b", "text.pattern_invisible", 1),
        ("a" * 1_001, "text.pattern_long", 1_000),
        ("(" * 21 + "a" + ")" * 21, "text.pattern_nesting", 20),
        ("((a{200}){200}){200}", "text.pattern_expansion", 0),
        ("(a|a){0,20}b", "text.pattern_slow", 0),
        ("(a{0,20}){0,20}b", "text.pattern_slow", 0),
        (".{0,40}.{0,40}x", "text.pattern_slow", 0),
        ("打.{0,20}打.{0,20}打.{0,20}x", "text.pattern_slow", 0),
    ],
)
def test_a_fault_has_a_code_and_a_place(pattern: str, code: str, offset: int) -> None:
    """Whatever is outside the dialect is refused where it stands, in both languages."""
    with pytest.raises(PatternFault) as caught:
        check_pattern(pattern)
    assert (code, offset) == (caught.value.code, caught.value.offset)
    assert "{" not in caught.value.faults[0].message("en").replace("{{", "").replace("`{", "`")
    assert caught.value.render("zh")


@pytest.mark.parametrize(
    "pattern",
    ["(" * 20 + "a" + ")" * 20, "a" * 1_000, "a{200}", r"[\]a]", "[a-]", "[-a]", r"\(\)\.\+", "(?:a|b){1,3}"],
)
def test_the_bounds_themselves_are_allowed(pattern: str) -> None:
    """At the bound a pattern is still in."""
    check_pattern(pattern)


def test_every_code_of_the_dialect_has_words() -> None:
    """No fault can be raised that the catalogue does not know, and none is there in vain."""
    source = Path(dialect.__file__).read_text(encoding="utf-8")
    assert {code for code in MESSAGES if code.startswith("text.")} == set(re.findall(r'"(text\.pattern_\w+)"', source))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("帳[户戶]", "账户", True),
        ("会议号[：:]?[0-9]{4}", "会议号：1234", True),
        (r"\d{3}", "１２３", True),
        (r"\d", "①", False),
        ("a.b", "a\nb", False),
        ("a[^x]b", "a\nb", True),
        (r"a\nb", "a\nb", True),
        ("VX", "加我vx", False),
        ("微信", "加我vx", True),
        (r"1\.5", "1.5", True),
        (r"1\.5", "145", False),
        ("(a|b|)c", "xc", True),
        ("[a&&b]", "&", True),
        ("[a~~b#]", "#", True),
    ],
)
def test_patterns_are_searched_in_the_normal_form(pattern: str, text: str, expected: bool) -> None:
    """Characters of a pattern are folded like those of a text; the search is anywhere in it."""
    assert expected == bool(compile_pattern(pattern).search(normal_form(text)))


def test_a_fault_survives_a_process_boundary() -> None:
    """The exception can be copied to another process with its code and place."""
    with pytest.raises(PatternFault) as caught:
        check_pattern("ab+")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (our own bytes)
    assert ("text.pattern_unbounded", 2) == (again.code, again.offset)


ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "1",
        "微",
        "信",
        ".",
        r"\d",
        "[ab]",
        "[^a]",
        "[微-信]",
        "[a&&b]",
        r"\.",
        r"\n",
        "元",
        "[~~-]",
        r"[\]^]",
        "-",
        "&",
        "#",
        " ",
    ]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "{2}", "{0,2}", "{1,3}"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    ),
    max_leaves=8,
)
TEXTS = st.text(alphabet="ab1微信元.\n-&#~]^ 中", max_size=12)


@given(PATTERNS, st.lists(TEXTS, min_size=4, max_size=4))
@settings(max_examples=300, deadline=None)
def test_python_and_rust_agree(pattern: str, texts: list[str]) -> None:
    """Both engines give the same answer for every pattern of the dialect."""
    try:
        portable = portable_pattern(pattern)
    except PatternFault:
        return
    compiled = re.compile(portable)
    expected = [compiled.search(text) is not None for text in texts]
    assert expected == pl.Series(texts).str.contains(portable).to_list()
    assert portable == portable_pattern(portable)


@given(st.text(max_size=40) | st.text(alphabet="ab(){}[]|?*+\\^$.-0123,微", max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_text_as_a_pattern_is_taken_or_refused(pattern: str) -> None:
    """Nothing but a `PatternFault` comes out, and what is taken compiles."""
    with suppress(PatternFault):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("打.{0,6}打.{0,14}x", "打" * 200_000),
        ("(先|我).{0,6}(打|转|汇).{0,4}(到|给)?你.{0,10}(再|帮).{0,6}(转|打|汇)款", "先打你再" * 50_000),
        (".{0,9}.{0,9}x", "a" * 200_000),
        ("a{0,200}b", "a" * 200_000),
        (r"\d{4,11}元", "1" * 200_000),
    ],
)
def test_searches_stay_linear(pattern: str, text: str) -> None:
    """The worst patterns that are let in end on a text of 200,000 characters."""
    assert None is compile_pattern(pattern).search(text)
