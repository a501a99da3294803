"""Personal data on the way out: masks for people's eyes, keyed tokens for joins (DOMAIN 9.3)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache

from fraudguard.errors import UsageError

__all__ = ["Token", "mask", "mask_text"]

_REMEMBERED = 65_536
_STARS = "***"
_TYPED = re.compile(r"(id_card|phone|account|device|wechat):(.+)", re.DOTALL)


def mask(personal: str, value: str) -> str:
    """
    ``value`` as it may be shown, by the kind of personal data it is (`FieldSpec.personal`).

    Names keep the ends (``张*三``, ``张*``), identity papers 3 + 4, mobiles 3 + 4, cards and accounts
    6 + 4, WeChat ids the first 2; texts lose only what looks like a number of those kinds. An empty
    ``personal`` shows the value as it is.
    """
    masked = _MASKS.get(personal)
    return value if masked is None else masked(value)


def _name(value: str) -> str:
    typed = _TYPED.fullmatch(value)
    if typed is not None:  # a person's key made from an identifier
        return f"{typed[1]}:{mask(typed[1], typed[2])}"
    if len(value) <= 2:
        return f"{value[:1]}*"
    if len(value) <= 4:
        return f"{value[0]}{'*' * (len(value) - 2)}{value[-1]}"
    return f"{value[:2]}{_STARS}{value[-2:]}"


def _ends(value: str, first: int, last: int) -> str:
    """``first`` and ``last`` characters and stars between; never more than half of ``value`` is shown."""
    if len(value) < 2 * (first + last) - 4:
        shown = len(value) // 4
        return f"{value[:shown]}{_STARS}{value[len(value) - shown :]}"
    return f"{value[:first]}{'*' * (len(value) - first - last)}{value[-last:]}"


def _id_card(value: str) -> str:
    return _ends(value, 3, 4)


def _phone(value: str) -> str:
    if len(value) <= 6 and value.isdigit():
        return value  # a service number such as 95588 names no person
    if not value[-4:].isdigit():
        return f"{value[:1]}{_STARS}"
    return _ends(value, 3, 4) if len(value) >= 10 else f"{value[:2]}{_STARS}{value[-2:]}"


def _account(value: str) -> str:
    return _ends(value, 6, 4)


def _device(value: str) -> str:
    return f"{value[: min(4, len(value) // 2)]}{_STARS}"


def _wechat(value: str) -> str:
    return f"{value[: min(2, len(value) // 2)]}{_STARS}"


_NUMBERS = re.compile(
    r"(?<![\d.,*])(?:"
    r"(?:\+?86[ -]?)?(?P<mobile>1[3-9]\d[ -]?\d{4}[ -]?\d{4})"
    r"|(?P<landline>0\d{2,3}-?\d{7,8}|(?:\+|00)\d{8,13})"
    r"|(?P<id>\d{17}[\dXx\uff38\uff58]|\d{15})"
    r"|(?P<card>\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,3})?)"
    r"|(?P<long>\d{12,})"
    r")(?![\dXx\uff38\uff58])"
)
_HANDLE = re.compile(r"((?:微信|WeChat|VX|QQ)号?码?[:： ]{0,2})([A-Za-z0-9][\w-]{4,})", re.ASCII | re.IGNORECASE)


def mask_text(text: str) -> str:
    """``text`` with runs that look like phones, identity papers, cards and chat handles masked."""
    masked = _NUMBERS.sub(_masked_number, text)
    return _HANDLE.sub(lambda found: found[1] + _wechat(found[2]), masked)


def _masked_number(found: re.Match[str]) -> str:
    given = found[0]
    if found["mobile"] or found["landline"]:
        return _phone(given)
    return _id_card(given) if found["id"] else _account(given)


_MASKS: dict[str, Callable[[str], str]] = {
    "name": _name,
    "id_card": _id_card,
    "phone": _phone,
    "account": _account,
    "device": _device,
    "wechat": _wechat,
    "text": mask_text,
}


class Token:
    """
    Keyed tokens: the same value under the same key gives the same 32 hexadecimal digits.

    Without the key a token can neither be traced back nor be guessed from a list of numbers.
    Raises `UsageError` (``event.token_key``) for an empty key.
    """

    def __init__(self, key: bytes) -> None:
        if not key:
            raise UsageError("event.token_key")
        self._key = key if len(key) <= hashlib.blake2b.MAX_KEY_SIZE else hashlib.blake2b(key).digest()
        self._of = lru_cache(maxsize=_REMEMBERED)(self._compute)

    def __call__(self, value: str) -> str:
        return self._of(value)

    def _compute(self, value: str) -> str:
        data = value.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key, digest_size=16).hexdigest()
