"""Where generated code sets up its variables: at the start of the innermost block that holds every use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

__all__ = ["placed"]

_INDENT = 4


def placed(lines: Sequence[str], names: Collection[str], value: str) -> Iterable[str]:
    """
    ``lines`` of nested blocks with ``name = value`` put in for each of ``names``.

    What only a few rules need is thus not even set up where those rules are passed over. Of a block
    one line sets up all that its next statement is the first to use.
    """
    if not names:
        yield from lines
        return
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(names))})\b")
    owners: dict[str, tuple[int, ...]] = {}  # by variable, the headers of the innermost block that holds its uses
    first: dict[str, tuple[int, ...]] = {}  # and the headers of its first use, with that line
    stack: list[int] = []
    for number, line in enumerate(lines):
        depth = (len(line) - len(line.lstrip())) // _INDENT
        del stack[depth:]
        block = tuple(stack)
        for name in dict.fromkeys(pattern.findall(line)):
            first.setdefault(name, (*block, number))
            owners[name] = _common(owners.get(name, block), block)
        stack.append(number)
    before: dict[int, list[str]] = {}
    for name, block in owners.items():
        before.setdefault(first[name][len(block)], []).append(name)
    for number, line in enumerate(lines):
        if number in before:
            indent = line[: len(line) - len(line.lstrip())]
            yield f"{indent}{' = '.join([*before[number], value])}"
        yield line


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return one[:length]
