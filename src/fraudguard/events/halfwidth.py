"""Full-width letters, digits and signs made half-width; nothing else is touched."""

from __future__ import annotations

__all__ = ["half_width"]

_TABLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0xFFE5: 0xA5}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x202A, 0x202C, 0x202D))


def half_width(text: str) -> str:
    """
    ``text`` in half width, without invisible characters, outer blanks and a spreadsheet's leading quote.

    Unlike NFKC it leaves superscripts and circled digits alone: ``12²`` must not become ``122``.
    """
    if text.isascii():
        return text.strip().lstrip("'").strip()
    return text.translate(_TABLE).translate(_INVISIBLE).strip().lstrip("'").strip()
