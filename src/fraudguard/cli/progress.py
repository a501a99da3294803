"""A progress bar over the towns of a simulation."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack

from fraudguard.errors import Language

__all__ = ["towns_bar"]


def towns_bar(held: ExitStack, towns: int, lang: Language) -> Callable[[int], None] | None:
    """A bar on the terminal of the error stream, told how many towns are done; none when that is no terminal."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import Progress

    bar = held.enter_context(Progress(console=Console(stderr=True), transient=True))
    task = bar.add_task("模拟城镇" if lang == "zh" else "towns", total=towns)
    return lambda done: bar.update(task, completed=done)
