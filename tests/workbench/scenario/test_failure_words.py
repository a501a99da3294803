"""How failing tests and faults of scenario files read, in both languages: kept as golden files.

``FRAUDGUARD_WRITE_GOLDEN=1`` writes them anew; the diff is then reviewed like any other text.
"""

import os
import re
from pathlib import Path

import pytest

from fraudguard.cli.main import run
from fraudguard.workbench.scenario import words
from fraudguard.workbench.scenario.event_lines import VERBS
from fraudguard.workbench.scenario.expect_lines import FACTS, SUBJECTS
from packing import files

GOLDEN = Path(__file__).parents[2] / "golden" / "workbench" / "scenarios"


def kept(name: str, shown: str) -> str:
    """The golden text, written first where that is asked for."""
    path = GOLDEN / name
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The golden rules in a pack of their own, named as the author would from beside it."""
    rules = (GOLDEN / "rules.yaml").read_text(encoding="utf-8")
    for name, text in {**files(), "scams/fake_loan.yaml": rules}.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "pack"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("case", "verb", "code"), [("faults", "check", 1), ("failing", "test", 1)])
def test_scenarios_read_as_agreed(
    small: Path, capsys: pytest.CaptureFixture[str], case: str, verb: str, code: int, lang: str
) -> None:
    """Every fault with place, caret and cure; every failure with what came and each condition."""
    text = (GOLDEN / f"{case}.test.yaml").read_text(encoding="utf-8")
    (small / "scams" / f"{case}.test.yaml").write_text(text, encoding="utf-8")
    assert code == run(["rules", verb, "pack", "--lang", lang])
    shown = capsys.readouterr().out
    assert kept(f"{case}.{lang}.txt", shown) == shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_examples_read_as_agreed(small: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    """Points, level and evidence that did not come are shown beside what did, with the rule's conditions."""
    path = small / "scams" / "fake_loan.yaml"
    text = path.read_text(encoding="utf-8").replace("points: 50", "points: 51").replace("level: yellow", "level: red")
    path.write_text(text.replace("转出 5,001 元]", "转入]").replace("level: green", "level: none"), encoding="utf-8")
    assert 1 == run(["rules", "test", "pack", "--lang", lang])
    shown = capsys.readouterr().out
    assert kept(f"examples.{lang}.txt", shown) == shown


def test_what_has_to_come_is_said_in_both_languages() -> None:
    """Every phrase that a fault may name as missing has its Chinese, and none is left over."""
    folder = Path(words.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "words.py")
    assert [] == [phrase for phrase in words.WANTED_ZH if f'"{phrase}"' not in source]


def test_the_page_on_the_workbench_says_it_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its scenario passes over the shipped pack, and every verb, expectation and fact has a place in it."""
    page = (Path(__file__).parents[3] / "docs" / "workbench.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(scenarios:.*?)```", page, re.DOTALL)
    (tmp_path / "a.test.yaml").write_text(text, encoding="utf-8")
    assert 0 == run(["rules", "test", str(tmp_path / "a.test.yaml"), "--lang", "en"])
    assert "1 scenario: 1 passed, 0 failed" in capsys.readouterr().out
    assert [] == [word for word in (*VERBS, *SUBJECTS, *FACTS) if not re.search(rf"\b{word}\b", page)]
