import pytest

from fraudguard.events import Event
from fraudguard.testing import call, transaction
from packing import guard_of, rule


def values(condition, *events: Event):
    """What a condition's window was worth on the last of some events."""
    guard = guard_of(rule("r", condition))
    for event in events[:-1]:
        guard.score(event)
    told = guard.explain(events[-1]).rules[0].conditions[0]
    return next(iter(told.values.values()))


def test_a_window_is_open_at_its_far_end_and_closed_at_the_event():
    """An event exactly `within` ago is out, one microsecond later is in; the event itself counts."""
    assert "1" == values("count(within='1h') >= 1", transaction("+0m"), transaction("+1h"))
    assert "2" == values("count(within='1h') >= 1", transaction("+1us"), transaction("+1h"))
    assert "1" == values("count(within='1h') >= 1", transaction("+1h"))


def test_of_events_at_one_instant_the_smaller_ids_come_before():
    """The order is by instant, then id; what sorts after the event is not seen though it was scored before."""
    same = [transaction("+0m", id="b"), transaction("+0m", id="a", amount=2), transaction("+0m", id="c", amount=3)]
    assert "2" == values("count(within='1h') >= 1", *same[:1], same[2])
    assert "1" == values("count(within='1h') >= 1", *same[:1], same[1])


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("count(within='1h') >= 0", "1"),
        ("count(within='1h', where=amount > 5_000) >= 0", "0"),
        ("sum(amount, within='1h', where=amount > 5_000) >= 0", "0"),
        ("distinct(payee.bank, within='1h') >= 0", "0"),
        ("mean(balance_after, within='1h') >= 0", None),
        ("min(balance_after, within='1h') >= 0", None),
        ("max(balance_after, within='1h') >= 0", None),
        ("first_seen(payee.bank, within='1h')", None),
        ("first_seen(payee.account, within='1h')", "是"),
        ("seconds_since(transaction, within='1h') >= 0", None),
        ("latest(transaction.amount, within='1h') >= 0", None),
        ("count(by=memo, within='1h') >= 0", None),
    ],
)
def test_what_an_empty_window_is_worth(condition, expected):
    """Counts and sums of nothing are 0; what needs a value is unknown; an unknown key makes all unknown."""
    assert expected == values(condition, transaction("+0m", amount=1))


def test_last_seen_functions_look_at_earlier_events_only():
    """The event under test is not its own forerunner."""
    events = [transaction("+0m", amount=5), transaction("+10s", amount=7)]
    assert "10" == values("seconds_since(transaction, within='1h') >= 0", *events)
    assert "5" == values("latest(transaction.amount, within='1h') >= 0", *events)
    assert "否" == values("first_seen(amount, within='1h')", events[0], transaction("+1m", amount=5))


def test_latest_skips_events_without_a_value():
    """The latest known value counts, not the latest event."""
    events = [transaction("+0m", amount=5), transaction("+1m", amount=None), transaction("+2m")]
    assert "5" == values("latest(transaction.amount, within='1h') >= 0", *events)


def test_where_reads_the_counted_event_and_this_the_event_under_test():
    """Bare names are the counted event's, also where the kinds are the same."""
    events = [transaction("+0m", amount=5), transaction("+1m", amount=8), transaction("+2m", amount=6)]
    assert "2" == values("count(within='1h', where=amount >= this.amount) >= 0", *events)
    assert "1" == values("count(within='1h', where=amount < this.amount) >= 0", *events)


def test_an_unknown_where_does_not_count():
    """Neither the condition nor its negation takes an event whose field is missing."""
    events = [transaction("+0m"), transaction("+1m", payee={"bank": "x"})]
    assert "0" == values("count(within='1h', where=payee.bank == 'y') >= 0", *events)
    assert "1" == values("count(within='1h', where=not payee.bank == 'y') >= 0", *events)


def test_a_key_may_equal_another_field_of_the_event_under_test():
    """Money that came in from an account is found when it goes back to it."""
    rules = "count(by=payer.account == this.payee.account, within='1h') >= 1"
    came = transaction("+0m", direction="in", payer={"account": "X1"}, person="other")
    assert "1" == values(rules, came, transaction("+1m", payee={"account": "X1"}))
    assert "0" == values(rules, came, transaction("+1m", payee={"account": "X2"}))


def test_texts_of_other_events_are_compared_by_token():
    """Equal texts are equal across events, and a literal finds them too."""
    condition = "latest(call.peer, within='1h') == '17012345678'"
    guard = guard_of(rule("r", condition))
    guard.score(call("+0m"))
    assert guard.explain(transaction("+1m")).rules[0].fired is True
    guard.score(call("+2m", peer="13800138000"))
    assert guard.explain(transaction("+3m")).rules[0].fired is False


def test_a_window_that_many_rules_use_is_planned_once():
    """Equal windows are one function; other durations are others, over the same records."""
    rules = [rule(f"r{i}", f"count(within='1h') >= {i}", "sum(amount, within='2h') > 5") for i in range(5)]
    plan = guard_of(*rules)._engine.plan
    assert 2 == len(plan.kinds["transaction"].windows)
    assert 1 == len(plan.stores)
    assert 2 == plan.source.count("def w")
