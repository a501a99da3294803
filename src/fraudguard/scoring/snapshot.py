"""A state as bytes: compact, versioned, sealed with the key, never a pickle."""

from __future__ import annotations

import hmac
import json
import zlib
from hashlib import blake2b
from typing import Any

from fraudguard.errors import StateError

__all__ = ["pack_snapshot", "unpack_snapshot"]

_MAGIC = b"fraudguard snapshot "
_VERSION = b"1"
_SEAL = 32
_HEAD = len(_MAGIC) + len(_VERSION) + 1


def pack_snapshot(image: dict[str, Any], key: bytes) -> bytes:
    """The bytes of an image: magic, version, keyed seal, compressed JSON."""
    body = zlib.compress(
        json.dumps(image, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1
    )
    return _MAGIC + _VERSION + b"\n" + _seal(body, key) + body


def unpack_snapshot(data: bytes, key: bytes) -> dict[str, Any]:
    """
    The image in ``data``. Nothing of it is read before the seal has been checked.

    Raises `StateError`: ``state.not_a_snapshot``, ``state.version``, ``state.altered`` (truncated,
    changed, or sealed with another key).
    """
    if not data.startswith(_MAGIC):
        raise StateError("state.not_a_snapshot")
    version = data[len(_MAGIC) : _HEAD - 1]
    if version != _VERSION or data[_HEAD - 1 : _HEAD] != b"\n":
        raise StateError("state.version", given=version.decode("ascii", "replace"), known=_VERSION.decode())
    seal, body = data[_HEAD : _HEAD + _SEAL], data[_HEAD + _SEAL :]
    if not hmac.compare_digest(seal, _seal(body, key)):
        raise StateError("state.altered")
    image: dict[str, Any] = json.loads(zlib.decompress(body))
    return image


def _seal(body: bytes, key: bytes) -> bytes:
    return blake2b(body, digest_size=_SEAL, key=blake2b(key, digest_size=32, person=b"snapshot").digest()).digest()
