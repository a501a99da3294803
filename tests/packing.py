"""Small packs for tests: a test states the lines of its rules and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard

KEY = b"a key for tests only"

_GROUPS = {
    "lead": {"cap": 60},
    "model": {"cap": 40},
    "money": {"cap": 100},
    "device": {"cap": 30},
    "words": {"cap": 100, "textual": True},
}
_TAXONOMY = [
    {
        "id": "fake_loan",
        "zh": "虚假贷款",
        "en": "fake loan",
        "type": "scheme",
        "scripts": {"contact": "先问是谁来的电话。", "transfer": "请先停下转账。"},
        "questions": ["对方让您先交费吗？"],
        "first_aid": ["立即报警。"],
    },
    {"id": "remote_control", "zh": "远程控制", "en": "remote control", "type": "technique"},
    {"id": "leader", "zh": "冒充领导", "en": "leader", "type": "scheme"},
]
_POLICY = {
    "thresholds": {"green": 10, "yellow": 30, "red": 60},
    "lead_points": {"green": 10, "yellow": 30, "red": 60},
    "episode": "72h",
    "deadlines": {"yellow": {"sign": "15m"}, "red": {"sign": "3m"}, "urgent": {"sign": "1m"}},
    "bank_actions": {"yellow": ["verify"], "red": ["delay"], "urgent": ["stop"]},
    "advice": {"hang_up": "请立即挂断电话", "verify": "回拨核实", "delay": "延迟入账", "stop": "立即止付"},
}


def rule(name: str, *when: Any, **fields: Any) -> dict[str, Any]:
    """A rule on transactions with 20 points in the group `money`; its id is ``name``."""
    made = {"id": name, "title": name, "stage": "transfer", "group": "money", "points": 20, "because": "请核实。"}
    if "sequence" not in fields:
        made |= {"on": "transaction", "when": list(when)}
    return made | fields


def steps(*conditions: Any, within: str = "1h", **fields: Any) -> dict[str, Any]:
    """A sequence of steps on transactions named a, b, c …; a condition is a line, several, or a whole step."""
    made = []
    for name, given in zip("abcdefgh", conditions, strict=False):
        if isinstance(given, dict):
            made.append({"as": name, **given})
        else:
            lines = [given] if isinstance(given, str) else list(given)
            made.append({"as": name, "on": "transaction", **({"when": lines} if lines else {})})
    return {"within": within, "steps": made, **fields}


def files(
    *rules: Mapping[str, Any],
    groups: Mapping[str, Any] | None = None,
    policy: Mapping[str, Any] | None = None,
    lists: Mapping[str, Any] | None = None,
    **head: Any,
) -> dict[str, str]:
    """The files of a pack; a rule's key ``scam`` says in whose file it stands."""
    shared = {name: {**given, **(groups or {}).get(name, {})} for name, given in _GROUPS.items()}
    by_scam: dict[str, list[Any]] = {}
    for one in rules:
        by_scam.setdefault(one.get("scam", "fake_loan"), []).append({k: v for k, v in one.items() if k != "scam"})
    made = {
        "pack.yaml": {"name": "small", "groups": {**(groups or {}), **shared}, **head},
        "policy.yaml": {**_POLICY, **(policy or {})},
        "taxonomy.yaml": _TAXONOMY,
        **{f"lists/{name}.yaml": content for name, content in (lists or {}).items()},
        **{f"scams/{scam}.yaml": {"scam": scam, "rules": found} for scam, found in by_scam.items()},
    }
    return {name: yaml.safe_dump(content, allow_unicode=True, width=100_000) for name, content in made.items()}


def pack_of(*rules: Mapping[str, Any], **parts: Any) -> CheckedPack:
    """A checked pack of these rules."""
    return load_pack_text(files(*rules, **parts))


def guard_of(*rules: Mapping[str, Any], classifier: Any = None, **parts: Any) -> Guard:
    """A guard over these rules."""
    return Guard(pack_of(*rules, **parts), key=KEY, classifier=classifier)


def fired(decision: Decision) -> list[str]:
    """The rules of an event's findings."""
    return [finding.rule for finding in decision.findings]
