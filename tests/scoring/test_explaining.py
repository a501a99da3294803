from fraudguard.events import Event
from fraudguard.scoring.builtin import Classification
from fraudguard.testing import call, device_event, lead, message, report, retraction, transaction

BIG = {"id": "big", "when": ["amount >= 100"]}
TWICE = {"id": "twice", "when": ["count(within='1h') >= 2"]}
EVENTS = [
    call("+0m", id="e0", duration_s=700),
    transaction("+1m", id="e1", amount=100),
    device_event("+2m", id="e2"),
    transaction("+3m", id="e3", amount=5_000, payee={"account": None}),
    message("+4m", id="e4", text="安全账户，请立即转账"),
    transaction("+5m", id="e5", person=None),
    report("+6m", id="e6"),
    transaction("+2m30s", id="e7", amount=50),
    lead("+7m", id="e8"),
    transaction("+8m", id="e1", amount=700),
    retraction("e3", "+9m", id="e9"),
    transaction("+10m", id="e10", amount=9_000),
]
SEVERAL = [
    BIG,
    TWICE,
    {"id": "own", "when": ["amount >= 100", "not (payee.kind == 'self')"], "unless": ["amount == 700"]},
    {"id": "words", "on": "message", "group": "words", "points": 10, "when": ["mentions(text, '安全账户')"]},
    {
        "id": "chained",
        "sequence": {
            "within": "1h",
            "steps": [{"as": "c", "on": "call"}, {"on": "transaction", "when": ["amount >= 5000"]}],
        },
    },
    {"id": "after-call", "when": ["seconds_since(call, within='1h') < 400"]},
]


class Asked:
    """A classifier that counts how often it was asked."""

    asked = 0

    def classify(self, event: Event) -> Classification:
        """The same of every event."""
        self.asked += 1
        return Classification(0.9, "fake_loan", textual=False)


def rules(decision):
    """Ids of the rules that fired."""
    return [finding.rule for finding in decision.findings]


def test_explaining_leaves_no_trace_and_agrees_with_scoring(guard_of):
    """Before each event the rules said to fire are those that then fire, and the state is byte for byte the same."""
    guard = guard_of(*SEVERAL)
    seen = set()
    for event in EVENTS:
        state = guard.snapshot()
        explained = {rule.rule for rule in guard.explain(event).rules if rule.fired is True}
        assert state == guard.snapshot()
        fired = rules(guard.score(event))
        assert set(fired) - {"lead"} == explained
        seen |= explained
    assert {"big", "twice", "own", "words", "chained", "after-call"} == seen


def test_explaining_asks_the_classifier_and_changes_nothing_else(guard_of):
    """The explanation lists every rule of the event's kind, and each condition with the values it saw."""
    fake = Asked()
    guard = guard_of(BIG, {"id": "calls", "on": "call", "when": ["duration_s > 5"]}, classifier=fake)
    explanation = guard.explain(transaction(id="a", amount="99.50"))

    assert ("a", "transaction", ["big"], 1) == (
        explanation.event_id, explanation.kind, [rule.rule for rule in explanation.rules], fake.asked
    )  # fmt: skip
    [rule] = explanation.rules
    [seen] = rule.conditions
    assert (False, False, {"amount": "99.50"}) == (rule.fired, seen.truth, dict(seen.values))
