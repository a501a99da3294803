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
    assert out.rstrip().endswith("1 rule: 1 fired, 0 did not, 0 unknown")


def test_all_rules_of_the_kind(command: Command, event: Path) -> None:
    """Without a choice every rule that reads such an event is there, those that fired first."""
    _, out, _ = command("explain", event, "--lang", "zh")
    heads = [line.split()[0] for line in out.splitlines() if line[:1] not in {"", " "}][:-2]
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
        ("", "cli.no_event", 2),
        ("nonsense", "cli.bad_json", 2),
        ('{"kind": "call",\n state}', "line 2, column 2", 2),
        ('{"kind": "transaction", "amount": NaN}', "feed.json_number", 1),
        ('{"kind": "transaction", "at": "2025-01-06"}', "event.time", 1),
        ('{"kind": "transaction", "at": "2025-01-06T10:00:00+08:00", "amout": 5}', "amount", 1),
    ):
        bad.write_text(content, encoding="utf-8")
        code, _, err = command("explain", bad)
        assert (wanted, True) == (code, expected in err), content
    assert 2 == command("explain", tmp_path / "nothing.json")[0]
    code, _, err = command("explain", event, "--rule", "no-such")
    assert (2, True) == (code, "no-such" in err)


def test_lines_of_events_and_a_history_with_bad_rows(command: Command, event: Path, tmp_path: Path) -> None:
    """One object a line will do; a bad row of a history is left out and counted; the wrong one of several is named."""
    one = json.loads(event.read_text(encoding="utf-8"))
    lines = tmp_path / "events.jsonl"
    lines.write_text(json.dumps({**one, "id": "before", "at": "2025-01-05T10:00:00+08:00"}) + "\n" + json.dumps(one))
    _, out, _ = command("explain", lines, "--rule", "new-payee", "--json")
    assert not json.loads(out)["rules"][0]["fired"]
    history = tmp_path / "history.jsonl"
    history.write_text(json.dumps({**one, "id": "h", "amount": "x"}) + "\n" + "nonsense\n")
    code, _, err = command("explain", event, "--history", history)
    assert (0, "left out of the history: 2 rows that cannot be read\n") == (code, err)
    lines.write_text(json.dumps([{**one, "amount": "x"}, one]), encoding="utf-8")
    assert command("explain", lines)[2].startswith("event 1:\nerror[event.money_form]")


def test_a_sequence_says_how_far_it_came(command: Command, event: Path, tmp_path: Path) -> None:
    """Each step with the events that would do for it, and the conditions on earlier steps; then level and points."""
    one = json.loads(event.read_text(encoding="utf-8"))
    both = tmp_path / "both.json"
    both.write_text(
        json.dumps([{**one, "id": "a", "at": "2025-01-06T09:50:00+08:00", "amount": 76}, {**one, "amount": 4999}])
    )
    _, out, _ = command("explain", both, "--rule", "test-then-big")
    assert "    test: small-test-transfer ← a (01-06 09:50)\n" in out
    assert (
        "    big: transaction ← no event; and amount >= 20 * test.amount, payee.account == test.payee.account\n" in out
    )
    assert " points\n" in out


def test_a_rule_nearly_named(command: Command, event: Path) -> None:
    """The nearest rule of the kind is suggested."""
    assert "did you mean `new-payee`?" in command("explain", event, "--rule", "new-paye")[2]
