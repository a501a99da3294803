"""A page that stands alone: one HTML file without scripts and without anything from elsewhere, for screen and A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fraudguard.errors import Language
from fraudguard.report.markup import Markup, element

__all__ = ["page", "section", "tiles"]

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.6 system-ui, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC",
  "Source Han Sans SC", "WenQuanYi Micro Hei", SimSun, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto;
  max-width: 960px; padding: 24px; }
h1 { font-size: 24px; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 28px 0 8px; border-bottom: 2px solid #1f5fa8; }
.under, .note { color: #555; font-size: 13px; margin: 4px 0 12px; }
.warn { border-left: 4px solid #c0392b; background: #fdf0ee; padding: 8px 12px; margin: 12px 0; }
.tiles { display: flex; flex-wrap: wrap; gap: 10px; padding: 0; list-style: none; }
.tiles li { border: 1px solid #ccc; border-radius: 6px; padding: 8px 14px; min-width: 110px; }
.tiles b { display: block; font-size: 22px; }
.tiles span { color: #555; font-size: 13px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; margin: 8px 0; }
th, td { border: 1px solid #ccc; padding: 4px 8px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td:first-child, th:first-child { min-width: 5em; }
th { background: #eef3f9; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
figure { margin: 12px 0; }
figcaption { font-weight: 600; font-size: 14px; }
svg { width: 100%; height: auto; font-size: 12px; }
.message { white-space: pre-wrap; border: 1px solid #ccc; border-radius: 6px; padding: 8px 12px; margin: 6px 0; }
@page { size: A4; margin: 14mm; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } thead { display: table-header-group; }
  tr, figure, .message, .tiles li { break-inside: avoid; } h2 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } table { font-size: 9pt; } }
"""


def page(title: str, under: str, parts: Iterable[Markup], lang: Language) -> str:
    """The whole file: a title, a line under it, and parts in order."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(_STYLE)),
    )
    body = element("body", element("h1", title), element("p", under, class_="under"), *parts)
    return "<!DOCTYPE html>\n" + element("html", head, body, lang="zh-CN" if lang == "zh" else "en") + "\n"


def section(title: str, *parts: Markup) -> Markup:
    """A heading and what stands under it."""
    return element("section", element("h2", title), *parts)


def tiles(shown: Sequence[tuple[str, str]]) -> Markup:
    """The figures that are read first: value and name, side by side."""
    return element(
        "ul", *(element("li", element("b", value), element("span", name)) for name, value in shown), class_="tiles"
    )
