"""Check the lists: entries in normal form, phrases with their variants, dates in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

from fraudguard.pack.checked import Allow, ListEntry, Snooze, ValueList, WrittenPhrase
from fraudguard.pack.schema import ListFile, PhraseFile, RawAllow, RawRule, RawSnooze, RawValue, SnoozeFile
from fraudguard.pack.shapes import Faults
from fraudguard.text import normal_form

__all__ = ["allowed", "check_lists", "check_phrases", "check_snoozes"]

_SHANGHAI = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Lists = Mapping[str, ListFile | PhraseFile | SnoozeFile]


def check_lists(lists: Lists, faults: Faults) -> dict[str, ValueList]:
    """The value lists by id."""
    return {
        name: ValueList(name, _values(raw, faults)) for name, raw in sorted(lists.items()) if isinstance(raw, ListFile)
    }


def check_phrases(lists: Lists, faults: Faults) -> dict[str, tuple[WrittenPhrase, ...]]:
    """The phrases of each list by id, as they stand there; one that is written twice stands once."""
    return {name: tuple(_phrases(raw, faults)) for name, raw in sorted(lists.items()) if isinstance(raw, PhraseFile)}


def allowed(raw: Iterable[RawAllow | None]) -> tuple[Allow, ...]:
    """The lints that a rule or list allows. Whether there are such lints is the lints' own business."""
    return tuple(Allow(one.lint, one.because, one.place("lint")) for one in raw if one is not None and one.lint)


def check_snoozes(lists: Lists, rules: Iterable[RawRule], faults: Faults) -> dict[str, tuple[Snooze, ...]]:
    """The snoozes by rule, in a fixed order; one of a rule that the pack does not have is a fault."""
    known = {rule.id for rule in rules}
    found: dict[str, set[Snooze]] = {}
    for raw in lists.values():
        for entry in raw.entries if isinstance(raw, SnoozeFile) else ():
            if entry is None or not entry.rule:
                continue
            if entry.rule not in known:
                near = faults.near(entry.rule, known)
                faults.add("pack.snooze_vanished", entry.place("rule"), id=entry.rule, suggestion=near)
                continue
            start, expiry = _span(entry, faults)
            if expiry is not None:
                found.setdefault(entry.rule, set()).add(Snooze(entry.who, start, expiry, entry.reason, entry.by))
    return {
        rule: tuple(sorted(found[rule], key=lambda one: (one.who, one.expiry, one.start or 0, one.reason, one.by)))
        for rule in sorted(found)
    }


def _phrases(raw: PhraseFile, faults: Faults) -> Iterable[WrittenPhrase]:
    found: set[str] = set()
    for index, entry in enumerate(raw.entries):
        if entry is None:
            continue
        for number, phrase in enumerate((entry.phrase, *entry.variants)):
            if not phrase:
                continue
            normal = normal_form(phrase)
            place = raw.item("entries", index) if number == 0 else entry.item("variants", number - 1)
            if not normal.strip():
                faults.add("pack.phrase_empty", place, phrase=phrase)
            elif len(normal) == 1:
                faults.add("pack.phrase_short", place, phrase=phrase)
            elif normal not in found:
                found.add(normal)
                yield WrittenPhrase(phrase, normal, place)
            elif number == 0:
                faults.warn("pack.phrase_twice", place, phrase=phrase)


def _values(raw: ListFile, faults: Faults) -> dict[str, tuple[ListEntry, ...]]:
    out: dict[str, list[ListEntry]] = {}
    for index, entry in enumerate(raw.entries):
        if entry is None or not entry.value:
            continue
        normal = normal_form(entry.value)
        if not normal.strip():
            faults.add("pack.value_empty", raw.item("entries", index), value=entry.value)
            continue
        start, expiry = _span(entry, faults)
        out.setdefault(normal, []).append(ListEntry(normal, start, expiry))
    return {value: tuple(sorted(out[value], key=_key)) for value in sorted(out)}


def _key(entry: ListEntry) -> tuple[bool, int, bool, int]:
    return entry.start is not None, entry.start or 0, entry.expiry is None, entry.expiry or 0


def _span(entry: RawValue | RawSnooze, faults: Faults) -> tuple[int | None, int | None]:
    """From when and until when an entry is in force."""
    start, expiry = _instant(entry, "start", faults), _instant(entry, "expiry", faults)
    if start is not None and expiry is not None and start >= expiry:
        faults.add("pack.dates_order", entry.place("expiry"), start=entry.start, expiry=entry.expiry)
    return start, expiry


def _instant(entry: RawValue | RawSnooze, name: str, faults: Faults) -> int | None:
    """Microseconds of a date (its midnight in Shanghai) or of a time with its zone."""
    text: str = getattr(entry, name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) <= 10 else None
        moment = datetime.combine(day, time(), _SHANGHAI) if day else datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(text)  # noqa: TRY301 - a naive time is as unusable as one that does not parse
        return (moment - _EPOCH) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        faults.add("pack.expected_date", entry.place(name), key=name, given=text)
        return None
