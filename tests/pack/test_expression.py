from fractions import Fraction

import pytest

from fraudguard.errors import Place
from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.expression import Context, check_expression, check_value
from fraudguard.pack.lookup import shared_fields
from fraudguard.pack.tree import (
    And,
    Arithmetic,
    Compare,
    Expression,
    Field,
    Fired,
    HourOf,
    InList,
    InSet,
    IsMultiple,
    IsWarning,
    KeyPart,
    Literal,
    Matches,
    Mentions,
    ModelValue,
    Not,
    Or,
    Pick,
    Type,
    WeekdayOf,
    Window,
    walk,
)
from fraudguard.pack.vocabulary import FUNCTION_ZH, KEYWORD_ZH, duration

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR


def check(line: str, kind: str = "transaction") -> Expression:
    """The tree of a line that has no fault."""
    context = Context(
        kind=kind,
        steps={"test": "transaction", "talk": "call", "any": ""},
        extra={"risk": Type.NUMBER, "fee": Type.MONEY},
        phrase_lists={"closure_words": ("百万保障", "百万医疗")},
        value_lists={"bad_accounts"},
        rules={"big": "transaction", "odd-call": "call", "chain": ""},
    )
    tree, faults = check_expression(line, lambda at, n: Place("rules.yaml", 3, at + 1, n, line), context)
    assert [] == [fault.render() for fault in faults]
    assert tree is not None
    return tree


def field(path: str, scope: str = "", kind: str = "transaction") -> Field:
    """A field as the catalogue types it."""
    return Field(scope, kind, path, Type(FIELDS[kind][path].type))


def number(value: float) -> Literal:
    """A number literal."""
    return Literal(value, Type.NUMBER)


def fen(value: float) -> Literal:
    """A money literal in fen."""
    return Literal(value, Type.MONEY)


def choice(value: str) -> Literal:
    """A literal of an enumeration."""
    return Literal(value, Type.ENUM)


def text(value: str) -> Literal:
    """A text literal."""
    return Literal(value, Type.TEXT)


PERSON = (KeyPart("person.key", field("person.key")),)
AMOUNT = field("amount")
BEFORE = field("balance_before")
OUT = Compare("==", field("direction"), choice("out"))
COUNT_1H = Window("count", "transaction", "", PERSON, HOUR, None, Type.NUMBER)

COMPARISONS = {
    "direction == 'out'": OUT,
    "'out' == direction": Compare("==", choice("out"), field("direction")),
    "payee.kind != payer.kind": Compare("!=", field("payee.kind"), field("payer.kind")),
    "payee.name == payer.name": Compare("==", field("payee.name"), field("payer.name")),
    "device.is_new": field("device.is_new"),
    "not device.is_new": Not(field("device.is_new")),
    "not not device.is_new": Not(Not(field("device.is_new"))),
    "device.is_new and device.in_call or device.screen_sharing": Or(
        (And((field("device.is_new"), field("device.in_call"))), field("device.screen_sharing"))
    ),
    "0 < amount <= 5": And((Compare("<", fen(0), AMOUNT), Compare("<=", AMOUNT, fen(500)))),
    "channel in ['atm', 'pos', 'atm']": InSet(field("channel"), (choice("atm"), choice("pos"))),
    "channel in ('atm', 'pos')": InSet(field("channel"), (choice("atm"), choice("pos"))),
    "channel not in ['atm']": Not(InSet(field("channel"), (choice("atm"),))),
    "amount in [100, 0.5]": InSet(AMOUNT, (fen(10_000), fen(50))),
    "payee.region in ['缅甸']": InSet(field("payee.region"), (text("缅甸"),)),
    "kind == 'transaction'": Compare("==", field("kind"), choice("transaction")),
    "extra.risk > 3": Compare(">", Field("", "transaction", "extra.risk", Type.NUMBER), number(3)),
    "extra.fee > 3": Compare(">", Field("", "transaction", "extra.fee", Type.MONEY), fen(300)),
    "at > payee.opened_on": Compare(">", field("at"), field("payee.opened_on")),
    "model.probability >= 0.9": Compare(">=", ModelValue("probability", Type.NUMBER), number(0.9)),
    "model.scam == 'guarantee_closure'": Compare("==", ModelValue("scam", Type.TEXT), text("guarantee_closure")),
    "payee.account == test.payee.account": Compare(
        "==", field("payee.account"), field("payee.account", "test", "transaction")
    ),
    "talk.duration_s > 60": Compare(">", field("duration_s", "talk", "call"), number(60)),
    "person.key == any.person.key": Compare("==", field("person.key"), Field("any", "", "person.key", Type.TEXT)),
}

MONEY = {
    "amount >= 5_000": Compare(">=", AMOUNT, fen(500_000)),
    "5_000 <= amount": Compare("<=", fen(500_000), AMOUNT),
    "amount == 0.29": Compare("==", AMOUNT, fen(29)),
    "amount == .5": Compare("==", AMOUNT, fen(50)),
    "amount > 0.005": Compare(">", AMOUNT, fen(0.5)),
    "amount > 1e3": Compare(">", AMOUNT, fen(100_000)),
    "amount > -1.5": Compare(">", AMOUNT, fen(-150)),
    "amount > 1_000_000_000_000_000": Compare(">", AMOUNT, fen(10**17)),
    "amount > person.age": Compare(">", AMOUNT, Arithmetic("*", field("person.age"), number(100), Type.MONEY)),
    "amount + 5 > 0": Compare(">", Arithmetic("+", AMOUNT, fen(500), Type.MONEY), fen(0)),
    "5 - amount > 0": Compare(">", Arithmetic("-", fen(500), AMOUNT, Type.MONEY), fen(0)),
    "amount > 20 * test.amount": Compare(">", AMOUNT, Arithmetic("*", number(20), field("amount", "test"), Type.MONEY)),
    "amount > balance_before * 0.8": Compare(">", AMOUNT, Arithmetic("*", BEFORE, number(0.8), Type.MONEY)),
    "amount / balance_before > 0.8": Compare(">", Arithmetic("/", AMOUNT, BEFORE, Type.NUMBER), number(0.8)),
    "amount / 2 > 100": Compare(">", Arithmetic("/", AMOUNT, number(2), Type.MONEY), fen(10_000)),
    "-amount < 5": Compare("<", Arithmetic("-", fen(0), AMOUNT, Type.MONEY), fen(500)),
    "at - payee.opened_on < 3 * 86_400": Compare(
        "<",
        Arithmetic("-", field("at"), field("payee.opened_on"), Type.NUMBER),
        Arithmetic("*", number(3), number(86_400), Type.NUMBER),
    ),
    "larger(amount, 5) > 9": Compare(">", Pick("larger", AMOUNT, fen(500), Type.MONEY), fen(900)),
    "smaller(3, person.age) == 3": Compare(
        "==", Pick("smaller", number(3), field("person.age"), Type.NUMBER), number(3)
    ),
    "larger(at, payee.opened_on) > at": Compare(
        ">", Pick("larger", field("at"), field("payee.opened_on"), Type.TIME), field("at")
    ),
    "is_multiple(amount, 10_000)": IsMultiple(AMOUNT, fen(1_000_000)),
    "is_multiple(person.age, 10)": IsMultiple(field("person.age"), number(10)),
}

FUNCTIONS = {
    "mentions(memo, closure_words)": Mentions(field("memo"), ("百万保障", "百万医疗")),
    "mentions(memo, 'closure_words', '百万保障', '刷单')": Mentions(field("memo"), ("刷单", "百万保障", "百万医疗")),
    "matches(memo, r'退.?款')": Matches(field("memo"), "退.?款"),
    "is_warning(memo)": IsWarning(field("memo")),
    "in_list(payee.account, 'bad_accounts')": InList(field("payee.account"), "bad_accounts"),
    "in_list(payee.account, bad_accounts)": InList(field("payee.account"), "bad_accounts"),
    "hour(at) >= 22": Compare(">=", HourOf(field("at")), number(22)),
    "weekday(at) in [6, 7]": InSet(WeekdayOf(field("at")), (number(6), number(7))),
    "hour(test.at) == 1": Compare("==", HourOf(field("at", "test")), number(1)),
}

CALL_PERSON = (KeyPart("person.key", field("person.key")),)
WINDOWS = {
    "count(within='1h') >= 3": Compare(">=", COUNT_1H, number(3)),
    "count(transaction, within='1h') >= 3": Compare(">=", COUNT_1H, number(3)),
    "count(call, within='7d', where=answered) == 0": Compare(
        "==", Window("count", "call", "", CALL_PERSON, 7 * DAY, field("answered", kind="call"), Type.NUMBER), number(0)
    ),
    "sum(amount, within='1h', where=direction == 'out') >= 50_000": Compare(
        ">=", Window("sum", "transaction", "amount", PERSON, HOUR, OUT, Type.MONEY), fen(5_000_000)
    ),
    "mean(call.duration_s, within='90s') > 60": Compare(
        ">", Window("mean", "call", "duration_s", PERSON, 90 * SECOND, None, Type.NUMBER), number(60)
    ),
    "max(at, within='10m') > at": Compare(
        ">", Window("max", "transaction", "at", PERSON, 600 * SECOND, None, Type.TIME), field("at")
    ),
    "distinct(payee.account, within='2h') >= 3": Compare(
        ">=", Window("distinct", "transaction", "payee.account", PERSON, 2 * HOUR, None, Type.NUMBER), number(3)
    ),
    "first_seen(payee.account, within='365d')": Window(
        "first_seen", "transaction", "payee.account", PERSON, 365 * DAY, None, Type.BOOL
    ),
    "seconds_since(call, within='8d') < 60": Compare(
        "<", Window("seconds_since", "call", "", PERSON, 8 * DAY, None, Type.NUMBER), number(60)
    ),
    "latest(call.state, within='4h', where=not is_contact) == 'started'": Compare(
        "==",
        Window("latest", "call", "state", PERSON, 4 * HOUR, Not(field("is_contact", kind="call")), Type.ENUM),
        choice("started"),
    ),
    "latest(call.peer, within='4h') in ['110']": InSet(
        Window("latest", "call", "peer", PERSON, 4 * HOUR, None, Type.TEXT), (text("110"),)
    ),
    "latest(call.answered, within='4h')": Window("latest", "call", "answered", PERSON, 4 * HOUR, None, Type.BOOL),
    "count(by=payee.account, within='1h') > 1": Compare(
        ">",
        Window(
            "count", "transaction", "", (KeyPart("payee.account", field("payee.account")),), HOUR, None, Type.NUMBER
        ),
        number(1),
    ),
    "count(by=[account, channel, account], within='1h') > 1": Compare(
        ">",
        Window(
            "count",
            "transaction",
            "",
            (KeyPart("account", field("account")), KeyPart("channel", field("channel"))),
            HOUR,
            None,
            Type.NUMBER,
        ),
        number(1),
    ),
    "count(by=account == this.payee.account, within='1h') > 1": Compare(
        ">",
        Window("count", "transaction", "", (KeyPart("account", field("payee.account")),), HOUR, None, Type.NUMBER),
        number(1),
    ),
    "count(call, by=this.payee.name == peer and person.key == this.person.key, within='1h') > 1": Compare(
        ">",
        Window(
            "count",
            "call",
            "",
            (KeyPart("peer", field("payee.name")), KeyPart("person.key", field("person.key"))),
            HOUR,
            None,
            Type.NUMBER,
        ),
        number(1),
    ),
    "count(within='1h', where=fired('big') and amount > this.amount) > 1": Compare(
        ">",
        Window(
            "count",
            "transaction",
            "",
            PERSON,
            HOUR,
            And((Fired("big"), Compare(">", AMOUNT, field("amount", "this")))),
            Type.NUMBER,
        ),
        number(1),
    ),
    "count(call, within='1h', where=fired('chain') or mentions(transcript, '转账') or mentions(this.memo, '借款')) > 1": Compare(
        ">",
        Window(
            "count",
            "call",
            "",
            PERSON,
            HOUR,
            Or(
                (
                    Fired("chain"),
                    Mentions(field("transcript", kind="call"), ("转账",)),
                    Mentions(field("memo", "this"), ("借款",)),
                )
            ),
            Type.NUMBER,
        ),
        number(1),
    ),
}

CHINESE = {
    "金额 ≥ 5_000 且 提到（附言， “百万保障”）": "amount >= 5_000 and mentions(memo, '百万保障')",
    "金额＞５０００ 并且 非 设备.新设备": "amount > 5000 and not device.is_new",
    "收款人.账号 ＝＝ test.收款人.账号 或 方向≠‘out’": "payee.account == test.payee.account or direction != 'out'",
    "渠道 属于 【'atm'、'pos'】": "channel in ['atm', 'pos']",
    "渠道 不属于 ['atm']": "channel not in ['atm']",
    "收款人。账号 == “６２２２”": "payee.account == '６２２２'",
    "次数（通话， 时限＝‘1h’， 其中＝已接通） ≤ ３": "count(call, within='1h', where=answered) <= 3",
    '合计(金额, 按=账号 == 本次.收款人.账号, 时限="1h") > 1': "sum(amount, by=account == this.payee.account, within='1h') > 1",
    "最近一次(通话.状态, 时限='4h') == 'started'": "latest(call.state, within='4h') == 'started'",
    "模型.概率 ＞ 0。9": "model.probability > 0.9",
    "附加.risk × 2 ÷ 4 − 1 ＞ 0": "extra.risk * 2 / 4 - 1 > 0",
    "amount　>=\n 5": "amount >= 5",
    "Ａｍｏｕｎｔ == 5": "Amount == 5",
}


@pytest.mark.parametrize(("line", "tree"), [*COMPARISONS.items(), *MONEY.items(), *FUNCTIONS.items(), *WINDOWS.items()])
def test_a_line_has_its_tree(line: str, tree: Expression) -> None:
    """A line means what the contract says, typed, with money in fen and times in microseconds."""
    assert tree == check(line)


@pytest.mark.parametrize(("chinese", "english"), [pair for pair in CHINESE.items() if pair[0].isascii() is False][:-1])
def test_chinese_names_and_signs_mean_the_same(chinese: str, english: str) -> None:
    """Full-width signs, Chinese names and connectives are another spelling of the same tree."""
    assert check(english) == check(chinese)


def test_every_function_and_keyword_has_a_chinese_name_of_its_own() -> None:
    """No two functions share a Chinese name, and none is a field's or a kind's."""
    names = [*FUNCTION_ZH.values(), *KEYWORD_ZH.values()]
    assert len(names) == len(set(names))
    aliases = {spec.zh for fields in FIELDS.values() for spec in fields.values()}
    assert set() == aliases & set(names)


def test_every_field_is_read_by_its_chinese_name() -> None:
    """Each field's alias gives the field itself, for every kind."""
    for kind, fields in FIELDS.items():
        for path, spec in fields.items():
            line = f"count(within='1h', by={spec.zh}) > 1" if spec.type not in {"bool", "texts"} else ""
            if not line or kind == "retraction":
                continue
            window = next(node for node in walk(check(line, kind)) if isinstance(node, Window))
            assert (KeyPart(path, field(path, kind=kind)),) == window.by


def test_the_fields_of_an_event_of_any_kind_are_those_all_kinds_share() -> None:
    """Of a mixed chain's event only the common fields can be read."""
    shared = shared_fields(FIELDS)
    assert {"id", "at", "person.key"} <= set(shared)
    assert "amount" not in shared


def test_the_outermost_node_carries_the_line_and_every_node_its_place() -> None:
    """`source` stands on the line's own node only; places are characters of the author's text."""
    line = "金额 ≥ 5 且 not (hour(at) in [1])"
    tree = check(line)
    assert line == tree.source
    assert {""} == {node.source for node in list(walk(tree))[1:]}
    assert isinstance(tree, And)
    shown = [line[n.place.column - 1 :][: n.place.length] for n in walk(tree) if n.place is not None]
    assert [line, "金额 ≥ 5", "金额", "5", "not (hour(at) in [1])", "hour(at) in [1]", "hour(at)", "at", "1"] == shown


def test_strings_keep_what_they_enclose() -> None:
    """Nothing inside quotes is folded or read as a sign; backslashes follow the five known escapes."""
    for line, content in {
        "memo == '（，≥且'": "（，≥且",
        'memo == "it\'s"': "it's",
        "memo == “a'b\"c”": "a'b\"c",
        r"memo == 'a\\b\'c\n'": "a\\b'c\n",
        r"memo == r'\d'": r"\d",
        "memo == '#'": "#",
        "memo == ''": "",
    }.items():
        assert Compare("==", field("memo"), text(content)) == check(line)


def test_phrase_lists_are_named_for_showing() -> None:
    """The tree keeps which lists the phrases came from, without counting it as meaning."""
    tree = check("mentions(memo, '刷单', closure_words)")
    assert isinstance(tree, Mentions)
    assert ("closure_words",) == tree.lists


def test_durations() -> None:
    """A whole number above zero with one of four units; nothing else."""
    assert [90 * SECOND, 600 * SECOND, 2 * HOUR, 7 * DAY] == [duration(one) for one in ("90s", "10m", "2h", "7d")]
    assert {None} == {duration(one) for one in ("0h", "1", "h", "1w", "1h30m", "-1h", " 1h", "1.5h", "", "１h", "01h")}


def test_yuan_literals_become_fen_exactly() -> None:
    """What a double cannot hold does not leak in: 0.07 yuan is 7 fen, 1.005 yuan is 100.5."""
    for written in ("0.07", "1.005", "4.35", "1.15", "999_999_999_999.99", "0.29", "19.99"):
        tree = check(f"amount > {written}")
        assert isinstance(tree, Compare)
        assert isinstance(tree.right, Literal)
        exact = Fraction(written.replace("_", "")) * 100
        assert exact == Fraction(tree.right.value)
        assert isinstance(tree.right.value, int) == (exact.denominator == 1)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("amount / balance_before", "number"),
        ("sum(amount, within='1h')", "money"),
        ("hour(at)", "hour"),
        ("amount > 1", "condition"),
    ],
)
def test_a_value_has_a_tree_as_a_condition_has(line: str, kind: str) -> None:
    """What may stand on either side of a comparison can be typed alone; the author's line is kept on it."""
    node, faults = check_value(line, lambda offset, _: Place("test", 1, offset + 1), Context("transaction"))
    assert node is not None
    assert ([], line) == (faults, node.source)
    assert kind == {HourOf: "hour", Compare: "condition"}.get(type(node), str(getattr(node, "type", "")))


def test_a_value_with_a_fault_is_refused() -> None:
    """An unknown field has its fault, with the place, as in a condition."""
    node, faults = check_value("amoun + 1", lambda offset, _: Place("test", 1, offset + 1), Context("transaction"))
    assert node is None
    assert ["expression.unknown_field"] == [fault.code for fault in faults]
