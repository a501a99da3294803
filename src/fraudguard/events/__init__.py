"""What comes in: one frozen model per kind of event; money, time, identifiers and the directory of people."""

from fraudguard.events.call import Call
from fraudguard.events.catalogue import FIELDS, KIND_ZH, KINDS, FieldSpec, Value, read
from fraudguard.events.device_event import DeviceEvent
from fraudguard.events.event import EventBase
from fraudguard.events.followup import Outcome, Retraction, Settlement
from fraudguard.events.lead import Lead
from fraudguard.events.masking import Token, mask, mask_text
from fraudguard.events.message import Message
from fraudguard.events.moment import SHANGHAI, from_microseconds, microseconds, parse_feed_time, parse_time
from fraudguard.events.money import LARGEST_FEN, format_yuan, parse_feed_money, parse_money
from fraudguard.events.parse import Event, parse_event
from fraudguard.events.people import People, resolve
from fraudguard.events.person import ID_TYPES, Person, PersonIds, PersonPlace
from fraudguard.events.report import Report
from fraudguard.events.transaction import Party, Transaction, TransactionDevice

__all__ = [
    "FIELDS",
    "ID_TYPES",
    "KINDS",
    "KIND_ZH",
    "LARGEST_FEN",
    "SHANGHAI",
    "Call",
    "DeviceEvent",
    "Event",
    "EventBase",
    "FieldSpec",
    "Lead",
    "Message",
    "Outcome",
    "Party",
    "People",
    "Person",
    "PersonIds",
    "PersonPlace",
    "Report",
    "Retraction",
    "Settlement",
    "Token",
    "Transaction",
    "TransactionDevice",
    "Value",
    "format_yuan",
    "from_microseconds",
    "mask",
    "mask_text",
    "microseconds",
    "parse_event",
    "parse_feed_money",
    "parse_feed_time",
    "parse_money",
    "parse_time",
    "read",
    "resolve",
]
