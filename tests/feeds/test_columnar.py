"""A feed scored as columns says what it says event by event, and is begun again by events where columns cannot answer."""

import json

import pytest

from fraudguard.errors import UsageError
from fraudguard.feeds import score_feed

KEY = b"a key for tests only"
EXAMPLE = "examples/bank_alerts.csv"


def lines(path, rows):
    """A feed of plain events."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def payment(number, **other: object):
    """A payment of one person."""
    return {
        "id": f"p{number}",
        "kind": "transaction",
        "at": f"2025-01-06T10:{number:02d}:00+08:00",
        "person": {"ids": {"account": "6217000000000001"}},
        "direction": "out",
        "amount": 100 + number,
        **other,
    }


def both(feed, folder, **how: object):
    """The results of both engines."""
    return (
        score_feed([feed], to=folder / "events", key=KEY, **how),
        score_feed([feed], to=folder / "columns", key=KEY, engine="columns", **how),
    )


def test_the_example_feed_gives_the_same_tickets_and_findings(tmp_path):
    """The ticket files are equal to the byte; findings are equal but for the words of those that concern nobody."""
    events, columns = both(EXAMPLE, tmp_path)
    texts = [(one.folder / "tickets.jsonl").read_text("utf-8") for one in (events, columns)]
    assert texts[0] == texts[1] != ""
    plain = [name for name in events.findings.columns if name not in ("because", "quotes", "conditions", "chain")]
    tables = [one.findings.sort("event_id", "rule").select(plain) for one in (events, columns)]
    assert tables[0].equals(tables[1])
    assert columns.summary["engine"] == "columns"


def test_the_books_are_the_same(tmp_path):
    """Rows read, scored, doubled and rejected are counted alike, and so are findings and levels."""
    rows = [payment(1), payment(2), payment(2), payment(3, amount=-5), payment(4)]
    events, columns = both(lines(tmp_path / "a.jsonl", rows), tmp_path)
    same = ("read", "scored", "duplicates", "retracted", "rejected", "findings", "shadow_findings", "tickets", "kinds")
    assert {name: events.summary[name] for name in same} == {name: columns.summary[name] for name in same}
    assert (columns.summary["scored"], columns.summary["duplicates"], columns.summary["rejected"]) == (3, 1, 1)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (payment(2, amount=999), "correction"),
        ({"id": "r", "kind": "retraction", "at": "2025-01-06T11:00:00+08:00", "target": "p1"}, "retraction"),
    ],
)
def test_a_feed_that_takes_events_back_is_begun_again_by_events(tmp_path, last, why):
    """The summary says why, and the books are those of the other engine."""
    events, columns = both(lines(tmp_path / "a.jsonl", [payment(1), payment(2), last]), tmp_path)
    assert (columns.summary["engine"], columns.summary["not_by_columns"]) == ("events", why)
    assert columns.summary["scored"] == events.summary["scored"]
    assert columns.summary["read"] == 3


def test_history_is_seen_and_not_scored(tmp_path):
    """Rows of a history fill windows in tables too, and open nothing."""
    before = lines(tmp_path / "before.jsonl", [payment(number) for number in range(1, 5)])
    feed = lines(tmp_path / "a.jsonl", [payment(number) for number in range(5, 9)])
    events, columns = both(feed, tmp_path, history=[before])
    assert columns.summary["scored"] == 4
    assert events.findings.sort("event_id", "rule")["rule"].equals(columns.findings.sort("event_id", "rule")["rule"])


def test_what_columns_cannot_do_is_refused(tmp_path):
    """A state, an order of arrival and an unknown engine are refused before anything is read."""
    for how in ({"engine": "columns", "state": tmp_path / "s"}, {"engine": "columns", "order": "arrival"}):
        with pytest.raises(UsageError) as caught:
            score_feed([EXAMPLE], to=tmp_path / "out", **how)
        assert caught.value.code == "feed.engine_columns"
    with pytest.raises(UsageError) as caught:
        score_feed([EXAMPLE], to=tmp_path / "out", engine="fast")
    assert caught.value.code == "feed.engine"
