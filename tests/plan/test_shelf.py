from fraudguard.plan.shelf import Shelf


def shelf(most):
    """A shelf of texts of which so many lie open."""
    made = Shelf(str.encode, bytes.decode)
    made.most_open = most
    return made


def test_what_was_opened_first_is_packed():
    """Only as many as may lie open do; what is packed is found again as it was, and lies open then."""
    kept = shelf(2)
    for key in "abc":
        kept.add(key, key * 3)
    kept.settle()
    assert {"a": b"aaa", "b": "bbb", "c": "ccc"} == kept
    assert "aaa" == kept.find("a")
    kept.settle()
    assert {"a": "aaa", "b": b"bbb", "c": "ccc"} == kept


def test_every_value_can_be_seen_and_packed_as_it_lies():
    """Neither looking through all nor asking for the bytes opens anything."""
    kept = shelf(1)
    kept.add("a", "x")
    kept.add("b", "y")
    kept.settle()
    before = dict(kept)
    assert [("a", "x"), ("b", "y")] == list(kept.opened())
    assert [b"x", b"y"] == [kept.packed("a"), kept.packed("b")]
    assert before == kept


def test_what_is_gone_is_not_packed():
    """A key that was removed while its value lay open is left alone."""
    kept = shelf(0)
    kept.add("a", "x")
    del kept["a"]
    kept.settle()
    assert {} == kept
    assert kept.find("a", "nothing") == "nothing"
