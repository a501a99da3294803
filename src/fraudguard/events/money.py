"""Money: whole fen inside, yuan in every form that Chinese feeds write outside."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Context, Decimal

from fraudguard.errors import EventError
from fraudguard.events.halfwidth import half_width

__all__ = ["LARGEST_FEN", "format_yuan", "parse_feed_money", "parse_money"]

LARGEST_FEN = 10**13
"""The largest amount understood, 100 thousand million yuan: more is a slip, not a payment."""

_PLAIN = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?", re.ASCII)
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:E[+-]?\d{1,2})?", re.ASCII | re.IGNORECASE)
_BEFORE = re.compile(r"(?:¥|RMB|CNY|人民币) *", re.IGNORECASE)
_AFTER = re.compile(r" *(?:[元圆圓][整正]?|RMB|CNY)$", re.IGNORECASE)
_SCALED = re.compile(r"(?P<number>[\d.,]+) *(?P<scale>百万|千万|[千仟万萬亿億])")
_SCALES = {"千": 10**3, "仟": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "百万": 10**6, "千万": 10**7}
_FOREIGN = re.compile(r"USD|HKD|EUR|GBP|JPY|TWD|美元|美金|港币|港元|欧元|日元|英镑|台币|[$€£₮]", re.IGNORECASE)
_MISSING = frozenset({"", "-", "--", "—", "——", r"\n", "null", "none", "nan", "n/a", "无", "空"})
_DASHES = "-\u2212\u2013\u2014"
_EXACT = Context(prec=400)
_LONGEST = 64
_MOST_DIGITS = 28  # what decimal arithmetic holds exactly


def parse_money(value: object, *, field: str = "amount") -> int:
    """
    Whole fen from an amount in yuan.

    ``value`` is an int, a float, a ``Decimal`` or text: ``12600``, ``¥12,600.00``, ``12600元``,
    ``1.26万``, ``1.26E+04``, ``壹万贰仟陆佰元整``, in half or full width. Never guesses: a comma
    out of place, a third decimal, a sign, parentheses or a foreign currency are refused.

    Raises `EventError`: ``event.money_form``, ``event.money_nan``, ``event.money_negative``,
    ``event.money_large`` (above 10^13 fen), ``event.money_decimals``, ``event.money_currency``.
    """
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value)
        if plain is not None:
            fen = int(plain[1]) * 100 + int((plain[2] or "").ljust(2, "0"))
            return _bounded(fen, field, value)
        return _from_text(value, field)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise _refused("event.money_form", field, type(value).__name__)
    if isinstance(value, int):
        return _bounded(value * 100, field, value)
    amount = Decimal(repr(float(value))) if isinstance(value, float) else value
    return _to_fen(amount, field, value)


def parse_feed_money(text: str, *, field: str = "amount") -> int | None:
    r"""`parse_money` for a cell of a feed: an empty cell, ``--``, ``NULL`` and ``\N`` are None."""
    return None if text.strip().lower() in _MISSING else parse_money(text, field=field)


def format_yuan(fen: int) -> str:
    """Fen as an officer reads it, in yuan: ``12,600``, ``0.50``, ``-3``; cents only where there are some."""
    sign = "-" if fen < 0 else ""
    yuan, cents = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{cents:02d}" if cents else f"{sign}{yuan:,}"


def _from_text(value: str, field: str) -> int:
    if len(value) > _LONGEST:
        raise _refused("event.money_form", field, value)
    text = half_width(value)
    if _FOREIGN.search(text):
        raise _refused("event.money_currency", field, value)
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise _refused("event.money_nan", field, value)
    bare = _unmarked(text)
    if any(c.isdigit() for c in bare) and (_is_signed(text) or _is_signed(bare)):
        raise _refused("event.money_negative", field, value)
    amount = _amount(bare)
    if amount is None:
        raise _refused("event.money_form", field, value)
    return _to_fen(amount, field, value)


def _is_signed(text: str) -> bool:
    return text[:1] in _DASHES or text[-1:] in _DASHES or (text[0] == "(" and text[-1] == ")")


def _unmarked(text: str) -> str:
    """``text`` without one currency mark before and one after a number."""
    before = _BEFORE.match(text)
    bare = text[before.end() :] if before else text
    return _AFTER.sub("", bare) if bare[:1].isascii() else bare


def _amount(text: str) -> Decimal | None:
    """Yuan, exact, or None when ``text`` is no amount."""
    scaled = _SCALED.fullmatch(text)
    if scaled is not None:
        number = _decimal(scaled["number"])
        return None if number is None else number * _SCALES[scaled["scale"]]
    return _decimal(text) if text[:1].isascii() else _capital(text)


def _decimal(text: str) -> Decimal | None:
    if len(text) > _MOST_DIGITS or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


_NUMERALS = ("零〇", "一壹", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = {character: digit for digit, characters in enumerate(_NUMERALS) for character in characters}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SECTIONS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CAPITAL = re.compile(r"(?:(?P<yuan>[^元圆圓角分整正]+)[元圆圓])?(?:(?P<jiao>[^角])角)?(?:零?(?P<fen>[^分])分)?[整正]?")


def _capital(text: str) -> Decimal | None:
    """Yuan from Chinese numerals, such as ``壹万贰仟元整`` or ``叁佰元零伍分``; None when ill-formed."""
    found = _CAPITAL.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    yuan = _whole(found["yuan"]) if found["yuan"] else 0
    jiao, fen = _DIGITS.get(found["jiao"] or "零"), _DIGITS.get(found["fen"] or "零")
    if yuan is None or jiao is None or fen is None:
        return None
    return yuan + Decimal(jiao * 10 + fen) / 100


def _whole(text: str) -> int | None:
    """A whole number from Chinese numerals below 10^12, or None when units are out of order."""
    total, last_section, start = 0, 10**12, 0
    for position, character in enumerate(text):
        section = _SECTIONS.get(character)
        if section is None:
            continue
        value = _section(text[start:position])
        if not value or section >= last_section:
            return None
        total, last_section, start = total + value * section, section, position + 1
    rest = text[start:]
    if not rest:
        return total
    if total and len(rest) == 1:
        return None  # 一万二 is 12,000 in speech and 10,002 to the letter
    value = _section(rest)
    return None if value is None else total + value


def _section(text: str) -> int | None:
    """The value of up to four Chinese digits with their units (``贰仟零伍``), or None."""
    total, last_unit, digit = 0, 10_000, -1
    spoken = False  # a digit right after 百 or 千, with no 零 between: 两千五 is 2,500 in speech
    for character in text:
        unit = _UNITS.get(character)
        if unit is None:
            if digit > 0 or character not in _DIGITS:
                return None
            spoken = digit < 0 and last_unit in (100, 1000)
            digit = _DIGITS[character]
            continue
        if digit < 0 and unit == 10 and last_unit == 10_000:
            digit = 1  # 十五 for 一十五
        if digit <= 0 or unit >= last_unit:
            return None
        total, last_unit, digit = total + digit * unit, unit, -1
    if not text or (spoken and digit > 0):
        return None
    return total + max(digit, 0)


def _to_fen(amount: Decimal, field: str, given: object) -> int:
    if not amount.is_finite():
        raise _refused("event.money_nan", field, given)
    if amount < 0:
        raise _refused("event.money_negative", field, given)
    if amount > LARGEST_FEN // 100:
        raise _refused("event.money_large", field, given)
    fen = int(amount.scaleb(2, _EXACT).to_integral_value(ROUND_DOWN))
    if Decimal(fen).scaleb(-2) != amount:
        raise _refused("event.money_decimals", field, given)
    return fen


def _bounded(fen: int, field: str, given: object) -> int:
    if fen < 0:
        raise _refused("event.money_negative", field, given)
    if fen > LARGEST_FEN:
        raise _refused("event.money_large", field, given)
    return fen


def _refused(code: str, field: str, given: object) -> EventError:
    text = given if isinstance(given, str) else f"{given:.6g}" if isinstance(given, float) else _number_text(given)
    return EventError(code, field=field, given=text[:60].encode("utf-8", "backslashreplace").decode())


def _number_text(given: object) -> str:
    if isinstance(given, int) and abs(given) >= 10**30:
        return "a very large number"
    return str(given)
