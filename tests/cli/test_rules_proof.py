"""`fraudguard rules coverage` and `mutate` on a small pack, and how they read: kept as golden files.

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


def _change(pack: Path, old: str, new: str) -> None:
    path = pack / "scams" / "remote_control.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("verb", ["coverage", "mutate"])
def test_the_verb_reads_as_agreed(verb: str, lang: str, small: Path, command: Command) -> None:
    """The table by rule, then everything found with its place, in both languages."""
    _, out, err = command("rules", verb, small, "--lang", lang, "--all")
    shown = "\n".join(line.rstrip() for line in out.splitlines()) + "\n"
    kept = GOLDEN / f"{verb}.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        kept.write_text(shown, encoding="utf-8")
    assert ("", kept.read_text(encoding="utf-8")) == (err, shown)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_failing_example_reads_as_agreed(lang: str, small: Path, command: Command) -> None:
    """Each condition with its truth and the values it saw; of a sequence how far it came; exit 1."""
    _change(
        small,
        "amount: 50000, balance_before: 60000}\n      - miss",
        "amount: 49999, balance_before: 60000}\n      - miss",
    )
    _change(
        small, "{kind: transaction, direction: out, amount: 200,", "{kind: transaction, direction: out, amount: 201,"
    )
    code, out, _ = command("rules", "test", small, "--lang", lang)
    kept = GOLDEN / f"failing.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        kept.write_text(out, encoding="utf-8")
    assert (1, kept.read_text(encoding="utf-8")) == (code, out)


def test_words_select_rules_files_and_examples(small: Path, command: Command) -> None:
    """`-k` keeps what has the words in a rule's id or title, its file's name, or for `test` an example's title."""
    for words, count in (("big-while", 2), ("小额以后", 2), ("remote_control.yaml", 4), ("只有一笔", 1)):
        code, out, _ = command("rules", "test", small, "-k", words, "--json")
        assert (0, count) == (code, len(json.loads(out)))
    for verb in ("coverage", "mutate"):
        _, out, _ = command("rules", verb, small, "-k", "small-then", "--json")
        assert ["small-then-big"] == [one["rule"] for one in json.loads(out)["rules"]]


@pytest.mark.parametrize("verb", ["coverage", "mutate"])
def test_an_empty_selection_fails(verb: str, small: Path, command: Command) -> None:
    """Nothing chosen is no success: exit 1, and it is said."""
    code, out, _ = command("rules", verb, small, "-k", "no such rule")
    assert 1 == code
    assert out.startswith("no ")


def test_the_threshold_decides(small: Path, command: Command) -> None:
    """Exit 1 below the threshold and 0 at it; the percentage shown is rounded down."""
    for verb in ("coverage", "mutate"):
        percent = json.loads(command("rules", verb, small, "--json")[1])["percent"]
        assert 0 < percent < 95
        assert 0 == command("rules", verb, small, "--threshold", str(percent))[0]
        assert 1 == command("rules", verb, small, "--threshold", str(percent + 0.1))[0]
    assert 1 == command("rules", "coverage", small)[0]
    assert 0 == command("rules", "mutate", small)[0]


def test_an_example_that_fails_proves_nothing(small: Path, command: Command) -> None:
    """`mutate` leaves an example aside that fails already, names it, and exits 1."""
    _change(
        small, "amount: 4000, payee: {account: '6222020000000000018'}}\n      - miss", "amount: 3999}\n      - miss"
    )
    code, out, _ = command("rules", "mutate", small)
    assert (1, True) == (code, "fails already, left aside: small-then-big · 两百以后四千" in out)


def test_json_names_the_place_and_the_words(small: Path, command: Command) -> None:
    """A gap and a survivor carry their file, line and column beside the sentence."""
    found = json.loads(command("rules", "coverage", small, "--json")[1])["rules"][0]
    gap = next(one for one in found["gaps"] if one["kind"] == "below")
    assert ("49,999", "pack/scams/remote_control.yaml", 8, 9) == (gap["value"], gap["file"], gap["line"], gap["column"])
    assert "nothing shows what happens at 49,999: `amount >= 50_000`" == gap["says"]
    found = json.loads(command("rules", "mutate", small, "--json")[1])["rules"][0]
    says = [one["says"] for one in found["survivors"]]
    assert "nothing fails if `50_000` becomes `49_999` in `amount >= 50_000`" in says
    assert "nothing fails if `50_000` becomes `50_001` in `amount >= 50_000`" not in says
