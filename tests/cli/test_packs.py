"""A pack as it is named on the command line: which examples are read for it."""

from collections.abc import Callable
from pathlib import Path

from fraudguard.cli.packs import look_at, named
from fraudguard.pack.checked import CheckedPack

Overlay = Callable[[str], Path]
CHANGED = "transfer-under-remote-control"
OVERRIDES = f"overrides:\n  {CHANGED}: {{points: 36}}\n"


def with_examples(pack: CheckedPack) -> set[str]:
    """The rules whose examples were read."""
    return {rule.id for rule in pack.rules if rule.examples}


def test_of_an_overlay_its_own_examples_are_read_and_those_of_rules_it_changes(overlay: Overlay, rule: str) -> None:
    """Of the shipped files only that of the changed rule; nothing is said of examples that were left out."""
    path = overlay(rule)
    head = path / "pack.yaml"
    assert {"our-rule"} == with_examples(look_at(path).pack)
    head.write_text(head.read_text(encoding="utf-8") + OVERRIDES, encoding="utf-8")
    target = look_at(path)
    assert {"our-rule", CHANGED} == {one.id for one in target.pack.rules if target.own(one)}
    assert {"our-rule", CHANGED} < with_examples(target.pack)
    assert len(with_examples(target.pack)) < len(target.pack.rules) // 2
    assert () == target.inspection.faults


def test_a_rule_of_ones_own_without_examples_is_still_reported(overlay: Overlay, rule: str) -> None:
    """Left out by the reader and left out by the author are two things."""
    bare = rule[: rule.index("    examples:")]
    assert ["pack.active_untested"] == [one.code for one in look_at(overlay(bare)).inspection.faults]


def test_all_examples_or_none_where_they_are_asked_for(overlay: Overlay, rule: str) -> None:
    """Suggestions and pages look at everything; what only scores, at nothing. The pack means the same."""
    path = overlay(rule)
    whole, bare = look_at(path, "all").pack, look_at(path, "none").pack
    assert {one.id for one in whole.rules} == with_examples(whole)
    assert "transfer-under-remote-control" not in with_examples(bare)
    assert whole.fingerprint == bare.fingerprint == named(str(path)).fingerprint


def test_of_a_file_in_a_pack_only_its_own_examples_are_read(overlay: Overlay, rule: str) -> None:
    """The pack's other files are read without theirs, where these are laid out as `rules fmt` leaves them."""
    path = overlay(rule)
    other = (
        rule.replace("our-rule", "other-rule").replace("events: [{", "events:\n          - {").replace("}]\n", "}\n")
    )
    (path / "scams" / "other.yaml").write_text(other, encoding="utf-8")
    target = look_at(path / "scams" / "ours.yaml")
    assert {"our-rule"} == with_examples(target.pack)
    assert {"our-rule", "other-rule"} < {one.id for one in target.pack.rules}
