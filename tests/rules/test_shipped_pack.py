"""The shipped pack as a whole: it loads, keeps its promises about words, and every rule does what its examples say."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

from fraudguard.events import parse_event
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.load import inspect_pack
from fraudguard.pack.tree import And, AtLeast, Expression, IsWarning, Matches, Mentions, Not, Or, Window, walk
from fraudguard.workbench.examples import run_examples

IDS = [
    "acquaintance_impersonation", "boss_finance_fraud", "brushing_rebate", "elderly_pension_asset", "fake_credit_repair",
    "fake_investment", "fake_loan", "fake_logistics_cs", "fake_shopping_service", "game_trade", "grandchild_emergency",
    "guarantee_closure", "leader_impersonation", "military_purchase", "minor_fan_benefit", "mule_account", "mule_recruit",
    "nfc_tap", "offline_cash_gold", "overseas_student_kidnap", "phishing_sms", "police_impersonation", "refund_recovery",
    "remote_control", "romance_scam", "sextortion", "ticket_refund", "virtual_currency",
]  # fmt: skip
TECHNIQUES = {"remote_control", "nfc_tap", "offline_cash_gold", "virtual_currency"}
PAYEE_SIDE = {"mule_account", "mule_recruit"}
NAMED = ("guarantee_closure", "remote_control", "leader_impersonation", "boss_finance_fraud")
GROUPS = {"payee", "amount", "tempo", "call", "device", "text", "context", "list", "report", "lead", "model"}


def _facts(event: Mapping[str, object], path: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in event.items():
        found |= _facts(value, f"{path}{name}.") if isinstance(value, Mapping) else {path + name: value}
    return found


def _apart(one: Sequence[Mapping[str, object]], other: Sequence[Mapping[str, object]]) -> int:
    """How many facts two streams differ in; an event that only one of them has is one fact."""
    longer, shorter = sorted(([_facts(event) for event in stream] for stream in (one, other)), key=len, reverse=True)
    extra = len(longer) - len(shorter)
    if extra > 1:
        return extra
    kept = [longer] if not extra else [longer[:gone] + longer[gone + 1 :] for gone in range(len(longer))]
    return extra + min(
        sum(a.get(name) != b.get(name) for a, b in zip(stream, shorter, strict=True) for name in a | b)
        for stream in kept
    )


def _least_phrases(node: Expression) -> float:
    """How many phrases are enough for a condition; infinite when it needs anything but phrases."""
    if isinstance(node, (Mentions, Matches)):
        return 1
    if isinstance(node, And):
        return sum(_least_phrases(item) for item in node.items)
    if isinstance(node, Or):
        return min(_least_phrases(item) for item in node.items)
    if isinstance(node, AtLeast):
        return sum(sorted(_least_phrases(item) for item in node.items)[: node.count])
    return (
        0
        if isinstance(node, (Not, IsWarning)) and not any(isinstance(one, Window) for one in walk(node))
        else float("inf")
    )


def test_the_pack_loads_without_a_fault_or_a_warning() -> None:
    """Nothing in the shipped rules needs mending, not even what is only advised against."""
    found = inspect_pack(["@shipped"])
    assert () == found.faults
    assert found.pack is not None


def test_all_scam_types_are_there(pack: CheckedPack) -> None:
    """The taxonomy has the 28 ids, each of its type."""
    assert sorted(pack.taxonomy) == IDS
    assert {scam.id for scam in pack.taxonomy.values() if scam.type == "technique"} == TECHNIQUES
    assert {scam.id for scam in pack.taxonomy.values() if scam.type == "payee_side"} == PAYEE_SIDE


def test_every_scam_has_something_to_say_at_each_of_its_stages(pack: CheckedPack) -> None:
    """An officer finds words of two sentences or more for every stage, questions, and what to do first."""
    for scam in pack.taxonomy.values():
        assert sorted(scam.stages) == sorted(scam.scripts), scam.id
        assert scam.zh, scam.id
        assert scam.en, scam.id
        assert len(scam.aliases) >= 2, scam.id
        assert len(scam.questions) >= 3, scam.id
        assert len(scam.first_aid) >= 3, scam.id
        for stage, script in scam.scripts.items():
            assert sum(script.count(mark) for mark in "。？！") >= 2, (scam.id, stage)


def test_no_script_stands_twice(pack: CheckedPack) -> None:
    """Each script, question list and first-aid list is written for its scam."""
    scripts = Counter(text for scam in pack.taxonomy.values() for text in scam.scripts.values())
    lists = Counter(part for scam in pack.taxonomy.values() for part in (scam.questions, scam.first_aid))
    assert [] == [text for text, times in (scripts + lists).items() if times > 1]


def test_an_alias_names_one_scam(pack: CheckedPack) -> None:
    """A feed's own label maps to one id."""
    names = Counter(name for scam in pack.taxonomy.values() for name in {scam.id, scam.zh, *scam.aliases})
    assert [] == [name for name, times in names.items() if times > 1]


def test_the_insurance_script_says_what_can_be_checked(pack: CheckedPack) -> None:
    """The first sentence an officer says about the insurance is a fact the person can look up."""
    script = pack.taxonomy["guarantee_closure"].scripts["hook"]
    assert all(fact in script for fact in ("免费", "不会扣费", "无需关闭"))


def test_levels_and_groups_are_the_ones_documented(pack: CheckedPack) -> None:
    """Thresholds are 25, 60, 80; no group but the leads' reaches red alone; only words are textual."""
    assert pack.policy.thresholds == {"green": 25, "yellow": 60, "red": 80}
    assert set(pack.groups) == GROUPS
    assert {"lead"} == {group.id for group in pack.groups.values() if group.cap >= pack.policy.thresholds["red"]}
    assert {"text"} == {group.id for group in pack.groups.values() if group.textual}


def test_deadlines_tighten_with_the_level(pack: CheckedPack) -> None:
    """A higher level is signed for and answered earlier."""
    for name in ("sign", "first_contact"):
        times = [pack.policy.deadlines[level][name] for level in ("urgent", "red", "yellow", "green")]
        assert times == sorted(set(times)), name
    assert pack.policy.deadlines["urgent"] == {"sign": 1, "first_contact": 3, "face_to_face": 30}
    assert "face_to_face" not in pack.policy.deadlines["green"]


def test_every_advice_and_bank_action_has_its_sentence(pack: CheckedPack) -> None:
    """What a rule or a level recommends can be shown in Chinese."""
    named = {name for rule in pack.rules for name in rule.advice}
    named |= {name for actions in pack.policy.bank_actions.values() for name in actions}
    assert set() == named - set(pack.advice)


def test_the_named_patterns_have_behaviour_rules(pack: CheckedPack) -> None:
    """Each of the three named patterns is recognised by something else than words."""
    for scam in NAMED:
        core = [rule for rule in pack.rules if rule.scam == scam and rule.role == "core"]
        assert any(not pack.groups[rule.group].textual and not _reads_words(rule, pack) for rule in core), scam


def _reads_words(rule: CheckedRule, pack: CheckedPack) -> bool:
    """Whether a rule reads texts, itself or through a rule whose finding it counts."""
    nodes: list[Expression] = [*([rule.when] if rule.when is not None else []), *rule.unless]
    if rule.sequence is not None:
        nodes += [step.when for step in rule.sequence.steps if step.when is not None]
    seen = [one for node in nodes for one in walk(node)]
    textual = {one.id for one in pack.rules if pack.groups[one.group].textual}
    named = {getattr(one, "rule", "") for one in seen}
    return any(isinstance(one, (Mentions, Matches)) for one in seen) or bool(named & textual)


def test_no_phrase_alone_weighs_more_than_fifteen(pack: CheckedPack) -> None:
    """A rule that one phrase is enough to fire brings at most 15 points, and never without company."""
    alone = [rule for rule in pack.rules if rule.when is not None and _least_phrases(rule.when) <= 1]
    assert len(alone) >= 6
    for rule in alone:
        assert rule.points <= 15, rule.id
        assert rule.role == "support", rule.id
        assert rule.floor == "none", rule.id


def test_every_rule_that_reads_a_strangers_words_spares_warnings(pack: CheckedPack) -> None:
    """Messages and calls that warn of fraud do not count as fraud."""
    for rule in pack.rules:
        if pack.groups[rule.group].textual:
            assert any(isinstance(node, IsWarning) for line in rule.unless for node in walk(line)), rule.id


def test_every_example_does_what_its_label_says(pack: CheckedPack) -> None:
    """Each hit fires its rule on its last event, each miss does not."""
    results = list(run_examples(pack))
    assert len(results) >= 200
    assert [] == [(one.rule.id, one.example.title) for one in results if not one.passed]


def test_every_rule_has_hits_and_misses_one_fact_apart(pack: CheckedPack) -> None:
    """
    Each rule has a miss that differs in one field from a hit, so that field is what decides; the others show further facts.

    A fact may take several fields: money that comes in has a payer instead of a payee, a message that is no code has no
    issuer. More than five would be another story.
    """
    for rule in pack.rules:
        hits = [example.events for example in rule.examples if example.label == "hit"]
        misses = [example for example in rule.examples if example.label == "miss"]
        assert hits, rule.id
        assert misses, rule.id
        apart = {miss.title: min(_apart(hit, miss.events) for hit in hits) for miss in misses}
        assert 1 == min(apart.values()), rule.id
        assert max(apart.values()) <= 5, (rule.id, apart)


def test_examples_are_events_a_feed_could_deliver(pack: CheckedPack) -> None:
    """Every example's events are understood, in time order."""
    for rule in pack.rules:
        for example in rule.examples:
            events = [parse_event(event) for event in filled(example.events)]
            assert all(a.at < b.at for a, b in itertools.pairwise(events)), (rule.id, example.title)


def test_rules_say_where_their_thresholds_come_from(pack: CheckedPack) -> None:
    """Every rule names a source and has a sentence for the officer."""
    for rule in pack.rules:
        assert rule.source, rule.id
        assert rule.because.parts, rule.id


def test_hard_red_rules_are_urgent_and_core(pack: CheckedPack) -> None:
    """Loss in progress is said by core rules that lift their own event to red."""
    urgent = [rule for rule in pack.rules if rule.urgent]
    assert len(urgent) >= 6
    for rule in urgent:
        assert ("core", "red") == (rule.role, rule.floor), rule.id
        assert not pack.groups[rule.group].textual, rule.id


def test_the_phrase_lists_cover_all_scams_with_phrases(pack: CheckedPack) -> None:
    """Every scheme has a list of phrases, ready for the rules that are still to come."""
    without = {"nfc_tap", "mule_account"}
    for scam in set(IDS) - without:
        assert any(name.startswith(scam + "_") for name in pack.phrase_lists), scam


def test_value_lists_carry_their_grounds(pack: CheckedPack) -> None:
    """The apps and numbers that rules name are there."""
    assert {"remote_apps", "meeting_apps", "chat_share_apps", "wallet_apps", "bank_apps", "protect_apps"} <= set(
        pack.value_lists
    )
    assert {"fake_meeting_apps", "official_numbers"} <= set(pack.value_lists)
    assert "96110" in pack.value_lists["official_numbers"].entries
    assert "com.oray.sunlogin" in pack.value_lists["remote_apps"].entries
