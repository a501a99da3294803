"""The wording of errors: every code that can be raised has words, in both languages and in house style."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from fraudguard.errors import Fault
from fraudguard.messages import MESSAGES

SOURCE = Path(__file__).parents[1] / "src" / "fraudguard"
CODE = re.compile(r"[a-z_]+\.[a-z0-9_]+")
STAGES = {code.split(".")[0] for code in MESSAGES}
FIELDS = {"model.probability", "model.scam"}
"""What rules read; written like a code."""


def _constants() -> Iterator[tuple[str, str]]:
    """Every string in the source outside the catalogue, with its module; f-strings and docstrings aside."""
    for path in SOURCE.rglob("*.py"):
        if path.parent.name == "messages":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.stem, node.value


def _raised() -> Iterator[tuple[str, str]]:
    """The code of every fault and error that the source constructs with a constant."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = ast.unparse(node.func).split(".")[-1]
            first = node.args[0]
            if (
                re.search(r"(Error|[Ff]ault)$", name)
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and CODE.fullmatch(first.value)
            ):
                yield path.stem, first.value


def test_every_code_raised_has_words() -> None:
    """A fault constructed anywhere in the source is in the catalogue."""
    raised = set(_raised())
    assert set() == {(where, code) for where, code in raised if code not in MESSAGES}
    assert raised


def test_every_string_that_looks_like_a_code_is_one() -> None:
    """A mistyped code of a known stage is found even where it is passed on through a variable."""
    ours = {
        (where, text)
        for where, text in _constants()
        if CODE.fullmatch(text) and text.split(".")[0] in STAGES and not text.endswith(".yaml") and text not in FIELDS
    }
    assert set() == {(where, text) for where, text in ours if text not in MESSAGES}


def test_every_entry_is_raised_somewhere() -> None:
    """The catalogue has no words for errors that cannot happen."""
    used = {text for _, text in _constants()}
    assert set() == set(MESSAGES) - used


@pytest.mark.parametrize("code", MESSAGES)
def test_an_entry_follows_the_house_style(code: str) -> None:
    """English starts in lower case or with a symbol and has no full stop; Chinese is there wherever English is."""
    entry = MESSAGES[code]
    assert CODE.fullmatch(code)
    for text in filter(None, (entry.en, entry.cure_en)):
        assert re.match(r"[a-z0-9`{'\"(]|YAML|JSON|CSV|UTF|GB18030|Python", text), text
        assert not text.rstrip().endswith("."), text
    assert entry.en
    assert re.search(r"[\u4e00-\u9fff]", entry.zh)
    assert not entry.zh.endswith("。")
    assert not entry.cure_zh.endswith("。")
    assert bool(entry.cure_en) == bool(entry.cure_zh)


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_fill_the_same_blanks(code: str) -> None:
    """The translation tells the same facts, by the same names; a word given in Chinese too has a name ending in `_zh`."""
    entry = MESSAGES[code]
    english, chinese = _names(entry.en) | _names(entry.cure_en), _names(entry.zh) | _names(entry.cure_zh)
    assert english == {name.removesuffix("_zh") for name in chinese}
    assert all(name.isidentifier() for name in _names(entry.en) | _names(entry.cure_en))


@pytest.mark.parametrize("code", MESSAGES)
def test_an_entry_can_be_rendered(code: str) -> None:
    """With its parameters given, a fault renders in both languages and leaves no blank open."""
    entry = MESSAGES[code]
    blanks = set().union(*map(_names, (entry.en, entry.cure_en, entry.zh, entry.cure_zh)))
    fault = Fault(code, dict.fromkeys(blanks, "x"))
    for shown in (fault.render("en"), fault.render("zh")):
        assert code in shown
        assert "{" not in shown.replace("{{", "") or "{" in entry.en + entry.zh + entry.cure_en + entry.cure_zh
