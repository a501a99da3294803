"""A finding in words, worked out only when somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fraudguard.events import Event
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.tree import Window
from fraudguard.scoring.decision import Seen
from fraudguard.scoring.explain import Viewer, flat
from fraudguard.scoring.wording import sentence

__all__ = ["RuleTelling"]


class RuleTelling:
    """
    Holds what a rule saw: the event, the values of its windows, what its chain may show.

    The values were fixed when the rule fired, so the words are the same whenever they are asked for.
    """

    __slots__ = ("_event", "_model", "_pack", "_rule", "_steps", "_token", "_values", "_windows")

    def __init__(
        self,
        rule: CheckedRule,
        event: Event,
        windows: tuple[Window, ...],
        values: tuple[object, ...],
        steps: Mapping[str, str],
        pack: CheckedPack,
        token: Callable[[str], str],
        model: Any,
    ) -> None:
        self._rule = rule
        self._event = event
        self._windows = windows
        self._values = values
        self._steps = steps
        self._pack = pack
        self._token = token
        self._model = model

    def because(self) -> str:
        """The rule's sentence, filled and masked."""
        return sentence(self._rule.because, self._event, self._steps)

    def conditions(self) -> tuple[Seen, ...]:
        """The lines of the rule that were true."""
        if self._rule.when is None:
            return ()
        viewer = self._viewer()
        lines = (viewer.seen(node, prefix) for prefix, node in flat(self._rule.when))
        return tuple(line for line in lines if line.truth is True)

    def quotes(self) -> tuple[str, ...]:
        """Recognised phrases as they were written."""
        if self._rule.when is None:
            return ()
        return tuple(dict.fromkeys(self._viewer().quotes(self._rule.when)))

    def _viewer(self) -> Viewer:
        pairs = zip(self._windows, self._values, strict=True)
        known = {window: value for window, value in pairs if type(value) is not object}  # the mark of "not asked for"
        return Viewer(self._event, self._event.person.key, known, self._pack, self._token, self._model)
