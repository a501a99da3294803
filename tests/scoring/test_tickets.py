import pytest

from fraudguard.scoring.tickets import Episode, noted
from fraudguard.testing import call, lead, report, transaction
from packing import fired, guard_of, rule

MINUTE = 60_000_000


def by_amount(**more: dict):
    """A guard whose rules bring 10, 30 and 60 points from 10, 30 and 60 yuan."""
    made = [
        rule(f"r{n}", f"amount >= {n}", f"amount < {high}", points=n) for n, high in ((10, 30), (30, 60), (60, 100))
    ]
    return guard_of(*made, **more)


def changes(guard, *events: object):
    """What each event did to tickets: the change and the level."""
    return [[(ticket.change, ticket.level) for ticket in guard.score(event).tickets] for event in events]


def test_a_ticket_opens_once_and_rises_with_the_level():
    """Each level is told once; a finding that does not raise it is not."""
    events = [transaction(f"+{i}m", amount=amount) for i, amount in enumerate((5, 10, 10, 30, 10, 60, 60))]
    expected = [[], [("opened", "green")], [], [("raised", "yellow")], [], [("raised", "red")], []]
    assert expected == changes(by_amount(), *events)


def test_a_ticket_is_never_lowered():
    """After the points have faded a smaller finding joins the episode without a word."""
    events = [transaction("+0h", amount=60), transaction("+71h", amount=10), transaction("+142h", amount=30)]
    assert [[("opened", "red")], [], []] == changes(by_amount(), *events)


@pytest.mark.parametrize(
    ("later", "expected"), [("+71h59m", []), ("+72h", [("opened", "green")]), ("+73h", [("opened", "green")])]
)
def test_an_episode_ends_when_72_hours_pass_without_a_counted_finding(later, expected):
    """Just below 72 hours joins; exactly 72 hours opens a new ticket."""
    assert [[("opened", "green")], expected] == changes(
        by_amount(), transaction("+0h", amount=10), transaction(later, amount=10)
    )


def test_every_counted_finding_prolongs_the_episode():
    """72 hours count from the latest of them, not from the first."""
    hours = (0, 70, 140, 211, 283)
    events = [transaction(f"+{hour}h", amount=10) for hour in hours]
    assert [[("opened", "green")], [], [], [], [("opened", "green")]] == changes(by_amount(), *events)


def test_a_finding_that_does_not_count_does_not_prolong():
    """Support without a core joins the episode and leaves its end where it was."""
    guard = guard_of(
        rule("core", "amount >= 100"),
        rule("help", "amount < 100", role="support", points=5),
        groups={"money": {"horizon": "2h", "half_life": "1h"}},
    )
    events = [transaction("+0h", amount=100), transaction("+71h", amount=1), transaction("+72h", amount=100)]
    assert [[("opened", "green")], [], [("opened", "green")]] == changes(guard, *events)


def test_an_episode_setting_of_the_pack_is_kept():
    """72 hours are a default."""
    guard = by_amount(policy={"episode": "2h"})
    events = [transaction("+0h", amount=10), transaction("+1h59m", amount=10), transaction("+4h", amount=10)]
    assert [[("opened", "green")], [], [("opened", "green")]] == changes(guard, *events)


def test_each_person_has_a_ticket_of_their_own():
    """Findings of one person neither open nor raise that of another."""
    events = [transaction("+0m", amount=10), transaction("+1m", amount=10, person="p2")]
    assert [[("opened", "green")]] * 2 == changes(by_amount(), *events)


def test_a_ticket_is_known_by_subject_and_first_event():
    """The id stays the same while the episode runs, and differs between persons, episodes and keys."""
    guard = by_amount()
    ids = [
        guard.score(event).tickets[0].id
        for event in (
            transaction("+0h", amount=10, id="a"),
            transaction("+1h", amount=30),
            transaction("+1h", amount=10, person="p2"),
            transaction("+100h", amount=10),
        )
    ]
    assert ids[0] == ids[1]
    assert 3 == len(set(ids))
    assert all(len(one) == 32 for one in ids)


def test_an_event_of_an_unknown_person_has_a_ticket_of_its_own():
    """Two of them are not one episode."""
    guard = by_amount()
    decisions = [guard.score(transaction(f"+{i}m", amount=10, person={})) for i in range(2)]
    assert ["opened", "opened"] == [decision.tickets[0].change for decision in decisions]
    assert [f"event:{decision.event_id}" for decision in decisions] == [d.tickets[0].subject for d in decisions]
    assert "当事人不明" == decisions[0].tickets[0].label


def test_a_payee_account_has_points_and_a_ticket_of_its_own():
    """Two persons pay into one account; its second finding is told under the account, not under either person."""
    guard = guard_of(
        rule(
            "mule", "amount >= 10", "distinct(person.key, by=payee.account, within='1h') >= 2", subject="payee.account"
        )
    )
    guard.score(transaction("+0m"))
    decision = guard.score(transaction("+1m", person="p2"))
    (ticket,) = decision.tickets
    assert ["mule"] == fired(decision)
    assert ("none", 0, ()) == (decision.level, decision.points, decision.parts)
    assert {ticket.subject: 20} == {subject: one.points for subject, one in decision.standings.items()}
    assert ticket.subject.startswith("payee.account:")
    assert ticket.label.startswith("收款")
    assert "6225880000000001" not in repr(decision)


def test_without_the_subject_the_finding_belongs_to_the_event():
    """A payee without an account cannot have points; two such payments are two subjects."""
    guard = guard_of(rule("mule", "amount >= 10", subject="payee.account"))
    decision = guard.score(transaction("+0m", payee={"account": None}, id="x"))
    assert "event:x" == decision.findings[0].subject
    assert ["opened"] == [ticket.change for ticket in decision.tickets]


def test_shadow_rules_never_open_a_ticket():
    """They are found and shown; points and tickets do not know them."""
    decision = guard_of(rule("r", "amount > 1", status="shadow", points=60)).score(transaction())
    assert ["r"] == fired(decision)
    assert ("none", 0, ()) == (decision.level, decision.points, decision.tickets)


def test_deadlines_count_from_the_event_that_set_the_level():
    """Each level has its own; an urgent red one is due sooner."""
    guard = guard_of(
        rule("y", "amount == 30", points=30),
        rule("r", "amount == 60", points=30),
        rule("u", "amount == 99", urgent=True),
    )
    first = transaction("+0m", amount=30)
    second = transaction("+5m", amount=60)
    assert {"sign": first.at_us + 15 * MINUTE} == guard.score(first).tickets[0].deadlines
    assert {"sign": second.at_us + 3 * MINUTE} == guard.score(second).tickets[0].deadlines
    urgent = guard_of(rule("u", "amount == 99", urgent=True, floor="red")).score(transaction(amount=99)).tickets[0]
    assert (True, {"sign": urgent.changed_at + MINUTE}, ("stop",)) == (
        urgent.urgent,
        urgent.deadlines,
        urgent.bank_actions,
    )


def test_a_ticket_says_what_the_officer_needs():
    """Script of the stage reached, questions, first aid, advice and bank actions come from the pack."""
    guard = guard_of(
        rule("a", "amount == 10", stage="contact", points=10, advice=["hang_up"]),
        rule("b", "amount == 30", stage="transfer", points=25),
    )
    first, second = (guard.score(transaction(f"+{i}m", amount=n)).tickets[0] for i, n in enumerate((10, 30)))
    assert ("先问是谁来的电话。", "请先停下转账。") == (first.script, second.script)
    assert ("请立即挂断电话",) == first.advice == second.advice
    assert ("对方让您先交费吗？",) == first.questions
    assert ("立即报警。",) == first.first_aid
    assert ("verify",) == second.bank_actions
    assert ["b", "a"] == [one.rule for one in second.evidence]


def test_the_evidence_is_the_latest_of_each_rule():
    """A rule that fires again replaces what it said before."""
    guard = guard_of(
        rule("a", "amount >= 10", points=10, because="转出{amount}元"), rule("b", "amount == 30", points=25)
    )
    guard.score(transaction("+0m", amount=20))
    (ticket,) = guard.score(transaction("+1m", amount=30)).tickets
    assert ["请核实。", "转出30元"] == [one.because for one in ticket.evidence]


@pytest.mark.parametrize("level", ["green", "yellow", "red"])
def test_a_lead_opens_a_ticket_of_at_least_its_level(level):
    """An instruction needs no rule; without points of its own its level still stands."""
    plain = guard_of(rule("r", "amount > 1")).score(lead(level=level, ref="2025-7"))
    worthless = guard_of(policy={"lead_points": {"green": 1, "yellow": 1, "red": 1}}).score(
        lead(level=level, ref="2025-7")
    )
    for decision in (plain, worthless):
        assert ["lead"] == fired(decision)
        assert [("opened", level, "2025-7")] == [(one.change, one.level, one.lead) for one in decision.tickets]


def test_a_lead_joins_the_ticket_that_is_open():
    """It raises it when it says more, and is silent when it does not."""
    guard = by_amount()
    events = [transaction("+0m", amount=30), lead("+1m", level="green"), lead("+2m", level="red")]
    assert [[("opened", "yellow")], [], [("raised", "red")]] == changes(guard, *events)


def test_a_lead_names_its_scam_when_the_taxonomy_knows_it():
    """An unheard-of scam is no scam."""
    guard = guard_of()
    assert "fake_loan" == guard.score(lead(scam="fake_loan")).scam
    assert "" == guard.score(lead("+1m", scam="no_such", person="p2")).scam


def test_events_without_findings_leave_tickets_alone():
    """A call or a report on which nothing fires changes nothing."""
    guard = by_amount()
    assert [[("opened", "red")], [], []] == changes(guard, transaction(amount=60), call("+1m"), report("+2m"))


def test_a_note_is_kept_once():
    """The same remark twice is one remark."""
    episode = Episode("e", 0, 0, "green", "")
    for _ in range(2):
        noted(episode, "更正")
    assert ["更正"] == episode.notes
