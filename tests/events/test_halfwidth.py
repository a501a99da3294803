"""Half width: what is folded and what must stay."""

import pytest

from fraudguard.events.halfwidth import half_width


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１２，３４５．６０", "12,345.60"),
        ("￥１", "¥1"),
        ("　a\u00a0", "a"),
        ("\u200b1\ufeff", "1"),
        ("'001", "001"),
        ("12²", "12²"),
        ("壹万", "壹万"),
        (" x ", "x"),
    ],
)
def test_only_width_blanks_and_invisible_characters_change(text, folded):
    """Digits and signs become half-width; superscripts and Chinese stay."""
    assert folded == half_width(text)
