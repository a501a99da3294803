"""Named random streams."""

from fraudguard.simulate.streams import stream


def test_a_stream_is_what_its_names_say() -> None:
    """The same seed, town and names give the same numbers; any other name gives others."""
    first = stream("A", 0, "pay", 3).random(4).tolist()
    assert first == stream("A", 0, "pay", 3).random(4).tolist()
    others = [stream("B", 0, "pay", 3), stream("A", 1, "pay", 3), stream("A", 0, "pay", 4), stream("A", 0, "pa", "y3")]
    assert all(first != other.random(4).tolist() for other in others)


def test_names_do_not_run_into_each_other() -> None:
    """Two names differ from their concatenation."""
    assert stream("A", 0, "ab", "c").random() != stream("A", 0, "a", "bc").random()
