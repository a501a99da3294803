"""Calls that wait for their turn are served together, and nobody pays for another."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from fraudguard import DeskError
from fraudguard.desk.gathering import Gathering

Work = Callable[[Sequence[int]], list[int]]


class Busy:
    """Work that is held up at its first item (0) until it is let go; it notes what came together."""

    def __init__(self, work: Work) -> None:
        self.begun = threading.Event()
        self.free = threading.Event()
        self.together: list[list[int]] = []
        self._work = work

    def __call__(self, asked: Sequence[int]) -> list[int]:
        """The answers of the work that was given."""
        self.together.append(list(asked))
        if asked[0] == 0:
            self.begun.set()
            assert self.free.wait(10)
            return [0]
        return self._work(asked)


def doubled(asked: Sequence[int]) -> list[int]:
    """Twice each number; 13 cannot be done, 99 finds the store broken."""
    if 13 in asked:
        raise ValueError("thirteen")
    if 99 in asked:
        raise DeskError("desk.busy", where="sqlite://")
    return [2 * one for one in asked]


def served(numbers: Sequence[int], most: int = 8) -> tuple[list[Future[int]], list[list[int]]]:
    """What came of numbers that were asked for, one after the other, while 0 was at work; and what was done together."""
    busy = Busy(doubled)
    gathering: Gathering[int, int] = Gathering(busy, most)
    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        first = pool.submit(gathering, 0)
        assert busy.begun.wait(10)
        waiting = []
        for count, number in enumerate(numbers, 2):
            waiting.append(pool.submit(gathering, number))
            while len(gathering._line) < count:
                threading.Event().wait(0.001)
        busy.free.set()
        assert 0 == first.result(10)
    return waiting, busy.together


def test_who_waits_is_served_together_and_in_order() -> None:
    """Three who come while one is served are done in one go, each with an answer of its own."""
    waiting, together = served([3, 1, 2])
    assert [6, 2, 4] == [one.result() for one in waiting]
    assert [[0], [3, 1, 2]] == together


@pytest.mark.parametrize(("count", "sizes"), [(4, [4]), (5, [4, 1])])
def test_no_more_than_so_many_at_once(count: int, sizes: list[int]) -> None:
    """Up to the most fit in one go; one more waits for the next."""
    waiting, together = served(range(1, count + 1), most=4)
    assert [2 * number for number in range(1, count + 1)] == [one.result() for one in waiting]
    assert sizes == [len(part) for part in together[1:]]


def test_a_failure_is_told_to_the_one_whom_it_concerns() -> None:
    """When work fails for several, each is tried alone: only the one that cannot be done hears of it."""
    waiting, together = served([1, 13, 2])
    assert [2, 4] == [waiting[0].result(), waiting[2].result()]
    with pytest.raises(ValueError, match="thirteen"):
        waiting[1].result()
    assert [[0], [1, 13, 2], [1], [13], [2]] == together


def test_a_store_that_fails_is_told_to_all() -> None:
    """When the store fails nobody's event was kept, and nothing is tried again behind their backs."""
    waiting, together = served([1, 99, 2])
    for one in waiting:
        with pytest.raises(DeskError):
            one.result()
    assert [[0], [1, 99, 2]] == together


def test_an_interrupted_call_leaves_the_line() -> None:
    """Ctrl-C during somebody's work ends his call only; the next is served as ever."""

    def work(asked: Sequence[int]) -> list[int]:
        if asked == [7]:
            raise KeyboardInterrupt
        return [2 * one for one in asked]

    gathering: Gathering[int, int] = Gathering(work, 8)
    with pytest.raises(KeyboardInterrupt):
        gathering(7)
    assert 6 == gathering(3)


def test_nobody_is_served_meanwhile() -> None:
    """While one has the place alone, others wait; afterwards they are served."""
    gathering: Gathering[int, int] = Gathering(doubled, 8)
    with ThreadPoolExecutor(1) as pool:
        with gathering.alone():
            waiting = pool.submit(gathering, 4)
            while not gathering._line:
                threading.Event().wait(0.001)
            assert not waiting.done()
        assert 8 == waiting.result(10)
