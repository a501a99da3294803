"""Snoozes: a rule that counts nothing for one person or account, for a time, and says so."""

from pathlib import Path
from random import Random

import pytest

from agreement import KEY
from fraudguard.errors import PackError
from fraudguard.feeds import score_feed
from fraudguard.pack import load_pack, load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.guard import Guard
from fraudguard.testing import make_pack, make_stream
from packing import files, pack_of, rule
from past import MULE, feed, folder_of, payment

ENTRY = {"rule": "large", "who": "ann", "expiry": "2025-01-07", "reason": "当面核实过", "by": "王警官"}
RULES = (rule("large", "amount >= 1000", points=30), rule("huge", "amount >= 5000", points=30))


def _lists(*entries: dict[str, str]) -> dict[str, object]:
    return {"quiet": {"kind": "snoozes", "title": "本所暂停", "entries": list(entries)}}


def _pack(*entries: dict[str, str]) -> CheckedPack:
    return pack_of(*RULES, lists=_lists(*entries))


def _said(pack: CheckedPack, *events: dict[str, object]) -> list[tuple[int, list[str], int]]:
    """Points, statuses of the findings and number of tickets, event by event."""
    guard = Guard(pack, key=KEY)
    decisions = [guard.score(event) for event in events]
    return [(one.points, [finding.status for finding in one.findings], len(one.tickets)) for one in decisions]


def test_a_snoozed_rule_is_kept_and_counts_nothing() -> None:
    """Its finding says `snoozed`, why and by whom; other rules and other people count as ever."""
    pack = _pack(ENTRY)
    ann, bob = payment("a", "ann", "06T10:00", 1000), payment("b", "bob", "06T10:00", 1000)
    both = payment("c", "ann", "06T11:00", 5000)
    expected = [(0, ["snoozed"], 0), (30, ["active"], 1), (30, ["active", "snoozed"], 1)]
    assert expected == _said(pack, ann, bob, both)
    [finding] = Guard(pack, key=KEY).score(ann).findings
    assert ("当面核实过", "王警官") == (finding.snoozed.reason, finding.snoozed.by)


@pytest.mark.parametrize(
    ("clock", "status"),
    [("05T23:59", "active"), ("06T00:00", "snoozed"), ("06T23:59", "snoozed"), ("07T00:00", "active")],
)
def test_a_snooze_holds_from_its_start_until_before_its_expiry(clock: str, status: str) -> None:
    """Dates are midnights in Shanghai; the time is that of the event, not of a clock."""
    pack = _pack({**ENTRY, "start": "2025-01-06"})
    assert [[status]] == [found for _, found, _ in _said(pack, payment("a", "ann", clock, 1000))]


def test_an_account_can_be_snoozed_for_a_rule_about_accounts() -> None:
    """`who` is a value of the rule's own subject."""
    entry = {**ENTRY, "rule": "to", "who": MULE}
    pack = pack_of(rule("to", "amount > 0", subject="payee.account", points=30), lists=_lists(entry))
    here, there = (payment(n, "ann", "06T10:00", 10, payee={"account": n}) for n in (MULE, "6225880000000001"))
    assert [["snoozed"], ["active"]] == [found for _, found, _ in _said(pack, here, there)]


def test_explain_calls_a_snoozed_rule_so() -> None:
    """With its conditions, as of a rule in shadow."""
    told = Guard(_pack(ENTRY), key=KEY).explain(payment("a", "ann", "06T10:00", 5000)).rules
    assert {"large": "snoozed", "huge": "active"} == {one.rule: one.status for one in told}
    assert {True} == {one.fired for one in told}


def test_a_run_counts_snoozed_findings_apart(tmp_path: Path) -> None:
    """In the summary and in the file of findings."""
    result = score_feed(feed(tmp_path / "past.jsonl"), to=tmp_path / "out", guard=Guard(_pack(ENTRY), key=KEY))
    assert (3, 2, 0) == tuple(result.summary[f"{name}findings"] for name in ("", "snoozed_", "shadow_"))
    assert 2 == (result.findings["status"] == "snoozed").sum()


def test_a_snooze_is_part_of_the_fingerprint() -> None:
    """Another snooze is another pack; no snooze is the pack as it was, and the order of entries does not count."""
    other = {**ENTRY, "who": "bob"}
    prints = [_pack(*entries).fingerprint for entries in ((ENTRY,), (other,), (ENTRY, other), (other, ENTRY))]
    assert prints[2] == prints[3]
    assert 4 == len({pack_of(*RULES).fingerprint, *prints})
    empty = pack_of(*RULES, lists={"quiet": {"kind": "snoozes", "title": "暂停", "entries": []}})
    assert pack_of(*RULES).fingerprint == empty.fingerprint


def test_a_swap_ends_or_begins_a_snooze() -> None:
    """What counted goes on counting, what was snoozed is not made up for."""
    guard = Guard(_pack(ENTRY), key=KEY)
    assert 0 == guard.score(payment("a", "ann", "06T10:00", 1000)).points
    guard.swap(pack_of(*RULES))
    assert 0 == guard.score(payment("b", "ann", "06T10:10", 1)).points
    assert 30 == guard.score(payment("c", "ann", "06T10:20", 1000)).points
    guard.swap(_pack(ENTRY))
    assert 30 == guard.score(payment("d", "ann", "06T10:30", 1000)).points


def test_an_overlay_brings_its_own_snoozes(tmp_path: Path) -> None:
    """They add up over the packs below when the list extends one, as lists do."""
    base = folder_of(tmp_path / "base", files(*RULES, lists=_lists(ENTRY)))
    more = 'kind: snoozes\ntitle: 又一个\nextend: true\nentries: [{rule: huge, who: bob, expiry: "2025-02-01", reason: r, by: b}]\n'
    top = folder_of(tmp_path / "top", {"pack.yaml": "name: top\n", "lists/quiet.yaml": more})
    assert {"huge": ["bob"], "large": ["ann"]} == {
        name: [one.who for one in found] for name, found in load_pack([base, top]).snoozes.items()
    }


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({**ENTRY, "rule": "larger"}, "pack.snooze_vanished"),
        ({**ENTRY, "start": "2025-01-07"}, "pack.dates_order"),
        ({**ENTRY, "expiry": "soon"}, "pack.expected_date"),
        ({name: value for name, value in ENTRY.items() if name != "by"}, "pack.missing_key"),
        ({name: value for name, value in ENTRY.items() if name != "expiry"}, "pack.missing_key"),
    ],
)
def test_a_snooze_without_an_end_a_reason_or_a_rule_is_a_fault(entry: dict[str, str], code: str) -> None:
    """Nothing is snoozed for ever, by nobody, or by mistake."""
    with pytest.raises(PackError) as caught:
        load_pack_text(files(*RULES, lists=_lists(entry)))
    assert code == caught.value.code


def test_generated_packs_have_snoozes_that_meet_generated_streams() -> None:
    """So that the agreement of the guard with the oracle covers them."""
    met = 0
    for seed in range(25):
        random = Random(seed)
        pack = load_pack_text(make_pack(random))
        for _ in range(6 if pack.snoozes else 0):
            decisions = Guard(pack, key=KEY).score_many(make_stream(random, pack))
            met += any(finding.status == "snoozed" for one in decisions for finding in one.findings)
    assert met >= 3
