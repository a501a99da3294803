"""Whole feeds through a guard: outputs, books, history, state."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extras import needs_durable
from fraudguard import score_feed
from fraudguard.errors import FeedError, FraudguardError, StateError, UsageError
from fraudguard.feeds import accounting
from fraudguard.feeds.run import FeedResult
from fraudguard.scoring import Guard

Score = Callable[..., FeedResult]
KEY = b"a key of sixteen bytes or more"


def event(minute: int, amount: int = 100, person: str = "a", **more: Any) -> dict[str, Any]:
    """A payment going out, so many minutes after midnight of a day in January."""
    day, rest = divmod(minute, 1440)
    at = f"2024-01-{15 + day:02d}T{rest // 60:02d}:{rest % 60:02d}:00+08:00"
    return {
        "kind": "transaction",
        "at": at,
        "person": {"ids": {"account": person}},
        "direction": "out",
        "amount": amount,
        **more,
    }


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A feed of JSON lines."""

    def make(name: str, *events: dict[str, Any] | str) -> Path:
        lines = (e if isinstance(e, str) else json.dumps(e) for e in events)
        (tmp_path / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return tmp_path / name

    return make


@pytest.fixture
def score(tmp_path: Path, pack: Path) -> Score:
    """Score with the small pack and a fixed key."""

    def run(*paths: Path, to: str = "out", **options: Any) -> FeedResult:
        return score_feed(list(paths), to=tmp_path / to, **{"rules": [pack], "key": KEY, **options})

    return run


def books(result: FeedResult) -> list[int]:
    """Read, scored, duplicates, retracted, rejected."""
    return [result.summary[name] for name in ("read", "scored", "duplicates", "retracted", "rejected")]


def test_every_row_has_its_place_in_the_books(write: Callable[..., Path], score: Score) -> None:
    """Scored, duplicate, corrected, retracted, rejected by the reader and by the event's door."""
    one = event(1, id="one")
    path = write(
        "feed.jsonl", one, one, {**event(2, id="two")}, {**event(2, id="two"), "amount": 5},
        {"kind": "retraction", "id": "r", "at": "2024-01-15T00:10:00+08:00", "target": "one"},
        "{", {**event(3), "amount": -1},
    )  # fmt: skip
    result = score(path)
    assert [7, 3, 1, 1, 2] == books(result)
    assert 1 == result.summary["corrected"]
    assert {"event.money_negative": 1, "feed.json": 1} == result.summary["rejects"]
    assert [(6, "feed.json"), (7, "event.money_negative")] == sorted((r.line, r.code) for r in result.rejects)
    assert str(path) == result.rejects[0].file


def test_tickets_and_findings_are_written(write: Callable[..., Path], score: Score) -> None:
    """One line per opening and raising, one row per finding, shadow ones too but apart in the counts."""
    events = [event(n * 10, 1_000, payee={"account": f"62{n}"}) for n in range(3)]
    result = score(write("feed.jsonl", *events))
    assert [("opened", "green", 20), ("raised", "yellow", 60)] == [
        (t["change"], t["level"], t["points"]) for t in result.tickets
    ]
    ticket = result.tickets[-1]
    assert ("远程操作", "2024-01-15T00:20:00+08:00") == (ticket["scam_zh"], ticket["at"])
    assert ticket["points"] == sum(part["points"] for part in ticket["parts"])
    assert "转出 1,000 元" in [one["because"] for one in ticket["evidence"]]
    assert {"big": 3, "many": 1, "first-payee": 3} == dict(result.findings["rule"].value_counts().iter_rows())
    assert (4, 3) == (result.summary["findings"], result.summary["shadow_findings"])
    assert {"red": 0, "yellow": 1, "green": 0} == result.summary["tickets"]
    assert 2 == result.summary["ticket_changes"]
    raw = (result.folder / "tickets.jsonl").read_text(encoding="utf-8") + str(result.findings.to_dicts())
    assert '"a"' not in raw
    assert "account:a" not in raw


def test_the_summary_says_what_the_feed_did_not(write: Callable[..., Path], score: Score, pack: Path) -> None:
    """Kinds never seen, when each window was full, fingerprints and the layout of each file."""
    result = score(write("feed.jsonl", event(60), event(0)))
    summary = result.summary
    assert [] == summary["kinds_never_seen"]
    assert [
        {"kind": "transaction", "within_seconds": 172_800, "full_from": "2024-01-17T00:00:00+08:00"},
        {"kind": "transaction", "within_seconds": 2_592_000, "full_from": "2024-02-14T00:00:00+08:00"},
    ] == summary["windows"]
    assert Guard.load([pack]).fingerprints["pack"] == summary["fingerprints"]["pack"]
    assert ("events", 2) == (summary["feeds"][0]["layout"], summary["feeds"][0]["rows"])
    assert 0 == summary["without_person"]
    assert ("2024-01-15T00:00:00+08:00", "2024-01-15T01:00:00+08:00") == (
        summary["first_event_at"],
        summary["last_event_at"],
    )
    assert summary == json.loads((result.folder / "summary.json").read_text(encoding="utf-8"))


def test_an_empty_feed(write: Callable[..., Path], score: Score) -> None:
    """A day without rows gives empty outputs, not an error."""
    result = score(write("feed.jsonl"))
    assert ([0] * 5, [], [], 0) == (books(result), result.tickets, result.rejects, len(result.findings))
    assert ["transaction"] == result.summary["kinds_never_seen"]
    assert {None} == {window["full_from"] for window in result.summary["windows"]}


def test_equal_rows_are_suspected(write: Callable[..., Path], score: Score) -> None:
    """Two equal rows without a serial are two payments, and the summary names the second."""
    result = score(write("feed.jsonl", event(1), event(1), event(2)))
    assert [3, 3, 0, 0, 0] == books(result)
    suspected = result.summary["suspected_duplicates"]
    assert (1, 2) == (suspected["rows"], suspected["examples"][0]["line"])


def test_a_file_read_twice_changes_nothing(write: Callable[..., Path], score: Score) -> None:
    """The second reading of a file is duplicates all along."""
    path = write("feed.jsonl", event(1, 1_000), event(1, 1_000), event(2, 1_000, id="x"))
    once, twice = score(path), score(path, path, to="twice")
    assert [6, 3, 3, 0, 0] == books(twice)
    assert once.tickets == twice.tickets


def test_order_of_time_and_of_arrival(write: Callable[..., Path], score: Score) -> None:
    """A sorted run does not depend on the order of rows and files; an arrival run marks what comes late."""
    events = [event(n * 10, 1_000, id=f"e{n}") for n in range(4)]
    forward = score(write("a.jsonl", *events))
    backward = score(write("b.jsonl", *events[1::-1]), write("c.jsonl", *events[:1:-1]), to="out-2")
    assert forward.tickets == backward.tickets
    assert 0 == backward.summary["late"]
    arrived = score(write("d.jsonl", *reversed(events)), to="out-3", order="arrival")
    assert 3 == arrived.summary["late"]
    assert [4, 4, 0, 0, 0] == books(arrived)


def test_history_is_seen_and_not_scored(write: Callable[..., Path], score: Score) -> None:
    """Payments of the history fill windows; they open nothing and are counted apart, their rejects too."""
    feed = write("today.jsonl", event(1460, id="now"))
    history = write("before.jsonl", event(1, 5_000), event(2, 5_000), "{")
    alone, after = score(feed), score(feed, to="after", history=history)
    assert ([], ["many"]) == ([t["level"] for t in alone.tickets], [e["rule"] for e in after.tickets[0]["evidence"]])
    assert [1, 1, 0, 0, 0] == books(after)
    assert (3, 1) == (after.summary["history"]["read"], after.summary["history"]["rejected"])
    assert 1 == len(after.rejects)
    assert 1 == len(after.findings.filter(after.findings["status"] == "active"))


def test_a_row_in_feed_and_history_is_scored(write: Callable[..., Path], score: Score) -> None:
    """A history that reaches into the day does not take its rows away."""
    feed = write("today.jsonl", event(1460, 2_000))
    result = score(feed, history=[write("before.jsonl", event(1, 5_000), event(1460, 2_000))])
    assert [1, 1, 0, 0, 0] == books(result)
    assert 1 == len(result.tickets)


def test_books_that_do_not_balance_fail_the_run(
    write: Callable[..., Path], score: Score, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A row that gets lost between reader and guard stops the run, and nothing is written."""
    monkeypatch.setattr(accounting.Accounts, "saw_decision", lambda _self, _decision: None)
    with pytest.raises(FeedError, match=r"feed\.accounts"):
        score(write("feed.jsonl", event(1)))
    assert [] == list((tmp_path / "out").iterdir())


def test_wrong_use(write: Callable[..., Path], score: Score, tmp_path: Path, pack: Path) -> None:
    """No feeds, an unknown order, a missing file, two guards: each is said in words."""
    feed = write("feed.jsonl", event(1))
    with pytest.raises(UsageError, match=r"feed\.no_feeds"):
        score()
    with pytest.raises(UsageError, match=r"feed\.order"):
        score(feed, order="random")
    with pytest.raises(FeedError, match=r"feed\.no_file"):
        score(tmp_path / "nothing")
    with pytest.raises(FeedError, match=r"feed\.no_file"):
        score(feed, key=tmp_path / "nothing")
    with pytest.raises(UsageError, match=r"feed\.two_guards"):
        score(feed, guard=Guard.load([pack]))
    with pytest.raises(UsageError, match=r"feed\.two_guards"):
        score_feed(feed, to=tmp_path / "out", guard=Guard.load([pack]), sequences="durable")
    with pytest.raises(UsageError, match=r"scoring\.sequences"):
        score(feed, sequences="fast")


def test_a_guard_of_ones_own(write: Callable[..., Path], pack: Path, tmp_path: Path) -> None:
    """A guard that has seen events goes on with the feed."""
    guard = Guard.load([pack], key=KEY)
    guard.score({**event(1), "id": "x"})
    guard.score({**event(2), "id": "y"})
    result = score_feed(write("feed.jsonl", event(3)), to=tmp_path / "out", guard=guard)
    assert ["many"] == [one["rule"] for one in result.tickets[0]["evidence"]]


def test_progress_is_told(write: Callable[..., Path], score: Score) -> None:
    """Reading and scoring are told, with the total once it is known."""
    told: list[tuple[str, int, int | None]] = []
    feed = write("feed.jsonl", *[event(n) for n in range(1100)])
    score(feed, progress=lambda *said: told.append(said))
    assert [("read", 1000, None), ("score", 1000, 1100), ("score", 1100, 1100)] == told


def test_a_key_file(write: Callable[..., Path], score: Score, tmp_path: Path) -> None:
    """The same key in a file gives the same tickets; a state directory makes one of its own and says so."""
    feed = write("feed.jsonl", event(1, 1_000))
    (tmp_path / "key").write_bytes(KEY)
    assert score(feed).tickets == score(feed, to="two", key=tmp_path / "key").tickets
    said: list[str] = []
    score(feed, to="three", key=None, state=tmp_path / "state", notice=said.append)
    score(feed, to="three", key=None, state=tmp_path / "state", notice=said.append)
    assert [str(tmp_path / "state" / "key")] == said


def test_a_state_of_another_key(write: Callable[..., Path], score: Score, tmp_path: Path) -> None:
    """A state sealed with another key is refused, and stays."""
    feed = write("feed.jsonl", event(1))
    score(feed, state=tmp_path / "state")
    before = (tmp_path / "state" / "state").read_bytes()
    with pytest.raises(StateError):
        score(feed, to="two", state=tmp_path / "state", key=b"another key of enough bytes")
    assert before == (tmp_path / "state" / "state").read_bytes()


rows = st.builds(
    event,
    st.integers(0, 3 * 1440 - 1),
    st.sampled_from([1, 1_000]),
    st.sampled_from(["a", "b"]),
    payee=st.sampled_from([{}, {"account": "1"}, {"account": "2"}]),
    id=st.sampled_from(["", "", "x", "y"]),
) | st.builds(
    lambda minute, target: {"kind": "retraction", "at": event(minute)["at"], "target": target, "id": f"r{minute}"},
    st.integers(0, 3 * 1440 - 1),
    st.sampled_from(["x", "y"]),
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, max_size=25))
def test_a_file_a_day_equals_one_long_file(
    tmp_path_factory: pytest.TempPathFactory, pack: Path, events: list[dict[str, Any]]
) -> None:
    """Scoring three daily files one after the other on one state gives what their concatenation gives."""
    tmp = tmp_path_factory.mktemp("days")
    days = [[e for e in events if e["at"].startswith(f"2024-01-{15 + day}")] for day in range(3)]

    def run(name: str, content: list[dict[str, Any]], **state: Any) -> FeedResult:
        (tmp / name).write_text("".join(json.dumps(e) + "\n" for e in content), encoding="utf-8")
        return score_feed(tmp / name, to=tmp / f"out-{name}", rules=[pack], key=KEY, **state)

    whole = run("whole", [e for day in days for e in day])
    daily = [run(f"day{n}", content, state=tmp / "state") for n, content in enumerate(days)]
    assert whole.tickets == [ticket for result in daily for ticket in result.tickets]
    found = [row for result in daily for row in result.findings.iter_rows()]
    assert whole.findings.rows() == found
    assert books(whole) == [sum(column) for column in zip(*map(books, daily), strict=True)]
    assert whole.summary["windows"] == daily[-1].summary["windows"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(
            ["流水号,交易时间,收付标志,交易金额", "at,amount,direction,kind", "1,2024-01-15 09:30:00,出,5", '{"kind": "call", "at": 1}', '"', "\x00", "2024-01-15 09:30:00,7,in,transaction", "合计,,,", "\ud7ff", ",", "\n"]
        )
    ).map(lambda parts: "\n".join(parts).encode("gb18030"))
)  # fmt: skip
def test_any_bytes_give_a_result_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, pack: Path, content: bytes
) -> None:
    """Whatever the bytes: a result whose books balance, or a `FraudguardError` with a code."""
    tmp = tmp_path_factory.mktemp("fuzz")
    (tmp / "feed").write_bytes(content)
    try:
        result = score_feed(tmp / "feed", to=tmp / "out", rules=[pack], key=KEY)
    except FraudguardError as error:
        shown = error.render("zh"), error.code  # an error whose words are missing would raise here
        assert all(shown)
    else:
        read, *others = books(result)
        assert read == sum(others)
        assert result.summary["rejected"] == len(result.rejects)


SEQUENCES = """scam: remote_control
rules:
  - {id: twice, title: 规则, stage: hook, group: tempo, points: 10, because: 请核实。,
     sequence: {within: 2h, steps: [{as: one, on: transaction}, {on: transaction, when: [amount >= one.amount]}]}}
"""


@needs_durable
def test_sequences_on_durable_rules(write: Callable[..., Path], score: Score, pack: Path) -> None:
    """The engine is used at a restart too; the summary counts what was too much for it: 65 possible chains."""
    (pack / "scams" / "sequences.yaml").write_text(SEQUENCES, encoding="utf-8")
    found = []
    for sequences in ("native", "durable"):
        first = write("first.jsonl", *[event(i, id=f"a{i}") for i in range(40)])
        second = write("second.jsonl", *[event(i, id=f"a{i}") for i in range(40, 67)])
        state = pack.parent / f"state-{sequences}"
        one, two = (
            score(feed, to=f"{sequences}-{i}", state=state, sequences=sequences)
            for i, feed in enumerate((first, second))
        )
        found.append([one.summary["findings"], two.summary["findings"]])
        assert [0, 2 if sequences == "durable" else 0] == [r.summary["durable_overflow"] for r in (one, two)]
    assert found[0] == found[1] != [0, 0]
