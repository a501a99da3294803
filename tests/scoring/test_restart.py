from dataclasses import replace

import pytest

from fraudguard.scoring.guard import Guard
from fraudguard.testing import call, lead, message, report, retraction, transaction

KEY = b"a key for tests only"
PHONE, CARD, WECHAT = "13800138000", "6222020000000000018", "wxid_abcdef12"
ID_CARD, PAYEE, NAME = "11010519491231002X", "6225880000000001", "欧阳震华"
PERSON = {"ids": {"id_card": ID_CARD, "phone": PHONE, "account": CARD, "wechat": WECHAT}}
SECRETS = (PHONE, CARD, WECHAT, ID_CARD, PAYEE, NAME)
BIG = {
    "id": "big",
    "when": ["amount >= 100", "payee.name != '无'"],
    "because": "向{payee.name}（{payee.account}）转{amount}元，附言“{memo}”",
}
RULES = [
    BIG,
    {"id": "twice", "when": ["count(by=payee.account, within='24h') >= 2"]},
    {"id": "peers", "on": "call", "when": ["distinct(peer, within='1h') >= 2"], "because": "{peer}来电"},
    {"id": "mule", "when": ["amount >= 900"], "subject": "payee.account", "scam": "mule_account"},
    {
        "id": "before",
        "when": ["latest(payee.name, within='24h') == payee.name", "seconds_since(call, within='1h') < 3000"],
    },
    {
        "id": "chained",
        "because": "{c.peer}来电后转给{payee.name}",
        "sequence": {
            "within": "1h",
            "steps": [
                {"as": "c", "on": "call"},
                {"on": "transaction", "when": ["amount >= 100", "payee.account != c.peer"]},
            ],
        },
    },
    {
        "id": "talked",
        "on": "message",
        "group": "words",
        "points": 10,
        "when": ["mentions(text, '安全账户')"],
        "because": "消息称“{text}”",
    },
]
PAID = {"account": PAYEE, "name": NAME}
EVENTS = [
    call("+0m", id="e0", person=PERSON, peer=PHONE),
    call("+1m", id="e1", person=PERSON, peer="17012345678"),
    transaction("+2m", id="e2", person=PERSON, account=CARD, amount=100, payee=PAID, memo=f"还款{PHONE}"),
    message("+3m", id="e3", person=PERSON, text=f"请转安全账户{CARD}，电话{PHONE}"),
    transaction("+4m", id="e4", person=PERSON, amount=950, payee=PAID),
    lead("+5m", id="e5", person=PERSON, level="yellow", suspect=NAME),
    transaction("+2m30s", id="e6", person=PERSON, amount=120, payee=PAID),
    transaction("+6m", id="e4", person=PERSON, amount=990, payee=PAID),
    retraction("e1", "+7m", id="e7", person=PERSON),
    report("+8m", id="e8", person={"key": NAME}, text="有人要我转账"),
    transaction("+9m", id="e9", person={"key": NAME}, amount=2_000, payee=PAID),
    transaction("+9m", id="e9", person={"key": NAME}, amount=2_000, payee=PAID),
    transaction("+10m", id="ea", person=None, amount=300, payee=PAID),
    call("+70m", id="eb", person=PERSON, peer=PHONE),
    transaction("+71m", id="ec", person=PERSON, amount=5_000, payee=PAID),
]


def told(decision):
    """A decision with its evidence and its sentences, as plain text."""
    evidence = [
        (one.rule, one.title, one.event_id, one.at, one.because, one.quotes, one.chain)
        for ticket in decision.tickets
        for one in ticket.evidence
    ]
    tickets = [replace(ticket, evidence=()) for ticket in decision.tickets]
    findings = [(one, one.because, one.conditions, one.quotes, one.chain) for one in decision.findings]
    return repr((replace(decision, tickets=tuple(tickets)), findings, evidence))


@pytest.fixture
def guard(guard_of):
    """A guard that has seen nothing, with rules of every sort."""
    return guard_of(*RULES)


@pytest.mark.parametrize("cut", range(len(EVENTS) + 1))
def test_restore_goes_on_exactly(guard, cut):
    """Wherever the stream is cut, what is said after it is what a guard says that never stopped."""
    expected = [told(decision) for decision in guard.score_many(EVENTS)][cut:]
    first = Guard(guard.pack, key=KEY)
    for event in EVENTS[:cut]:
        first.score(event)

    second = Guard.restore(first.snapshot(), key=KEY, pack=guard.pack)

    assert expected == [told(decision) for decision in second.score_many(EVENTS[cut:])]
    assert guard.snapshot() == second.snapshot()


def test_restore_under_another_pack_keeps_what_is_unchanged(guard, pack_of):
    """As in `swap`: a rule that stayed sees what was seen before, points are the new ones from now on."""
    for event in EVENTS[:2]:
        guard.score(event)
    pack = pack_of({**BIG, "points": 11}, RULES[2])

    decision = Guard.restore(guard.snapshot(), key=KEY, pack=pack).score(EVENTS[2])

    assert [("big", 11)] == [(finding.rule, finding.points) for finding in decision.findings]
    assert {"big": 11, "peers": 30} == {part.rule: part.points for part in decision.parts}


def test_what_is_shown_holds_no_personal_data(guard):
    """Decisions, findings, conditions, tickets and explanations show people and accounts as tokens or masked."""
    shown = []
    for event in EVENTS:
        shown.append(repr(guard.explain(event)))
        decision = guard.score(event)
        shown += [repr(decision), told(decision), repr(decision.because)]
    text = "\n".join(shown)

    assert "向" in text
    assert [] == [secret for secret in SECRETS if secret in text]


def test_what_a_restored_guard_does_is_its_own(guard):
    """The guard whose snapshot was taken stays as it was."""
    for event in EVENTS[:3]:
        guard.score(event)
    data = guard.snapshot()
    Guard.restore(data, key=KEY, pack=guard.pack).score(EVENTS[3])

    assert data == guard.snapshot()
