"""A small sound pack that tests spoil in one place at a time."""

from collections.abc import Callable

import pytest

from fraudguard.pack.load import Inspection, inspect_files

PACK = """\
name: small
version: '1'
extra: {approvals: number}
groups:
  lead: {cap: 80}
  model: {cap: 40}
  device: {cap: 45}
  text: {cap: 35, textual: true}
"""
POLICY = """\
thresholds: {green: 25, yellow: 50, red: 80}
lead_points: {green: 25, yellow: 50, red: 80}
deadlines:
  red: {sign: 3m, first_contact: 10m, face_to_face: 2h}
bank_actions:
  red: [verify_call]
advice: {stop: 停止转账。}
"""
TAXONOMY = """\
- {id: remote_control, zh: 远程操作, en: Remote control, type: technique}
- {id: fake_loan, zh: 虚假贷款, en: Fake loan, type: scheme}
"""


@pytest.fixture
def files() -> dict[str, str]:
    """The files of a sound pack without rules."""
    return {"pack.yaml": PACK, "policy.yaml": POLICY, "taxonomy.yaml": TAXONOMY}


@pytest.fixture
def rules(files: dict[str, str]) -> Callable[..., Inspection]:
    """Look at the small pack with these rules (YAML list items) and these other files."""

    def look(text: str, **others: str) -> Inspection:
        named = {name.replace("__", "/") + ".yaml": content for name, content in others.items()}
        return inspect_files({**files, "scams/a.yaml": f"scam: remote_control\nrules:\n{text}", **named})

    return look


@pytest.fixture
def rule() -> Callable[..., str]:
    """One sound rule as YAML text, with keys replaced (``None``: left out)."""

    def make(**changes: str | None) -> str:
        keys: dict[str, str | None] = {
            "id": "big-transfer",
            "title": "大额转出",
            "on": "transaction",
            "when": "[direction == 'out', amount >= 5_000]",
            "stage": "transfer",
            "group": "device",
            "points": "20",
            "because": "转出 {amount} 元",
            "examples": "[{hit: 大额, events: [{kind: transaction, direction: out, amount: 5000}]}, "
            "{miss: 小额, events: [{kind: transaction, direction: out, amount: 4999.99}]}]",
            **changes,
        }
        lines = [f"{name}: {value}" for name, value in keys.items() if value is not None]
        return "  - " + "\n    ".join(lines) + "\n"

    return make
