from random import Random

import pytest

from fraudguard.plan import logs
from fraudguard.plan.logs import Log, fired, part, put
from fraudguard.plan.shelf import Shelf


@pytest.mark.parametrize(("count", "used"), [(logs.LONG - 1, False), (logs.LONG, False), (logs.LONG + 1, True)])
def test_a_log_that_grows_long_is_in_use(count, used):
    """However it got so many: in order or the other way round."""
    records = [(at, "e", ()) for at in range(count)]
    for given in (records, reversed(records)):
        store = Shelf()
        for record in given:
            put(store, "k", record)
        assert (used, records) == (store["k"].used, list(store["k"]))


def test_a_log_knows_which_rules_ever_fired():
    """Made of records, and told later; of keys without a log nothing is told."""
    log = Log.of([(1, "a", ["x"]), (2, "b", ()), (3, "c", ["y", "x"])])
    assert {"x", "y"} == log.fired
    stores = [Shelf(), Shelf()]
    stores[1].add("k", log)
    fired(stores, [(0, "k"), (1, None), (1, "k")], frozenset({"x", "z", "q"}), ["x", "n", "z"])
    assert ({"x", "y", "z"}, {}) == (log.fired, stores[0])


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
