"""`fraudguard rules quality`: a pack measured on simulated life."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
SMALL = ("--persons", "60", "--days", "4", "--panel", "1", "--seed", "test")
NAMES = {
    "simulation", "pack", "events", "total", "all", "schemes", "techniques", "bands", "false_warnings", "look_alikes", "budgets",
    "calibration", "mules", "curve", "rules",
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of one rule, so that a measurement takes a moment."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "scams").mkdir()
    group = {"cap": 60, "half_life": "24h", "horizon": "48h"}
    files = {
        "pack.yaml": {"name": "small", "groups": dict.fromkeys(("money", "lead", "model"), group)},
        "policy.yaml": {
            "thresholds": {"green": 10, "yellow": 30, "red": 60},
            "lead_points": {"green": 10, "yellow": 30, "red": 60},
        },
        "taxonomy.yaml": [
            {"id": one, "zh": "某类", "en": "some", "type": "scheme"} for one in ("fake_loan", *_schemes())
        ],
        "scams/fake_loan.yaml": {
            "scam": "fake_loan",
            "rules": [
                {
                    "id": "large",
                    "title": "大额",
                    "on": "transaction",
                    "when": ["direction == 'out'", "amount >= 5_000"],
                    "stage": "transfer",
                    "group": "money",
                    "points": 40,
                    "because": "转出 {amount} 元",
                }
            ],
        },
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def _schemes() -> list[str]:
    from fraudguard.simulate.schemes import SCHEMES

    return [one for one in SCHEMES if one != "fake_loan"]


def test_a_pack_of_ones_own_is_measured(command: Command, small: Path) -> None:
    """The report says first that it is a simulation, then shows its tables; a crude rule catches and pesters."""
    code, out, err = command("rules", "quality", small, *SMALL)
    assert (0, "") == (code, err)
    assert out.startswith("All of this is simulation")
    assert "what a bank's feed alone shows" in out
    assert "rules, and what happens without each" in out
    code, out, _ = command("rules", "quality", small, *SMALL, "--lang", "zh")
    assert (0, True) == (code, out.startswith("以下全部是模拟"))


def test_the_same_arguments_give_the_same_report(command: Command, small: Path) -> None:
    """Two runs as data are equal to the letter; another seed is another world."""
    first, again = (command("rules", "quality", small, *SMALL, "--json")[1] for _ in range(2))
    assert first == again
    report = json.loads(first)
    assert NAMES | {"bank_only"} == set(report)
    assert ("test", 60, 4, 1) == tuple(report["simulation"][name] for name in ("seed", "persons", "days", "warm_up"))
    other = json.loads(command("rules", "quality", small, *SMALL[:-1], "other", "--json")[1])
    assert report["events"] != other["events"]


def test_a_quick_measurement_leaves_out_what_takes_long(command: Command, small: Path) -> None:
    """Neither the shares of single rules nor the bank's view; the rest is the same."""
    quick = json.loads(command("rules", "quality", small, *SMALL, "--quick", "--json")[1])
    whole = json.loads(command("rules", "quality", small, *SMALL, "--json")[1])
    assert ([], []) == (quick["rules"], quick["curve"])
    assert set(quick) == NAMES
    assert whole["schemes"] == quick["schemes"]
    assert whole["false_warnings"] == quick["false_warnings"]


def test_all_feeds_can_be_connected(command: Command, small: Path) -> None:
    """More comes in of the same town, and the report says so."""
    usual = json.loads(command("rules", "quality", small, *SMALL, "--quick", "--json")[1])
    whole = json.loads(command("rules", "quality", small, *SMALL, "--quick", "--feeds", "all", "--json")[1])
    assert ("usual", "all") == (usual["simulation"]["feeds"], whole["simulation"]["feeds"])
    assert usual["events"] < whole["events"]
    assert [one["attempts"] for one in usual["schemes"]] == [one["attempts"] for one in whole["schemes"]]
    assert "All feeds connected" in command("rules", "quality", small, *SMALL, "--quick", "--feeds", "all")[1]


def test_a_warm_up_as_long_as_the_simulation_is_refused(command: Command, small: Path) -> None:
    """Nothing would be left to measure: wrong use; a day less is fine."""
    code, _, err = command("rules", "quality", small, *SMALL, "--warm-up", "4")
    assert (2, True) == (code, "leave nothing to measure" in err)
    assert 0 == command("rules", "quality", small, *SMALL, "--quick", "--warm-up", "3")[0]


@pytest.mark.slow
def test_towns_side_by_side_give_what_one_after_the_other_gives(small: Path) -> None:
    """Two towns in two processes: the same report."""
    from fraudguard.pack import load_pack
    from fraudguard.simulate import Settings
    from fraudguard.workbench.quality import Effort, measure_quality

    settings = Settings(persons=120, days=4, seed="test", town_size=60)
    reports = [measure_quality(load_pack([small]), settings, Effort(1, jobs=jobs)) for jobs in (1, 2)]
    assert reports[0] == reports[1]
