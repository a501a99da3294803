"""`fraudguard rules test`: the examples that rules carry and the scenarios beside them, run one by one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fraudguard.cli.command import Verb, as_json, counted, lang
from fraudguard.errors import Language, PackError, UsageError, closest

if TYPE_CHECKING:
    from fraudguard.cli.packs import Target
    from fraudguard.pack.checked import Example
    from fraudguard.workbench.examples import ExampleResult, ExampleRunner
    from fraudguard.workbench.scenario.model import Scenario
    from fraudguard.workbench.scenario.running import ScenarioResult

__all__ = ["test"]


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--rule", "chosen", multiple=True, help="Only the examples of this rule. 只测这条规则的例子。")
@click.option("-k", "words", default="", help="Only rules, tests or files named so. 按规则、测试或文件的名称挑选。")
@click.option("-x", "first", is_flag=True, help="Stop at the first failure. 遇到第一个失败即停止。")
@as_json
@lang
@click.pass_context
def test(
    ctx: click.Context, path: Path, chosen: tuple[str, ...], words: str, first: bool, as_json: bool, lang: Language
) -> None:
    """Run the examples of the rules at PATH and the scenarios beside them. 运行规则的正反例和情景测试。

    A failing test is shown with every condition and the values it saw. Known gaps (`todo:`) are run and counted, and
    fail nothing. Exit code 1 when a test fails, 2 when there is none to run.
    """
    from fraudguard.cli.packs import look_at

    target = look_at(path)
    suite = _Suite(target, path, chosen)
    if not suite.count:
        raise UsageError("workbench.no_test", path=str(path))
    plain: list[dict[str, Any]] = []
    states: Counter[str] = Counter()
    rules: set[str] = set()
    for kind, one in suite.results(words):
        states[one.state] += 1
        states[kind] += 1
        if kind == "example":
            rules.add(one.rule.id)
        if as_json:
            plain.append(_plain_example(one) if kind == "example" else _plain_scenario(one))
        else:
            _show(suite, kind, one, lang)
        if first and one.state == "failed":
            break
    if not states:
        raise UsageError("workbench.none_chosen", path=str(path), words=words, tests=suite.count)
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        without = sorted(suite.known - rules) if not (chosen or words or first or target.file) else []
        _total(states, len(rules), without, lang)
    if states["failed"]:
        ctx.exit(1)


class _Suite:
    """The tests of a target, and who runs them; each pack is compiled when the first of its kind is wanted."""

    def __init__(self, target: Target, path: Path, chosen: Sequence[str]) -> None:
        from fraudguard.pack.shapes import Faults

        self.pack = target.pack
        self.known = {rule.id for rule in (*self.pack.rules, *self.pack.drafts) if target.own(rule)}
        for rule in chosen:
            if rule not in self.known:
                raise UsageError("cli.rule_unknown", rule=rule, path=str(path), suggestion=closest(rule, self.known))
        faults = Faults()
        self.scenarios: tuple[Scenario, ...] = () if chosen else target.scenarios(faults)
        errors = [fault for fault in faults.summed_up() if fault.severity == "error"]
        if errors:
            raise PackError.of(errors)
        self.examples = [
            (rule, example)
            for rule in self.pack.rules
            if target.own(rule) and (not chosen or rule.id in chosen)
            for example in rule.examples
        ]
        self.runner: ExampleRunner | None = None

    @property
    def count(self) -> int:
        return len(self.examples) + len(self.scenarios)

    def results(self, words: str) -> Iterator[tuple[str, Any]]:
        """``example`` or ``scenario`` with the result, of those that ``words`` mean."""
        from fraudguard.workbench.examples import ExampleRunner
        from fraudguard.workbench.scenario.running import ScenarioRunner
        from fraudguard.workbench.selecting import means_example, means_scenario

        examples = [(rule, example) for rule, example in self.examples if means_example(words, rule, example)]
        if examples:
            self.runner = ExampleRunner(self.pack)
            yield from (("example", self.runner.run(rule, example)) for rule, example in examples)
        scenarios = [one for one in self.scenarios if means_scenario(words, one)]
        if scenarios:
            player = ScenarioRunner(self.pack)
            yield from (("scenario", player.run(one)) for one in scenarios)


def _show(suite: _Suite, kind: str, one: Any, lang: Language) -> None:
    """What there is to say of a test: nothing when it passed."""
    from fraudguard.workbench.failure_words import scenario_lines, todo_line

    if one.state == "passed":
        return
    if one.state != "failed":
        test: Example | Scenario = one.example if kind == "example" else one.scenario
        name = f"{one.rule.id} · {one.example.title}" if kind == "example" else one.scenario.name
        click.echo(todo_line(name, test.todo, test.place, lang, passes=one.state == "todo_passes"))
        return
    lines = _explained(suite, one, lang) if kind == "example" else scenario_lines(one, lang)
    click.echo("\n".join(lines) + "\n")


def _explained(suite: _Suite, one: ExampleResult, lang: Language) -> list[str]:
    from fraudguard.pack.check_examples import filled
    from fraudguard.workbench import sequence_steps
    from fraudguard.workbench.failure_words import example_lines

    assert suite.runner is not None
    found = suite.runner.explain(one.rule, one.example)
    steps = {}
    if found is not None and not found.chain:
        steps = sequence_steps(suite.pack, [one.rule], filled(one.example.events))
    return example_lines(one, found, steps.get(one.rule.id, ()), lang)


def _total(states: Counter[str], rules: int, without: list[str], lang: Language) -> None:
    zh = lang == "zh"
    kinds = []
    if states["example"]:
        count = states["example"]
        kinds.append(
            f"{rules} 条规则的 {count} 个例子" if zh else f"{counted(count, 'example')} of {counted(rules, 'rule')}"
        )
    if states["scenario"]:
        kinds.append(f"{states['scenario']} 个情景" if zh else counted(states["scenario"], "scenario"))
    said = [f"通过 {states['passed']}" if zh else f"{states['passed']} passed"]
    said.append(f"失败 {states['failed']}" if zh else f"{states['failed']} failed")
    if states["todo"]:
        said.append(f"已知缺口 {states['todo']}" if zh else f"{states['todo']} known gaps")
    if states["todo_passes"]:
        said.append(f"已通过的 todo {states['todo_passes']}" if zh else f"{states['todo_passes']} todo passing")
    click.echo(f"{'，'.join(kinds)}：{'，'.join(said)}" if zh else f"{', '.join(kinds)}: {', '.join(said)}")
    if without:
        click.echo(("没有例子的规则：" if zh else "rules without examples: ") + ", ".join(without))


def _plain_example(one: ExampleResult) -> dict[str, Any]:
    place = one.example.place
    return {
        "test": "example",
        "rule": one.rule.id,
        "label": one.example.label,
        "title": one.example.title,
        "fired": one.fired,
        "passed": one.passed,
        "state": one.state,
        "todo": one.example.todo,
        "mismatches": [{"expected": each.expected, "came": each.came} for each in one.mismatches],
        "file": place.file if place else None,
        "line": place.line if place else None,
    }


def _plain_scenario(one: ScenarioResult) -> dict[str, Any]:
    place = one.scenario.place
    return {
        "test": "scenario",
        "title": one.scenario.name,
        "events": one.events,
        "passed": one.passed,
        "state": one.state,
        "todo": one.scenario.todo,
        "mismatches": [
            {"line": each.place.line, "expected": each.mismatch.expected, "came": each.mismatch.came}
            for each in one.failures
        ],
        "file": place.file,
        "line": place.line,
    }
