"""Lints on windows: those that nothing can ever be counted in."""

from __future__ import annotations

from collections.abc import Iterator

from fraudguard.pack.tree import Window, walk
from fraudguard.workbench.authored import spot, written
from fraudguard.workbench.lints.lint import Found, Lint, Looked, conjuncts

__all__ = ["EmptyWindow"]


class EmptyWindow(Lint):
    """A window whose `where` contradicts itself: it counts 0, its sum is 0, and everything else it gives is unknown."""

    name = "empty_window"
    example = "when: [\"count(call, within='1h', where=state == 'started' and state == 'ended') >= 1\"]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Every window of every rule."""
        for rule in at.rules:
            steps = rule.sequence.steps if rule.sequence is not None else ()
            tops = (*conjuncts(rule.when), *rule.unless, *(one for step in steps for one in conjuncts(step.when)))
            for top in tops:
                for node in walk(top):
                    if isinstance(node, Window) and node.where is not None and not at.solver.satisfiable(node.where):
                        place = spot(node.where) or rule.place
                        text = written(node.where)
                        yield Found("lint.empty_window", rule.id, place, {"id": rule.id, "text": text})
