from bisect import bisect_right
from random import Random

import pytest

from fraudguard.plan.indexes import INDEXED, indexed
from fraudguard.plan.logs import Log

PLAIN = {
    "count": len,
    "sum": sum,
    "mean": lambda values: sum(values) / len(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "distinct": lambda values: len(set(values)),
}


def value(record):
    """What a record brings: its fourth part."""
    return record[3]


def scanned(function, log, at, event_id, low, own, wanted):
    """The same by looking at every event."""
    earlier = [r for r in log if low < r[0] and (r[0], r[1]) < (at, event_id) and r[3] is not None]
    if function == "first_seen":
        return all(r[3] != wanted for r in earlier)
    if function == "seconds_since":
        return (at - earlier[-1][0]) / 1_000_000 if earlier else None
    if function == "latest":
        return earlier[-1][3] if earlier else None
    mine = [own[3]] if any(r is own for r in log) and own[3] is not None else []
    return PLAIN[function]([*(r[3] for r in earlier), *mine])


@pytest.mark.parametrize("function", INDEXED)
@pytest.mark.parametrize("seed", range(6))
def test_an_index_says_what_a_scan_says(function, seed):
    """Over any stretch, while events come in order and late, and are taken back."""
    random = Random(seed)
    log, look = Log(), indexed(function, value)
    for number in range(300):
        late = random.random() < 0.15
        at = number * 10 - (random.randrange(900) if late else 0)
        own = (at, f"e{random.randrange(1_000)}", (), random.choice([None, 1, 2, 3, 0.5]))
        place = bisect_right(log, own[:2], key=lambda r: r[:2])
        log.cut(place)
        log.insert(place, own)
        low, wanted = at - random.choice([5, 100, 1_000, 5_000]), random.choice([1, 2, 9])
        given = log, at, own[1], low, own
        assert scanned(function, *given, wanted) == look(*given, wanted)
        if random.random() < 0.05:
            gone = random.randrange(len(log))
            log.cut(gone)
            del log[gone]
        if random.random() < 0.02:
            log.keep(log[len(log) // 3 :])
