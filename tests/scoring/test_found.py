"""The findings of a chunk: by position, each with its subject where one is known."""

import polars as pl

from fraudguard.events import parse_event, resolve
from fraudguard.scoring.batch import Batch
from fraudguard.scoring.columnar import Columnar
from fraudguard.scoring.found import found_in

RULES = (
    {"id": "paid", "when": ["amount >= 1"]},
    {"id": "from-account", "subject": "account", "when": ["amount >= 2"]},
)
PATHS = ["account", "person.key"]


def hits_of(guard, *events: object):
    """What fires on some events, each a few words more than its kind and minute."""
    parsed = [
        resolve(parse_event({"id": f"e{n}", "at": f"2025-01-06T10:{n:02d}:00+08:00", "source": "bank", **event}))
        for n, event in enumerate(events)
    ]
    return Columnar(guard._engine.plan).run(Batch(guard._engine).tables(parsed), {}, {}, lambda place: parsed[place[1]])


def payment(amount, person=None, account=None):
    """A payment of somebody or nobody."""
    known = {} if person is None else {"person": {"ids": {"phone": person}}}
    return {"kind": "transaction", "direction": "out", "amount": amount, "account": account, **known}


def test_findings_come_by_position_with_their_subjects(guard_of):
    """Each names its rule, its event and whom it is about; an unknown subject has no name."""
    guard = guard_of(*RULES)
    hits = hits_of(
        guard,
        payment("0.02", "13800138000", "6217000000000001"),
        payment("5.00", None, "6217000000000001"),
        payment("5.00", "13800138000"),
    )
    names = [rule.id for rule in guard.pack.rules]
    found = found_in(
        hits, {name: n for n, name in enumerate(names)}, {r.id: r.subject for r in guard.pack.rules}, PATHS
    )
    told = [
        (names[rule], position, PATHS[path], None if who < 0 else found.names[path][who])
        for rule, position, path, who in zip(
            found.rule.tolist(), found.position.tolist(), found.path.tolist(), found.who.tolist(), strict=True
        )
    ]
    person = hits.columns["transaction"].value("person.key", 0)
    assert told == [
        ("from-account", 1, "account", "6217000000000001"),
        ("paid", 1, "person.key", None),
        ("from-account", 2, "account", None),
        ("paid", 2, "person.key", person),
    ]
    ids = pl.Series(["e1", "e1", "e2", "e2"])
    tokens = [[f"{path}:{one}" for one in names] for path, names in zip(PATHS, found.names, strict=True)]
    assert found.subjects(tokens, ids).to_list() == [
        "account:6217000000000001",
        "event:e1",
        "event:e2",
        f"person.key:{person}",
    ]
    assert len(found.where(found.who >= 0)) == 2
    assert [(kind, places.tolist()) for kind, places in found.by_kind()] == [(0, [0, 1, 2, 3])]


def test_a_lead_names_its_person_beside_the_findings(guard_of):
    """People of fresh leads are numbered with the subjects of findings, for a lead alone makes somebody suspected."""
    guard = guard_of(*RULES)
    lead = {"kind": "lead", "issuer": "city", "level": "yellow", "person": {"ids": {"phone": "13800138000"}}}
    hits = hits_of(guard, payment("5.00", "13800138000"), lead, {**lead, "person": {}})
    found = found_in(hits, {"paid": 0, "from-account": 1}, {"paid": "person.key", "from-account": "account"}, PATHS)
    at, people = found.leads
    assert at.tolist() == [1, 2]
    assert people.tolist() == [found.who[found.path == 1][0], -1]


def test_nothing_found_is_nothing(guard_of):
    """A chunk on which no rule fires has no findings and no names."""
    found = found_in(
        hits_of(guard_of(*RULES), payment("0.02")),
        {"paid": 0, "from-account": 1},
        {"paid": "person.key", "from-account": "account"},
        PATHS,
    )
    assert len(found) == 0
    assert [len(names) for names in found.names] == [0, 0]
