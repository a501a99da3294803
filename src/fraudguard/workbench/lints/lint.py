"""What every lint has in common: a name, what it looks at, and what it reports."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from fraudguard.errors import Place
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.tree import And, Expression
from fraudguard.workbench.authored import group_words, spot, written
from fraudguard.workbench.lints.solver import Goal, Solver

__all__ = ["Found", "Lint", "Looked", "conjuncts", "said"]


@dataclass(frozen=True, slots=True)
class Found:
    """
    One thing that a lint reports, under a message's code.

    ``owner`` is the rule, or the list as ``lists/NAME``, whose ``allow`` may silence it.
    """

    code: str
    owner: str
    place: Place | None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Looked:
    """A pack under examination, of which ``own`` rules are asked about; what was proved once is not proved again."""

    pack: CheckedPack
    own: Callable[[CheckedRule], bool] = lambda _rule: True
    solver: Solver = field(default_factory=Solver)
    idle: dict[str, bool] = field(default_factory=dict)
    pairs: list[tuple[CheckedRule, CheckedRule, bool]] | None = None
    """Rules with others that fire wherever they do, once that was asked; see `fraudguard.workbench.lints.between`."""

    @cached_property
    def everything(self) -> tuple[CheckedRule, ...]:
        """All rules, drafts included."""
        return (*self.pack.rules, *self.pack.drafts)

    @cached_property
    def rules(self) -> tuple[CheckedRule, ...]:
        """The rules that are asked about, drafts included."""
        return tuple(filter(self.own, self.everything))

    def never_fires(self, rule: CheckedRule) -> bool:
        """Whether a rule with conditions of its own is proved never to fire."""
        if rule.id not in self.idle:
            goals: list[Goal] = [(line, "not true") for line in rule.unless]
            self.idle[rule.id] = rule.when is not None and not self.solver.possible([(rule.when, "true"), *goals])
        return self.idle[rule.id]


class Lint(ABC):
    """
    One kind of mistake. The class's own text is its page: what it reports, what it proves, what it leaves alone.

    ``name`` is what an author writes under ``allow``; ``example`` shows the mistake in a line or two.
    """

    name: ClassVar[str]
    example: ClassVar[str]

    @abstractmethod
    def look(self, at: Looked) -> Iterator[Found]:
        """Everything of its kind in the pack, in the pack's order."""


def conjuncts(node: Expression | None) -> tuple[Expression, ...]:
    """The conditions that must all be true."""
    if node is None:
        return ()
    return node.items if isinstance(node, And) else (node,)


def said(node: Expression, rule: CheckedRule) -> tuple[str, Place | None]:
    """A condition in its author's words and where it stands; by the rule's own place where it was never written."""
    return group_words(node) or written(node), spot(node) or rule.place
