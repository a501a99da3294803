"""Charts as inline SVG: horizontal bars, columns over hours or days, lines; each says in words what it shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from fraudguard.report.markup import Markup, element

__all__ = ["bars", "columns", "lines"]

_WIDE = 680
_ROW = 22
_LABEL = 190
_SHOWN = 130
_HIGH = 140
_LEFT = 44
_LONGEST = 14
_COLOURS = ("#1f5fa8", "#c0392b", "#2e8b57", "#8e6c00")
_DASHES = (None, "6 3", "2 3", "8 3 2 3")


def bars(title: str, rows: Sequence[tuple[str, float, str]]) -> Markup:
    """One bar for each row of label, value and the value in words; the longest fills the width."""
    most = max((_sound(value) for _, value, _ in rows), default=0)
    room = _WIDE - _LABEL - _SHOWN
    parts = []
    for place, (label, value, shown) in enumerate(rows):
        y = place * _ROW
        width = room * _sound(value) / most if most else 0
        parts += [
            element("text", _cut(label), element("title", label), x=_LABEL - 8, y=y + 15, text_anchor="end"),
            element("rect", x=_LABEL, y=y + 4, width=_number(width), height=_ROW - 8, fill=_COLOURS[0]),
            element("text", shown, x=_number(_LABEL + width + 6), y=y + 15),
        ]
    told = "; ".join(f"{label} {shown}" for label, _, shown in rows)
    return _svg(title, told, max(1, len(rows)) * _ROW, parts)


def columns(title: str, labels: Sequence[str], values: Sequence[float], *, every: int = 1) -> Markup:
    """A column for each label, such as the 24 hours; every ``every``-th label is written."""
    most = max(map(_sound, values), default=0)
    step = (_WIDE - _LEFT) / max(1, len(values))
    parts = _axis(most)
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        height = _HIGH * _sound(value) / most if most else 0
        x = _LEFT + place * step
        column = element("title", f"{label}: {_short(value)}")
        parts.append(
            element(
                "rect",
                column,
                x=_number(x + step * 0.12),
                y=_number(10 + _HIGH - height),
                width=_number(step * 0.76),
                height=_number(height),
                fill=_COLOURS[0],
            )
        )
        if place % every == 0:
            parts.append(element("text", label, x=_number(x + step / 2), y=_HIGH + 28, text_anchor="middle"))
    told = ", ".join(f"{label} {_short(value)}" for label, value in zip(labels, values, strict=True) if _sound(value))
    return _svg(title, told, _HIGH + 36, parts)


def lines(title: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> Markup:
    """A line for each of up to four series over the same labels, told apart by colour and by dashes."""
    most = max((_sound(value) for values in series.values() for value in values), default=0)
    step = (_WIDE - _LEFT - 20) / max(1, len(labels) - 1)
    parts = _axis(most)
    for number, (name, values) in enumerate(series.items()):
        colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)]
        points = " ".join(
            f"{_number(_LEFT + place * step)},{_number(10 + _HIGH - (_HIGH * _sound(value) / most if most else 0))}"
            for place, value in enumerate(values)
        )
        parts.append(
            element("polyline", points=points, fill="none", stroke=colour, stroke_width=2, stroke_dasharray=dash)
        )
        x, y = _LEFT + number * 150, _HIGH + 48
        parts.append(
            element("line", x1=x, y1=y - 4, x2=x + 24, y2=y - 4, stroke=colour, stroke_width=2, stroke_dasharray=dash)
        )
        parts.append(element("text", name, x=x + 30, y=y))
    for place in sorted({0, len(labels) // 2, len(labels) - 1} if labels else ()):
        side = "start" if place == 0 else "end" if place == len(labels) - 1 else "middle"
        parts.append(element("text", labels[place], x=_number(_LEFT + place * step), y=_HIGH + 28, text_anchor=side))
    told = "; ".join(f"{name}: {_short(sum(map(_sound, values)))}" for name, values in series.items())
    return _svg(title, told, _HIGH + 58, parts)


def _svg(title: str, told: str, height: int, parts: Sequence[Markup]) -> Markup:
    drawing = element(
        "svg",
        element("title", title),
        element("desc", told),
        *parts,
        viewBox=f"0 0 {_WIDE} {height}",
        role="img",
        font_size=12,
        aria_label=title,
    )
    return element("figure", element("figcaption", title), drawing)


def _axis(most: float) -> list[Markup]:
    """The ground line, the line of the largest value, and both in numbers."""
    return [
        element("line", x1=_LEFT, y1=10, x2=_WIDE, y2=10, stroke="#ccc"),
        element("line", x1=_LEFT, y1=10 + _HIGH, x2=_WIDE, y2=10 + _HIGH, stroke="#666"),
        element("text", _short(most), x=_LEFT - 6, y=14, text_anchor="end"),
        element("text", "0", x=_LEFT - 6, y=14 + _HIGH, text_anchor="end"),
    ]


def _sound(value: float) -> float:
    """A value that can be drawn: what is negative or no number has no height."""
    return value if math.isfinite(value) and value > 0 else 0


def _number(value: float) -> str:
    return f"{value:.1f}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
