"""The names of columns as they are compared, and the units that stand in them."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["UNITS", "bare_name", "column_name"]

UNITS = {
    **dict.fromkeys(("分", "fen", "cent", "cents"), "fen"),
    **dict.fromkeys(("元", "yuan", "rmb", "cny", "人民币", "人民币元"), "yuan"),
    **dict.fromkeys(("万元", "万"), "wan"),
}
"""The units a header may name behind a column of money, in a mapping's words."""

_UNIT = re.compile(r"(.+?)(?:\(([^()]*)\)|_(fen|cents?|yuan))", re.ASCII)
_HIDDEN = re.compile(r"[\s\u200b-\u200d\u2060\ufeff'\"]+")


def column_name(cell: str) -> str:
    """A column's name as names are compared: half width, lower case, without blanks and line breaks, 帐 as 账."""
    return _HIDDEN.sub("", unicodedata.normalize("NFKC", cell)).lower().replace("帐", "账")


def bare_name(name: str) -> tuple[str, str]:
    """The name of a column of money without the unit in brackets or behind ``_``, and the unit in a mapping's words."""
    found = _UNIT.fullmatch(name)
    unit = UNITS.get(found[2] or found[3] or "", "") if found else ""
    return (found[1], unit) if found and unit else (name, "")
