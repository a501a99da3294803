"""`fraudguard rules`: check, test, try, new, schema."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
Command = Callable[..., tuple[int, str, str]]
Overlay = Callable[[str], Path]


def test_a_sound_pack(command: Command) -> None:
    """The shipped pack checks and all its examples hold."""
    code, out, err = command("rules", "check", "@shipped")
    assert (0, "") == (code, err)
    assert "0 errors" in out
    code, out, _ = command("rules", "test", "@shipped", "--lang", "zh")
    assert (0, True) == (code, "失败 0" in out)


def test_all_faults_at_once_in_both_languages(command: Command, overlay: Overlay, rule: str) -> None:
    """Three different mistakes in one file: each with its place, a caret and a cure."""
    spoilt = (
        rule.replace("amount >= 100", "amout >= 100").replace("points: 30", "points: many").replace("'self'", "'me'")
    )
    path = overlay(spoilt)
    for lang, word in (("en", "cure"), ("zh", "改法")):
        code, out, _ = command("rules", "check", path, "--lang", lang)
        assert code == 1
        assert 3 == out.count("--> ")
        assert out.count("^") > 3
        assert word in out
        assert "ours.yaml:8:" in out
    _, out, _ = command("rules", "check", path, "--json")
    faults = json.loads(out)
    assert {"error"} == {fault["severity"] for fault in faults}
    assert 3 == len({fault["code"] for fault in faults})
    assert {"severity", "code", "file", "line", "column", "message", "cure"} == set(faults[0])


def test_a_single_file(command: Command, tmp_path: Path, rule: str) -> None:
    """A file by itself is looked at over the shipped pack, and its faults name it."""
    path = tmp_path / "mine.yaml"
    path.write_text(rule, encoding="utf-8")
    assert 0 == command("rules", "check", path)[0]
    assert "2 examples of 1 rule: 2 passed" in command("rules", "test", path)[1]
    path.write_text(rule.replace("amount", "amout"), encoding="utf-8")
    code, out, _ = command("rules", "check", path)
    assert (1, True) == (code, f"--> {path}:8:" in out)
    code, _, err = command("rules", "test", path)
    assert (1, True) == (code, "amout" in err)


def test_a_file_of_a_pack(command: Command, overlay: Overlay, rule: str) -> None:
    """A file inside a pack is looked at with its pack; only its own rules are tested."""
    path = overlay(rule) / "scams" / "ours.yaml"
    assert 0 == command("rules", "check", path)[0]
    assert "2 examples of 1 rule" in command("rules", "test", path)[1]


def test_nothing_there(command: Command, tmp_path: Path) -> None:
    """A path that does not exist is wrong use."""
    assert 2 == command("rules", "check", tmp_path / "nothing")[0]
    assert 2 == command("rules", "test", tmp_path / "nothing")[0]


def test_a_failing_example_shows_why(command: Command, overlay: Overlay, rule: str) -> None:
    """Every condition with its truth and values, the label and the place; exit 1."""
    path = overlay(rule.replace("amount: 100}", "amount: 90}"))
    code, out, _ = command("rules", "test", path)
    assert code == 1
    assert "should fire: our-rule · 一百元" in out
    assert "false   amount >= 100    [amount = 90]" in out
    assert "ours.yaml:" in out
    assert "1 passed, 1 failed" in out
    _, out, _ = command("rules", "test", path, "--json")
    assert [("hit", False), ("miss", True)] == [(one["label"], one["passed"]) for one in json.loads(out)]


def test_an_empty_selection_fails(command: Command, overlay: Overlay, rule: str) -> None:
    """No test to run is wrong use, whether there is none or none is named so; an unknown rule is said."""
    path = overlay(rule.split("    examples:", maxsplit=1)[0] + "    examples: []\n")
    code, out, err = command("rules", "test", path)
    assert (2, "", True) == (code, out, "workbench.no_test" in err)
    assert 2 == command("rules", "test", path, "--rule", "other")[0]
    (path / "scams" / "ours.yaml").write_text(rule, encoding="utf-8")
    code, _, err = command("rules", "test", path, "-k", "nothing of the kind")
    assert (2, True) == (code, "none of the 2 tests" in err)


def test_one_rule_can_be_chosen(command: Command) -> None:
    """`--rule` runs the examples of that rule alone."""
    code, out, _ = command("rules", "test", "@shipped", "--rule", "new-payee")
    assert (0, True) == (code, "of 1 rule:" in out)


def test_try_an_event(command: Command, overlay: Overlay, rule: str, event: Path) -> None:
    """An event under the overlay: tickets, hits of the overlay's rules, the parts of the points."""
    code, out, _ = command("rules", "try", overlay(rule), event)
    assert code == 0
    assert "1  our-rule" in out
    assert "after the last event: red" in out
    assert "转出 8,000 元" in out
    _, out, _ = command("rules", "try", "@shipped", event, "--json")
    assert {"tickets", "hits", "last"} == set(json.loads(out))


def test_try_a_feed(command: Command, overlay: Overlay, rule: str, tmp_path: Path) -> None:
    """A feed under the overlay: the books and the hits; no file is written."""
    before = set(tmp_path.iterdir())
    path = overlay(rule)
    code, out, _ = command(
        "rules", "try", path, EXAMPLES / "bank_alerts.csv", "--people", EXAMPLES / "people.csv", "--lang", "zh"
    )
    assert code == 0
    assert "读入" in out
    assert "our-rule" in out
    assert {path} == set(tmp_path.iterdir()) - before


def test_a_new_rule_is_sound_as_it_is_printed(command: Command, tmp_path: Path) -> None:
    """The skeleton for a scheme passes check and test as it is."""
    code, out, _ = command("rules", "new", "late-transfer", "--scam", "leader_impersonation")
    assert code == 0
    (tmp_path / "new.yaml").write_text(out, encoding="utf-8")
    assert 0 == command("rules", "check", tmp_path / "new.yaml")[0]
    assert 0 == command("rules", "test", tmp_path / "new.yaml")[0]


def test_a_new_rule_is_sound_in_an_overlay_made_for_it(command: Command, tmp_path: Path) -> None:
    """That for a technique passes check, fmt and test beside another rule; the same id is refused."""
    target = tmp_path / "My rules!"
    assert 0 == command("rules", "new", "late-transfer", "--scam", "remote_control", "--to", target)[0]
    assert 0 == command("rules", "new", "day-transfer", "--to", target)[0]
    assert 0 == command("rules", "check", target)[0]
    assert 0 == command("rules", "fmt", target, "--check")[0]
    assert "4 examples of 2 rules: 4 passed" in command("rules", "test", target)[1]
    assert 2 == command("rules", "new", "late-transfer", "--to", target)[0]


@pytest.mark.parametrize(
    ("words", "said"), [(("Bad Id",), "night-transfer"), (("x", "--scam", "remote_controll"), "remote_control")]
)
def test_a_new_rule_with_wrong_words(command: Command, words: tuple[str, ...], said: str) -> None:
    """A wrong id and an unknown scam are refused with what would be right."""
    code, out, err = command("rules", "new", *words)
    assert (2, "") == (code, out)
    assert said in err


@pytest.mark.parametrize("which", ["rules", "pack", "policy", "taxonomy", "values", "phrases"])
def test_schemas(command: Command, which: str) -> None:
    """Each kind of file has a JSON Schema for editors."""
    code, out, _ = command("rules", "schema", "--of", which)
    assert code == 0
    assert json.loads(out)["$schema"].endswith("2020-12/schema")


def test_an_id_that_is_taken(command: Command, overlay: Overlay, rule: str, tmp_path: Path) -> None:
    """A new rule may bear the id of no shipped rule and of none of its overlay, whatever file that is in."""
    path = overlay(rule)
    for name, where in (("drained-account", "shared_signals.yaml"), ("our-rule", "ours.yaml:3")):
        code, _, err = command("rules", "new", name, "--to", path)
        assert (2, True, True) == (code, "cli.rule_taken" in err, where in err)
    assert 0 == command("rules", "new", "another", "--to", path)[0]
    assert 2 == command("rules", "new", "drained-account")[0]


def test_a_failing_sequence_shows_its_steps(command: Command, overlay: Overlay) -> None:
    """The step that no event meets is seen at once."""
    path = overlay(
        """\
scam: remote_control
rules:
  - id: two-steps
    title: 来电后转账
    sequence:
      within: 1h
      steps:
        - as: talk
          on: call
          when: [state == 'started', direction == 'in']
        - as: pay
          on: transaction
          when: [direction == 'out', amount >= 500]
    stage: transfer
    group: tempo
    points: 10
    because: 来电后转出 {pay.amount} 元
    examples:
      - hit: 应当命中
        events:
          - {kind: call, state: ended, direction: in}
          - {kind: transaction, direction: out, amount: 500}
      - miss: 没有来电
        events:
          - {kind: transaction, direction: out, amount: 500}
"""
    )
    code, out, _ = command("rules", "test", path)
    assert code == 1
    assert "    talk: call ← no event\n    pay: transaction ← e2 (01-06 10:05)\n" in out


def test_a_verb_nearly_named(command: Command) -> None:
    """A slip in a verb brings the verb that was meant."""
    assert "Did you mean 'check'?" in command("rules", "chek", "x")[2]


def test_rules_that_an_overlay_changes_are_its_own_too(command: Command, tmp_path: Path) -> None:
    """The examples of a shipped rule run when it is overridden, so that a change which breaks one is seen."""
    (tmp_path / "pack.yaml").write_text(
        "name: ours\nversion: '1'\nextends: '@shipped'\noverrides:\n  drained-account: {unless+: [amount >= 0]}\n",
        encoding="utf-8",
    )
    code, out, _ = command("rules", "test", tmp_path)
    assert (1, True) == (code, "should fire: drained-account" in out)


def test_a_broken_head_is_the_one_fault(command: Command, tmp_path: Path) -> None:
    """While `pack.yaml` cannot be read nothing is said of what it would have named."""
    (tmp_path / "pack.yaml").write_text(
        "extends: '@shipped'\noverrides: {a: {because: 转出 {amount}}}\n", encoding="utf-8"
    )
    _, out, _ = command("rules", "check", tmp_path)
    assert (1, True) == (out.count("error["), "pack.yaml:2:" in out)
