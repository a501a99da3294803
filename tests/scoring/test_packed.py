import pytest

from fraudguard.plan.logs import LONG
from fraudguard.scoring.packed import candidate_shelf, ledger_shelf, log_shelf, oldest
from fraudguard.scoring.search import Candidate
from fraudguard.scoring.wording import FixedFacts

TOKEN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    "records",
    [
        [(5, "a", (), 3, TOKEN, 7)],
        [(-5, "a\nb", (), 3, TOKEN, 7), (6, "", ("r", "s"), 256, TOKEN[::-1], None)],
        [(5, "汉\ud800", (), 0, None, 1.5), (5, "b", ("r",), 1 << 70, TOKEN, "text")],
        [(at, f"e{at}", (), at % 4, TOKEN, True) for at in range(LONG + 1)],
    ],
)
def test_a_log_comes_back_as_it_was(records):
    """Odd ids, many flags, missing tokens and values of every sort; long logs as such."""
    shelf = log_shelf([4])
    data = shelf.pack(records)
    found = shelf.unpack(data)
    assert records == found
    assert [type(value) for record in records for value in record] == [type(value) for r in found for value in r]
    assert records[0][0] == oldest(data)
    assert {rule for record in records for rule in record[2]} == found.fired
    assert data == shelf.pack(found)


def test_findings_and_candidates_come_back():
    """Their parts keep their types; the oldest instant can be read without opening them."""
    rules = {"r": [(7, "e", "r", 30, "money", "fake_loan", True, False)], "q": [(5, "d", "q", 1, "m", "", False, True)]}
    shelf = ledger_shelf()
    assert (rules, 5) == (shelf.unpack(shelf.pack(rules)), oldest(shelf.pack(rules)))
    pool = [Candidate((3, "e"), {0: (), 2: (TOKEN, None)}, FixedFacts("told", {"a.amount": "1"}))]
    candidates = candidate_shelf()
    data = candidates.pack(pool)
    (found,) = candidates.unpack(data)
    assert (pool[0].position, pool[0].steps, pool[0].facts) == (found.position, found.steps, found.facts)
    assert 3 == oldest(data)
