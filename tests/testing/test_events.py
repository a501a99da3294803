"""Builders of events: defaults, relative times, stable ids."""

import pytest

from fraudguard.errors import EventError
from fraudguard.testing import (
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

BUILDERS = {
    "transaction": transaction,
    "call": call,
    "message": message,
    "device_event": device_event,
    "report": report,
    "lead": lead,
    "settlement": settlement,
    "outcome": outcome,
}


@pytest.mark.parametrize("kind", BUILDERS)
def test_every_builder_makes_an_event_of_its_kind_at_the_base(kind):
    """Without arguments: Monday 10:00, person p1."""
    event = BUILDERS[kind]()

    assert (kind, BASE, "p1") == (event.kind, event.at, event.person.key)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("+5m", "2025-01-06T10:05:00+08:00"),
        ("+1d2h", "2025-01-07T12:00:00+08:00"),
        ("-30s", "2025-01-06T09:59:30+08:00"),
        ("+1us", "2025-01-06T10:00:00.000001+08:00"),
        ("2025-03-01T00:00:00+00:00", "2025-03-01T00:00:00+00:00"),
    ],
)
def test_times_count_from_the_base(written, expected):
    """Offsets of several units, back and forth, and plain instants."""
    assert expected == moment(written).isoformat()


@pytest.mark.parametrize("written", ["5m", "+5x", "+", "2025-03-01T00:00:00", ""])
def test_what_is_no_time_is_refused(written):
    """A missing sign, an unknown unit, no zone."""
    with pytest.raises(EventError):
        moment(written)


def test_given_fields_win_and_none_leaves_a_default_out():
    """Nested mappings are laid over those of the defaults."""
    event = transaction(amount="¥12,600.50", method=None, payee={"account": "X", "kind": None})

    assert (1_260_050, None) == (event.amount, event.method)
    assert ("X", "李四", None) == (event.payee.account, event.payee.name, event.payee.kind)


def test_money_that_comes_in_has_a_payer():
    """The other side of an inflow is not its payee."""
    event = transaction(direction="in")

    assert (None, "李四") == (event.payee.name, event.payer.name)


def test_the_same_fields_give_the_same_id():
    """Two builds of one event are one event; another field, another id."""
    assert transaction("+1m").id == transaction("+1m").id
    assert transaction("+1m").id != transaction("+1m", amount=2).id
    assert "mine" == transaction(id="mine").id


def test_a_retraction_names_its_target():
    """By the event or by its id."""
    event = call()

    assert event.id == retraction(event).target
    assert "x" == retraction("x", "+1h").target


def test_a_person_is_a_key_a_mapping_or_nobody():
    """As short as the test allows."""
    assert "p2" == call(person="p2").person.key
    assert "13800138000" == call(person={"ids": {"phone": "138 0013 8000"}}).person.ids.phone
    assert call(person=None).person.key is None
