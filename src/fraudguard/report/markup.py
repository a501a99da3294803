"""Elements of HTML that escape whatever they are given; what comes out is well-formed XML too."""

from __future__ import annotations

import re
from html import escape

__all__ = ["Markup", "element", "text"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VOID = frozenset({"br", "meta", "line", "rect", "polyline", "circle"})


class Markup(str):
    """Finished markup: it is put into an element as it is, where any other text is escaped."""

    __slots__ = ()


def text(value: object) -> Markup:
    """A value as text of a page; characters that XML does not allow become U+FFFD."""
    return Markup(escape(_FORBIDDEN.sub("\ufffd", str(value))))


def element(name: str, /, *children: object, **attributes: object) -> Markup:
    """
    An element with its children; a `Markup` stays as it is, any other value is escaped.

    Attributes are escaped, left out where they are None, and named as in HTML: ``class_`` is ``class``, ``_`` is ``-``.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Markup) else text(child) for child in children)
    if name in _VOID and not inner:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{inner}</{name}>")
