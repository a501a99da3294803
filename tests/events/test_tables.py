"""Events as columns: nothing is lost on the way there and back."""

from random import Random

from fraudguard.events import parse_event, resolve
from fraudguard.events.tables import event_of, paths_of, table_of, table_schema
from fraudguard.pack import load_pack_text
from fraudguard.pack.extras import typed
from fraudguard.pack.tree import Type
from fraudguard.testing import make_pack, make_stream


def test_an_event_comes_back_as_it_was():
    """A payment with money, times, flags and names is the same event after a table."""
    event = resolve(
        parse_event(
            {
                "id": "a",
                "kind": "transaction",
                "at": "2025-01-06T10:00:00.000001+08:00",
                "person": {"ids": {"phone": "13800138000"}, "age": 71},
                "amount": "123.45",
                "payee": {"account": "6217000000000001", "name": "张三", "opened_on": "2024-12-01"},
                "device": {"remote_control": True},
            }
        )
    )
    table = table_of("transaction", [event], {}, typed)
    assert event_of("transaction", table.row(0, named=True), None, {}) == event
    assert table["amount"].to_list() == [12_345]
    assert "memo" not in table.columns


def test_random_events_come_back():
    """So do the events of random streams, declared extras included."""
    pack = load_pack_text(make_pack(Random(3)))
    extras = {name: declared.value for name, declared in pack.settings.extra.items()}
    events = [resolve(parse_event(one)) for seed in range(20) for one in make_stream(Random(seed), pack)]
    for event in events:
        table = table_of(event.kind, [event], extras, lambda value, declared: typed(value, Type(declared)))
        back = event_of(event.kind, table.row(0, named=True), None, extras)
        assert back.replaced(extra={}) == event.replaced(extra={})


def test_every_field_has_a_column():
    """The schema names every field of a kind but the kind itself, and the extras that were declared."""
    schema = table_schema("call", {"branch": "text"})
    assert set(schema) == {*paths_of("call"), "extra.branch"}
    assert "kind" not in schema
