"""
The pytest plugin: `pytest rules/` runs a pack's examples and scenarios as tests.

Only what stands in a pack is collected: its `pack.yaml` (the rules that an overlay changes), `scams/*.yaml` and
`*.test.yaml`. Nothing of the library is loaded before such a file is met.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fraudguard.errors import Fault, Language
    from fraudguard.pack.checked import CheckedPack, CheckedRule, Example
    from fraudguard.workbench.examples import ExampleRunner
    from fraudguard.workbench.scenario.model import Scenario
    from fraudguard.workbench.scenario.running import ScenarioRunner

__all__ = ["pytest_addoption", "pytest_collect_file"]

_EXTENDS = re.compile(r"^extends[ ]*:", re.MULTILINE)
_TESTS = ".test.yaml"
_FOLDERS = frozenset({"scams", "scenarios"})
_HEAD_BYTES = 2_000_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one setting: in which language a failure is told."""
    parser.addini("fraudguard_lang", "language in which failing rule tests are told: en or zh", default="en")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A collector for a file of a rule pack; nothing for any other file."""
    if file_path.suffix != ".yaml":
        return None
    home = _home(file_path)
    if home is None:
        return None
    kind: type[_PackPart] | None = None
    if file_path.name.endswith(_TESTS):
        kind = ScenariosOf
    elif file_path.parent.name == "scams" or file_path.name == "pack.yaml":
        kind = RulesOf
    if kind is None:
        return None
    part: pytest.Collector = kind.from_parent(parent, path=file_path)
    return part


def _home(file: Path) -> Path | None:
    """The directory of the pack a file belongs to, if it is one of ours: other projects have a `pack.yaml` too."""
    home = file.parent.parent if file.parent.name in _FOLDERS else file.parent
    head = home / "pack.yaml"
    if not head.is_file():
        return None
    if (home / "scams").is_dir() and (home / "taxonomy.yaml").is_file():
        return home
    try:
        with head.open("rb") as stream:
            text = stream.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    return home if _EXTENDS.search(text) else None


class _Loaded:
    """A pack and who runs its tests, shared by all files of it in one session."""

    def __init__(self, home: Path) -> None:
        from fraudguard.pack.load import inspect_pack

        self.home = home
        found = inspect_pack([home])
        self.pack: CheckedPack | None = found.pack
        self.errors: tuple[Fault, ...] = found.errors
        self._examples: ExampleRunner | None = None
        self._scenarios: ScenarioRunner | None = None

    @property
    def sound(self) -> CheckedPack:
        assert self.pack is not None  # items are made of sound packs only
        return self.pack

    @property
    def examples(self) -> ExampleRunner:
        from fraudguard.workbench.examples import ExampleRunner

        self._examples = self._examples or ExampleRunner(self.sound)
        return self._examples

    @property
    def scenarios(self) -> ScenarioRunner:
        from fraudguard.workbench.scenario.running import ScenarioRunner

        self._scenarios = self._scenarios or ScenarioRunner(self.sound)
        return self._scenarios


_PACKS = pytest.StashKey[dict[Path, _Loaded]]()


class _PackPart(pytest.File):
    """A file of a pack."""

    @property
    def loaded(self) -> _Loaded:
        packs = self.config.stash.setdefault(_PACKS, {})
        home = _home(self.path)
        assert home is not None  # else the file is not collected
        shown = Path(os.path.relpath(home, self.config.invocation_params.dir))
        if home not in packs:
            packs[home] = _Loaded(shown if _near(shown) else home)
        return packs[home]

    @property
    def shown(self) -> str:
        """How messages call the file."""
        home = _home(self.path)
        assert home is not None
        return (self.loaded.home / self.path.relative_to(home)).as_posix()

    def refuse(self, faults: Iterable[Fault]) -> None:
        """End the collection of this file with its faults in words; the faults of other files are only counted."""
        found = list(faults)
        if not found:
            return
        mine = [fault for fault in found if fault.place is not None and fault.place.file == self.shown]
        told = mine or found[:1]
        lines = [fault.render(_lang(self.config)) for fault in told]
        if len(found) > len(told):
            lines.append(f"{len(found) - len(told)} more faults in the pack: `fraudguard rules check` shows them all")
        raise self.CollectError("\n\n".join(lines))


class RulesOf(_PackPart):
    """The rules of a file, or those that an overlay's `pack.yaml` changes."""

    def collect(self) -> Iterator[pytest.Collector]:
        from fraudguard.workbench.own_rules import overridden

        loaded = self.loaded
        self.refuse(loaded.errors)
        head = self.path.name == "pack.yaml"
        changed = overridden(self.path.parent) if head else frozenset()
        for rule in loaded.sound.rules:
            file = rule.place.file if rule.place is not None else ""
            if rule.examples and (rule.id in changed or (not head and file == self.shown)):
                yield RuleOf.from_parent(self, name=rule.id, loaded=loaded, rule=rule)


class RuleOf(pytest.Collector):
    """A rule: its examples."""

    def __init__(self, *, loaded: _Loaded, rule: CheckedRule, **others: Any) -> None:
        super().__init__(**others)
        self.loaded = loaded
        self.rule = rule

    def collect(self) -> Iterator[pytest.Item]:
        seen: dict[str, int] = {}
        for example in self.rule.examples:
            name = _named(f"{example.label} {example.title}", seen)
            yield ExampleItem.from_parent(self, name=name, loaded=self.loaded, rule=self.rule, example=example)


class ScenariosOf(_PackPart):
    """The scenarios of a file."""

    def collect(self) -> Iterator[pytest.Item]:
        from fraudguard.pack.shapes import Faults
        from fraudguard.workbench.scenario.folders import scenarios_of

        loaded = self.loaded
        self.refuse(loaded.errors)
        faults = Faults()
        scenarios = scenarios_of(Path(self.shown), loaded.home, loaded.pack, faults)
        self.refuse(fault for fault in faults.summed_up() if fault.severity == "error")
        for one in scenarios:
            yield ScenarioItem.from_parent(self, name=_named(one.name, {}), loaded=loaded, scenario=one)


class _Failed(Exception):  # noqa: N818  # carries a result to `repr_failure`, and is no error of the program
    """A test of a rule failed."""


class _RuleTest(pytest.Item):
    """What examples and scenarios share: a mark for known gaps, failures in words, a place."""

    def __init__(self, *, loaded: _Loaded, todo: str, line: int, **others: Any) -> None:
        super().__init__(**others)
        self.loaded = loaded
        self.line = line
        if todo:
            self.add_marker(pytest.mark.xfail(reason=todo, strict=False, raises=_Failed))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure in words; anything else as pytest tells it."""
        if isinstance(excinfo.value, _Failed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Where the test stands, its line counted from 0."""
        return self.path, self.line - 1, self.name


class ExampleItem(_RuleTest):
    """An example of a rule."""

    def __init__(self, *, rule: CheckedRule, example: Example, **others: Any) -> None:
        line = example.place.line if example.place is not None else 1
        super().__init__(todo=example.todo, line=line, **others)
        self.rule = rule
        self.example = example

    def runtest(self) -> None:
        """Run it; `_Failed` with the words when it does not do as it promises."""
        result = self.loaded.examples.run(self.rule, self.example)
        if result.passed:
            return
        from fraudguard.pack.check_examples import filled
        from fraudguard.workbench.failure_words import example_lines
        from fraudguard.workbench.steps import sequence_steps

        found = self.loaded.examples.explain(self.rule, self.example)
        steps = {}
        if found is not None and not found.chain:
            steps = sequence_steps(self.loaded.sound, [self.rule], filled(self.example.events))
        lines = example_lines(result, found, steps.get(self.rule.id, ()), _lang(self.config))
        raise _Failed("\n".join(lines))


class ScenarioItem(_RuleTest):
    """A scenario."""

    def __init__(self, *, scenario: Scenario, **others: Any) -> None:
        super().__init__(todo=scenario.todo, line=scenario.place.line, **others)
        self.scenario = scenario

    def runtest(self) -> None:
        """Run it; `_Failed` with the words when an expectation is not met."""
        result = self.loaded.scenarios.run(self.scenario)
        if not result.passed:
            from fraudguard.workbench.failure_words import scenario_lines

            raise _Failed("\n".join(scenario_lines(result, _lang(self.config))))


def _lang(config: pytest.Config) -> Language:
    return "zh" if config.getini("fraudguard_lang") == "zh" else "en"


def _near(path: Path) -> bool:
    """Whether a relative path is short enough to be read: not up more than one directory."""
    return path.parts.count("..") <= 1


def _named(text: str, seen: dict[str, int]) -> str:
    """A name as it may stand in a node id, made unique among those ``seen``."""
    name = text.replace("::", ":").replace("[", "(").replace("]", ")")
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name} ({seen[name]})"
