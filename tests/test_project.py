"""The project's own files: commands, versions, licences and paths that must not drift."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TEXT_SUFFIXES = {".md", ".py", ".toml", ".yaml", ".yml", ".json", ".jsonl", ".txt", ".csv", ""}
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|tmp|home|root|Users|opt|farm)/[A-Za-z0-9_.]")


def _tracked() -> list[Path]:
    """The files of the repository; everything below the root where this is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]
    hidden = {".venv", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.parts)]


def _readme_command(name: str) -> str:
    """The code block behind the marker that `.ci/run` reads too."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- command: {name} -->\s*```\w*\n(.*?)```", readme, flags=re.DOTALL)
    assert found, name
    return found.group(1)


def test_the_top_level_is_as_promised() -> None:
    """The files and folders that users and tools rely on stand at the top level."""
    wanted = ["pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".ci/run"]
    wanted += ["src/fraudguard", "rules", "models", "examples", "tests", "docs", "benchmarks"]
    assert [] == [name for name in wanted if not (ROOT / name).exists()]


def test_no_path_of_a_machine_stands_in_the_repository() -> None:
    """What is written here is true on every machine."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _tracked()
        if path.suffix in TEXT_SUFFIXES and path != Path(__file__)
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert [] == found


def test_modules_stay_small() -> None:
    """A module that outgrows 400 lines has more than one job; the catalogue of wording is a table, not a module."""
    modules = [path for path in (ROOT / "src").rglob("*.py") if path.parent.name != "messages"]
    long = {path.name: n for path in modules if (n := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert {} == long


def test_every_test_says_what_it_proves() -> None:
    """Each test function has a docstring."""
    silent = [
        f"{path.name}:{node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert [] == silent


@pytest.mark.parametrize("name", ["test", "main"])
def test_a_readme_command_starts_from_nothing(name: str) -> None:
    """Each of the README's two commands makes its own environment, so that either works on a fresh clone."""
    command = _readme_command(name)
    assert "python3 -m venv .venv" in command
    assert "pip install" in command


def test_the_readme_has_exactly_two_marked_commands() -> None:
    """One command sets up and runs the main job, one sets up and runs the tests."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert ["main", "test"] == sorted(re.findall(r"<!-- command: (\w+) -->", readme))


def test_the_files_in_the_readme_commands_exist() -> None:
    """The commands name feeds and directories of this repository that are really there."""
    words = " ".join(_readme_command(name) for name in ("main", "test")).split()
    named = [word.strip("'\"") for word in words if word.startswith(("examples/", "rules/", "tests/"))]
    assert named
    assert [] == [name for name in named if not (ROOT / name).exists()]


def test_the_readme_command_leaves_the_marked_tests_out() -> None:
    """Long tests and those that need a server are no part of the test command a newcomer runs."""
    addopts = PROJECT["tool"]["pytest"]["ini_options"]["addopts"]
    assert "not slow and not long and not postgres and not spark and not durable" in addopts


def test_warnings_are_errors() -> None:
    """A warning fails the test that causes it, and unknown markers and options are refused."""
    options = PROJECT["tool"]["pytest"]["ini_options"]
    assert "error" == options["filterwarnings"][0]
    assert {"--strict-markers", "--strict-config", "--import-mode=importlib"} <= set(options["addopts"])


def test_the_version_stands_in_the_changelog() -> None:
    """The changelog has a section for what is unreleased or for the version of the build."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", changelog, flags=re.MULTILINE)
    assert any(h == "Unreleased" or h.startswith(PROJECT["project"]["version"]) for h in headings)


def test_the_licence_of_the_build_is_that_of_the_file() -> None:
    """The metadata name the licence whose text is in the repository."""
    assert "Apache-2.0" == PROJECT["project"]["license"]
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_pack_and_the_model_travel_in_the_wheel() -> None:
    """The rules and the shipped model, without its training texts, are put where `fraudguard.shipped` looks for them."""
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    shipped = {name: f"fraudguard/shipped/{name}" for name in ("rules", "models/default", "models/README.md")}
    assert shipped == included


def test_every_ignored_lint_has_its_reason() -> None:
    """No rule of the linter is switched off without a sentence that says why."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^ignore = \[\n(.*?)^\]", text, flags=re.DOTALL | re.MULTILINE)
    assert block
    assert [] == [line for line in block.group(1).splitlines() if "#" not in line]


def test_the_check_script_reads_the_readme() -> None:
    """`.ci/run` is executable and takes its commands from the README instead of repeating them."""
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert script.stat().st_mode & 0o100
    assert "<!-- command: $1 -->" in text
