"""What all events share: identity, instant, source, person and the declared extras."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import Field

from fraudguard.errors import EventError
from fraudguard.events.fieldtypes import About, Extra, Identifier, Moment, Serial
from fraudguard.events.identifiers import birth_of
from fraudguard.events.masking import mask
from fraudguard.events.moment import SHANGHAI, microseconds
from fraudguard.events.person import Person
from fraudguard.events.record import Record

__all__ = ["EventBase", "refuse_unborn"]


class EventBase(Record):
    """
    The fields every kind has.

    ``at`` is the instant from which the fact could be known. ``extra`` holds the values a pack
    declares beyond the common fields; treat it as read-only. Two events are equal when all their
    fields are.
    """

    id: Annotated[Serial, About("编号", "identity of the event, unique over all feeds")]
    kind: Annotated[str, About("种类", "kind of the event")]
    at: Annotated[Moment, About("时间", "instant from which the fact could be known")]
    source: Annotated[Identifier | None, About("来源", "feed the event came from")] = None
    person: Annotated[Person, About("当事人", "the protected person")] = Person()
    extra: Extra = Field(default_factory=dict)

    def __init__(self, /, **data: Any) -> None:
        super().__init__(**data)
        refuse_unborn(self)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # as in `Record`

    @cached_property
    def at_us(self) -> int:
        """``at`` as whole microseconds since 1970-01-01 UTC."""
        return microseconds(self.at)

    def replaced(self, **changes: Any) -> Self:
        """As in `Record`; another ``at`` is another ``at_us``."""
        copy = super().replaced(**changes)
        if "at" in changes:
            copy.__dict__.pop("at_us", None)
        return copy

    def __hash__(self) -> int:
        return hash((self.kind, self.id))

    def to_mapping(self) -> Mapping[str, Any]:
        """
        Plain data that `parse_event` reads back to an equal event.

        Missing fields are left out, money is yuan in decimal text, times are ISO 8601 with zone.
        """
        return {"kind": self.kind, **self.model_dump(mode="json", exclude_defaults=True)}


def refuse_unborn(event: EventBase) -> None:
    """Raise ``event.id_card_future`` when the paper's birthday lies after the event."""
    id_card = event.person.ids.id_card
    if id_card is None:
        return
    born = birth_of(id_card)
    if born is not None and born.year >= event.at.year and born > event.at.astimezone(SHANGHAI).date():
        raise EventError("event.id_card_future", field="person.ids.id_card", given=mask("id_card", id_card))
