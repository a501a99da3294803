"""The shipped pack, and streams run through it one person at a time."""

import itertools
from collections.abc import Callable, Iterable, Mapping

import pytest

from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.load import load_pack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard

Stream = Iterable[Mapping[str, object]]


@pytest.fixture(scope="session")
def pack() -> CheckedPack:
    """The shipped pack, checked."""
    return load_pack(["@shipped"])


@pytest.fixture(scope="session")
def run(pack: CheckedPack) -> Callable[[Stream], list[Decision]]:
    """
    Score a stream as somebody nobody has seen before; blanks are filled as in a rule's examples.

    One guard serves all streams. They share no person but pay the same made-up accounts, and some rules count who else
    paid an account, so each stream is taken back when it is over.
    """
    guard = Guard(pack, key=b"streams of a test")
    numbers = itertools.count(1)

    def score(stream: Stream) -> list[Decision]:
        person = f"test-{next(numbers)}"
        events = []
        for event in filled(stream):
            given = event.get("person")
            about = {name: value for name, value in given.items() if name != "ids"} if isinstance(given, dict) else {}
            events.append({**event, "id": f"{person}-{event['id']}", "person": {**about, "key": person}})
        decisions = [guard.score(event) for event in events]
        for event in events:
            guard.score({"kind": "retraction", "id": f"{event['id']}-back", "at": event["at"], "target": event["id"]})
        return decisions

    return score
