"""Identifiers: numbers of papers, cards and phones, checked and brought to one form (DOMAIN 10.6)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Literal

from fraudguard.errors import EventError
from fraudguard.events.halfwidth import half_width

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
_ZEROS = 48 * sum(_WEIGHTS)  # what the bytes of "0" add to a sum over bytes
_MANGLED = re.compile(r"\d(?:\.\d+)?E\+\d{1,3}|\d\.\d+E\d{1,3}|\d{6,}\.0+", re.ASCII | re.IGNORECASE)
_OLDEST_YEAR = 1850


def is_mangled(text: str) -> bool:
    """Whether a spreadsheet rewrote this number (``6.217E+18``, ``6217000.0``): its digits are lost."""
    return _MANGLED.fullmatch(text) is not None


def clean_serial(text: str) -> str:
    """A serial as given; raises ``event.mangled_number`` when a spreadsheet rewrote it."""
    if "+" in text and is_mangled(text):
        raise EventError("event.mangled_number", field="serial", given=text[:12])
    return text


def clean_account(text: str) -> str:
    """
    An account or card number without blanks, full-width digits and a leading quote.

    Raises `EventError` ``event.mangled_number``: a rounded number names somebody else's account.
    """
    if text.isalnum() and text.isascii():
        return text
    folded = half_width(text)
    if is_mangled(folded):
        raise EventError("event.mangled_number", field="account", given=folded[:12])
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

    A resident's number of 18 places is checked (birthday and check digit; a last ``x`` in
    either width or ``*`` is ``X``); one of 15 places becomes 18. Masked numbers and other papers stay as given, in
    upper case. Raises `EventError`: ``event.id_card_check``, ``event.id_card_birth``,
    ``event.id_card_length``, ``event.mangled_number``.
    """
    if len(text) == 18 and text.isascii() and text[:17].isdigit():
        return _checked18(text.upper())
    folded = half_width(text).upper().replace(" ", "")
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
    expected = _check_of(number)
    given = "X" if number[17] == "*" else number[17]
    if given != expected:
        raise EventError("event.id_card_check", field="id_card", given=_partly(number))
    if _day(number[6:14]) is None:
        raise EventError("event.id_card_birth", field="id_card", given=_partly(number))
    return number[:17] + given


def _upgraded(old: str) -> str:
    """The 18-place number of an old 15-place one, whose century is always 19yy."""
    body = f"{old[:6]}19{old[6:]}"
    number = body + _check_of(body)
    if birth_of(number) is None:
        raise EventError("event.id_card_birth", field="id_card", given=_partly(old))
    return number


def _check_of(number: str) -> str:
    """The check digit over the first 17 places."""
    return _CHECKS[(sum(map(mul, number.encode(), _WEIGHTS)) - _ZEROS) % 11]


@lru_cache(maxsize=50_000)
def _day(text: str) -> date | None:
    """The date ``yyyymmdd``, or None where there is no such day in living memory."""
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return day if day.year >= _OLDEST_YEAR else None


def birth_of(id_card: str) -> date | None:
    """The birthday in an 18-place resident's number, or None where there is no real one."""
    if not (len(id_card) == 18 and id_card[:17].isascii() and id_card[:17].isdigit()):
        return None
    return _day(id_card[6:14])


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
_HOME = re.compile(r"(?:\+|00)86-?", re.ASCII)
_HOME_MOBILE = re.compile(r"86-?(?=1[3-9]\d{9}$|1[3-9]\d-\d{4}-\d{4}$)", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?(\d{7,8})(?:-(\d{1,6}))?", re.ASCII)
_AREA_WITHOUT_ZERO = re.compile(r"(?:10|2\d|[3-9]\d{2})-?\d{7,8}(?:-\d{1,6})?", re.ASCII)
_UNPUNCTUATED = str.maketrans(
    {**dict.fromkeys(" ().\t", None), **dict.fromkeys("\u2014\u2013\u2010\u2011\u2212~转轉", "-")}
)


def clean_phone(text: str) -> str:
    """
    A phone number in one form: no country code 86, no blanks, brackets or dashes.

    ``+86 138-0013-8000`` is ``13800138000``; a landline is area code and number, ``02458612009``,
    with ``-123`` for an extension; an overseas number starts with ``00``. What is no phone number
    (a nickname, 未知号码) stays as it is. Raises ``event.mangled_number``.
    """
    if len(text) == 11 and text.isascii() and text.isdigit():
        return text
    folded = half_width(text)
    if is_mangled(folded):
        raise EventError("event.mangled_number", field="phone", given=folded[:6])
    number = folded.translate(_UNPUNCTUATED)
    home = _HOME.match(number) or _HOME_MOBILE.match(number)
    if home is not None:
        number = number[home.end() :]
        if _AREA_WITHOUT_ZERO.fullmatch(number) and not _is_public(number):
            number = f"0{number}"
    landline = _LANDLINE.fullmatch(number)
    if landline is not None:
        return f"{landline[1]}{landline[2]}" + (f"-{landline[3]}" if landline[3] else "")
    digits = number.replace("-", "")
    if digits[:1] == "+":
        digits = f"00{digits[1:]}"
    return digits if digits.isascii() and digits.isdigit() else text


def _is_public(number: str) -> bool:
    """Mobiles and nation-wide numbers, which have no area code."""
    digits = number.replace("-", "")
    return any(shape.fullmatch(digits) for shape in (_MOBILE, _FREE, _SERVICE))


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
