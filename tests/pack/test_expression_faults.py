import os
from pathlib import Path

import pytest

from fraudguard.errors import Fault, Language, Place
from fraudguard.messages.pack_expression import MESSAGES
from fraudguard.pack.expression import Context, check_expression, check_template
from fraudguard.pack.tree import Type

GOLDEN = Path(__file__).parents[1] / "golden" / "expression"

READING = [
    "",
    "   ",
    "amount > 5 " + "# " * 995,
    "amount > 1" + " + 1" * 41,
    "not " * 41 + "device.is_new",
    "(" * 41 + "device.is_new" + ")" * 41,
    "person" + ".a" * 9 + " == 1",
    "amount\u200b >= 5",
    "amount >= 5\x00",
    "memo == '\ud800'",
    "amount >= 5 # 大额",
    "amount >= 5 && device.is_new",
    "！device.is_new",
    "amount => 5 || amount =< 3",
    "channel in {'atm'}",
    "amount % 100 == 0",
    "amount ** 2 > 5",
    "device.is_new if device.in_call else 1",
    "lambda: amount",
    "[x for x in payee]",
    "amount >= 5万",
    "amount >= 1.5万元",
    "count(within=2h) > 1",
    "amount >= 0x10",
    "amount >= 1_000_000_000_000_001",
    "amount >= 1e31",
    "memo == '转账",
    "提到(附言, “转账)",
    "memo == f'{amount}'",
    r"matches(memo, '\d+')",
    "memo == '" + "长" * 501 + "'",
    "(amount > 5",
    "amount > 5)",
    "channel in ['atm')",
    "amount >=",
    "amount > 5 and",
    "and amount > 5",
    "amount > > 5",
    "mentions(memo,, 'a')",
    "mentions(memo 'a')",
    "金额 >= 5 设备.新设备",
    "amount not 5",
    "device.is_new(amount)(1)",
    "amount.5 > 3",
    "'a'.upper() == 'A'",
    "amount >= 5,000",
    "amount = 5",
    "mentions(memo, direction == 'out', x=1) = 5",
    "url[0] == 'a'",
    "amount == not device.is_new",
]

NAMES = [
    "amout >= 5",
    "remote_control",
    "zzz == 1",
    "金饿 >= 5",
    "且金额 >= 5",
    "金额 > 5 且device.is_new",
    "payee == 'x'",
    "收款人 == 'x'",
    "peer == '110'",
    "duration_s > 5 and amout > 3",
    "extra.risky > 5",
    "extra.zzz > 5",
    "count > 5",
    "cuont(within='1h') > 5",
    "contains(memo, '转账')",
    "提倒(附言, '转账')",
    "memo.lower() == 'a'",
    "count('call', within='1h') > 5",
    "sum(amount + 1, within='1h') > 5",
    "this.amount > 5",
    "count(within='1h', where=this.amout > 5) > 1",
    "count(within='1h', where=amount > test.amount) > 1",
    "count(within='1h', by=payee.account == test.payee.account) > 1",
    "test.amout > 5",
    "tst.amount > 5",
    "test > 5",
    "talk.amount > 5",
    "any.amount > 5",
    "count(within='1h', where=model.probability > 0.5) > 1",
    "model.probabilty > 0.5",
    "model > 0.5",
    "count(calls, within='1h') > 1",
    "count(amount, within='1h') > 1",
    "count(retraction, within='1h') > 1",
    "latest(call.stat, within='1h') == 'started'",
    "mentions(memo, closure_word)",
    "mentions(memo, 'closure_word')",
    "mentions(memo, bad_accounts)",
    "mentions(memo, no_words)",
    "in_list(payee.account, 'bad_acounts')",
    "in_list(payee.account, closure_words)",
    "count(within='1h', where=fired('bigg')) > 1",
]

TYPES = [
    "amount",
    "memo",
    "direction == 'in' or 'out'",
    "5",
    "memo > 5",
    "memo == 5",
    "amount == '5000'",
    "amount >= 'many'",
    "direction == 1",
    "direction == 'OUT'",
    "'x' != channel",
    "channel in ['atm', 'ATM', 'zzz']",
    "channel == payee.name",
    "payee.kind < payer.kind",
    "memo < 'a'",
    "amount == at",
    "at > '2025-01-01'",
    "at + 5 > at",
    "at + at > at",
    "at > 1700000000",
    "amount * amount > 5",
    "5 / amount > 5",
    "-memo == 'a'",
    "+amount > 5",
    "memo + 'a' == 'b'",
    "sms.url_hosts == 'a.cn'",
    "device.is_new == True",
    "device.is_new == device.in_call",
    "True",
    "payee.name == None",
    "payee.name is None",
    "payee.name is not None",
    "amount is 5",
    "channel in 'atm'",
    "'atm' in channel",
    "channel in []",
    "channel in [payee.name]",
    "amount in ['5']",
    "at in [1]",
    "device.is_new in [1]",
    "[1, 2] == amount",
    "0 < amout < 5",
    "amout > 5 and direction == 'OUT' or memo > 3",
    "not amount",
]

FUNCTIONS = [
    "hour() > 5",
    "hour(at, at) > 5",
    "hour(at, zone='x') > 5",
    "hour(amount) > 5",
    "count(call, '1h') > 5",
    "count(witin='1h') > 5",
    "次数(时现='1h') > 5",
    "count(within='1h', within='2h') > 5",
    "count(within='1h', 时限='2h') > 5",
    "count() > 5",
    "seconds_since(within='1h') > 5",
    "count(within=5) > 5",
    "count(within='2小时') > 5",
    "count(within='1h30m') > 5",
    "count(within='0h') > 5",
    "count(within='8d') > 5",
    "first_seen(payee.account, within='366d')",
    "count(within='1h', where=count(within='1h') > 1) > 1",
    "count(within='1h', where=amount) > 1",
    "count(within='1d', where=amout > 5, by=acount) > 1",
    "sum(memo, within='1h') > 5",
    "max(device.is_new, within='1h') > 5",
    "distinct(device.is_new, within='1h') > 5",
    "max(amount, 5) > 5",
    "sum(this.amount, within='1h') > 5",
    "sum(test.amount, within='1h') > 5",
    "first_seen(call.peer, within='1h')",
    "first_seen(call.state, within='1h') == 'started'",
    "count(by=[], within='1h') > 1",
    "count(by=5, within='1h') > 1",
    "count(by='payee.account', within='1h') > 1",
    "count(by=account == payee.account, within='1h') > 1",
    "count(by=account > this.payee.account, within='1h') > 1",
    "count(by=this.payee.account, within='1h') > 1",
    "count(by=account == this.amount, within='1h') > 1",
    "count(by=device.is_new, within='1h') > 1",
    "count(call, by=payee.account, within='1h') > 1",
    "mentions('转账', memo)",
    "mentions(memo)",
    "mentions(memo, 5)",
    "mentions(memo, '   ')",
    "mentions(memo, '，。！')",
    "mentions(memo, '')",
    "mentions(amount, '转账')",
    "mentions(talk.transcript, '转账')",
    "mentions(latest(call.transcript, within='1h'), '转账')",
    "matches(memo, 5)",
    "in_list(payee.account, ['a'])",
    "in_list(test.payee.account, 'bad_accounts')",
    "mentions(memo, empty_words)",
    "fired('big')",
    "count(within='1h', where=fired(big)) > 1",
    "count(within='1h', where=fired('odd-call')) > 1",
    "is_multiple(memo, 5)",
    "larger(at, 5) > at",
]

TEMPLATES = [
    "向{payee.nam}转 {amout} 元",
    "向{payee}转",
    "共 {amount",
    "共 {amount {memo}",
    "共 amount} 元",
    "共 {} 元",
    "共 { } 元",
    "共 {amount / 100} 元",
    "共 {amount:,.2f} 元",
    "共 {sum(amount, within='1h')} 元",
    "共 {tset.amount} 元",
    "{this.amount}",
    "{model.scam}",
    "长" * 2001,
]

GROUPS = {"reading": READING, "names": NAMES, "types": TYPES, "functions": FUNCTIONS, "templates": TEMPLATES}


def faults_of(line: str, *, template: bool = False) -> list[Fault]:
    """Every fault of a line that has some."""
    context = Context(
        kind="transaction",
        steps={"test": "transaction", "talk": "call", "sms": "message", "any": ""},
        extra={"risk": Type.NUMBER},
        phrase_lists={"closure_words": ("百万保障",), "empty_words": ()},
        value_lists={"bad_accounts"},
        rules={"big": "transaction", "odd-call": "call"},
    )
    shown = line.encode("utf-8", "backslashreplace").decode().replace("\x00", "?")[:120]
    reader = check_template if template else check_expression
    tree, faults = reader(line, lambda at, length: Place("rules.yaml", 3, at + 1, length, shown), context)
    assert tree is None
    assert faults
    return faults


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("group", GROUPS)
def test_faults_read_as_agreed(group: str, lang: Language) -> None:
    """Every fault is shown as its golden file shows it. FRAUDGUARD_WRITE_GOLDEN=1 writes the files anew."""
    shown = [f.render(lang) for line in GROUPS[group] for f in faults_of(line, template=group == "templates")]
    text = "\n\n".join(shown) + "\n"
    path = GOLDEN / f"{group}.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_every_code_has_an_example() -> None:
    """No wording is unseen: each code of the catalogue is reached by a line of the golden files."""
    reached = {
        fault.code
        for group, lines in GROUPS.items()
        for line in lines
        for fault in faults_of(line, template=group == "templates")
    }
    assert set(MESSAGES) == reached & set(MESSAGES)


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("金额 ≥ 5 且 amout ＞ 3", ["amout"]),
        ("amout > 5 and direction == 'OUT' or memo > 3", ["amout", "'OUT'", "3"]),
        ("提到（通话内容， “百万保障”）", ["通话内容"]),
        ("count(within='8d', by=acount, where=amout > 5) > mem", ["'8d'", "acount", "amout", "mem"]),
        ("(amount / (memo)) > 5", ["amount / (memo)"]),
        ("channel in ['atm', 'ATM', 'zzz']", ["'ATM'", "'zzz'"]),
        ("matches(memo, r'退款(?=成功)')", ["("]),
        ("matches(memo, '退\\\\w') or amout > 5", ["'退\\\\w'", "amout"]),
    ],
)
def test_faults_stand_where_the_author_wrote_them(line: str, places: list[str]) -> None:
    """Places are characters of the original line, also behind full-width signs; all faults of a line are found."""
    found = [fault.place for fault in faults_of(line) if fault.place]
    assert sorted(places) == sorted(line[place.column - 1 :][: place.length] for place in found)


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("amount > 1" + " + 1" * 40, True),
        ("amount > 1" + " + 1" * 41, False),
        ("not " * 40 + "device.is_new", True),
        ("not " * 41 + "device.is_new", False),
        ("(" * 40 + "device.is_new" + ")" * 40, True),
        ("(" * 41 + "device.is_new" + ")" * 41, False),
        ("amount > " + "(" * 20 + "1" + " + 1)" * 20, True),
        ("amount > " + "(" * 21 + "1" + " + 1)" * 21, False),
        ("device.is_new and " * 100 + "device.is_new", True),
        ("memo == '" + "长" * 500 + "'", True),
        ("memo == '" + "长" * 501 + "'", False),
        ("amount > 5" + " " * 1990, True),
        ("amount > 5" + " " * 1991, False),
        ("amount < 1_000_000_000_000_000", True),
        ("amount < 1_000_000_000_000_000.1", False),
        ("amount < 1_000_000_000_000_001", False),
        ("count(within='7d') > 1", True),
        ("count(within='168h') > 1", True),
        ("count(within='169h') > 1", False),
        ("first_seen(memo, within='365d')", True),
        ("first_seen(memo, within='8761h')", False),
    ],
)
def test_bounds_hold_at_their_edge(line: str, good: bool) -> None:
    """Length, nesting, numbers, strings and windows are refused just above their bound and taken at it."""
    context = Context(kind="transaction")
    tree, faults = check_expression(line, lambda at, length: Place("a.yaml", 1, at + 1, length, line), context)
    assert good == (tree is not None) == (faults == [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("小时(时间) >= 22", "钟点"), ("摘要 == '房租'", "附言"), ("对方账号 == '1'", "收款人.账号")],
)
def test_words_of_banks_bring_ours(written: str, meant: str) -> None:
    """A function or a column as it is called elsewhere is answered with the name it has here."""
    _, faults = check_expression(written, lambda a, b: Place("f", 1, a + 1, b - a), Context("transaction"))
    assert [meant] == [fault.params["suggestion"] for fault in faults]
