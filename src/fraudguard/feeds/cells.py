"""What one cell holds: text, an identifier, money, a word of a table, yes or no, a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from fraudguard.errors import FeedError
from fraudguard.events.identifiers import clean_account, clean_phone, passes_luhn
from fraudguard.events.masking import mask

__all__ = [
    "INVISIBLE",
    "MISSING",
    "Unmapped",
    "clean",
    "read_account",
    "read_duration",
    "read_fen",
    "read_flag",
    "read_id_card",
    "read_list",
    "read_money",
    "read_name",
    "read_number",
    "read_phone",
    "read_text",
    "read_wan",
    "word_reader",
]

MISSING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "\\N",
        "\\n",
        "NULL",
        "null",
        "None",
        "nan",
        "NaN",
        "N/A",
        "#N/A",
        "NOTPROVIDED",
        "&nbsp;",
        "无",
        "空",
    }
)
"""What a feed writes into a cell that it leaves empty."""

_NO_NUMBER = frozenset({"0", "00", "9999", "未知", "未知号码", "无法显示"})
INVISIBLE = " \t\r\n\xa0\u3000\u200b\u200c\u200d\u2060\ufeff"
"""Blanks and characters without a shape that stand around the text of a cell."""
_YES = frozenset({"是", "有", "Y", "YES", "TRUE", "T", "1", "开", "开启", "√"})
_NO = frozenset({"否", "无", "没有", "N", "NO", "FALSE", "F", "0", "关", "关闭", "未开启", "×"})
_EXCEL_DIGITS = 15  # digits that a spreadsheet keeps of a long number; the rest become zeros
_DOTS = re.compile(r"[•・．‧∙⋅･](?=\w)|(?<=[\u4e00-\u9fff])[.](?=[\u4e00-\u9fff])")
_BLANKS = re.compile(r"(?<=[\u3400-\u9fff·])[ \u3000\xa0]+(?=[\u3400-\u9fff·])")
_IMSI = re.compile(r"460\d{12}", re.ASCII)
_FRACTION = re.compile(r"(\d{1,15})\.0+", re.ASCII)
_CLOCKED = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})", re.ASCII)
_SPOKEN = re.compile(r"(?:(\d{1,3})(?:小时|时))?(?:(\d{1,4})(?:分钟|分))?(?:(\d{1,5})秒)?", re.ASCII)

Unmapped = Callable[[str], None]
"""Told of a word that no table knows, where that does not reject the row."""


def clean(cell: str) -> str:
    """A cell without the spaces and invisible characters around it; empty when the feed says nothing."""
    text = cell.strip(INVISIBLE)
    return "" if text in MISSING else text


def read_text(text: str) -> str:
    """A text as it is."""
    return text


def read_name(text: str) -> str:
    """
    A name in one form: no blanks between Chinese characters, one middle dot for all its look-alikes.

    Masks (``张*``) and the forms of company names stay as they are: two of them may be two companies.
    """
    plain = _DOTS.sub("·", text)
    return _BLANKS.sub("", plain) if " " in plain or "\u3000" in plain or "\xa0" in plain else plain


def read_account(text: str) -> str | None:
    """
    An account number in one form; ``None`` for stand-ins such as ``0`` and ``9999``.

    Raises `EventError` or `FeedError` for a number that a spreadsheet has spoilt beyond repair: scientific notation,
    or eighteen and more digits whose last ones became zeros (DOMAIN 10.9).
    """
    account = clean_account(_whole(text))
    if account in _NO_NUMBER or account in MISSING:
        return None
    if len(account) >= 18 and account.isdigit() and not account[_EXCEL_DIGITS:].strip("0") and not passes_luhn(account):
        raise FeedError("feed.rounded_number", given=mask("account", account))
    return account


def read_phone(text: str) -> str | None:
    """
    A telephone number; ``None`` for stand-ins such as ``未知号码`` and for an IMSI, the number of a SIM card.

    Raises `EventError` as `clean_phone` does.
    """
    number = clean_phone(_whole(text))
    return None if number in _NO_NUMBER or number in MISSING or _IMSI.fullmatch(number) else number


def read_id_card(text: str) -> str:
    """The number of a paper, as written: the event's own reading checks it."""
    return _whole(text)


def _whole(text: str) -> str:
    """A number without the ``.0`` of a table that held it as a fraction, where that cannot have cost a digit."""
    if "." not in text and "．" not in text:
        return text
    found = _FRACTION.fullmatch(unicodedata.normalize("NFKC", text).strip("' "))
    return found[1] if found else text


def read_money(text: str) -> str:
    """Money in yuan, as written: the event's own reading of amounts takes it from here."""
    return text


def read_wan(text: str) -> str:
    """Money of a column in ten thousands of yuan."""
    return f"{text}万"


def read_fen(text: str) -> str:
    """Money of a column in whole fen, as yuan. Raises `FeedError` when it is no whole number."""
    digits = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix(".0").removesuffix(".00")
    sign = "-" if digits.startswith("-") else ""
    digits = digits.removeprefix("-")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 20:
        raise FeedError("feed.fen", given=text)
    fen = int(digits)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def read_number(text: str) -> int | float:
    """A finite number. Raises `FeedError` for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,15})?", plain, re.ASCII):
        raise FeedError("feed.number", given=text)
    number = float(plain)
    return int(number) if number.is_integer() else number


def read_duration(text: str) -> int | float:
    """Seconds from ``65``, ``1:05``, ``00:01:05`` or ``1分5秒``. Raises `FeedError` for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    found = _CLOCKED.fullmatch(plain) or _SPOKEN.fullmatch(plain)
    if found is None or not plain:
        return read_number(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def read_flag(text: str) -> bool:
    """Yes or no, in the words that feeds use for them. Raises `FeedError` for another word."""
    word = unicodedata.normalize("NFKC", text).upper()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise FeedError("feed.flag", given=text)


def read_list(text: str) -> list[str]:
    """Several texts in one cell, separated by semicolons or spaces."""
    return [part for part in re.split(r"[;；\s]+", text) if part]


def word_reader(words: Mapping[str, Any], *, contains: bool, unmapped: Unmapped | None) -> Callable[[str], Any]:
    """
    A reader for a column whose cells are words of a table; answers are remembered per word.

    With ``contains`` the longest word of the table inside the cell counts. A word that the table does not know goes
    to ``unmapped`` and is missing, or rejects the row when there is none.
    """
    table = {_folded(word): value for word, value in words.items()}
    longest = sorted(table, key=len, reverse=True)
    remembered: dict[str, Any] = {}

    def look_up(text: str) -> Any:
        folded = _folded(text)
        value = table.get(folded)
        if value is None and contains:
            value = next((table[word] for word in longest if word in folded), None)
        return value

    def read(text: str) -> Any:
        value = remembered[text] if text in remembered else look_up(text)
        if len(remembered) < 10_000:
            remembered[text] = value
        if value is None:
            if unmapped is None:
                raise FeedError("feed.word", given=text)
            unmapped(text)
        return value

    return read


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(INVISIBLE).upper()
