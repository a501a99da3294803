"""Identifiers: numbers of papers, cards and phones, checked and brought to one form (DOMAIN 10.6)."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from fraudguard.errors import EventError

__all__ = [
    "NumberClass",
    "age_on",
    "birth_of",
    "clean_account",
    "clean_phone",
    "clean_serial",
    "is_mangled",
    "normalise_id_card",
    "number_class",
    "passes_luhn",
]

NumberClass = Literal["mobile", "mvno", "iot", "landline", "400_800", "95_96_service", "short_code", "overseas"]
"""What a number is by its shape alone; ``contact`` of a call's ``peer_class`` is for the feed to say."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ID18 = re.compile(r"\d{17}[\dX*]", re.ASCII)
_MANGLED = re.compile(r"\d(?:\.\d+)?E\+?\d{1,3}|\d{6,}\.0+", re.ASCII | re.IGNORECASE)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x202A, 0x202C, 0x202D))
_DASHES = str.maketrans({c: "-" for c in "—－～−–‐‑~"})
_OLDEST_YEAR = 1850


def _folded(text: str) -> str:
    """Half-width, without invisible characters, outer blanks and a spreadsheet's leading quote."""
    return text.translate(_FULL_WIDTH).translate(_INVISIBLE).strip().lstrip("'").strip()


def is_mangled(text: str) -> bool:
    """Whether a spreadsheet rewrote this number (``6.217E+18``, ``6217000.0``): its digits are lost."""
    return _MANGLED.fullmatch(text) is not None


def clean_serial(text: str) -> str:
    """A serial as given; raises ``event.mangled_number`` when a spreadsheet rewrote it."""
    if "+" in text and is_mangled(text):
        raise EventError("event.mangled_number", field="serial", given=text[:40])
    return text


def clean_account(text: str) -> str:
    """
    An account or card number without blanks, full-width digits and a leading quote.

    Raises `EventError` ``event.mangled_number``: a rounded number names somebody else's account.
    """
    if text.isalnum() and text.isascii():
        if text.isdigit() or not is_mangled(text):
            return text
    folded = _folded(text)
    if is_mangled(folded):
        raise EventError("event.mangled_number", field="account", given=folded[:40])
    grouped = folded.replace(" ", "").replace("\t", "").replace("-", "")
    return grouped if grouped.isdigit() and grouped else folded or text


def passes_luhn(card: str) -> bool:
    """
    Whether ``card`` has 13-19 digits and a right check digit.

    Account numbers that are not cards may fail, so a failure is a hint, never a reason to refuse.
    """
    if not (13 <= len(card) <= 19 and card.isascii() and card.isdigit()):
        return False
    total = 0
    for position, character in enumerate(reversed(card)):
        digit = int(character) * (1 + position % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def normalise_id_card(text: str) -> str:
    """
    The number of an identity paper in one form.

    A resident's number of 18 places is checked (birthday and check digit; a last ``x``, ``Ｘ`` or
    ``*`` is ``X``); one of 15 places becomes 18. Masked numbers and other papers stay as given, in
    upper case. Raises `EventError`: ``event.id_card_check``, ``event.id_card_birth``,
    ``event.id_card_length``, ``event.mangled_number``.
    """
    folded = _folded(text).upper().replace(" ", "")
    if _ID18.fullmatch(folded):
        return _checked18(folded)
    if is_mangled(folded):
        raise EventError("event.mangled_number", field="id_card", given=_partly(folded))
    if not (folded.isascii() and folded.isdigit()):
        return folded or text
    if len(folded) == 15:
        return _upgraded(folded)
    if len(folded) > 15:
        raise EventError("event.id_card_length", field="id_card", given=_partly(folded), length=len(folded))
    return folded


def _checked18(number: str) -> str:
    expected = _check_of(number[:17])
    given = "X" if number[17] == "*" else number[17]
    if given != expected:
        raise EventError("event.id_card_check", field="id_card", given=_partly(number))
    if birth_of(number[:17] + given) is None:
        raise EventError("event.id_card_birth", field="id_card", given=_partly(number))
    return number[:17] + given


def _upgraded(old: str) -> str:
    """The 18-place number of an old 15-place one, whose century is always 19yy."""
    body = f"{old[:6]}19{old[6:]}"
    number = body + _check_of(body)
    if birth_of(number) is None:
        raise EventError("event.id_card_birth", field="id_card", given=_partly(old))
    return number


def _check_of(body: str) -> str:
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def birth_of(id_card: str) -> date | None:
    """The birthday in an 18-place resident's number, or None where there is no real one."""
    if not (len(id_card) == 18 and id_card[:17].isascii() and id_card[:17].isdigit()):
        return None
    try:
        born = date(int(id_card[6:10]), int(id_card[10:12]), int(id_card[12:14]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST_YEAR else None


def age_on(id_card: str, day: date) -> int | None:
    """Full years on ``day`` by the birthday in the number; None when unknown or not yet born."""
    born = birth_of(id_card)
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _partly(number: str) -> str:
    """A number that may be shown: first three, last two."""
    return f"{number[:3]}***{number[-2:]}"


_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_PREFIXED = re.compile(r"(?:\+|00)?86[- ]?(?=1[3-9]\d{9}$|0?\d{2,3}-?\d{7,8}(?:-\d{1,6})?$|[48]00\d{7}$|9[56]\d{3,4}$)", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?(\d{7,8})(?:-(\d{1,6}))?", re.ASCII)
_PUNCTUATION = re.compile(r"[ ().]|(?<=\d)-(?=\d{4}-?\d{4}$)", re.ASCII)


def clean_phone(text: str) -> str:
    """
    A phone number in one form: no country code 86, no blanks, brackets or dashes.

    ``+86 138-0013-8000`` is ``13800138000``; a landline is area code and number, ``02458612009``,
    with ``-123`` for an extension; an overseas number starts with ``00``. What is no phone number
    (a nickname, 未知号码) stays as it is. Raises ``event.mangled_number``.
    """
    if len(text) == 11 and text.isascii() and text.isdigit():
        return text
    folded = _folded(text).translate(_DASHES)
    if is_mangled(folded):
        raise EventError("event.mangled_number", field="phone", given=_partly(folded))
    if not any(c.isdigit() for c in folded) or any(c.isalpha() for c in folded):
        return text
    number = re.sub(r"[ ().]", "", folded)
    number = _PREFIXED.sub("", number, count=1) if _PREFIXED.match(number) else number
    digits = number.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    landline = _LANDLINE.fullmatch(number) or _LANDLINE.fullmatch("0" + number if number[:1] != "0" and "-" in number else number)
    if landline is not None:
        return f"{landline[1]}{landline[2]}" + (f"-{landline[3]}" if landline[3] else "")
    if number.startswith("+"):
        return "00" + digits[1:]
    return digits if digits else text


_MVNO = re.compile(r"1(?:62|65|67|70|71)\d{8}", re.ASCII)
_IOT = re.compile(r"14[01468]\d{8,10}", re.ASCII)
_SERVICE = re.compile(r"9(?:5\d{3,4}|6\d{3,4})\d{0,6}", re.ASCII)
_FREE = re.compile(r"[48]00\d{7}", re.ASCII)
_PORT = re.compile(r"106\d{3,17}|1(?:00\d{2}|1\d|2\d)\d{0,3}|12\d{3}", re.ASCII)


def number_class(number: str) -> NumberClass | None:
    """
    The class of a number by its prefix (DOMAIN 7.3), or None when the shape says nothing.

    Virtual operators 162 165 167 170 171, IoT 140 141 144 146 148; numbers can be ported and
    spoofed, so this is evidence, not proof.
    """
    clean = clean_phone(number)
    shapes: tuple[tuple[re.Pattern[str], NumberClass], ...] = (
        (_IOT, "iot"),
        (_MVNO, "mvno"),
        (_MOBILE, "mobile"),
        (_FREE, "400_800"),
        (_SERVICE, "95_96_service"),
        (_PORT, "short_code"),
    )
    for shape, name in shapes:
        if shape.fullmatch(clean):
            return name
    if clean.startswith("00"):
        return "overseas"
    return "landline" if _LANDLINE.fullmatch(clean) else None
