"""Streams whose answers were worked out by hand, against the oracle that judges everything else."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import oracle
from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.testing import call, lead, message, retraction, transaction

Rule = Mapping[str, Any]
WORTH = {"title": "规则", "stage": "transfer", "group": "money", "points": 30, "because": "请核实。"}


def pack_of(*rules: Rule, scam: str = "fake_loan", cap: int = 100, **settings: Any) -> CheckedPack:
    """A pack of these rules: half-life 24 h, horizon 48 h; green from 10 points, yellow from 30, red from 60."""
    group = {"cap": cap, "half_life": "24h", "horizon": "48h"}
    groups = {"lead": group, "model": group, "money": group, "device": group, "words": {**group, "textual": True}}
    head: dict[str, Any] = {"name": "by hand", "groups": groups}
    head |= {"settings": settings} if settings else {}
    policy = {
        "thresholds": {"green": 10, "yellow": 30, "red": 60},
        "lead_points": {"green": 10, "yellow": 20, "red": 40},
    }
    types = {"fake_loan": "scheme", "brushing_rebate": "scheme", "nfc_tap": "technique"}
    files = {
        "pack.yaml": head,
        "policy.yaml": policy,
        "taxonomy.yaml": [{"id": name, "zh": name, "en": name, "type": kind} for name, kind in types.items()],
        f"scams/{scam}.yaml": {"scam": scam, "rules": [{**WORTH, **rule} for rule in rules]},
    }
    return load_pack_text({name: json.dumps(content, ensure_ascii=False) for name, content in files.items()})


def on(rule: str, kind: str, *lines: Any, **more: Any) -> Rule:
    """A rule on one kind of event."""
    return {"id": rule, "on": kind, "when": list(lines), **more}


def chained(rule: str, *steps: Any, within: str = "1h", points: int = 30, **more: Any) -> Rule:
    """A sequence."""
    return {"id": rule, "points": points, "sequence": {"within": within, "steps": list(steps), **more}}


def fired(results: Sequence[oracle.Result]) -> list[list[str]]:
    """Ids of the rules that fired, per event."""
    return [[finding.rule.id for finding in result.findings] for result in results]


def standings(results: Sequence[oracle.Result]) -> list[tuple[int, str]]:
    """Points and level of the person, per event."""
    return [(result.standing.points, result.standing.level) for result in results if result.standing]


def tickets(results: Sequence[oracle.Result]) -> list[list[tuple[str, str]]]:
    """Change and level of the tickets, per event."""
    return [[(ticket.change, ticket.standing.level) for ticket in result.tickets] for result in results]


def test_a_window_is_open_at_its_old_end_and_closed_at_its_new_one():
    """(t - 1h, t]: an event exactly 1 h old is out, one microsecond younger is in; ties go by id."""
    pack = pack_of(on("two", "transaction", "count(within='1h') >= 2"))
    events = [
        transaction("+0h", id="a"),
        transaction("+1h", id="b"),  # a is exactly 1 h old
        transaction("+1h59m59s999999us", id="c"),  # b is a microsecond younger than 1 h
        transaction("+5h", id="f"),
        transaction("+5h", id="e"),  # sorts before f, which came first
        transaction("+5h", id="g"),  # sees e and f
    ]

    assert [[], [], ["two"], [], [], ["two"]] == fired(oracle.run(pack, events))
    assert [[], [], ["two"], [], ["two"], ["two"]] == fired(oracle.run(pack, events, "sorted"))


def test_windows_of_nothing_are_zero_or_unknown_and_see_themselves_only_when_they_count():
    """Aggregates include the event; `latest`, `first_seen` and `seconds_since` look at earlier ones."""
    pack = pack_of(
        on("first", "transaction", "first_seen(payee.account, within='1h')"),
        on("mean", "transaction", "mean(amount, within='1h') == 150"),
        on("none-called", "transaction", "count(call, within='1h') == 0", "sum(call.duration_s, within='1h') == 0"),
        on("not-sooner", "transaction", "not (seconds_since(call, within='1h') < 60)"),
        on("was-larger", "transaction", "latest(amount, within='1h') > amount"),
    )
    events = [
        transaction("+0m", amount=200, payee={"account": "X"}),
        transaction("+1m", amount=100, payee={"account": "X"}),
        call("+2m", duration_s=5),
        transaction("+3m", amount=None, payee={"account": None}),
        transaction("+4m", amount=1, person=None),
    ]

    assert [
        ["first", "none-called"],  # no call yet: `not` of unknown is unknown
        ["mean", "none-called", "was-larger"],
        [],
        ["mean", "not-sooner"],
        [],  # the key is unknown
    ] == fired(oracle.run(pack, events))


def test_unknown_never_fires_and_never_suppresses():
    """Three-valued truth in `when`, `unless`, `none` and `at_least`."""
    own = "payee.kind == 'self'"
    pack = pack_of(
        on("a-unless", "transaction", "amount >= 100", unless=[own]),
        on("b-none", "transaction", {"none": [own]}),
        on("c-any", "transaction", {"any": [own, "amount >= 100"]}),
        on("d-two", "transaction", {"at_least": {"n": 2, "of": [own, "amount >= 100", "direction == 'out'"]}}),
        on("e-not-two", "transaction", {"none": [{"at_least": {"n": 2, "of": [own, "amount >= 100"]}}]}),
    )
    events = [
        transaction("+0m", amount=100, payee={"kind": "corp"}),
        transaction("+1m", amount=100, payee={"kind": "self"}),
        transaction("+2m", amount=100, payee={"kind": None}),
        transaction("+3m", amount=None, payee={"kind": None}),
        transaction("+4m", amount=99.99, payee={"kind": None}),
    ]

    assert [
        ["a-unless", "b-none", "c-any", "d-two", "e-not-two"],
        ["c-any", "d-two"],
        ["a-unless", "c-any", "d-two"],
        [],
        ["e-not-two"],
    ] == fired(oracle.run(pack, events))


def test_points_decay_by_whole_hours_until_the_horizon():
    """keep[1] = 971, keep[24] = 500, keep[47] = 257 thousandths; nothing from 48 h on."""
    pack = pack_of(on("hit", "transaction", "amount >= 100", points=100))
    later = ["+59m59s", "+1h", "+24h", "+47h59m59s", "+48h"]
    events = [transaction("+0m", amount=100), *(call(at) for at in later)]

    assert [(100, "red"), (100, "red"), (97, "red"), (50, "yellow"), (25, "green"), (0, "none")] == standings(
        oracle.run(pack, events)
    )


def test_a_group_is_filled_from_the_largest_part_and_the_crossing_one_is_cut():
    """Cap 50: 30 of b, 20 of c's 30, nothing of a; another group has room of its own."""
    pack = pack_of(
        on("a", "transaction", "amount >= 1", points=10),
        on("b", "transaction", "amount >= 1", points=30),
        on("c", "transaction", "amount >= 1", points=30),
        on("d", "transaction", "amount >= 1", points=5, group="device"),
        cap=50,
    )
    (result,) = oracle.run(pack, [transaction(id="t")])

    assert result.standing is not None
    assert (55, "yellow") == (result.standing.points, result.standing.level)
    assert (
        ("d", "device", "fake_loan", "t", 5),
        ("b", "money", "fake_loan", "t", 30),
        ("c", "money", "fake_loan", "t", 20),
    ) == result.standing.parts


def test_support_counts_only_beside_a_counted_core_finding():
    """Alone it is nothing; beside a core finding it counts; when that has decayed away it is nothing again."""
    pack = pack_of(
        on("core", "call", "duration_s >= 100", points=10),
        on("support", "transaction", "amount >= 1", points=20, role="support"),
    )
    events = [transaction("+0m"), call("+1h", duration_s=100), transaction("+2h"), transaction("+49h")]
    results = oracle.run(pack, events)

    # At +1h: core 10, support 20 * 971 // 1000 = 19. At +2h: core 10 * 971 // 1000 = 9. At +49h the core is 48 h old.
    assert [(0, "none"), (29, "green"), (29, "green"), (0, "none")] == standings(results)
    assert [[], [("opened", "green")], [], []] == tickets(results)


def test_texts_alone_never_lift_above_yellow():
    """Neither points nor a floor of textual groups reach red; one counted point of another group frees them."""
    words = {"group": "words", "points": 15}
    pack = pack_of(
        on("a", "message", "mentions(text, '保障')", **words),
        on("b", "message", "mentions(text, '屏幕')", **words, floor="red", urgent=True),
        on("c", "call", "duration_s >= 1", points=1),
    )
    said = message("+0m", text="关闭保障，共享屏幕")
    again = message("+2m", text="打开屏幕")
    results = oracle.run(pack, [said, call("+1m", duration_s=1), again])

    # The floor lifts only the event on which it fires.
    assert [(30, "yellow"), (31, "yellow"), (31, "red")] == standings(results)
    assert [False, False, True] == [result.standing.urgent for result in results if result.standing]
    assert [[("opened", "yellow")], [], [("raised", "red")]] == tickets(results)


def test_a_lead_lifts_its_own_event_to_its_level():
    """A red lead of 40 points is red by its floor; the next event stands by points. Its scam counts if known."""
    pack = pack_of(on("hit", "transaction", "amount >= 100", points=20), scam="nfc_tap")
    events = [lead("+0m", level="red", scam="brushing_rebate"), call("+1m"), transaction("+2m"), lead("+3m", scam="?")]
    results = oracle.run(pack, events)

    assert [["lead"], [], ["hit"], ["lead"]] == fired(results)
    assert [(40, "red"), (40, "yellow"), (60, "red"), (40, "yellow")] == standings(results)
    # The technique counts only where no scheme has points; the second lead replaces the first and names no scam.
    assert ["brushing_rebate", "brushing_rebate", "brushing_rebate", "nfc_tap"] == [
        result.standing.scam for result in results if result.standing
    ]


def test_an_episode_ends_when_72_hours_pass_without_a_counted_finding():
    """Just below 72 h joins, exactly 72 h opens the next; every counted finding starts the time anew."""
    pack = pack_of(
        on("hit", "transaction", "amount >= 100", points=30),
        on("more", "transaction", "amount >= 200", points=40, group="device"),
        on("idle", "call", "duration_s >= 1", points=20, role="support"),
    )
    events = [
        transaction("+0h", id="a", amount=100),
        call("+1h"),  # a finding that does count, beside the core one
        transaction("+72h59m59s999999us", id="b", amount=200),  # just below 72 h after the call
        transaction("+145h", id="c", amount=100),  # 72 h and a microsecond after b
        transaction("+217h", id="d", amount=100),  # exactly 72 h after c
        call("+288h"),  # 71 h later: joins, but counts nothing
        transaction("+289h", id="e", amount=100),  # exactly 72 h after d, whatever the call
    ]
    results = oracle.run(pack, events)

    assert [
        [("opened", "yellow")],
        [],
        [("raised", "red")],
        [("opened", "yellow")],
        [("opened", "yellow")],
        [],
        [("opened", "yellow")],
    ] == tickets(results)
    assert ["a", "a", "c", "d", "e"] == [ticket.first_event for result in results for ticket in result.tickets]


def test_the_evidence_is_the_latest_chain_and_a_breaker_breaks_it():
    """First event as late as possible, then the second; a finding after the first event up to the last breaks it."""
    small = {"as": "test", "on": "transaction", "when": ["amount <= 200"]}
    big = {"on": "transaction", "when": ["amount >= 20 * test.amount", "payee.account == test.payee.account"]}
    pack = pack_of(
        on("confirmed", "call", "duration_s >= 600", points=0),
        chained("test-then-big", small, big, unless=["confirmed"]),
        chained("two-of", {"on": "call"}, small, big, at_least=2),
    )
    x, y = {"account": "X"}, {"account": "Y"}
    events = [
        transaction("+0m", id="a", amount=10, payee=x),
        transaction("+1m", id="b", amount=10, payee=x),
        transaction("+2m", id="c", amount=10, payee=y),
        transaction("+3m", id="d", amount=200, payee=x),  # b is later than a; c is of another account
        call("+4m", id="e", duration_s=600),  # breaks every chain that began before it
        transaction("+5m", id="f", amount=200, payee=x),  # after a call; a, b and d began before the breaker
        transaction("+64m", id="g", amount=4_000, payee=x),  # 59 min after f
        transaction("+65m", id="h", amount=4_000, payee=x),  # f is exactly 1 h old
        transaction("+66m", id="i", amount=4_000, payee=x),
    ]
    results = oracle.run(pack, events)

    assert [
        {},
        {},
        {},
        {"test-then-big": ((0, "b"), (1, "d")), "two-of": ((1, "b"), (2, "d"))},
        {"confirmed": ()},
        {"two-of": ((0, "e"), (1, "f"))},
        {"test-then-big": ((0, "f"), (1, "g")), "two-of": ((1, "f"), (2, "g"))},
        {},
        {},
    ] == [{finding.rule.id: finding.chain for finding in result.findings} for result in results]


def test_steps_in_any_order_take_the_latest_events_and_then_the_first_steps():
    """Of two ways to give the same events steps, the one with the smaller step numbers is the evidence."""
    pack = pack_of(
        on("paid", "transaction", "amount >= 1", points=1),
        chained("both", "paid", {"on": "transaction", "when": ["amount >= 100"]}, any_order=True),
    )
    events = [
        transaction("+0m", id="a", amount=100),
        transaction("+1m", id="b", amount=1),  # only a can be the second step
        transaction("+2m", id="c", amount=100),
        transaction("+3m", id="d", amount=100),  # c and d could each be either
    ]

    assert [None, ((1, "a"), (0, "b")), ((0, "b"), (1, "c")), ((0, "c"), (1, "d"))] == [
        next((finding.chain for finding in result.findings if finding.chain), None)
        for result in oracle.run(pack, events)
    ]


def test_what_is_withdrawn_is_no_longer_seen_but_its_ticket_stays():
    """Duplicates change nothing, a correction replaces, a retraction removes; tickets keep level and points."""
    pack = pack_of(
        on("hit", "transaction", "amount >= 100"),
        on("two", "transaction", "count(within='1h') >= 2", points=20),
    )
    events = [
        transaction("+0m", id="a", amount=100),
        transaction("+0m", id="a", amount="¥100.00"),
        transaction("+1m", id="b", amount=1),
        transaction("+0m", id="a", amount=99),  # no longer a hit
        call("+2m", id="c"),
        retraction("b", "+3m", id="r"),
        transaction("+4m", id="d", amount=1),  # sees the new a
        retraction("nobody", "+5m", id="s"),
    ]
    results = oracle.run(pack, events)

    assert ["scored", "duplicate", "scored", "corrected", "scored", "retracted", "scored", "retracted"] == [
        result.outcome for result in results
    ]
    assert [["hit"], [], ["two"], [], [], [], ["two"], []] == fired(results)
    assert [(30, "yellow"), (50, "yellow"), (0, "none"), (20, "green"), (0, "none"), (20, "green"), (20, "green")] == (
        standings(results)
    )
    assert [[("opened", "yellow")], [], [], [], [], [], [], []] == tickets(results)


def test_an_event_that_comes_late_sees_what_sorts_before_it_and_rewrites_nothing():
    """It is marked; sorted, the same events give what they would have given in time."""
    pack = pack_of(on("two", "transaction", "count(within='1h') >= 2"))
    events = [
        transaction("+0m", id="a"),
        transaction("+10m", id="c"),
        transaction("+5m", id="b"),
        transaction("+1m", id="o", person="p2"),
        transaction("+0m", id="u", person=None),
    ]

    late = oracle.run(pack, events)
    assert [False, False, True, False, False] == [result.late for result in late]
    assert [[], ["two"], ["two"], [], []] == fired(late)
    assert [[], [], [], ["two"], ["two"]] == fired(oracle.run(pack, events, "sorted"))


def test_state_older_than_the_horizon_is_not_seen_and_events_older_than_it_stand_alone():
    """Mark: the 2nd newest instant. Longest: 72 h (the episode); lateness 1 h. So H = mark - 73 h."""
    pack = pack_of(
        on("two", "transaction", "count(within='7d') >= 2"),
        on("hit", "transaction", "amount >= 500", points=10),
        lateness="1h",
        sweep_rank=2,
        dedup="1h",
    )
    week = 7 * 24
    events = [
        transaction("+0h", id="a", amount=500),
        transaction(f"+{week + 1}h", id="b"),
        transaction(f"+{week + 1}h1m", id="c"),  # the mark is still a
        transaction("+0h", id="d", amount=500),  # H is now exactly a's instant
        transaction("-1us", id="e", amount=500),  # older than H: sees only itself
        transaction(f"+{week + 1}h1m", id="c"),  # remembered: the mark minus 1 h is before it
        transaction("-1us", id="e", amount=500),  # forgotten: scored once more
    ]
    results = oracle.run(pack, events)

    assert [["hit"], ["hit"], ["hit", "two"], ["hit", "two"], ["hit"], [], ["hit"]] == fired(results)
    assert ["scored"] * 5 + ["duplicate", "scored"] == [result.outcome for result in results]
    assert [False, False, False, True, True, False, True] == [result.late for result in results]


def test_a_mule_rule_gives_points_and_ticket_to_the_account():
    """The payee's standing is apart from the person's; an unknown account or person gets one of the event's own."""
    pack = pack_of(
        on("mule", "transaction", "count(within='1h', by=payee.account) >= 2", subject="payee.account", points=60),
        on("hit", "transaction", "amount >= 500", points=10),
    )
    events = [
        transaction("+0m", person="p1", payee={"account": "M"}),
        transaction("+1m", person="p2", payee={"account": "M"}, id="b"),
        transaction("+2m", person=None, payee={"account": "N"}, id="c"),
    ]
    results = oracle.run(pack, events)

    assert [(10, "green"), (10, "green"), (10, "green")] == standings(results)
    assert ["person:p1", "person:p2", "event:c"] == [result.standing.subject for result in results if result.standing]
    assert [("payee.account:M", 60, "red")] == [(s.subject, s.points, s.level) for s in results[1].others]
    assert [["person:p1"], ["payee.account:M", "person:p2"], ["event:c"]] == [
        [ticket.standing.subject for ticket in result.tickets] for result in results
    ]
