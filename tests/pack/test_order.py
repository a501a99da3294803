"""Rules run after what they read; circles and drafts in between are faults."""

from collections.abc import Callable

from fraudguard.pack.load import Inspection

Look = Callable[..., Inspection]
Make = Callable[..., str]


def reader(rule: Make, name: str, of: str, **keys: str) -> str:
    """A rule that counts findings of another."""
    return rule(id=name, when=f"[\"count(within='1h', where=fired('{of}')) >= 1\"]", examples="[]", **keys)


def test_a_rule_stands_after_what_it_reads(rules: Look, rule: Make) -> None:
    """Fired, steps and breakers all count; ties go by id, whatever the order in the files."""
    sequence = "{within: 1h, steps: [{on: call}, d-step], unless: [e-breaker]}"
    chain = rule(id="a-chain", on=None, when=None, sequence=sequence, examples="[]")
    found = rules(
        chain + reader(rule, "b-reader", "z-read") + rule(id="z-read") + rule(id="d-step") + rule(id="e-breaker")
    )
    assert found.pack is not None
    assert ["d-step", "e-breaker", "a-chain", "z-read", "b-reader"] == [one.id for one in found.pack.rules]


def test_each_circle_is_listed(rules: Look, rule: Make) -> None:
    """Two circles are two faults, each naming its rules in order; a rule that only reads one is not blamed."""
    text = "".join(reader(rule, name, of) for name, of in ("ab", "bc", "ca", "xy", "yx", "ra", "zz"))
    found = rules(text)
    shown = [fault.params["circle"] for fault in found.errors]
    assert ["a → b → c → a", "x → y → x", "z → z"] == sorted(map(str, shown))
    assert {"pack.circle"} == {fault.code for fault in found.errors}


def test_a_live_rule_reads_no_draft(rules: Look, rule: Make) -> None:
    """Drafts may read live rules and drafts; shadow and active rules may not read drafts."""
    drafts = rule(id="d-one", status="draft") + reader(rule, "d-two", "d-one", status="draft")
    assert rules(drafts + reader(rule, "d-three", "live", status="draft") + rule(id="live")).pack is not None
    found = rules(drafts + reader(rule, "shadow", "d-one", status="shadow"))
    assert ["pack.reads_draft"] == [fault.code for fault in found.errors]
