"""The test kit for those who build on the library: events, a clock, random packs and streams."""

from fraudguard.testing.clock import Clock
from fraudguard.testing.events import (
    BASE,
    call,
    device_event,
    lead,
    message,
    moment,
    outcome,
    report,
    retraction,
    settlement,
    transaction,
)
from fraudguard.testing.grammar import grammar_coverage
from fraudguard.testing.laws import assert_pack_laws
from fraudguard.testing.near_misses import NearMiss, near_misses
from fraudguard.testing.packs import make_pack, packs
from fraudguard.testing.streams import make_stream, streams

__all__ = [
    "BASE",
    "Clock",
    "NearMiss",
    "assert_pack_laws",
    "call",
    "device_event",
    "grammar_coverage",
    "lead",
    "make_pack",
    "make_stream",
    "message",
    "moment",
    "near_misses",
    "outcome",
    "packs",
    "report",
    "retraction",
    "settlement",
    "streams",
    "transaction",
]
