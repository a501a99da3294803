import ast

import pytest

from fraudguard.errors import FraudguardError
from fraudguard.events.masking import Token
from fraudguard.pack import inspect_files, load_pack_text
from fraudguard.plan import compile_plan
from fraudguard.plan.indexes import INDEXED
from fraudguard.scoring.guard import Guard
from fraudguard.testing import message, transaction
from packing import files, fired, guard_of, pack_of, rule, steps

NASTY = [
    "a'b\"c",
    "a\nb\u2028c",
    "a\\",
    "{__import__('os').abort()}",
    "'; import os; '",
    "__builtins__",
    "𝐞𝐯𝐚𝐥",
    "ａ",
    "a#b\0",
    "名称",
    "None",
]
CALLED = {  # every function that generated code calls, besides those it defines
    *(
        "ADD",
        "SUB",
        "MUL",
        "DIV",
        "MULTIPLE",
        "LARGER",
        "SMALLER",
        "HOUR_OF",
        "WEEKDAY_OF",
        "TOTAL",
        "KEY",
        "PUT",
        "FIRED",
    ),
    *("MICROS", "TYPED", "TOKEN", "IN_LIST", "NORMAL", "SCAN", "WARNS", "max", "len", "set", "reversed"),
    *("PART", *(f"INDEXED_{function}" for function in INDEXED)),
}
METHODS = {"find", "get", "append", "add", "isdisjoint", "chains", "weigh"}


def safe(source):
    """Whether generated source holds no string, no attribute of Python's own and no call of something unexpected."""
    tree = ast.parse(source)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(
            node, (ast.Import, ast.ImportFrom, ast.Lambda, ast.ClassDef, ast.Global, ast.Try, ast.With, ast.JoinedStr)
        ):
            return False
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            return False
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            return False
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                if called.attr not in METHODS:
                    return False
            elif not isinstance(called, ast.Name) or not (
                called.id in CALLED or called.id in own or called.id.startswith(("X", "iw"))
            ):
                return False
    return True


def hidden(text):
    """A pack in which ``text`` stands wherever a string may."""
    quoted = repr(text)
    return {
        "memo": rule("r", f"memo == {quoted}", group="words", points=5),
        "several": rule("r", f"payee.kind in ['self'] or memo in [{quoted}, 'x']", "amount > 1"),
        "step": rule("r", sequence=steps(f"memo == {quoted}", f"amount > a.amount and a.memo == {quoted}")),
        "where": rule("r", f"count(within='1h', where=memo == {quoted}) > 1", "amount > 1"),
        "latest": rule("r", f"latest(transaction.memo, within='1h') == {quoted}", "amount > 1"),
        "phrase": rule("r", f"mentions(memo, {quoted})", "amount > 1"),
        "pattern": rule("r", f"matches(memo, r{quoted})", "amount > 1"),
        "because": rule("r", "amount > 1", because=f"请{text}核实。"),
        "id": rule(text, "amount > 1"),
        "subject": rule("r", "amount > 1", subject=text),
        "path": rule("r", f"payee.{text} == 'x'"),
        "step name": rule("r", sequence=steps({"as": text, "on": "transaction"}, f"amount > {text}.amount")),
        "kind": rule("r", "amount > 1", on=text),
        "list": rule("r", f"in_list(payee.account, {quoted})"),
        "by": rule("r", f"count(within='1h', by={text}) > 1"),
        "within": rule("r", f"count(within={quoted}) > 1"),
    }


@pytest.mark.parametrize("text", NASTY)
def test_no_string_of_a_pack_stands_in_the_source(text):
    """Whatever strings, names and ids a pack holds, it is refused or its source has names and numbers only."""
    for made in hidden(text).values():
        try:
            pack = pack_of(made, lists={"l": {"kind": "values", "title": "t", "entries": [text]}})
        except FraudguardError:
            continue
        assert safe(compile_plan(pack).source)


@pytest.mark.parametrize("name", [*NASTY, "__class__", "_", "x" * 40, "Ａ", "ﬁ"])
def test_the_name_of_an_own_field_is_only_ever_part_of_a_name(name):
    """An extra with any admitted name compiles, and is read as what the event calls it."""
    try:
        pack = pack_of(rule("r", f"extra.{name} > 1"), extra={name: "number"})
    except FraudguardError:
        return
    assert safe(compile_plan(pack).source)
    assert ["r"] == fired(Guard(pack).score(transaction(extra={name: 2})))
    assert [] == fired(Guard(pack).score(transaction(extra={name: 1})))


def test_the_shipped_pack_compiles_to_safe_source():
    """The real pack uses every part of the language."""
    from fraudguard.pack import load_pack

    plan = compile_plan(load_pack())
    assert safe(plan.source)
    assert 10 < len(plan.rules)


def test_source_that_is_unsafe_would_be_noticed():
    """The check of these tests tells what it is meant to tell."""
    for source in ("'x'", "import os", "open()", "a.__class__", "a.b()", "(lambda: 0)", "f'{a}'", "a[b]()"):
        assert not safe(source)
    assert safe("def f(a):\n    return TOKEN(a.b)")


def lined(depth, leaf):
    """A line of alternating connectives, ``depth`` brackets deep."""
    return "".join(f"(amount > {i} {('or', 'and')[i % 2]} " for i in range(depth)) + leaf + ")" * depth


def grouped(kinds, depth, leaf):
    """Groups within groups."""
    node = leaf
    for i in range(depth):
        kind = kinds[i % len(kinds)]
        inner = [node, f"amount > {i}"]
        node = {kind: {"n": 1, "of": inner} if kind == "at_least" else inner}
    return node


@pytest.mark.parametrize("kinds", [("any",), ("all",), ("none",), ("at_least",), ("at_least", "none", "all", "any")])
def test_the_deepest_pack_that_is_admitted_compiles(kinds):
    """Groups as deep as a file may be, over lines and window conditions as deep as a line may be."""
    summed = "+".join(["amount"] * 36) + " > 1"
    counted = f"count(within='1h', where={lined(34, 'amount > this.amount')}) >= 1"
    for leaf in (lined(39, "amount > 1"), lined(3, summed), counted, lined(2, counted), "not " * 39 + "(amount > 1)"):
        found = []
        for depth in range(9, 40):
            looked = inspect_files(files(rule("r", grouped(kinds, depth, leaf))))
            if looked.pack is None:
                assert {"pack.too_deep"} == {fault.code for fault in looked.errors}
                break
            found.append(looked.pack)
        assert found
        guard = Guard(found[-1])
        decision = guard.score(transaction(amount=5_000))
        assert (["r"] == fired(decision)) is guard.explain(transaction(amount=5_000)).rules[0].fired
        Guard.restore(guard.snapshot(), key=guard._key, pack=found[-1])


@pytest.mark.parametrize("depth", [40, 41, 200, 10_000])
def test_what_is_deeper_is_refused_as_a_fault_of_the_pack(depth):
    """Neither Python's parser nor its stack is ever asked about it."""
    for line in ("(" * depth + "amount > 1" + ")" * depth, "not " * depth + "(amount > 1)", "-" * depth + "amount < 1"):
        looked = inspect_files(files(rule("r", line)))
        if looked.pack is not None:
            compile_plan(looked.pack)
        else:
            assert looked.errors


def test_hundreds_of_lines_in_one_rule_compile():
    """As many conditions as a rule may have, shared by a second rule, with windows among them."""
    lines = [f"amount > {i}" for i in range(300)] + [f"count(within='{i + 1}m') >= 1" for i in range(90)]
    pack = pack_of(rule("r", *lines), rule("s", {"any": [*lines]}), rule("t", {"at_least": {"n": 390, "of": [*lines]}}))
    assert ["r", "s", "t"] == fired(Guard(pack).score(transaction(amount=5_000)))
    assert ["s"] == fired(Guard(pack).score(transaction(amount=100)))


@pytest.mark.parametrize("count", [500, pytest.param(5_000, marks=pytest.mark.slow)])
def test_thousands_of_rules_compile(count):
    """Each rule fires exactly when it should, however many stand beside it."""
    channels = ("atm", "qr", "counter")
    made = [
        rule(f"r{i}", f"amount >= {i}", f"channel == '{channels[i % 3]}'", f"payee.bank == 'b{i % 50}'", points=1)
        for i in range(count)
    ]
    text = files()
    for part in range(0, count, 1_000):  # a file holds so many bytes, not more
        text[f"scams/part{part}.yaml"] = files(*made[part : part + 1_000])["scams/fake_loan.yaml"]
    guard = Guard(load_pack_text(text))
    expected = {f"r{i}" for i in range(count) if i <= 460 and i % 3 == 1 and i % 50 == 7}
    assert expected == set(fired(guard.score(transaction(amount=460, channel="qr", payee={"bank": "b7"}))))
    assert expected


def test_hundreds_of_windows_compile():
    """Every rule with a window of its own."""
    pack = pack_of(*[rule(f"r{i}", f"count(within='{i + 1}m', where=amount > {i}) >= 2", points=1) for i in range(400)])
    guard = Guard(pack)
    guard.score(transaction("+0m", amount=500))
    expected = {f"r{i}" for i in range(10, 400)}
    assert expected == set(fired(guard.score(transaction("+10m", amount=2_000))))


def test_a_rule_alone_sees_no_state():
    """`Plan.fire` answers for one event, with empty windows and no chains."""
    plan = compile_plan(
        pack_of(
            rule("b", "amount > 1"),
            rule("a", "first_seen(payee.account, within='7d')"),
            rule("c", "count(within='1h') >= 2"),
            rule("s", sequence=steps("amount > 1", "amount > 1")),
        )
    )
    for _ in range(2):
        assert ["a", "b"] == plan.fire(transaction())
    assert [] == plan.fire(message())


def test_equal_packs_compile_to_equal_source():
    """Nothing in the source depends on memory addresses or chance."""
    made = [rule(f"r{i}", f"amount > {i % 3}", "count(within='1h') > 1", "memo == 'x'") for i in range(9)]
    assert compile_plan(pack_of(*made)).source == compile_plan(pack_of(*made)).source


def test_the_look_back_is_the_longest_of_all():
    """Windows, sequences, points that still count and episodes: the longest decides what is kept."""
    hour = 3_600_000_000
    short = {name: {"horizon": "2h"} for name in ("lead", "model", "money", "device", "words")}
    policy = {"episode": "4h"}
    assert 4 * hour == compile_plan(pack_of(rule("r", "amount > 1"), groups=short, policy=policy)).longest
    assert 3 * hour == compile_plan(pack_of(rule("r", "amount > 1"), groups=short, policy={"episode": "1h"})).longest
    long = rule("r", "count(within='5h') > 1")
    assert 5 * hour == compile_plan(pack_of(long, groups=short, policy=policy)).longest
    chain = rule("s", sequence=steps("amount > 1", "amount > 2", within="6h"))
    assert 6 * hour == compile_plan(pack_of(long, chain, groups=short, policy=policy)).longest


def test_a_window_behind_a_condition_that_fails_is_not_evaluated():
    """A finding tells only the windows that were needed; a rule that fails early costs none."""
    guard = guard_of(rule("r", "amount > 5_000", "count(within='1h') >= 1"), rule("s", "amount > 0"))
    (finding,) = guard.score(transaction(amount=1)).findings
    assert "s" == finding.rule
    kind = guard._engine.plan.kinds["transaction"]
    event = transaction(amount=1)
    _, _, windows = kind.fire(event, guard._engine.around, event.at_us, event.id, "p1", "p1", None)
    assert {} == windows


def test_texts_are_remembered_under_the_key_given():
    """Two keys give two tokens, so that states cannot be joined without the key."""
    pack = pack_of(rule("r", "first_seen(payee.account, within='7d')"))
    tokens = []
    for key in (b"x" * 16, b"y" * 16):
        guard = Guard(pack, key=key)
        guard.score(transaction())
        (store,) = guard._engine.memory.stores
        tokens.append({key: records[0][3:] for key, records in store.items()})
        assert Token(key)("6225880000000001") in repr(store)
    assert tokens[0] != tokens[1]
