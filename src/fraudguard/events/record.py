"""The frozen record every event and every part of one is built on; it raises `EventError` and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from fraudguard.errors import EventError
from fraudguard.events.refusals import described, event_error, without_missing

__all__ = ["Record"]


class Record(BaseModel):
    """
    A frozen set of named fields; a field that is None is missing.

    Unknown names are refused; None and empty strings given for a field mean missing. A wrong value raises
    `EventError`, whose ``params`` name the ``field``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __init__(self, /, **data: Any) -> None:
        validator = type(self).__pydantic_validator__
        try:
            validator.validate_python(data, self_instance=self)
        except ValidationError as first:
            kept = without_missing(data)
            if kept == data:
                raise event_error(type(self), first) from None
            try:
                validator.validate_python(kept, self_instance=self)
            except ValidationError as second:
                raise event_error(type(self), second) from None

    # Pydantic may still fill instances itself when it meets this record inside another:
    # going through Python for each nested record would cost a microsecond apiece.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def replaced(self, **changes: Any) -> Self:
        """A copy with some fields changed; the values are taken as they are, without a check."""
        copy = type(self).__new__(type(self))
        # As `BaseModel.__copy__` does it, without the parts that plain records never have.
        object.__setattr__(copy, "__dict__", {**self.__dict__, **changes})
        object.__setattr__(copy, "__pydantic_fields_set__", self.__pydantic_fields_set__ | changes.keys())
        object.__setattr__(copy, "__pydantic_extra__", None)
        object.__setattr__(copy, "__pydantic_private__", None)
        return copy

    @classmethod
    def model_validate(cls, obj: Any, **_options: Any) -> Self:
        """``obj``, a mapping or a record of this kind, as this record; raises `EventError`."""
        if isinstance(obj, cls):
            return obj
        if not isinstance(obj, Mapping):
            raise EventError("event.not_mapping", field="event", given=described(obj))
        odd = next((name for name in obj if not isinstance(name, str)), "")
        if odd != "":
            raise EventError("event.key", field=described(odd))
        return cls(**obj)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Self:
        """`model_validate` of the object in a JSON text; raises `EventError`."""
        try:
            data = json.loads(json_data)
        except (ValueError, RecursionError):
            raise EventError("event.not_json", field="event") from None
        return cls.model_validate(data)
