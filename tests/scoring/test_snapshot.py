import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.errors import FraudguardError, StateError
from fraudguard.pack import load_pack_text
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.snapshot import pack_snapshot, unpack_snapshot
from fraudguard.testing import call, message, packs, report, streams, transaction
from packing import KEY, guard_of, rule, steps

PERSON = {
    "key": "张三丰",
    "ids": {
        "id_card": "110101199003070011",
        "phone": "13800138000",
        "account": "6222020000000000018",
        "device": "DEVICE-8899",
        "wechat": "wx_zhangsan",
    },
}
RAW = [
    *PERSON["ids"].values(),
    PERSON["key"],
    "王小明",
    "6225880000000001",
    "13900139000",
    "17012345678",
    "8601234567890123",
]


def test_a_snapshot_reads_back():
    """What was put in comes out, Chinese and odd characters included."""
    image = [[{"a": [1, None, True, "汉字", "\ud800", 1.5], "b": {}}, b""], *([n, bytes(n % 7)] for n in range(1_000))]
    assert image == list(unpack_snapshot(pack_snapshot(image, KEY), KEY))


@pytest.mark.parametrize("cut", [0, 1, 10, 20, 21, 22, 40, 53, 54, -1])
def test_a_truncated_snapshot_is_refused(cut):
    """Wherever it ends."""
    data = pack_snapshot([("a", b"")], KEY)
    with pytest.raises(StateError):
        unpack_snapshot(data[:cut], KEY)


def test_every_changed_byte_is_noticed():
    """Magic, version, seal and body are all covered."""
    data = pack_snapshot([("a", b"b")], KEY)
    for i in range(len(data)):
        with pytest.raises(StateError):
            unpack_snapshot(data[:i] + bytes([data[i] ^ 1]) + data[i + 1 :], KEY)


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_snapshot_or_refused(data):
    """Nothing else is raised, whatever is read."""
    for given_bytes in (data, b"fraudguard snapshot 2\n" + data):
        with pytest.raises(StateError):
            unpack_snapshot(given_bytes, KEY)


def test_the_faults_tell_what_is_wrong():
    """Another file, another version, another key: three codes."""
    data = pack_snapshot([], KEY)
    for wrong, code in (
        (b"PK\x03\x04", "state.not_a_snapshot"),
        (data.replace(b"snapshot 2\n", b"snapshot 1\n", 1), "state.version"),
        (data[:-1], "state.altered"),
    ):
        with pytest.raises(StateError) as caught:
            unpack_snapshot(wrong, KEY)
        assert code == caught.value.code
    with pytest.raises(StateError) as caught:
        unpack_snapshot(data, KEY + b"x")
    assert "state.altered" == caught.value.code


def test_another_key_restores_nothing():
    """The state is no use to whoever lacks the key."""
    guard = guard_of(rule("r", "amount > 1"))
    with pytest.raises(StateError):
        Guard.restore(guard.snapshot(), key=b"another key of 16", pack=guard.pack)
    with pytest.raises(FraudguardError):
        Guard.restore(guard.snapshot(), key=b"", pack=guard.pack)


def test_a_snapshot_holds_no_personal_data():
    """Windows, chains, points, tickets and ids of a rich stream: not one identifier, name or number in the clear."""
    guard = guard_of(
        rule(
            "first", "first_seen(payee.account, within='7d')", because="向{payee.name}（{payee.account}）转{amount}元"
        ),
        rule("peer", "latest(call.peer, within='1h') != '10086'", "amount > 1"),
        rule("people", "distinct(person.key, by=payee.account, within='1h') >= 1", subject="payee.account"),
        rule("words", "mentions(text, '转账')", on="report", group="words", points=5, because="{text}"),
        rule(
            "s",
            because="来电{a.peer}后向{b.payee.name}转账",
            sequence=steps(
                {"on": "call"},
                "amount > 1",
                ["amount > b.amount", "payee.account == b.payee.account"],
                by=["person.key"],
            ),
        ),
        rule(
            "m",
            sequence=steps({"on": "message"}, {"on": "message", "when": ["sender == a.sender"]}),
            group="words",
            points=5,
        ),
    )
    payee = {"account": "6225880000000001", "name": "王小明"}
    stream = [
        call("+0m", peer="17012345678", person=PERSON),
        message("+1m", sender="13900139000", text="请把钱转账到6225880000000001，联系13900139000", person=PERSON),
        message("+2m", sender="13900139000", text="你好", person=PERSON),
        transaction("+3m", payee=payee, person=PERSON, amount=10, device={"id": "8601234567890123"}),
        transaction("+4m", payee=payee, person=PERSON, amount=20),
        report("+5m", text="我要转账给13900139000，卡号6225880000000001，身份证110101199003070011", person=PERSON),
    ]
    decisions = [guard.score(event) for event in stream]
    assert {"first", "peer", "people", "words", "s", "m"} == {
        one.rule for decision in decisions for one in decision.findings
    }
    data = guard.snapshot()
    body = zlib.decompress(data[-(len(data) - 54) :])
    assert b"episode" in body
    told = "".join(
        [repr(decisions), repr(guard.explain(stream[3]))]
        + [
            repr((one.because, one.conditions, one.quotes, one.chain))
            for decision in decisions
            for one in decision.findings
        ]
        + [repr(ticket) + repr(ticket.evidence) for decision in decisions for ticket in decision.tickets]
    )
    for raw in RAW:
        assert raw.encode() not in body, raw
        assert raw not in told, raw
    assert all(raw.encode() not in data for raw in RAW)


def as_told(decision):
    """Everything a decision says, in words too."""
    return (
        decision,
        [(one.because, one.conditions, one.quotes, one.chain) for one in decision.findings],
        [
            [
                (kept.rule, kept.title, kept.event_id, kept.at, kept.because, kept.quotes, kept.chain)
                for kept in ticket.evidence
            ]
            for ticket in decision.tickets
        ],
    )


@settings(max_examples=25)
@given(st.data())
def test_a_restart_anywhere_changes_nothing_that_follows(data):
    """Whatever the pack and the stream, a guard that is stored and restored before each event says the same in the same words."""
    pack = load_pack_text(data.draw(packs()))
    events = data.draw(streams(pack))
    through, stored = Guard(pack, key=KEY), Guard(pack, key=KEY)
    for event in events:
        stored = Guard.restore(stored.snapshot(), key=KEY, pack=pack)
        assert as_told(through.score(event)) == as_told(stored.score(event))
    assert sorted(map(repr, unpack_snapshot(through.snapshot(), KEY))) == sorted(
        map(repr, unpack_snapshot(stored.snapshot(), KEY))
    )


def test_a_snapshot_taken_twice_is_the_same():
    """Taking one changes nothing."""
    guard = guard_of(rule("r", "count(within='1h') > 1"))
    for i in range(3):
        guard.score(transaction(f"+{i}m"))
    assert guard.snapshot() == guard.snapshot()
