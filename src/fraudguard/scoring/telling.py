"""What an event showed its rules, put into words only when somebody reads a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fraudguard.events import Event
from fraudguard.pack.checked import CheckedRule
from fraudguard.plan.compile import Plan
from fraudguard.scoring.decision import Seen
from fraudguard.scoring.explain import Viewer, WindowValues
from fraudguard.scoring.wording import sentence

__all__ = ["EventTelling"]


class EventTelling:
    """
    One event with the values its windows had when it was scored; shared by its findings.

    The values are fixed, so the words are the same whenever they are asked for.
    """

    __slots__ = ("_model", "_places", "_plan", "_shower", "_values", "event")

    def __init__(
        self, event: Event, places: Mapping[int, int], values: Mapping[int, object], plan: Plan, model: Any
    ) -> None:
        self.event = event
        self._places = places
        self._values = values
        self._plan = plan
        self._model = model
        self._shower: Viewer | None = None

    def because(self, rule: CheckedRule, steps: Mapping[str, str]) -> str:
        """The rule's sentence, filled and masked."""
        return sentence(rule.because, self.event, steps)

    def conditions(self, rule: CheckedRule) -> tuple[Seen, ...]:
        """The lines of the rule that were true."""
        lines = self._plan.lines.of(rule).lines
        return tuple(self._viewer().held(lines)) if lines else ()

    def quotes(self, rule: CheckedRule) -> tuple[str, ...]:
        """Recognised phrases as they were written."""
        mentions = self._plan.lines.of(rule).mentions
        return tuple(dict.fromkeys(self._viewer().quotes(mentions))) if mentions else ()

    def _viewer(self) -> Viewer:
        if self._shower is None:
            seen = WindowValues(self._places, self._values)
            self._shower = Viewer(
                self.event, self.event.person.key, seen, self._plan.pack, self._plan.token, self._model
            )
        return self._shower
