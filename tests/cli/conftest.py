"""The command line in this process."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from fraudguard.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"


class Done(NamedTuple):
    """Exit code and what was printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run `fraudguard` with these words in an English environment."""
    for name in list(os.environ):
        if name in {"LC_ALL", "LC_MESSAGES", "LANG", "FRAUDGUARD_LANG", "COLUMNS", "FORCE_COLOR"}:
            monkeypatch.delenv(name)

    def call(*words: str | Path) -> Done:
        capsys.readouterr()
        code = run([str(word) for word in words])
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[[str], Path]:
    """An overlay over the shipped pack with one file of rules."""

    def make(rules: str) -> Path:
        root = tmp_path / "overlay"
        (root / "scams").mkdir(parents=True)
        (root / "pack.yaml").write_text("name: ours\nversion: '1'\nextends: '@shipped'\n", encoding="utf-8")
        (root / "scams" / "ours.yaml").write_text(rules, encoding="utf-8")
        return root

    return make


@pytest.fixture
def rule() -> str:
    """A sound rule that fires on any payment of 100 yuan and more."""
    return """\
scam: remote_control
rules:
  - id: our-rule
    title: 本所试用
    on: transaction
    when:
      - direction == 'out'
      - amount >= 100
    unless:
      - payee.kind == 'self'
    stage: transfer
    group: payee
    points: 30
    because: 转出 {amount} 元
    examples:
      - hit: 一百元
        events: [{kind: transaction, direction: out, amount: 100}]
      - miss: 少一分
        events: [{kind: transaction, direction: out, amount: 99.99}]
"""


@pytest.fixture
def event(tmp_path: Path) -> Path:
    """A file with one payment."""
    path = tmp_path / "event.json"
    path.write_text(
        '{"kind": "transaction", "at": "2025-01-06T10:00:00+08:00",\n "person": {"ids": {"account": "6299990000001000012"}},\n'
        ' "direction": "out", "amount": 8000, "device": {"screen_sharing": true}, "payee": {"account": "62", "kind": "personal"}}',
        encoding="utf-8",
    )
    return path
