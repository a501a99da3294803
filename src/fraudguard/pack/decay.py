"""How much of a finding's points is left after whole hours, exactly."""

from __future__ import annotations

__all__ = ["keep_table"]


def keep_table(half_life: int, horizon: int) -> tuple[int, ...]:
    """
    For each hour ``0 <= h < horizon`` the thousandths kept: ``floor(1000 * 2 ** (-h / half_life))``, exactly.

    A float is trusted only where it is surely on the right side of a whole number: the exponent
    is below 8,760 (365 days of hours, the longest horizon), so the float is off by less than
    1e-8, and within 1e-6 of a whole number ``k`` the integers decide:
    ``k <= 1000 * 2 ** (-h / L)`` holds just when ``k ** L * 2 ** h <= 1000 ** L``.
    """
    return tuple(_kept(hours, half_life) for hours in range(horizon))


def _kept(hours: int, half_life: int) -> int:
    halvings, rest = divmod(hours, half_life)
    if rest == 0:
        return 1_000 >> halvings
    value: float = 1_000 * 2.0 ** (-hours / half_life)
    whole = round(value)
    if abs(value - whole) > 1e-6:
        return int(value)
    if whole == 0:
        return 0
    return whole if (pow(whole, half_life) << hours) <= pow(1_000, half_life) else whole - 1
