"""Calls of several threads that wait at the same time are served together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar, cast

from fraudguard.errors import DeskError

__all__ = ["Gathering"]

_Asked = TypeVar("_Asked")
_Given = TypeVar("_Given")


class _Waiting(Generic[_Asked, _Given]):
    """One call: what it asks, and what came of it."""

    __slots__ = ("asked", "done", "error", "given")

    def __init__(self, asked: _Asked) -> None:
        self.asked = asked
        self.given: _Given | None = None
        self.error: Exception | None = None
        self.done = False


class Gathering(Generic[_Asked, _Given]):
    """
    Whoever comes while ``work`` is busy waits, and the first of those who waited does the work of all of them at once.

    ``work`` takes at most ``most`` at a time, in the order in which they came, and gives one answer to each. When it
    fails for several, all are told so if the store failed (`DeskError`), else each is tried alone, so that nobody pays
    for another.
    """

    def __init__(self, work: Callable[[Sequence[_Asked]], Sequence[_Given]], most: int) -> None:
        self._work = work
        self._most = most
        self._turn = threading.Lock()
        self._door = threading.Lock()
        self._line: list[_Waiting[_Asked, _Given]] = []

    def __call__(self, asked: _Asked) -> _Given:
        """The answer to one call; what was raised for it is raised."""
        mine: _Waiting[_Asked, _Given] = _Waiting(asked)
        with self._door:
            self._line.append(mine)
        try:
            with self._turn:
                while not mine.done:
                    self._serve(self._line[: self._most])
        finally:
            if not mine.done:  # interrupted: nobody has to do it any more
                with self._door:
                    self._line.remove(mine)
        if mine.error is not None:
            raise mine.error
        return cast("_Given", mine.given)  # it is done, and not by an error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this lasts nobody is served."""
        with self._turn:
            yield

    def _serve(self, together: Sequence[_Waiting[_Asked, _Given]]) -> None:
        try:
            answers = self._work([one.asked for one in together])
        except Exception as error:  # noqa: BLE001  # whatever it is, it belongs to whoever asked
            if len(together) > 1 and not isinstance(error, DeskError):
                for one in together:
                    self._serve([one])
                return
            for one in together:
                one.error = error
        else:
            for one, given in zip(together, answers, strict=True):
                one.given = given
        for one in together:
            one.done = True
        with self._door:
            self._line = [one for one in self._line if not one.done]
