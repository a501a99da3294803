"""`fraudguard rules suggest` on a small pack, and how it reads: kept as golden files.

``FRAUDGUARD_WRITE_GOLDEN=1`` writes them anew; the diff is then reviewed like any other text.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from packing import files

GOLDEN = Path(__file__).parents[1] / "golden" / "workbench"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The golden rules in a pack of their own, named as the author would from beside it."""
    rules = (GOLDEN / "rules.yaml").read_text(encoding="utf-8")
    for name, text in {**files(), "scams/remote_control.yaml": rules}.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("pack")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_suggestions_read_as_agreed(lang: str, small: Path, command: Command) -> None:
    """YAML to paste, above each example what it is for, below what is left; nothing is written."""
    before = (small / "scams" / "remote_control.yaml").read_bytes()
    code, out, err = command("rules", "suggest", small, "--lang", lang)
    kept = GOLDEN / f"suggest.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        kept.write_text(out, encoding="utf-8")
    assert (0, "", kept.read_text(encoding="utf-8")) == (code, err, out)
    assert before == (small / "scams" / "remote_control.yaml").read_bytes()


def test_write_puts_them_under_the_rules(small: Path, command: Command) -> None:
    """Every line that was there stays, in its order; the examples pass, and coverage and mutation are higher."""
    path = small / "scams" / "remote_control.yaml"
    before = path.read_text(encoding="utf-8")
    verbs = ("coverage", "mutate")
    low = [json.loads(command("rules", verb, small, "--json")[1])["percent"] for verb in verbs]
    code, out, _ = command("rules", "suggest", small, "--write")
    assert (0, True) == (code, "wrote pack/scams/remote_control.yaml" in out)
    lines = iter(path.read_text(encoding="utf-8").split("\n"))
    assert all(line in lines for line in before.split("\n"))
    assert 0 == command("rules", "check", small)[0]
    assert 0 == command("rules", "test", small)[0]
    high = [json.loads(command("rules", verb, small, "--json")[1])["percent"] for verb in verbs]
    assert all(one < other for one, other in zip(low, high, strict=True))
    assert high[0] >= 95
    assert high[1] >= 85


def test_the_same_is_suggested_again(small: Path, command: Command) -> None:
    """Two runs say the same, byte for byte."""
    assert command("rules", "suggest", small, "--json") == command("rules", "suggest", small, "--json")


def test_rules_and_scams_are_chosen(small: Path, command: Command) -> None:
    """`--rule` and `--scam` choose; a name that nobody has is refused with the nearest; nothing chosen fails."""
    found = json.loads(command("rules", "suggest", small, "--rule", "small-then-big", "--json")[1])
    assert ["small-then-big"] == [one["rule"] for one in found]
    assert {"label", "title", "events", "reaches"} == set(found[0]["suggestions"][0])
    code, _, err = command("rules", "suggest", small, "--rule", "small-then-bog")
    assert (2, True) == (code, "small-then-big" in err)
    code, _, err = command("rules", "suggest", small, "--scam", "remote_contrl")
    assert (2, True) == (code, "remote_control" in err)
    assert (1, "no rule to look at\n", "") == command("rules", "suggest", small, "--scam", "fake_loan")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_examples_in_the_way_are_refused_as_agreed(lang: str, small: Path, command: Command) -> None:
    """Where the examples are a list in flow style nothing is written, and the message says how to lay them out."""
    path = small / "scams" / "remote_control.yaml"
    text = path.read_text(encoding="utf-8")
    head, rest = text.split("    examples:\n", 1)
    flow = "    examples: [{hit: 一, events: [{kind: transaction, direction: out, amount: 50000}]}]\n"
    path.write_text(head + flow + rest[rest.index("\n  - id: small-then-big") :], encoding="utf-8")
    before = path.read_bytes()
    code, out, err = command("rules", "suggest", small, "--rule", "big-while-called", "--write", "--lang", lang)
    kept = GOLDEN / f"suggest_place.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        kept.write_text(err, encoding="utf-8")
    assert (2, "", kept.read_text(encoding="utf-8")) == (code, out, err)
    assert before == path.read_bytes()
