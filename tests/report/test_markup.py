"""Elements that escape."""

import xml.etree.ElementTree as ET

import pytest

from fraudguard.report.markup import Markup, element, text

HOSTILE = [
    '<script>alert("x")</script>',
    "'\"><img src=x onerror=y>",
    "&amp;&#0;",
    "\x00\x0b\ud800\ufffe",
    "]]>",
    "<!--",
    "javascript:1",
]


@pytest.mark.parametrize("given", HOSTILE)
def test_any_text_becomes_text_again(given: str) -> None:
    """What goes in as a child or an attribute comes out of a parser as it was, forbidden characters replaced."""
    read = ET.fromstring(element("p", given, title=given))  # noqa: S314 - our own output
    assert [] == list(read)
    kept = "".join(one if one >= " " and one not in "\ud800\ufffe" else "\ufffd" for one in given)
    assert (kept, kept) == (read.text, read.get("title"))


def test_markup_stays_as_it_is() -> None:
    """Finished elements nest; they are not escaped twice."""
    assert "<p><b>1 &lt; 2</b></p>" == element("p", element("b", "1 < 2"))
    assert Markup("&lt;") == text("<")


def test_attributes_are_named_as_in_html() -> None:
    """A trailing underscore goes, others become hyphens, None leaves the attribute out."""
    assert '<td class="n" aria-label="x"></td>' == element("td", class_="n", aria_label="x", id=None)


def test_empty_elements_close_themselves() -> None:
    """Where HTML knows no end tag there is none; elsewhere there always is."""
    assert ('<meta charset="utf-8"/>', "<td></td>") == (element("meta", charset="utf-8"), element("td"))
