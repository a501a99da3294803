"""Small packs, and guards over them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.guard import Guard

KEY = b"a key for tests only"
WORTH = {
    "title": "规则",
    "stage": "transfer",
    "group": "money",
    "points": 30,
    "because": "请核实。",
    "on": "transaction",
}
GROUP = {"cap": 100, "half_life": "24h", "horizon": "48h"}
GROUPS = dict.fromkeys(("lead", "model", "money", "device"), GROUP) | {"words": {**GROUP, "textual": True}}
POLICY = {
    "thresholds": {"green": 10, "yellow": 30, "red": 60},
    "lead_points": {"green": 5, "yellow": 5, "red": 5},
}
TAXONOMY = [
    {"id": "brushing_rebate", "zh": "刷单返利", "en": "brushing", "type": "scheme"},
    {"id": "fake_loan", "zh": "虚假贷款", "en": "fake loan", "type": "scheme"},
    {"id": "mule_account", "zh": "涉诈账户", "en": "mule account", "type": "payee_side"},
    {"id": "nfc_tap", "zh": "贴卡", "en": "tap", "type": "technique"},
    {"id": "remote_control", "zh": "远程操作", "en": "remote control", "type": "technique"},
]


@pytest.fixture(scope="session")
def pack_of() -> Callable[..., CheckedPack]:
    """
    A pack of these rules: half-life 24 h, horizon 48 h; green from 10 points, yellow from 30, red from 60.

    A rule is about `fake_loan` unless it names another scam. ``groups`` and ``policy`` are laid over
    the defaults, ``taxonomy`` stands instead of them, anything else goes into `pack.yaml`.
    """

    def make(*rules: dict[str, Any], groups: Any = None, policy: Any = None, taxonomy: Any = None, **head: Any) -> Any:
        by_scam: dict[str, list[Any]] = {}
        for rule in rules:
            plain = {name: value for name, value in {**WORTH, **rule}.items() if name != "scam"}
            if "sequence" in plain:
                del plain["on"]
            by_scam.setdefault(rule.get("scam", "fake_loan"), []).append(plain)
        files = {
            "pack.yaml": {"name": "small", "groups": GROUPS | (groups or {}), **head},
            "policy.yaml": POLICY | (policy or {}),
            "taxonomy.yaml": taxonomy or TAXONOMY,
        } | {f"scams/{scam}.yaml": {"scam": scam, "rules": listed} for scam, listed in by_scam.items()}
        return load_pack_text({name: json.dumps(content, ensure_ascii=False) for name, content in files.items()})

    return make


@pytest.fixture(scope="session")
def guard_of(pack_of: Callable[..., CheckedPack]) -> Callable[..., Guard]:
    """A guard over a pack of these rules, with the key of all tests here."""

    def make(*rules: dict[str, Any], people: Any = None, classifier: Any = None, **more: Any) -> Guard:
        return Guard(pack_of(*rules, **more), key=KEY, people=people, classifier=classifier)

    return make
