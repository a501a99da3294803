"""The records of a CSV feed: cells from lines, whatever happens to the quotes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from fraudguard.feeds.lines import Line

__all__ = ["Record", "read_records"]

_MOST_LINES = 100  # a quoted memo does not run over more lines than this; a lone quote would run to the end
_MOST_CHARACTERS = 1 << 16


class Record(NamedTuple):
    """
    One row: where its first line stands, how many bytes it takes, and its cells.

    ``cells`` is ``None`` for a line that cannot be read; ``code`` says why.
    """

    number: int
    offset: int
    size: int
    cells: list[str] | None
    code: str = ""


def read_records(lines: Iterable[Line], delimiter: str, width: Callable[[], int] = lambda: 0) -> Iterator[Record]:
    """
    The rows of a feed; a blank line is a row of one empty cell.

    A quoted cell may hold delimiters and line breaks. A quote that is never closed, or whose row would not have
    ``width()`` cells (0: not known yet), is taken as an ordinary character of its own line, so that it cannot swallow
    the rows after it.
    """
    waiting: list[Line] = []  # lines looked at in vain for the end of a quoted cell
    source = iter(lines)
    while True:
        line = waiting.pop() if waiting else next(source, None)
        if line is None:
            return
        text = line.text
        if text is None:
            yield Record(line.number, line.offset, line.size, None, line.code)
        elif '"' not in text:
            yield Record(line.number, line.offset, line.size, text.split(delimiter))
        else:
            yield _quoted(line, waiting, source, delimiter, width())


def _quoted(line: Line, waiting: list[Line], source: Iterator[Line], delimiter: str, width: int) -> Record:
    """The row that begins with a line in which there are quotes."""
    text = line.text or ""
    cells = _strict(text, delimiter)
    if cells is not None:
        return Record(line.number, line.offset, line.size, cells)
    taken: list[Line] = []
    joined = text
    if _is_open(text, delimiter):
        while len(taken) < _MOST_LINES and len(joined) < _MOST_CHARACTERS:
            following = waiting.pop() if waiting else next(source, None)
            if following is None:
                break
            taken.append(following)
            if following.text is None:
                break
            joined = f"{joined}\n{following.text}"
            if '"' not in following.text:
                continue
            cells = _strict(joined, delimiter)
            if cells is not None and (not width or len(cells) == width):
                size = following.offset + following.size - line.offset
                return Record(line.number, line.offset, size, cells)
            if cells is not None or not _is_open(joined, delimiter):
                break
    waiting.extend(reversed(taken))
    return Record(line.number, line.offset, line.size, _literal(text, delimiter, width))


def _strict(text: str, delimiter: str) -> list[str] | None:
    """The cells of a text whose quotes are as the format wants them, else ``None``."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _is_open(text: str, delimiter: str) -> bool:
    """Whether a text ends inside a quoted cell."""
    inside = closed = False
    start = True
    for character in text:
        if inside:
            inside = character != '"'
            closed = not inside
        else:
            inside = character == '"' and (start or closed)
            closed = False
        start = character == delimiter and not inside
    return inside


def _literal(text: str, delimiter: str, width: int) -> list[str]:
    """The cells of a line whose quotes are out of order: the reading that gives the right number of cells."""
    plain = text.split(delimiter)
    if width and len(plain) == width:
        return [_unwrapped(cell) for cell in plain]
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return plain


def _unwrapped(cell: str) -> str:
    """A cell without the pair of quotes around it."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell
