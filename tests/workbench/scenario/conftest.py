"""A small pack with scenarios, in a directory of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.errors import Fault
from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.shapes import Faults
from fraudguard.workbench.scenario.model import Scenario
from fraudguard.workbench.scenario.reading import known_of, read_scenarios
from fraudguard.workbench.scenario.running import ScenarioResult, ScenarioRunner
from packing import files

GOLDEN = Path(__file__).parents[2] / "golden" / "workbench" / "scenarios"


@pytest.fixture(scope="package")
def pack() -> CheckedPack:
    """The golden rules."""
    return load_pack_text({**files(), "scams/fake_loan.yaml": (GOLDEN / "rules.yaml").read_text(encoding="utf-8")})


@pytest.fixture(scope="package")
def runner(pack: CheckedPack) -> ScenarioRunner:
    """Plays scenarios of that pack."""
    return ScenarioRunner(pack)


@pytest.fixture
def read(pack: CheckedPack) -> Callable[..., tuple[tuple[Scenario, ...], list[Fault]]]:
    """The scenarios of a text, or of the lines of one scenario, and the faults."""

    def of(*lines: str, text: str = "", **more: str) -> tuple[tuple[Scenario, ...], list[Fault]]:
        if not text:
            head = "".join(f"    {name}: {value}\n" for name, value in more.items())
            steps = "".join(f"      - {line}\n" for line in lines)
            text = f"scenarios:\n  - name: 一例\n{head}    steps:\n{steps}"
        faults = Faults()
        return read_scenarios("a.test.yaml", text.encode(), known_of(pack), faults), faults.summed_up()

    return of


@pytest.fixture
def play(
    runner: ScenarioRunner, read: Callable[..., tuple[tuple[Scenario, ...], list[Fault]]]
) -> Callable[..., ScenarioResult]:
    """The result of a scenario of these lines."""

    def of(*lines: str, **more: str) -> ScenarioResult:
        scenarios, faults = read(*lines, **more)
        assert [] == [fault.render() for fault in faults]
        return runner.run(scenarios[0])

    return of
