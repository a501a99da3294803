from typing import Any

import pytest

from fraudguard.events.masking import Token
from fraudguard.pack.checked import CheckedRule, Template
from fraudguard.scoring.builtin import Said
from fraudguard.scoring.decision import Evidence, Finding, Standing, Ticket
from fraudguard.scoring.memory import NO_FLOOR
from fraudguard.scoring.tickets import Episode, fold, told
from fraudguard.testing import lead, retraction, transaction

TOKEN = Token(b"a key for tests only")
POLICY = {"advice": {"hang_up": "挂断。", "visit": "上门。", "call_back": "回拨。", "wait": "等待。"}}
TAXONOMY = [
    {"id": "fake_loan", "zh": "贷款", "en": "loan", "type": "scheme", "scripts": {"hook": "钩子", "transfer": "转账"}},
    {"id": "late_only", "zh": "事后", "en": "after", "type": "scheme", "scripts": {"after": "只有事后"}},
    {"id": "no_script", "zh": "无", "en": "none", "type": "scheme"},
]


@pytest.fixture(scope="module")
def pack(pack_of):
    """A policy with advice, and scams with and without scripts."""
    return pack_of(policy=POLICY, taxonomy=TAXONOMY)


@pytest.fixture
def folded(pack):
    """Fold an event that brought these findings, its subject standing at this level."""

    def make(episode: Any, level: Any, at: str, *brought: Finding, **more: Any) -> tuple[Episode | None, Ticket | None]:
        event = more.get("event") or transaction(at, id=f"e{at}")
        standing = Standing(
            "person:x", 30, level, more.get("added", ()), more.get("scam", "fake_loan"), more.get("urgent", False)
        )
        counted, floor = more.get("counted", True), more.get("floor", NO_FLOOR)
        return fold(episode, standing, counted, brought, event, floor, more.get("pack", pack), TOKEN, lambda: "某人")

    return make


def finding(rule: str, at: str = "+0h", **fields: Any) -> Finding:
    """A finding of a rule with these properties; the same instant is the same event."""
    given = {"points": 30, "stage": "transfer", "scam": "fake_loan", **fields}
    source = CheckedRule(id=rule, title=f"规则{rule}", kind="transaction", group="money", because=Template(()), **given)
    return Finding(source, Said(transaction(at, id=f"e{at}"), f"因为{rule}"), "person:x", textual=False)


@pytest.mark.parametrize("level", ["none", "green", "yellow", "red"])
def test_an_episode_is_never_lowered(folded, level):
    """After red no level changes it, and red again is no rise."""
    episode, _ = folded(None, "red", "+0h", finding("a"))
    joined, ticket = folded(episode, level, "+1h", finding("a", "+1h"))
    _, again = folded(joined, "red", "+2h", finding("a", "+2h"))

    assert (None, "red", None) == (ticket, joined.level, again)


@pytest.mark.parametrize(
    ("at", "change"),
    [("+71h59m59s999999us", None), ("+72h", "opened"), ("+72h1us", "opened"), ("-100h", None)],
)
def test_an_episode_ends_after_seventy_two_quiet_hours(folded, at, change):
    """At exactly 72 h another is opened, one microsecond less still joins; earlier events join too."""
    episode, opened = folded(None, "yellow", "+0h", finding("a"))
    _, ticket = folded(episode, "yellow", at, finding("a", at))

    assert change == (ticket and ticket.change)
    assert ticket is None or ticket.id != opened.id


def test_after_its_end_an_event_without_danger_leaves_it_as_it_was(folded):
    """Nothing opens, and the old episode takes nothing in."""
    episode, _ = folded(None, "yellow", "+0h", finding("a"))
    kept, ticket = folded(episode, "none", "+72h", finding("b", "+72h"), counted=False)

    assert (episode, None, ["a"]) == (kept, ticket, list(kept.evidence))
    assert transaction("+0h").at_us == kept.last


def test_a_late_event_does_not_set_the_quiet_time_back(folded):
    """It runs from the latest event with a counted finding, however late another comes."""
    episode, _ = folded(None, "yellow", "+48h", finding("a", "+48h"))
    folded(episode, "yellow", "+47h", finding("b", "+47h"))

    assert transaction("+48h").at_us == episode.last


@pytest.mark.parametrize(("older", "change"), [(-1, None), (0, "opened"), (1, "opened")])
def test_an_episode_at_or_before_the_floor_is_forgotten(folded, older, change):
    """A ticket whose last counted finding lies at the floor is not joined any more."""
    episode, _ = folded(None, "yellow", "+0h", finding("a"))
    _, ticket = folded(episode, "yellow", "+1h", finding("a", "+1h"), floor=episode.last + older)

    assert change == (ticket and ticket.change)


def test_evidence_is_told_the_weightiest_first(folded):
    """By points in the standing; what adds nothing comes last, newest first, then by rule."""
    parts = (("small", "money", "", "e", 5), ("large", "money", "", "e", 20))

    episode, _ = folded(None, "green", "+0h", *(finding(rule) for rule in ("z", "small", "y", "large")))
    _, ticket = folded(episode, "red", "+1h", finding("new", "+1h"), added=parts)

    assert ["large", "small", "new", "y", "z"] == [one.rule for one in ticket.evidence]


def test_a_finding_in_words_reads_like_the_finding(folded):
    """What a snapshot keeps of a finding has the same rule, title, event and sentence."""
    given = finding("a")
    kept = told(given)

    assert Evidence("a", "规则a", "e+0h", given.at, "因为a") == kept
    assert kept is told(kept)


def test_advice_is_sorted_by_who_gives_it(folded):
    """Urgent findings first, then core, then support; larger points first; then by id; unknown ids as they are."""
    _, ticket = folded(
        None,
        "red",
        "+0h",
        finding("s", role="support", points=90, advice=("hang_up",)),
        finding("c", points=20, advice=("visit", "unheard")),
        finding("d", points=30, advice=("wait",)),
        finding("u", points=1, urgent=True, advice=("call_back",)),
    )

    assert ("回拨。", "等待。", "unheard", "上门。", "挂断。") == ticket.advice


def test_advice_keeps_its_best_place(folded):
    """Given by support and later by a core it moves up, and never down again."""
    episode, _ = folded(None, "green", "+0h", finding("s", role="support", advice=("wait",)))
    folded(
        episode, "green", "+1h", finding("c", points=20, advice=("wait",)), finding("d", points=10, advice=("visit",))
    )
    _, ticket = folded(episode, "red", "+2h", finding("s", role="support", advice=("wait",)))

    assert ("等待。", "上门。") == ticket.advice


def test_an_urgent_red_falls_back_to_red(folded, pack_of):
    """A policy that says nothing of urgent treats it as red; one that says nothing at all sets no deadline."""
    red = {"deadlines": {"red": {"sign": "3m"}}, "bank_actions": {"red": ["delay"]}}
    _, some = folded(None, "red", "+0h", finding("a"), urgent=True, pack=pack_of(policy=red))
    _, none = folded(None, "red", "+0h", finding("a"), urgent=True, pack=pack_of())

    assert (True, {"sign": transaction("+3m").at_us}, ("delay",)) == (some.urgent, some.deadlines, some.bank_actions)
    assert (True, {}, ()) == (none.urgent, none.deadlines, none.bank_actions)


@pytest.mark.parametrize(
    ("scam", "stage", "script"),
    [
        ("fake_loan", "hook", "钩子"),
        ("fake_loan", "transfer", "转账"),
        ("late_only", "hook", "只有事后"),  # none for this stage
        ("no_script", "hook", ""),
        ("", "hook", ""),
    ],
)
def test_the_script_is_that_of_the_stage_else_one_that_is_written(folded, scam, stage, script):
    """The officer gets the words for the stage reached, or those of another when it has none."""
    _, ticket = folded(None, "green", "+0h", finding("a", stage=stage, scam=scam), scam=scam)

    assert (stage, script) == (ticket.stage, ticket.script)


def test_the_stage_is_the_gravest_of_the_scam(folded):
    """Among an event's findings those about the ticket's scam say the stage; when none is, all of them do."""
    brought = [
        finding("a", stage="hook"),
        finding("b", stage="pressure"),
        finding("c", stage="transfer", scam="no_script"),
    ]
    _, about = folded(None, "green", "+0h", *brought)
    _, others = folded(None, "green", "+0h", *brought, scam="late_only")

    assert ("pressure", "transfer") == (about.stage, others.stage)


def test_the_lead_is_told_by_its_reference(folded):
    """A ticket names the latest lead by its reference, else by its id."""
    episode, opened = folded(None, "green", "+0h", finding("a"), event=lead(id="l1", ref="R-7"))
    _, raised = folded(episode, "yellow", "+1h", finding("a"), event=lead("+1h", id="l2"))

    assert ("R-7", "l2") == (opened.lead, raised.lead)


def test_a_retraction_leaves_a_note_and_the_level(guard_of):
    """After its evidence was withdrawn a ticket stays, says so when it is next raised, and only rises."""
    guard = guard_of({"id": "big", "when": ["amount >= 100"]}, {"id": "huge", "when": ["amount >= 1000"]})
    [opened] = guard.score(transaction("+0h", id="a", amount=100)).tickets
    guard.score(retraction("a", "+1h", id="r"))
    again = guard.score(transaction("+2h", id="b", amount=100))
    [raised] = guard.score(transaction("+3h", id="c", amount=1000)).tickets

    assert ("opened", "yellow", ()) == (opened.change, opened.level, opened.notes)
    assert ("yellow", ()) == (again.level, again.tickets)
    assert ("raised", opened.id) == (raised.change, raised.id)
    assert ("依据之一已被撤回或更正（事件 a），等级保持不变",) == raised.notes


def test_a_red_episode_that_becomes_urgent_is_raised_once(folded):
    """A loss in progress has deadlines of its own, so the ticket goes out again, and not a second time."""
    episode, _ = folded(None, "red", "+0h", finding("a"))
    joined, raised = folded(episode, "red", "+1h", finding("b", "+1h", urgent=True), urgent=True)
    _, again = folded(joined, "red", "+2h", finding("b", "+2h", urgent=True), urgent=True)

    assert ("raised", True, None) == (raised.change, raised.urgent, again)


def test_a_late_finding_does_not_replace_newer_evidence(folded):
    """Evidence is the latest finding of each rule by time, as the points are, not by arrival."""
    episode, _ = folded(None, "green", "+10h", finding("a", "+10h"))
    joined, _ = folded(episode, "green", "+5h", finding("a", "+5h"))

    assert ["e+10h"] == [kept.event_id for kept in joined.evidence.values()]


@pytest.mark.parametrize(("stage", "script"), [("contact", "钩子"), ("pressure", "钩子"), ("after", "转账")])
def test_a_stage_without_a_script_uses_the_nearest_written(folded, stage, script):
    """Nearest in the course of the scam, an earlier stage before a later one."""
    _, ticket = folded(None, "yellow", "+0h", finding("a", stage=stage))

    assert script == ticket.script
