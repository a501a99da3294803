"""Features of a plan: worked out before any rule, with the rules' own windows."""

from collections.abc import Sequence
from typing import Any

from fraudguard import Guard
from fraudguard.classifier import Classification
from fraudguard.errors import Place
from fraudguard.events import Event
from fraudguard.pack.expression import Context, check_value
from fraudguard.pack.tree import Expression
from fraudguard.plan.compile import compile_plan
from fraudguard.plan.weighing import is_value
from fraudguard.testing import transaction
from packing import KEY, fired, pack_of, rule


def line(text: str) -> Expression:
    """A typed value or condition on transactions."""
    node, faults = check_value(text, lambda at, _: Place("test", 1, at + 1), Context("transaction"))
    assert node is not None, faults
    return node


class Sum:
    """Says that an event is fraud as soon as the hour's payments exceed 100 yuan."""

    def __init__(self) -> None:
        self.values: list[Sequence[Any]] = []
        self.features = {"transaction": [line("sum(amount, within='1h')"), line("memo == 'x'"), line("hour(at)")]}

    def classify(self, event: Event) -> None:
        """Reads no words."""

    def weigh(self, kind: str, words: Classification | None, values: Sequence[Any]) -> Classification | None:
        """By the sum."""
        self.values.append(values)
        return Classification(0.99 if (values[0] or 0) > 10_000 else 0.01, "", textual=False)


def test_a_rule_reads_what_the_windows_made_the_model_say() -> None:
    """The window holds the event itself, the condition counts 1 or 0, and the answer is there before rules run."""
    head = Sum()
    guard = Guard(pack_of(rule("r", "model.probability > 0.9")), key=KEY, classifier=head)
    person = {"ids": {"phone": "13800138000"}}
    first = guard.score(transaction(id="1", amount=60, memo="x", person=person))
    second = guard.score(transaction("+5m", id="2", amount=60, person=person))
    assert ([], ["r"]) == (fired(first), fired(second))
    assert (0.01, 0.99) == (first.probability, second.probability)
    assert [(6000, 1, 10), (12000, 0, 10)] == head.values


def test_an_event_of_the_past_is_weighed_alone() -> None:
    """What comes in after its time sees none of the windows, and a duplicate is not weighed at all."""
    head = Sum()
    guard = Guard(pack_of(rule("r", "amount > 1"), settings={"sweep_rank": 1}), key=KEY, classifier=head)
    person = {"ids": {"phone": "13800138000"}}
    guard.score(transaction("+0m", id="1", amount=60, person=person))
    guard.score(transaction("+60d", id="2", amount=60, person=person))
    guard.score(transaction("+60d", id="2", amount=60, person=person))
    guard.score(transaction("+1m", id="3", amount=70, person=person))
    assert [6000, 6000, 7000] == [values[0] for values in head.values]


def test_explaining_and_restoring_weigh_alike() -> None:
    """`explain` says what scoring would, without a trace; a restored guard goes on with full windows."""
    person = {"ids": {"phone": "13800138000"}}
    head = Sum()
    guard = Guard(pack_of(rule("r", "model.probability > 0.9")), key=KEY, classifier=head)
    guard.score(transaction(id="1", amount=60, person=person))
    event = transaction("+5m", id="2", amount=60, person=person)
    seen = guard.explain(event)
    again = Guard.restore(guard.snapshot(), key=KEY, pack=guard.pack, classifier=Sum())
    assert [True] == [one.fired for one in seen.rules]
    assert 0.99 == again.score(event).probability == guard.score(event).probability


def test_features_alone_make_a_plan() -> None:
    """A pack without rules on a kind still works out its features; what is a number is told from what is a condition."""
    plan = compile_plan(pack_of(), features={"transaction": [line("amount"), line("direction == 'out'")]})
    assert "weigh" in plan.source
    assert [True, False, True] == [is_value(line(text)) for text in ("amount", "amount > 1", "weekday(at)")]
