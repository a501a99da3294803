from random import Random

import pytest

from fraudguard.plan import logs
from fraudguard.plan.logs import Log, as_log, part, put
from fraudguard.plan.shelf import Shelf


@pytest.mark.parametrize(("count", "kind"), [(logs.LONG - 1, list), (logs.LONG, list), (logs.LONG + 1, Log)])
def test_a_log_is_long_from_one_event_more(count, kind):
    """However it got so many: in order, the other way round, or all at once."""
    records = [(at, "e", ()) for at in range(count)]
    for given in (records, reversed(records)):
        store = Shelf()
        for record in given:
            put(store, "k", record)
        assert (kind, records) == (type(store["k"]), list(store["k"]))
    assert kind is type(as_log(records))


def test_the_parts_of_a_log_follow_it():
    """The events of one value, in order, whatever comes late or is taken back."""
    random = Random(1)
    log = Log()
    for number in range(200):
        record = (random.randrange(50), f"e{number}", (), random.choice("xyz"))
        place = random.randrange(len(log) + 1)
        log.cut(place)
        log.insert(place, record)
        for value in "xyzv":
            assert [r for r in log if r[3] == value] == part(log, 3, value)
        if random.random() < 0.1:
            log.cut(place)
            del log[place]
