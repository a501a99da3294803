"""State by key: what was asked for lately lies open, the rest is packed into bytes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

__all__ = ["Shelf"]

K = TypeVar("K")
V = TypeVar("V")

_OPEN = 65_536  # values that lie open; of a person's usual log that is a gigabyte less than all of a million


class Shelf(dict[K, Any], Generic[K, V]):
    """
    A dict whose values are kept packed until they are asked for.

    Use `find` and `add`; what a value looks like when it lies here is nobody else's business. ``pack``
    and ``unpack`` must give back an equal value; without them all lies open. `settle` packs what has
    lain open longest.
    """

    __slots__ = ("most_open", "pack", "recent", "unpack")

    def __init__(self, pack: Callable[[V], bytes] | None = None, unpack: Callable[[bytes], V] | None = None) -> None:
        super().__init__()
        self.pack: Callable[[V], bytes] = pack or _never
        self.unpack: Callable[[bytes], V] = unpack or _never
        self.recent: deque[K] = deque()
        self.most_open = _OPEN  # read now, so that tests can make it small

    def find(self, key: K, default: Any = None) -> Any:
        """The value of a key, open, to be read and changed in place; else ``default``."""
        found = self.get(key)
        if found is None:
            return default
        if type(found) is bytes:
            found = self[key] = self.unpack(found)
            self.recent.append(key)
        return found

    def add(self, key: K, value: V) -> None:
        """Put a value in; it lies open."""
        self[key] = value
        self.recent.append(key)

    def settle(self) -> None:
        """Pack what was opened first, until no more than ``most_open`` values lie open."""
        recent, pack = self.recent, self.pack
        while len(recent) > self.most_open:
            key = recent.popleft()
            value = self.get(key)
            if value is None or type(value) is bytes:
                continue
            if getattr(value, "used", False):  # a long log that is in use: once more round
                value.used = False
                recent.append(key)
                return
            self[key] = pack(value)

    def opened(self) -> Iterator[tuple[K, V]]:
        """Every key with its value as it would lie open; nothing is opened."""
        for key, value in self.items():
            yield key, self.unpack(value) if type(value) is bytes else value

    def packed(self, key: K) -> bytes:
        """The value of a key, packed; it stays as it lies."""
        value = self[key]
        return value if type(value) is bytes else self.pack(value)


def _never(_value: Any) -> Any:
    message = "a shelf of this sort packs nothing"
    raise TypeError(message)
