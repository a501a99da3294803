"""Warnings judged against a small town whose truth is written down by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from fraudguard.events import parse_event
from fraudguard.workbench.quality.measures import interval, measures, readers
from fraudguard.workbench.quality.outcomes import AttemptOutcome, TownOutcome, outcome_of
from fraudguard.workbench.quality.recording import record
from fraudguard.workbench.quality.truth import DAY, Attempt, LookAlike, Mule, Truth
from packing import pack_of, rule

PACK = pack_of(
    rule("large", "amount >= 1000", points=30),
    rule("noted", "amount >= 100", points=5),
    rule("beside", "amount >= 5000", points=30, role="support"),
    rule("to-watched", "payee.account == '6222020000000000018'", points=30, subject="payee.account"),
    rule("idle", "amount >= 99999999", points=30),
    rule("reads", "count(within='1h', where=fired('noted')) >= 5", points=0),
)
MULE = "6222020000000000018"


def _at(clock: str) -> int:
    return parse_event(_event("x", "p", clock)).at_us


def _event(name: str, person: str, clock: str, amount: int = 1, account: str | None = None) -> dict[str, Any]:
    event: dict[str, Any] = {
        "kind": "transaction",
        "id": name,
        "at": f"2025-01-{clock}:00+08:00",
        "person": {"key": person},
    }
    event |= {"direction": "out", "amount": amount}
    return event | ({"payee": {"account": account}} if account else {})


def _attempt(
    name: str,
    person: str,
    start: str,
    *transfers: tuple[str, str, int],
    panel: bool = False,
    scheme: str = "fake_loan",
) -> Attempt:
    moved = tuple((_at(at), _at(settles), amount) for at, settles, amount in transfers)
    return Attempt(name, person, scheme, panel, _at(start), moved[-1][1] if moved else _at(start), moved)


TRUTH = Truth(
    start=_at("06T00:00"),
    end=_at("16T00:00"),
    bands={"ann": "18-40", "bob": "18-40", "cyd": "41-65", "dan": ">65", "eve": "18-40"},
    attempts=(
        # warned at the first of two payments
        _attempt("one", "ann", "06T09:00", ("06T10:00", "06T10:00", 500_000), ("06T11:00", "06T11:00", 300_000)),
        # warned by the last payment itself, which settles two hours later
        _attempt("two", "bob", "06T09:00", ("06T10:00", "06T12:00", 200_000)),
        # the same, but settled at once: too late
        _attempt("three", "cyd", "06T09:00", ("06T10:00", "06T10:00", 200_000), panel=True, scheme="leader"),
        # never came to the money
        _attempt("four", "eve", "06T09:00"),
    ),
    look_alikes=(
        LookAlike("loan-to-shop", "dan", _at("08T10:00"), _at("08T11:00")),
        LookAlike("loan-to-shop", "dan", _at("12T10:00"), _at("12T11:00")),
        LookAlike("police-talk", "dan", _at("05T10:00"), _at("05T11:00")),
    ),
    mules=(Mule(MULE, "", (_at("09T10:00"), _at("09T11:00"), _at("09T12:00"))),),
)
STREAM = [
    _event("a1", "ann", "06T10:00", 5000),
    _event("b1", "bob", "06T10:00", 2000),
    _event("c1", "cyd", "06T10:00", 2000),
    _event("a2", "ann", "06T11:00", 3000),
    _event("d1", "dan", "08T10:30", 2000),
    _event("m1", "bob", "09T10:00", 10, MULE),
]


def _outcome(stream: Sequence[Mapping[str, Any]] = STREAM, **how: Any) -> TownOutcome:
    how.setdefault("rules", False)
    return outcome_of(record(PACK, None, stream), TRUTH, PACK, **how)


def _by_scheme(**chosen: object) -> AttemptOutcome:
    return next(
        one for one in _outcome().attempts if all(getattr(one, name) == value for name, value in chosen.items())
    )


def test_an_attempt_that_moved_no_money_is_not_counted():
    """Three of the four attempts came to the money."""
    assert 3 == len(_outcome().attempts)


def test_warned_at_the_first_payment():
    """An hour before the last payment; all the second payment and nothing of the first, which had settled."""
    ann = _by_scheme(loss=800_000)
    assert (_at("06T10:00"), _at("06T11:00"), 300_000, "red") == (ann.warned, ann.last, ann.saved, ann.level)


def test_a_pending_payment_that_brings_the_warning_is_in_time():
    """Its money has not settled; to the instant the warning is not before the last payment."""
    bob = _by_scheme(loss=200_000, panel=False)
    assert (bob.last, 200_000) == (bob.warned, bob.saved)


def test_a_settled_payment_that_brings_the_warning_is_too_late():
    """It settled at the very instant of the warning."""
    cyd = _by_scheme(panel=True)
    assert (0, 0, "none") == (cyd.warned, cyd.saved, cyd.level)


def test_a_false_warning_is_one_about_somebody_nobody_is_after():
    """Dan's payment is one; the late warning of Cyd is none, and none is that about the receiving account."""
    assert {">65": 1} == _outcome().false_warnings


def test_a_warning_a_week_after_a_scam_is_late_and_a_moment_later_false():
    """The aftermath ends seven days after the last payment settled."""
    last = [_event("c2", "cyd", "13T10:00", 2000)]
    assert {} == _outcome(last).false_warnings
    beyond = [_event("c2", "cyd", "13T10:01", 2000)]
    assert {"41-65": 1} == _outcome(beyond).false_warnings


def test_honest_days_leave_out_the_time_under_attack():
    """Ten days of five persons, less what each attempt and its aftermath took."""
    days = TRUTH.honest_days()
    assert 10.0 == days[">65"]
    gone = (_at("06T10:00") + 7 * DAY - _at("06T09:00")) / DAY
    assert abs(10 - gone - days["41-65"]) < 1e-9


def test_look_alikes_before_the_warm_up_are_not_measured():
    """Of two planted stories one was warned of; the one before the measured time is not there."""
    assert {"loan-to-shop": (2, 1)} == _outcome().look_alikes


def test_a_warning_an_hour_after_a_look_alike_still_belongs_to_it():
    """At an hour after its end it does, a minute later it does not."""
    assert (2, 1) == _outcome([_event("d1", "dan", "08T12:00", 2000)]).look_alikes["loan-to-shop"]
    assert (2, 0) == _outcome([_event("d1", "dan", "08T12:01", 2000)]).look_alikes["loan-to-shop"]


def test_a_receiving_account_is_warned_about_before_two_of_its_three_payments():
    """The warning came with the first payment."""
    (mule,) = _outcome().mules
    assert (3, True, 2) == mule


def test_leads_are_counted_apart():
    """An instruction from above warns of the attempt, and the rules get no credit for it."""
    lead = {"kind": "lead", "id": "l", "at": "2025-01-06T09:30:00+08:00", "person": {"key": "cyd"}, "level": "yellow"}
    cyd = next(one for one in _outcome([lead]).attempts if one.panel)
    assert (0, _at("06T09:30")) == (cyd.warned, cyd.led)


def test_what_a_rule_adds():
    """Without `large`, Bob is not warned and Dan not bothered; Ann's ticket stands on two other rules."""
    rules = _outcome(rules=True).rules
    large, beside, idle = rules["large"], rules["beside"], rules["idle"]
    assert (5, 4, 1, 1, True) == large
    assert (1, 1, 0, 0, True) == beside  # without it the ticket is yellow instead of red
    assert (0, 0, 0, 0, False) == idle


def test_the_trade_off():
    """With yellow from more points than the payments bring, nobody is warned; at the pack's own, as measured."""
    curve = _outcome(thresholds=(30, 36)).curve
    assert (2, 1) == curve[30]
    assert (1, 0) == curve[36]


def test_who_reads_whom():
    """A rule that another one reads does something even if its own findings change no ticket."""
    assert {"noted": {"reads"}} == readers(PACK)


def test_the_tables():
    """Two towns add up; the panel counts by scheme and not in what a station would see."""
    town = _outcome(rules=True, thresholds=(30,))
    report = measures([town, town], PACK, officers=2)
    assert (4, 4, 1.0, 0.5) == tuple(report["total"][n] for n in ("attempts", "warned", "recall", "before_last"))
    assert [("fake_loan", 4), ("leader", 2)] == [(row["scheme"], row["attempts"]) for row in report["schemes"]]
    assert (20_000, 10_000) == (report["total"]["loss"], report["total"]["saved"])
    assert 30.0 == report["total"]["lead_minutes"]
    assert 0.5 == report["total"]["five_minutes"]
    wrong = report["false_warnings"]
    assert (2, 0) == (wrong["about_persons"], wrong["about_accounts"])
    days = 2 * sum(TRUTH.honest_days().values())
    assert (round(days), round(2000 / days, 4)) == (wrong["honest_days"], wrong["per_1000_days"])
    assert ["idle", "reads"] == [row["rule"] for row in report["rules"] if row["idle"]]
    assert {"accounts": 2, "flagged": 2, "share": 1.0, "payments": 6, "after_the_warning": 0.6667} == report["mules"]


def test_a_budget_works_the_most_dangerous_first():
    """With one ticket a day only the red one is worked; precision counts the true among those worked."""
    report = measures([_outcome()], PACK, officers=1)
    first = report["budgets"][0]
    assert 20 == first["per_day"]
    assert (4, 0.75, 1.0) == (first["worked"], first["precision"], first["recall"])


def test_the_interval_of_a_share():
    """Wilson's interval, against values worked out by hand; nothing measured says nothing."""
    assert (0.0, 1.0) == interval(0, 0)
    assert (0.2366, 0.7634) == interval(5, 10)
    assert (0.7225, 1.0) == interval(10, 10)
