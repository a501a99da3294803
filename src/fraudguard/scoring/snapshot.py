"""A state as bytes: compact, versioned, sealed with the key, never a pickle."""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from io import BytesIO
from itertools import islice
from typing import Any

from fraudguard.errors import StateError
from fraudguard.scoring.packed import plain, unplain

__all__ = ["pack_snapshot", "unpack_snapshot"]

_MAGIC = b"fraudguard snapshot "
_VERSION = b"2"
_SEAL = 32
_HEAD = len(_MAGIC) + len(_VERSION) + 1
_ROWS = 256  # in one part, which is packed as a whole
_LENGTH = 4  # bytes that say how long a part is
_CHUNK = 1 << 18


def pack_snapshot(rows: Iterable[tuple[Any, ...]], key: bytes) -> bytes:
    """
    The bytes of an image, made row by row: magic, version, keyed seal, compressed parts.

    A row is plain data, and bytes at its end. A part is some rows as JSON, then the bytes of each.
    """
    out = BytesIO()
    out.write(_MAGIC + _VERSION + b"\n" + bytes(_SEAL))
    seal, deflate = _seal(key), zlib.compressobj(1)
    every = iter(rows)
    while part := list(islice(every, _ROWS)):
        head = plain([(*row[:-1], len(row[-1])) for row in part])
        length = len(head).to_bytes(_LENGTH, "big")
        piece = deflate.compress(b"".join((length, head, *(row[-1] for row in part))))
        seal.update(piece)
        out.write(piece)
    last = deflate.flush()
    seal.update(last)
    out.write(last)
    out.seek(_HEAD)
    out.write(seal.digest())
    return out.getvalue()


def unpack_snapshot(data: bytes, key: bytes) -> Iterator[list[Any]]:
    """
    The rows in ``data``, one by one. Nothing of it is read before the seal over all of it has been checked.

    Raises `StateError` at once: ``state.not_a_snapshot``, ``state.version``, ``state.altered``
    (truncated, changed, or sealed with another key).
    """
    if not data.startswith(_MAGIC):
        raise StateError("state.not_a_snapshot")
    version = data[len(_MAGIC) : _HEAD - 1]
    if version != _VERSION or data[_HEAD - 1 : _HEAD] != b"\n":
        raise StateError("state.version", given=version.decode("ascii", "replace"), known=_VERSION.decode())
    seal = _seal(key)
    seal.update(memoryview(data)[_HEAD + _SEAL :])
    if not hmac.compare_digest(data[_HEAD : _HEAD + _SEAL], seal.digest()):
        raise StateError("state.altered")
    return _rows(memoryview(data)[_HEAD + _SEAL :])


def _rows(body: memoryview) -> Iterator[list[Any]]:
    read = _Reader(body).read
    while length := read(_LENGTH):
        for *row, size in unplain(read(int.from_bytes(length, "big"))):
            yield [*row, read(size)]


class _Reader:
    """Compressed bytes, read as far as they are needed."""

    def __init__(self, body: memoryview) -> None:
        self._body = body
        self._inflate = zlib.decompressobj()
        self._next = 0
        self._ready = b""
        self._place = 0

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        while len(self._ready) - self._place < size and self._next < len(self._body):
            chunk = self._body[self._next : self._next + _CHUNK]
            self._next += len(chunk)
            self._ready = self._ready[self._place :] + self._inflate.decompress(chunk)
            self._place = 0
        found = self._ready[self._place : self._place + size]
        self._place += len(found)
        return found


def _seal(key: bytes) -> Any:
    return blake2b(digest_size=_SEAL, key=blake2b(key, digest_size=32, person=b"snapshot").digest())
