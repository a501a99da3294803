"""What an event showed its rules, put into words only when somebody reads a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fraudguard.events import Event
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.scoring.decision import Seen
from fraudguard.scoring.explain import Viewer, WindowValues, flat
from fraudguard.scoring.wording import sentence

__all__ = ["EventTelling"]


class EventTelling:
    """
    One event with the values its windows had when it was scored; shared by its findings.

    The values are fixed, so the words are the same whenever they are asked for.
    """

    __slots__ = ("_model", "_pack", "_places", "_token", "_values", "event")

    def __init__(
        self,
        event: Event,
        places: Mapping[int, int],
        values: Mapping[int, object],
        pack: CheckedPack,
        token: Callable[[str], str],
        model: Any,
    ) -> None:
        self.event = event
        self._places = places
        self._values = values
        self._pack = pack
        self._token = token
        self._model = model

    def because(self, rule: CheckedRule, steps: Mapping[str, str]) -> str:
        """The rule's sentence, filled and masked."""
        return sentence(rule.because, self.event, steps)

    def conditions(self, rule: CheckedRule) -> tuple[Seen, ...]:
        """The lines of the rule that were true."""
        if rule.when is None:
            return ()
        viewer = self._viewer()
        lines = (viewer.seen(node, prefix) for prefix, node in flat(rule.when))
        return tuple(line for line in lines if line.truth is True)

    def quotes(self, rule: CheckedRule) -> tuple[str, ...]:
        """Recognised phrases as they were written."""
        if rule.when is None:
            return ()
        return tuple(dict.fromkeys(self._viewer().quotes(rule.when)))

    def _viewer(self) -> Viewer:
        seen = WindowValues(self._places, self._values)
        return Viewer(self.event, self.event.person.key, seen, self._pack, self._token, self._model)
