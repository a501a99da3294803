"""What each lint reports, what it leaves alone, and how its reports read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.errors import Language
from fraudguard.pack.load import inspect_files
from fraudguard.workbench.lints import LINTS, lint_pack

GOLDEN = Path(__file__).parents[2] / "golden" / "workbench" / "lints"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
FILES = {
    path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8") for path in sorted(GOLDEN.rglob("*.yaml"))
}


def reports(text: str, **lists: str) -> list[tuple[str, str]]:
    """Code and rule of what the lints say of a pack with these rules."""
    others = {f"lists/{name}.yaml": content for name, content in lists.items()}
    base = {name: content for name, content in FILES.items() if "/" not in name}
    found = inspect_files({**base, **others, "scams/a.yaml": f"scam: remote_control\nrules:\n{text}"})
    assert found.pack is not None, found.faults
    return [(one.code, str(one.params.get("id") or one.params.get("list"))) for one in lint_pack(found.pack)]


@pytest.fixture
def rule() -> Callable[..., str]:
    """A rule as YAML, with keys replaced (``None``: left out)."""

    def make(name: str, when: str | None = "[amount >= 100]", **changes: str | None) -> str:
        keys = {
            "id": name, "title": "规则", "on": "transaction", "when": when, "stage": "transfer", "group": "device",
            "points": "20", "because": "触发", **changes,
        }  # fmt: skip
        lines = [f"{key}: {value}" for key, value in keys.items() if value is not None]
        return "  - " + "\n    ".join(lines) + "\n"

    return make


Make = Callable[..., str]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reports_of_a_pack_full_of_mistakes_read_as_agreed(lang: Language) -> None:
    """Every lint speaks, in both languages, with place, caret and cure; what is allowed with a reason is quiet."""
    found = inspect_files(FILES)
    assert found.pack is not None
    shown = "\n\n".join(fault.render(lang) for fault in lint_pack(found.pack)) + "\n"
    kept = GOLDEN / f"expected.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        kept.write_text(shown, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == shown


def test_every_lint_speaks_in_the_golden_pack() -> None:
    """No lint is there that never reports anything."""
    found = inspect_files(FILES)
    assert found.pack is not None
    silent = [lint.name for lint in LINTS if not list(lint_pack(found.pack, [lint]))]
    assert [] == silent
    assert len(LINTS) == len({lint.name for lint in LINTS})


def test_asked_about_one_rule_they_say_what_they_say_of_it_among_all() -> None:
    """Of every rule of the golden pack, drafts and silencers included; of other rules only what compares with it."""
    found = inspect_files(FILES)
    assert found.pack is not None
    whole = lint_pack(found.pack)
    about = {rule.id: [one for one in whole if one.params.get("id") == rule.id] for rule in found.pack.rules}
    assert len([name for name, said in about.items() if said]) > 10
    for name, said in about.items():
        asked = lint_pack(found.pack, own=lambda rule, name=name: rule.id == name)
        assert said == [one for one in asked if one.params.get("id") == name]
        assert all(one in whole or name in one.params.values() for one in asked)


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("[amount > 5_000, amount <= 5_000]", ["lint.contradiction"]),
        ("[amount >= 5_000, amount <= 5_000]", []),
        ("[direction == 'in', direction == 'out']", ["lint.contradiction"]),
        ("[\"payee.kind in ['self', 'corp']\", \"payee.kind in ['wallet']\"]", ["lint.contradiction"]),
        ("[\"payee.kind in ['self', 'corp']\", \"payee.kind in ['corp', 'wallet']\"]", []),
        ("[hour(at) > 23]", ["lint.never_true"]),
        ("[hour(at) >= 23]", []),
        ("[hour(at) > 22, hour(at) < 23]", ["lint.contradiction"]),
        ("[\"count(within='1h') >= 3\", \"count(within='2h') < 3\"]", ["lint.contradiction"]),
        ("[\"count(within='1h') < 3\", \"count(within='2h') >= 3\"]", []),
        ("[device.in_call, {none: [device.in_call, device.is_new]}]", ["lint.contradiction"]),
        ("[{at_least: {n: 2, of: [amount > 5, amount < 4, amount < 3]}}, amount > 4]", ["lint.contradiction"]),
        ("[{at_least: {n: 2, of: [amount > 5, amount < 40, amount < 3]}}]", []),
        ("[amount > balance_before, amount < balance_before]", ["lint.contradiction"]),
        ("[amount >= 0]", []),
        ("[\"seconds_since(call, within='1h') >= 0\"]", []),
        ("[\"distinct(direction, within='1h') >= 2\"]", []),
        ("[\"distinct(direction, within='1h') >= 3\"]", ["lint.unreachable_count"]),
        ("[\"distinct(direction, within='1h', where=direction == 'in') >= 2\"]", ["lint.unreachable_count"]),
        ("[\"count(within='1h') >= 1\", amount >= 3]", []),
    ],
)  # fmt: skip
def test_what_a_rule_of_its_own_is_told(when: str, codes: list[str], rule: Make) -> None:
    """At, just beside and beyond what makes a condition impossible."""
    assert codes == [code for code, _ in reports(rule("a", when))]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ({}, {}, ["lint.duplicate_rule"]),
        ({}, {"points": "10", "when": "[amount >= 101]"}, ["lint.subsumed_rule"]),
        ({}, {"points": "20", "when": "[amount >= 101]"}, ["lint.subsumed_rule"]),
        ({}, {"points": "21", "when": "[amount >= 101]"}, []),
        ({}, {"points": "10", "when": "[amount >= 99]"}, []),
        ({}, {"when": "[amount >= 101]", "floor": "yellow"}, []),
        ({}, {"when": "[amount >= 101]", "urgent": "true"}, []),
        ({}, {"when": "[amount >= 101]", "status": "shadow"}, []),
        ({}, {"when": "[amount >= 101]", "subject": "payee.account"}, []),
        ({"unless": "[device.in_call]"}, {"when": "[amount >= 101]"}, []),
        ({"unless": "[device.in_call]"}, {"when": "[amount >= 101]", "unless": "[device.in_call]"}, ["lint.subsumed_rule"]),
        ({"unless": "[device.in_call]"}, {"points": "30", "unless": "[device.in_call, device.is_new]"}, []),
    ],
)  # fmt: skip
def test_what_pairs_of_rules_are_told(
    first: dict[str, str], second: dict[str, str], codes: list[str], rule: Make
) -> None:
    """A rule is reported when another fires wherever it does and it is worth no more."""
    assert codes == [code for code, _ in reports(rule("a", **first) + rule("b", **second))]


def test_a_rule_that_others_read_is_never_called_superfluous(rule: Make) -> None:
    """Its finding is what they ask for."""
    reader = rule("c", "[\"count(within='1h', where=fired('b')) >= 2\"]")
    assert [("lint.subsumed_rule", "b")] == reports(rule("a") + rule("b", "[amount >= 200]"))
    assert [] == reports(rule("a") + rule("b", "[amount >= 200]") + reader)


@pytest.mark.parametrize(("points", "codes"), [("24", []), ("25", ["lint.idle_floor"])])
def test_a_floor_that_the_points_reach_lifts_nothing(points: str, codes: list[str], rule: Make) -> None:
    """Green is from 25 points; below it the floor is needed."""
    assert codes == [code for code, _ in reports(rule("a", points=points, floor="green"))]
    assert [] == reports(rule("a", points=points, floor="yellow"))


def test_support_needs_a_core_of_the_same_subject(rule: Make) -> None:
    """A core rule about the same account takes the report away; one about the person does not."""
    support = rule("s", "[device.is_new]", role="support", subject="payee.account")
    assert [("lint.lone_support", "s")] == reports(support + rule("c"))
    assert [] == reports(support + rule("c", subject="payee.account"))
    assert [] == reports(rule("s", "[device.is_new]", role="support"))


@pytest.mark.parametrize(
    ("within", "when", "short"),
    [
        ("2h", "at - first.at >= 7_200", False),
        ("2h", "at - first.at > 7_200", True),
        ("2h", "at - first.at < 0", True),
        ("3h", "at - first.at > 7_200", False),
    ],
)
def test_a_chain_needs_the_time_its_steps_ask_for(within: str, when: str, short: bool, rule: Make) -> None:
    """The time since an earlier step is at most that of the whole chain, and never negative."""
    steps = f"[{{as: first, on: call}}, {{on: transaction, when: ['{when}']}}]"
    found = reports(rule("a", None, on=None, sequence=f"{{within: {within}, steps: {steps}}}"))
    assert ([("lint.short_sequence", "a")] if short else []) == found


@pytest.mark.parametrize(
    ("within", "first", "second", "short"),
    [
        ("13h", "hour(at) < 6", "hour(at) >= 20", True),
        ("14h", "hour(at) < 6", "hour(at) >= 20", True),
        ("15h", "hour(at) < 6", "hour(at) >= 20", False),
        ("1h", "hour(at) >= 23", "hour(at) < 1", False),
        ("1h", "hour(at) >= 23", "hour(at) == 1", True),
    ],
)
def test_hours_of_steps_must_be_near_enough(within: str, first: str, second: str, short: bool, rule: Make) -> None:
    """From the last moment of one hour to the first of another; midnight is passed."""
    steps = f"[{{on: call, when: ['{first}']}}, {{on: transaction, when: ['{second}']}}]"
    found = reports(rule("a", None, on=None, sequence=f"{{within: {within}, steps: {steps}}}"))
    assert ([("lint.short_sequence", "a")] if short else []) == found


def test_examples_are_compared_as_they_run(rule: Make) -> None:
    """An id or a time that is what would have been filled in makes no difference, another fact does."""
    events = "[{kind: transaction, amount: 100}]"
    written = "[{kind: transaction, id: e1, at: '2025-01-06T10:00:00+08:00', amount: 100}]"
    other = "[{kind: transaction, amount: 99}]"
    both = "[{{hit: 一, events: {0}}}, {{miss: 二, events: {1}}}]"
    assert [("lint.examples_contradict", "a")] == reports(rule("a", examples=both.format(events, written)))
    assert [] == reports(rule("a", examples=both.format(events, other)))


def test_an_unknown_lint_is_reported_with_the_nearest_name(rule: Make) -> None:
    """A slip in `allow` silences nothing and says what was meant."""
    text = rule("a", "[hour(at) >= 0, amount >= 1]", allow="[{lint: tautologie, because: 试}]")
    found = inspect_files(
        {**{k: v for k, v in FILES.items() if "/" not in k}, "scams/a.yaml": f"scam: remote_control\nrules:\n{text}"}
    )
    assert found.pack is not None
    by_code = {one.code: one for one in lint_pack(found.pack)}
    assert {"lint.tautology", "lint.unknown_silencer"} == by_code.keys()
    assert "tautology" == by_code["lint.unknown_silencer"].params["suggestion"]


def test_silencers_change_no_fingerprint(rule: Make) -> None:
    """What an author allows is no part of what the pack means."""
    base = {k: v for k, v in FILES.items() if "/" not in k}
    plain, quiet = (
        inspect_files({**base, "scams/a.yaml": f"scam: remote_control\nrules:\n{text}"}).pack
        for text in (rule("a"), rule("a", allow="[{lint: tautology, because: 试}]"))
    )
    assert plain is not None
    assert quiet is not None
    assert plain.fingerprint == quiet.fingerprint
