"""`fraudguard rules check --strict`, `fmt`, and the pages of `coverage` and `diff`, as an author calls them."""

from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
RULE = """\
scam: remote_control
rules:
  - id: said-twice
    title: 说了两遍
    on: transaction
    when:
      - amount >= 20_000
      - amount >= 5_000
    stage: transfer
    group: device
    points: 20
    because: 转出 {amount} 元
    examples:
      - {hit: 两万, events: [{kind: transaction, amount: 20000}]}
      - {miss: 一万, events: [{kind: transaction, amount: 10000}]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of rules with something to say about it."""
    path = tmp_path / "twice.yaml"
    path.write_text(RULE, encoding="utf-8")
    return path


def test_strict_fails_on_a_warning_and_a_reason_quiets_it(command: Command, file: Path) -> None:
    """Warnings are shown and pass; with --strict they do not, until the rule says why."""
    code, out, _ = command("rules", "check", file, "--lang", "en")
    assert 0 == code
    assert (
        f"warning[lint.implied_by]: `amount >= 5_000` follows from `amount >= 20_000` in rule `said-twice`\n  --> {file}:8:9"
        in out
    )
    assert 1 == command("rules", "check", file, "--strict")[0]
    allow = "    allow: [{lint: implied_condition, because: 两个门槛都来自通报}]\n"
    file.write_text(RULE.replace("    examples:", f"{allow}    examples:"), encoding="utf-8")
    assert 0 == command("rules", "check", file, "--strict")[0]


def test_fmt_checks_shows_and_writes(command: Command, file: Path) -> None:
    """--check and --diff write nothing; without them the file is rewritten, keeps its mode, and is in layout then."""
    untidy = RULE.replace("    stage: transfer\n", "").replace(
        "    points: 20\n", "    points: 20   \n    stage: transfer\n"
    )
    file.write_text(untidy, encoding="utf-8")
    file.chmod(0o640)
    assert 1 == command("rules", "fmt", file, "--check")[0]
    code, out, _ = command("rules", "fmt", file, "--diff")
    assert 0 == code
    assert "-    points: 20   \n" in out
    assert untidy == file.read_text(encoding="utf-8")
    assert 0 == command("rules", "fmt", file)[0]
    assert RULE == file.read_text(encoding="utf-8")
    assert 0o640 == file.stat().st_mode & 0o777
    assert 0 == command("rules", "fmt", file, "--check")[0]


def test_fmt_leaves_alone_what_is_not_sound(command: Command, file: Path) -> None:
    """A broken file is reported with its place and stays as it is."""
    file.write_text("scam: [a\n", encoding="utf-8")
    code, _, err = command("rules", "fmt", file)
    assert 1 == code
    assert str(file) in err
    assert "scam: [a\n" == file.read_text(encoding="utf-8")
    assert 2 == command("rules", "fmt", file.parent / "nothing")[0]


def test_coverage_and_diff_write_pages(command: Command, file: Path, tmp_path: Path) -> None:
    """Both pages stand alone and hold what the terminal shows."""
    feed = tmp_path / "feed.jsonl"
    feed.write_text(
        '{"kind": "transaction", "id": "a:1", "at": "2025-01-06T10:00:00+08:00", "amount": 20000, "person": {"ids": {"account": "6222020000000000018"}}}\n',
        encoding="utf-8",
    )
    assert 1 == command("rules", "coverage", file, "--page", tmp_path / "coverage.html")[0]
    shown = (tmp_path / "coverage.html").read_text(encoding="utf-8")
    assert '<span class="yes"><span>amount &gt;= 5_000</span></span>' in shown
    assert 0 == command("rules", "diff", "@shipped", file, "--feed", feed, "--page", tmp_path / "diff.html")[0]
    shown = (tmp_path / "diff.html").read_text(encoding="utf-8")
    assert "said-twice" in shown
    assert "<script" not in shown
