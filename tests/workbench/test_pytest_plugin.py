"""`pytest rules/`: examples and scenarios as items, and nothing of other people's files."""

import subprocess
import sys
from pathlib import Path

import pytest

from packing import files

pytest_plugins = ["pytester"]

GOLDEN = Path(__file__).parents[1] / "golden" / "workbench" / "scenarios"
SCENARIOS = """\
scenarios:
  - name: 大额黄色
    steps: [pay 5_001 to new payee A, expect level yellow]
  - name: 还没有红色
    todo: 规则还没有写
    steps: [pay 5_001 to new payee A, expect level red]
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """The golden rules as a pack in `rules/`, with a file of scenarios; the directory above is the current one."""
    rules = (GOLDEN / "rules.yaml").read_text(encoding="utf-8")
    made = {**files(), "scams/fake_loan.yaml": rules, "scenarios/a.test.yaml": SCENARIOS}
    for name, text in made.items():
        path = pytester.path / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return pytester.path / "rules"


def test_examples_and_scenarios_are_items(pytester: pytest.Pytester, folder: Path) -> None:
    """Node ids read as file, rule and example; a known gap is an expected failure with its reason."""
    result = pytester.runpytest("rules", "-v", "-rx")
    result.assert_outcomes(passed=3, xfailed=1)
    result.stdout.fnmatch_lines(
        [
            "rules/scams/fake_loan.yaml::big-transfer::hit 多一元 PASSED*",
            "rules/scams/fake_loan.yaml::big-transfer::miss 正好五千 PASSED*",
            "rules/scenarios/a.test.yaml::大额黄色 PASSED*",
            "rules/scenarios/a.test.yaml::还没有红色 XFAIL (规则还没有写)*",
        ]
    )


def test_the_options_of_pytest_work(pytester: pytest.Pytester, folder: Path) -> None:
    """A node id, `-k`, `-x` and `--junitxml` do what they do for other tests."""
    pytester.runpytest("rules/scams/fake_loan.yaml::big-transfer::hit 多一元").assert_outcomes(passed=1)
    pytester.runpytest("rules", "-k", "大额黄色").assert_outcomes(passed=1, deselected=3)
    text = (folder / "scams" / "fake_loan.yaml").read_text(encoding="utf-8")
    (folder / "scams" / "fake_loan.yaml").write_text(text.replace("> 5_000", ">= 5_000"), encoding="utf-8")
    result = pytester.runpytest("rules", "-x", "--junitxml", "out.xml")
    result.assert_outcomes(passed=1, failed=1)
    assert 'name="miss 正好五千"' in (pytester.path / "out.xml").read_text(encoding="utf-8")
    result.stdout.fnmatch_lines(
        [
            "should not fire: big-transfer · 正好五千*",
            "FIRED  big-transfer*",
            "*true    amount >= 5_000    ?amount = 5,000?",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_a_gap_that_closed_does_not_fail(pytester: pytest.Pytester, folder: Path) -> None:
    """A todo that passes is shown as such, also where the project is strict about expected failures."""
    path = folder / "scenarios" / "a.test.yaml"
    path.write_text(SCENARIOS.replace("level red", "level yellow"), encoding="utf-8")
    result = pytester.runpytest("rules", "-o", "xfail_strict=true", "-rX")
    result.assert_outcomes(passed=3, xpassed=1)
    result.stdout.fnmatch_lines(["XPASS rules/scenarios/a.test.yaml::还没有红色*规则还没有写*"])


def test_failures_in_chinese(pytester: pytest.Pytester, folder: Path) -> None:
    """`fraudguard_lang = zh` tells failures in Chinese."""
    path = folder / "scenarios" / "a.test.yaml"
    path.write_text(SCENARIOS.replace("level yellow", "level green"), encoding="utf-8")
    result = pytester.runpytest("rules/scenarios", "-o", "fraudguard_lang=zh")
    result.stdout.fnmatch_lines(["情景失败: 大额黄色*", "*期望：level green", "*实际：level yellow, 50 points*"])


def test_a_faulty_pack_fails_the_collection(pytester: pytest.Pytester, folder: Path) -> None:
    """Faults are shown with place and cure, those of a scenario file too; nothing passes silently."""
    path = folder / "scenarios" / "a.test.yaml"
    path.write_text(SCENARIOS.replace("level red", "level redd"), encoding="utf-8")
    result = pytester.runpytest("rules")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*--> rules/scenarios/a.test.yaml:6:*", "*did you mean `red`*"])
    text = (folder / "scams" / "fake_loan.yaml").read_text(encoding="utf-8")
    (folder / "scams" / "fake_loan.yaml").write_text(text.replace("amount >", "amout >"), encoding="utf-8")
    result = pytester.runpytest("rules/scenarios")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*--> rules/scams/fake_loan.yaml:*"])


def test_an_overlay_runs_what_it_changes(pytester: pytest.Pytester) -> None:
    """The examples of a shipped rule that an overlay overrides belong to the overlay's `pack.yaml`."""
    head = "name: ours\nversion: '1'\nextends: '@shipped'\noverrides:\n  new-payee: {points: 9}\n"
    (pytester.path / "pack.yaml").write_text(head, encoding="utf-8")
    result = pytester.runpytest("--collect-only", "-q")
    assert "pack.yaml::new-payee::hit" in result.stdout.str()
    assert 1 == len({line.split("::")[1] for line in result.stdout.lines if "::" in line})


def test_other_peoples_files_are_left_alone(pytester: pytest.Pytester) -> None:
    """A `pack.yaml` of another project, its `scams/`, its `*.test.yaml` and loose YAML are not collected."""
    for name in ("pack.yaml", "scams/a.yaml", "scams/a.test.yaml", "alerts.test.yaml", "deep/down/b.test.yaml"):
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("name: theirs\n", encoding="utf-8")
    pytester.makepyfile("def test_theirs(): pass")
    pytester.runpytest().assert_outcomes(passed=1)


def test_nothing_heavy_loads_with_the_plugin() -> None:
    """Pytest loads the plugin everywhere, so it brings none of the library's dependencies."""
    code = "import sys, fraudguard.workbench.pytest_plugin\nprint(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set() == set(done.stdout.split()) & {"pydantic", "yaml", "numpy", "polars", "sqlalchemy", "click"}


def test_this_repository_does_not_run_its_rules_twice(pytestconfig: pytest.Config) -> None:
    """The suite of the repository looks into `tests` only, and not at the faulty packs stored there."""
    assert ["tests"] == pytestconfig.getini("testpaths")
    assert "golden" in pytestconfig.getini("norecursedirs")
