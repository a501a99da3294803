"""Payment messages of ISO 20022, pacs.008 and pain.001, as a table: one row a payment, one column a path of tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fraudguard.errors import FeedError
from fraudguard.feeds.tables import write_table

__all__ = ["MESSAGES", "write_payments"]

MESSAGES = ("FIToFICstmrCdtTrf", "CstmrCdtTrfInitn")
"""The local names of the messages that are read: a payment between banks, an order of a bank's customer."""

_PAYMENT = "CdtTrfTxInf"
_GROUP = "GrpHdr"
_ORDER = "PmtInf"
_PROLOG = 1 << 20  # bytes in which the first tag must stand
_BEFORE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_MOST_COLUMNS = 400
_LONGEST = 2_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

Payment = dict[str, str]


def write_payments(path: Path, target: Path) -> None:
    """
    Write the payments of a message as a table of text; tags go by their local names, whatever the version.

    The file is read twice as a stream: for the columns, and for the rows. A row holds its own tags and those of the
    order and of the group it stands in. Raises `FeedError` when the file declares a document type or entities, is no
    sound XML or no message that is known, holds another number of payments than it says, or when the extra `feeds` is
    not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise FeedError("feed.needs_extra", file=str(path), extra="feeds") from None
    refuse_document_type(path)
    columns: dict[str, None] = {}
    count = 0
    said = ""
    try:
        for payment in _payments(path, etree):
            count += 1
            said = payment.get(f"{_GROUP}/NbOfTxs", said)
            columns.update(dict.fromkeys(payment))
            if len(columns) > _MOST_COLUMNS:
                raise FeedError("feed.bomb", file=str(path))
        if said.isdecimal() and int(said) != count:
            raise FeedError("feed.xml_count", file=str(path), said=said, found=count)
        rows = ([payment.get(name, "") for name in columns] for payment in _payments(path, etree))
        write_table(_with_header(list(columns), rows), target, str(path))
    except etree.XMLSyntaxError as error:
        raise FeedError("feed.xml", file=str(path), line=error.lineno or 1) from None


def refuse_document_type(path: Path) -> None:
    """Raise `FeedError` for a document type before the first tag: it could define entities without end."""
    with path.open("rb") as handle:
        head = handle.read(_PROLOG)
    mark, codec = next((one for one in _BOMS if head.startswith(one[0])), (b"", "latin-1"))
    text = head[len(mark) :].decode(codec, "replace")
    found = _BEFORE.match(text)
    rest = text[found.end() if found else 0 :]
    if rest.startswith("<!DOCTYPE"):
        raise FeedError("feed.xml_dtd", file=str(path))
    if not re.match(r"<[A-Za-z_]", rest):
        raise FeedError("feed.xml", file=str(path), line=1)


def _with_header(header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield header
    yield from rows


def _payments(path: Path, etree: Any) -> Iterator[Payment]:
    """The payments of a message in order, each with the tags of its group and order; the tree is forgotten."""
    group: Payment = {}
    order: Payment = {}
    known = False
    root = ""
    stream = etree.iterparse(
        str(path), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for event, tag in stream:
        name = _local(tag)
        if event == "start":
            if not root:
                root = name
                if tag.getroottree().docinfo.internalDTD is not None:
                    raise FeedError("feed.xml_dtd", file=str(path))
            known = known or name in MESSAGES
            if name == _ORDER:
                order = {}
            continue
        parent = _local(tag.getparent())
        if name == _PAYMENT and known:
            yield {**group, **order, **_leaves(tag)}
            _forget(tag)
        elif name == _GROUP and parent in MESSAGES:
            group = _leaves(tag, _GROUP)
            _forget(tag)
        elif parent == _ORDER:
            order.update(_leaves(tag, name))
            _forget(tag)
    if not known:
        raise FeedError("feed.xml_kind", file=str(path), given=root)


def _local(tag: Any) -> str:
    """The name of a tag without its namespace, which carries the version."""
    name = tag.tag if tag is not None else ""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _leaves(tag: Any, path: str = "") -> Payment:
    """The texts and attributes under a tag by their paths; what repeats is joined by blanks."""
    found: Payment = {}
    waiting = [(tag, path)]
    while waiting:
        one, where = waiting.pop()
        children = [child for child in one if isinstance(child.tag, str)]
        text = "" if children else (one.text or "").strip()
        if text:
            found[where] = f"{found[where]} {text}"[:_LONGEST] if where in found else text
        for name, value in one.attrib.items():
            found.setdefault(f"{where}@{name.rpartition('}')[2]}", value)
        waiting += [(child, f"{where}/{_local(child)}" if where else _local(child)) for child in reversed(children)]
    return found


def _forget(tag: Any) -> None:
    """Give the memory of a tag and of those before it back."""
    tag.clear()
    parent = tag.getparent()
    while tag.getprevious() is not None:
        del parent[0]
