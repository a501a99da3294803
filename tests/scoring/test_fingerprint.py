import pytest

from fraudguard.events import parse_event
from fraudguard.events.catalogue import FIELDS, KINDS
from fraudguard.scoring.fingerprint import content_digest
from fraudguard.testing import transaction
from fraudguard.testing.words import values_for

KEY = b"k" * 32
BASE = {"id": "x", "at": "2025-01-06T10:00:00+08:00", "person": {"key": "p1"}}
NEEDED = {"retraction": {"target": "t"}}


def digest(kind, **fields: object):
    """The digest of an event of a kind."""
    return content_digest(parse_event({"kind": kind, **NEEDED.get(kind, {}), **BASE, **fields}), KEY)


def put(path, value):
    """Nested fields that set one path."""
    *outer, last = path.split(".")
    fields = {last: value}
    for name in reversed(outer):
        fields = {name: fields}
    return fields


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_counts(kind):
    """An event with any one field given differs from the event without it and from all others."""
    seen = {digest(kind): "nothing"}
    for path, spec in FIELDS[kind].items():
        if path in ("id", "kind", "at") or path in NEEDED.get(kind, {}):
            continue
        for value in (one for one in values_for(spec) if one not in (0, [], "甲")):
            fields = put(path, value)
            if "person" in fields:
                fields["person"] = {**BASE["person"], **fields["person"]}
            try:
                found = digest(kind, **fields)
            except Exception:  # noqa: BLE001, S112  # a value that this field does not take
                continue
            assert found not in seen, (path, value, seen[found])
            seen[found] = (path, value)
    assert 3 < len(seen)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"amount": "1.00"}, {"amount": 1}),
        ({"amount": "¥1,000"}, {"amount": 1_000}),
        ({"at": "2025-01-06T02:00:00Z"}, {}),
        ({"payee": {}}, {}),
        ({"payee": {"name": ""}}, {}),
        ({"person": {"key": "p1", "ids": {}}}, {}),
        ({"extra": {"a": 1, "b": 2}}, {"extra": {"b": 2, "a": 1}}),
        ({"extra": {"a": 1.0}}, {"extra": {"a": 1}}),
        ({"extra": {}}, {}),
        ({"id": "another"}, {}),
    ],
)
def test_the_same_in_other_words_is_the_same(one, other):
    """Forms of money, zones, empty parts and the order of extras do not count; nor does the id."""
    assert digest("transaction", **one) == digest("transaction", **other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"at": "2025-01-06T10:00:00.000001+08:00"}, {}),
        ({"amount": "0.01"}, {"amount": "0.02"}),
        ({"extra": {"a": "1"}}, {"extra": {"a": 1}}),
        ({"extra": {"a": "bc"}}, {"extra": {"ab": "c"}}),
        ({"memo": "x"}, {"payee": {"name": "x"}}),
        ({"payee": {"name": "x"}}, {"payer": {"name": "x"}}),
    ],
)
def test_a_small_difference_is_a_difference(one, other):
    """A microsecond, a fen, a text for a number, the same word in another place."""
    assert digest("transaction", **one) != digest("transaction", **other)


def test_the_digest_is_keyed():
    """Without the key nobody can try what an event was."""
    assert content_digest(transaction(), b"a" * 16) != content_digest(transaction(), b"b" * 16)
