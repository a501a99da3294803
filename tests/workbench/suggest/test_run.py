"""Suggestions for rules: what they reach, that they are true, and that they are few."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.workbench.coverage import rule_coverage
from fraudguard.workbench.examples import run_examples
from fraudguard.workbench.mutate import mutate_rule
from fraudguard.workbench.suggest import RuleSuggestions, suggest, suggest_rule
from fraudguard.workbench.suggest.streams import facts_apart
from labelled import example, paid
from packing import pack_of, rule, steps


def suggested(*rules: Mapping[str, Any], name: str = "r", **parts: Any) -> tuple[CheckedPack, RuleSuggestions]:
    """What is suggested for one rule of a small pack."""
    pack = pack_of(*rules, **parts)
    return pack, suggest_rule(pack, _rule(pack, name))


def _rule(pack: CheckedPack, name: str) -> CheckedRule:
    return next(one for one in pack.rules if one.id == name)


def with_them(pack: CheckedPack, found: RuleSuggestions) -> tuple[CheckedPack, CheckedRule]:
    """The pack and the rule after its author took all suggestions."""
    old = _rule(pack, found.rule)
    new = replace(old, examples=(*old.examples, *(one.example for one in found.suggestions)))
    return replace(pack, rules=tuple(new if one is old else one for one in pack.rules)), new


def titles(found: RuleSuggestions) -> list[tuple[str, str]]:
    """The labels and titles of what is suggested."""
    return [(one.example.label, one.example.title) for one in found.suggestions]


def test_a_threshold_gets_an_example_at_it_and_one_below() -> None:
    """From one hit far above; the titles say by how much."""
    _, found = suggested(rule("r", "amount >= 5_000", examples=[example("hit", paid(9_000))]))
    assert [("miss", "金额 4,999 元，比 5,000 少一元"), ("hit", "金额正好 5,000 元")] == sorted(titles(found))[::-1]
    assert () == found.left


def test_the_edges_of_a_window_are_suggested() -> None:
    """An event just inside and one that is just too old."""
    pack, found = suggested(
        rule("r", "count(call, within='2h') >= 1", examples=[example("hit", {"kind": "call"}, paid(1))])
    )
    assert {("hit", "前面的通话在 1 小时 59 分钟以前，不满 2 小时"), ("miss", "前面的通话已满 2 小时")} <= set(
        titles(found)
    )
    assert () == found.left
    assert not rule_coverage(*with_them(pack, found)).gaps


def test_an_event_that_no_example_has_is_made() -> None:
    """A window that asks for a report gets one, though neither the rule nor another has such an example."""
    _, found = suggested(
        rule("r", "amount >= 5", unless=["count(report, within='1d', where=callback_confirmed) >= 1"],
             examples=[example("hit", paid(5)), example("miss", paid(4))])
    )  # fmt: skip
    assert () == found.left
    assert any("一份报告" in title for _, title in titles(found))


def test_another_rule_is_made_to_fire_with_its_own_examples() -> None:
    """What the rules asked about with `fired` show of themselves is put before the event under test."""
    other = rule("own", "payee.kind == 'self'", examples=[example("hit", paid(1, payee={"kind": "self"}))])
    hit = example("hit", paid(1, payee={"kind": "self"}), paid(8))
    _, found = suggested(other, rule("r", "amount >= 5", "count(within='1d', where=fired('own')) >= 1", examples=[hit]))
    assert () == found.left


def test_steps_of_a_chain_go_missing_and_come_late() -> None:
    """A chain at the edges of its time, and without each of its steps."""
    pack, found = suggested(
        rule("r", sequence=steps(["amount <= 200"], ["amount >= 300"]), examples=[example("hit", paid(100), paid(300))])
    )
    assert not [aim for aim in found.left if aim.need is not None]
    after, mine = with_them(pack, found)
    assert not rule_coverage(after, mine).gaps


def test_every_suggestion_is_true_and_reaches_what_it_says() -> None:
    """It comes out as labelled, and with all of them the only gaps and mutants are those said to be left."""
    lines = [
        "direction == 'out'",
        {"any": ["payee.kind == 'personal'", "count(call, within='30m', where=not is_contact) >= 2"]},
        "amount >= 0.5 * balance_before",
    ]
    call = {"kind": "call", "is_contact": False}
    hit = example("hit", call, call, paid(600, balance_before=1_000, payee={"kind": "corp"}))
    pack, found = suggested(rule("r", *lines, unless=["hour(at) < 6"], examples=[hit, example("miss", paid(1))]))
    after, mine = with_them(pack, found)
    assert all(one.passed for one in run_examples(after))
    gaps = rule_coverage(after, mine).gaps
    survivors = mutate_rule(after, mine).survivors
    assert {need.text for need in gaps} <= {aim.need.text for aim in found.left if aim.need is not None}
    assert len(survivors) == len([aim for aim in found.left if aim.mutant is not None])
    hits = [one.events for one in mine.examples if one.label == "hit"]
    assert all(min(facts_apart(hit, one.events) for hit in hits) <= 5 for one in mine.examples if one.label == "miss")
    assert len({one.title for one in mine.examples}) == len(mine.examples) - 1  # the two given share one


def test_nothing_is_suggested_where_nothing_is_open() -> None:
    """After an author took them all there is nothing new."""
    pack, found = suggested(rule("r", "amount >= 5_000", examples=[example("hit", paid(9_000))]))
    after, mine = with_them(pack, found)
    assert () == suggest_rule(after, mine).suggestions
    assert () == suggest_rule(pack, replace(mine, examples=())).suggestions


def test_several_processes_suggest_the_same() -> None:
    """The suggestions and their order do not depend on how many processes share the work, nor on the run."""
    pack = pack_of(*(rule(name, "amount >= 5", examples=[example("hit", paid(9))]) for name in ("p", "q", "r")))
    assert list(suggest(pack)) == list(suggest(pack, jobs=2)) == list(suggest(pack))
