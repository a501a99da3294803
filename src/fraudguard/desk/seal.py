"""Keys of a desk: what is encrypted at rest, what is signed, and by which derived key."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

from fraudguard.desk.encoding import encoded
from fraudguard.errors import DeskError, UsageError

__all__ = ["Seal"]

_SHORTEST = 16  # bytes
_NONCE = 12  # bytes, as AES-GCM wants them


class Seal:
    """
    Everything that depends on the desk's key.

    `closed` and `opened` encrypt plain data with AES-256-GCM; `link` is the keyed digest that chains the ledger;
    `signature` signs what leaves the outbox, under ``outbox_key``; `check` tells whether a store was made with this
    key. One key is derived for each use.
    """

    def __init__(self, key: bytes) -> None:
        if not isinstance(key, bytes):
            raise UsageError("scoring.argument", name="key", given=type(key).__name__, wanted="bytes")
        if len(key) < _SHORTEST:
            raise UsageError("scoring.key_short", given=len(key), least=_SHORTEST)
        root = hashlib.blake2b(key, digest_size=32).digest()
        self._chain, self._box, self.outbox_key, check = (
            hashlib.blake2b(use, key=root, digest_size=32).digest()
            for use in (b"chain", b"sealed", b"outbox", b"check")
        )
        self.check = check.hex()
        self._cipher: Any = None

    def link(self, before: str, *parts: str) -> str:
        """The digest of an entry: of the one before it and of its own parts, each with its length."""
        pieces = [before.encode()]
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            pieces += (b"%d:" % len(data), data)
        return hashlib.blake2b(b"".join(pieces), key=self._chain, digest_size=32).hexdigest()

    def signature(self, body: bytes) -> str:
        """HMAC-SHA-256 of a message, hexadecimal."""
        return hmac.new(self.outbox_key, body, "sha256").hexdigest()

    def closed(self, data: Mapping[str, Any], purpose: str) -> bytes:
        """``data`` encrypted; it opens for the same purpose only."""
        nonce = os.urandom(_NONCE)
        text = encoded(data).encode("utf-8", "surrogatepass")
        return nonce + bytes(self._aes().encrypt(nonce, text, purpose.encode()))

    def opened(self, sealed: bytes, purpose: str) -> dict[str, Any]:
        """What `closed` was given. Raises `DeskError` when it was altered or moved."""
        from cryptography.exceptions import InvalidTag

        try:
            text = self._aes().decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
        except (InvalidTag, ValueError):
            raise DeskError("desk.sealed", what=purpose.partition(":")[0]) from None
        data: dict[str, Any] = json.loads(text)
        return data

    def _aes(self) -> Any:
        if self._cipher is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._cipher = AESGCM(self._box)
        return self._cipher
