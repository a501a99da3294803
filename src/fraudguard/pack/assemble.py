"""From the nodes of a pack to a `RulePack`, and from there, every check passed, to a `CheckedPack`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from fraudguard.pack.check_desk import check_calendar, check_desk
from fraudguard.pack.check_lists import allowed, check_lists, check_phrases, check_snoozes
from fraudguard.pack.check_rules import Known, check_rule, kinds_of_rules
from fraudguard.pack.check_tables import check_groups, check_model, check_policy, check_settings, check_taxonomy
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.fingerprint import fingerprint
from fraudguard.pack.lints import lint_rule
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar, Source
from fraudguard.pack.order import evaluation_order
from fraudguard.pack.overlay import Combined
from fraudguard.pack.reader import CALENDAR, HEAD, POLICY, TAXONOMY, Layer
from fraudguard.pack.records import read_record
from fraudguard.pack.schema import (
    CalendarFile,
    ListFile,
    PackFile,
    PhraseFile,
    PolicyFile,
    RawRule,
    RawScam,
    RulePack,
    ScamFile,
    SnoozeFile,
)
from fraudguard.pack.shapes import Faults

__all__ = ["MAX_RULES", "check_pack", "read_pack"]

MAX_RULES = 5_000
_LISTS: Mapping[str, type[ListFile | PhraseFile | SnoozeFile]] = {"phrases": PhraseFile, "snoozes": SnoozeFile}
_NEEDED = (HEAD, POLICY, TAXONOMY)


def read_pack(combined: Combined, layers: Sequence[Layer], faults: Faults) -> RulePack:
    """The pack as typed data with fallbacks where something was refused."""
    base = layers[0]
    for path in _NEEDED:
        if not any(path in layer.files or path in layer.broken for layer in layers):
            faults.add("pack.missing_file", base.place(path), path=path)
    nothing = MapNode(Source(base.place(HEAD).file, ""), 0, 0)
    head = read_record(PackFile, combined.head or nothing, HEAD, faults)
    policy = read_record(PolicyFile, combined.policy or nothing, POLICY, faults)
    calendar = read_record(CalendarFile, combined.calendar, CALENDAR, faults) if combined.calendar else None
    scams = [read_record(RawScam, node, TAXONOMY, faults) for node in _taxonomy(combined)]
    lists: dict[str, ListFile | PhraseFile | SnoozeFile] = {}
    for name, node in combined.lists.items():
        kind = node.get("kind")
        shape = _LISTS.get(kind.text if isinstance(kind, Scalar) else "", ListFile)
        read = read_record(shape, node, f"lists/{name}.yaml", faults)
        if read is not None:
            lists[name] = read
    rules = tuple(_rules(combined, layers, faults))
    head, policy = head or PackFile(node=nothing), policy or PolicyFile(node=nothing)
    found = tuple(one for one in scams if one)
    return RulePack(head=head, policy=policy, calendar=calendar, scams=found, lists=lists, rules=rules)


def _taxonomy(combined: Combined) -> Iterator[Node]:
    yield from combined.taxonomy.values()
    yield from combined.loose_scams


def _rules(combined: Combined, layers: Sequence[Layer], faults: Faults) -> Iterator[RawRule]:
    """The rules of all files with their scams; a second rule of the same id is a fault and left out."""
    first: dict[str, RawRule] = {}
    known = set(combined.taxonomy)
    sure = bool(known) and not any(TAXONOMY in layer.broken for layer in layers)
    for node in combined.files:
        file = read_record(ScamFile, node, node.source.name, faults)
        if file is None:
            continue
        if sure and file.scam and file.scam not in known:
            faults.add(
                "pack.unknown_scam", file.place("scam"), given=file.scam, suggestion=faults.near(file.scam, known)
            )
        for rule in file.rules:
            if rule is None:
                continue
            rule.scam = file.scam
            twin = first.get(rule.id)
            if rule.id and twin is not None:
                where = twin.place("id")
                faults.add("pack.rule_twice", rule.place("id"), id=rule.id, first=f"{where.file}:{where.line}")
                continue
            if len(first) >= MAX_RULES:
                faults.add("pack.too_many_rules", rule.place("id"), limit=MAX_RULES)
                return
            first[rule.id or f"?{len(first)}"] = rule
            yield rule


def check_pack(raw: RulePack, layers: Sequence[Layer], faults: Faults) -> CheckedPack | None:
    """The pack with everything proved, or ``None`` when anything is wrong."""
    settings = check_settings(raw.head)
    groups = check_groups(raw.head, faults)
    policy = check_policy(raw.policy, faults)
    desk, calendar = check_desk(raw.policy.desk, faults), check_calendar(raw.calendar, faults)
    value_lists, phrases = check_lists(raw.lists, faults), check_phrases(raw.lists, faults)
    phrase_lists = {name: tuple(sorted(one.normal for one in written)) for name, written in phrases.items()}
    snoozes = check_snoozes(raw.lists, raw.rules, faults)
    unread = {path[6:-5] for layer in layers for path in layer.broken if path.startswith("lists/")}
    kinds = kinds_of_rules(raw.rules)
    known = Known(
        groups=groups,
        scams=frozenset(scam.id for scam in raw.scams),
        advice=frozenset(raw.policy.advice),
        extra=settings.extra,
        phrase_lists={**dict.fromkeys(unread, ()), **phrase_lists},
        value_lists=frozenset(value_lists) | unread,
        kinds=kinds,
        rule_kinds={name: next(iter(found)) if len(found) == 1 else "" for name, found in kinds.items()},
    )
    checked = [check_rule(rule, known, faults) for rule in raw.rules if not faults.full]
    rules = {rule.id: rule for rule in checked if rule.id}
    ordered = evaluation_order(rules.values(), faults)
    for written, rule in zip(raw.rules, checked, strict=False):  # when there are too many faults fewer are checked
        examples = written.node.get("examples")
        left_out = isinstance(examples, ListNode) and examples.unread
        lint_rule(rule, rules, groups, faults, unread=left_out)
    model = check_model(raw.head.model, faults)
    taxonomy = check_taxonomy(raw.scams)
    if any(fault.severity == "error" for fault in faults.found):
        return None
    pack = CheckedPack(
        name=raw.head.name or "pack",
        rules=tuple(rule for rule in ordered if rule.status != "draft"),
        groups=groups,
        settings=settings,
        policy=policy,
        model=model,
        taxonomy=taxonomy,
        value_lists=value_lists,
        phrase_lists=phrase_lists,
        advice=dict(sorted(raw.policy.advice.items())),
        fingerprint="",
        drafts=tuple(rule for rule in ordered if rule.status == "draft"),
        desk=desk,
        calendar=calendar,
        snoozes=snoozes,
        phrases_written=phrases,
        phrases_allowed={
            name: allowed(one.allow) for name, one in sorted(raw.lists.items()) if isinstance(one, PhraseFile)
        },
    )
    return dataclasses.replace(pack, fingerprint=fingerprint(pack))
