"""
Early warning against telecom fraud: declared rules in, warning tickets with escalation levels out.

Names load when they are first used, so that ``import fraudguard`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fraudguard.desk import Desk, Station
    from fraudguard.errors import (
        CaseError,
        DeskError,
        EventError,
        FeedError,
        FraudguardError,
        ModelError,
        PackError,
        PeopleError,
        StateError,
        UsageError,
    )
    from fraudguard.events import (
        Call,
        DeviceEvent,
        Lead,
        Message,
        Outcome,
        Report,
        Retraction,
        Settlement,
        Transaction,
    )
    from fraudguard.feeds import score_feed
    from fraudguard.scoring.decision import Decision, Finding, Standing, Ticket
    from fraudguard.scoring.guard import Guard

    __version__: str

__all__ = [
    "Call",
    "CaseError",
    "Decision",
    "Desk",
    "DeskError",
    "DeviceEvent",
    "EventError",
    "FeedError",
    "Finding",
    "FraudguardError",
    "Guard",
    "Lead",
    "Message",
    "ModelError",
    "Outcome",
    "PackError",
    "PeopleError",
    "Report",
    "Retraction",
    "Settlement",
    "Standing",
    "StateError",
    "Station",
    "Ticket",
    "Transaction",
    "UsageError",
    "__version__",
    "score_feed",
]

_HOMES = {
    "fraudguard.desk": ("Desk", "Station"),
    "fraudguard.errors": (
        "CaseError",
        "DeskError",
        "EventError",
        "FeedError",
        "FraudguardError",
        "ModelError",
        "PackError",
        "PeopleError",
        "StateError",
        "UsageError",
    ),
    "fraudguard.events": (
        "Call",
        "DeviceEvent",
        "Lead",
        "Message",
        "Outcome",
        "Report",
        "Retraction",
        "Settlement",
        "Transaction",
    ),
    "fraudguard.feeds": ("score_feed",),
    "fraudguard.scoring.decision": ("Decision", "Finding", "Standing", "Ticket"),
    "fraudguard.scoring.guard": ("Guard",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """The public name, loaded from its module on first use."""
    if name == "__version__":
        from importlib.metadata import version

        value: object = version("fraudguard-rules")
    elif name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
    else:
        raise AttributeError(f"module 'fraudguard' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
