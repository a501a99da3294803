"""`fraudguard explain`: every rule and condition of one event."""

import json
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., tuple[int, str, str]]


def test_every_condition_is_shown(command: Command, event: Path) -> None:
    """True, false and unknown, each with the values it saw; a missing history leaves a window at its empty value."""
    code, out, _ = command("explain", event, "--rule", "transfer-under-remote-control")
    assert code == 0
    assert "FIRED  transfer-under-remote-control" in out
    assert "true    amount >= 5_000    [amount = 8,000]" in out
    assert "unknown   device.remote_control    [device.remote_control = unknown]" in out
    assert (
        "unknown   latest(call.state, within='4h', where=fired('stranger-call')) == 'started'    [latest(call.state, within='4h',…"
        in out
    )
    assert "true    any:\n" in out
    assert out.rstrip().endswith("1 rules: 1 fired, 0 did not, 0 unknown")


def test_all_rules_of_the_kind(command: Command, event: Path) -> None:
    """Without a choice every rule that reads such an event is there, those that fired first."""
    _, out, _ = command("explain", event, "--lang", "zh")
    heads = [line.split()[0] for line in out.splitlines() if line[:1] not in {"", " "}][:-1]
    assert heads == sorted(heads, key=["命中", "未知", "未命中"].index)
    assert len(heads) > 10


def test_history_changes_the_answer(command: Command, event: Path, tmp_path: Path) -> None:
    """What happened before is read from feeds, and from the events before the last of an array."""
    earlier = {**json.loads(event.read_text(encoding="utf-8")), "at": "2025-01-05T10:00:00+08:00", "id": "before"}
    (tmp_path / "history.jsonl").write_text(json.dumps(earlier) + "\n", encoding="utf-8")
    (tmp_path / "both.json").write_text(
        json.dumps([earlier, json.loads(event.read_text(encoding="utf-8"))]), encoding="utf-8"
    )
    found = []
    for words in ((event,), (event, "--history", tmp_path / "history.jsonl"), (tmp_path / "both.json",)):
        _, out, _ = command("explain", *words, "--rule", "new-payee", "--json")
        found.append(json.loads(out)["rules"][0]["fired"])
    assert [True, False, False] == found


def test_what_is_no_event(command: Command, tmp_path: Path, event: Path) -> None:
    """A file without an event, an event that is wrong and an unknown rule are errors in words."""
    bad = tmp_path / "bad.json"
    for content, expected, wanted in (
        ("[]", "cli.no_event", 2),
        ("nonsense", "cli.no_event", 2),
        ('{"kind": "transaction", "at": "2025-01-06"}', "event.time", 1),
        ('{"kind": "transaction", "at": "2025-01-06T10:00:00+08:00", "amout": 5}', "amount", 1),
    ):
        bad.write_text(content, encoding="utf-8")
        code, _, err = command("explain", bad)
        assert (wanted, True) == (code, expected in err), content
    assert 2 == command("explain", tmp_path / "nothing.json")[0]
    code, _, err = command("explain", event, "--rule", "no-such")
    assert (2, True) == (code, "no-such" in err)
