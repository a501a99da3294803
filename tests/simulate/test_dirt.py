"""Dirt on the way into a file."""

import json
from collections import Counter

import numpy as np
import pytest

from fraudguard.simulate.dirt import Dirt

MINUTE = 60_000_000
EVENTS = [
    (n * MINUTE, {"kind": "call", "id": f"c{n}", "at": f"2024-01-01T00:00:00.{n:06d}+08:00", "peer": "未知"})
    for n in range(20_000)
]


def _arrived() -> tuple[Dirt, list[str]]:
    dirt = Dirt(np.random.default_rng(3))
    return dirt, list(dirt.lines(EVENTS))


def test_no_event_is_lost() -> None:
    """Every event arrives in a sound line, however late."""
    _, lines = _arrived()
    whole = Counter()
    for line in lines:
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            continue
        whole[event["id"]] += event["kind"] == "call" and event["at"].endswith("+08:00")
    assert len(EVENTS) == len(whole)
    assert {1, 2} == set(whole.values())


def test_the_rates_are_those_of_the_reference() -> None:
    """DOMAIN 12: 3 % come twice, 4 % late, 0.5 % broken; the lines add up."""
    dirt, lines = _arrived()
    assert len(lines) == len(EVENTS) + dirt.twice + dirt.broken
    for count, share in ((dirt.twice, 0.03), (dirt.late, 0.04), (dirt.broken, 0.005)):
        assert share == pytest.approx(count / len(EVENTS), rel=0.25)


def test_late_lines_come_one_to_forty_eight_hours_late() -> None:
    """A late line stands below later ones, an hour to two days down; near the end of a file there is less room."""
    _, lines = _arrived()
    waits: list[int] = []
    latest = 0
    seen: set[int] = set()
    for line in lines:
        if not line.endswith("}"):
            continue
        number = int(json.loads(line)["id"][1:])
        if number < latest and number not in seen and number < len(EVENTS) - 49 * 60:
            waits.append(latest - number)
        seen.add(number)
        latest = max(latest, number)
    assert len(waits) > 500
    assert 55 <= min(waits) < 120
    assert 46 * 60 < max(waits) <= 48 * 60


def test_the_same_stream_makes_the_same_dirt() -> None:
    """Dirt is drawn from its own generator."""
    assert _arrived()[1] == _arrived()[1]


def test_no_events_have_no_dirt() -> None:
    """An empty feed stays empty."""
    assert [] == list(Dirt(np.random.default_rng(0)).lines([]))
