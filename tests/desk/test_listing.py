"""Pages of cases: what is asked for, in its order, without gaps."""

import random
from typing import Any

import pytest
import sqlalchemy as sa

from desk_cases import a_desk
from fraudguard.desk import Case, Desk
from fraudguard.desk import tables as t
from fraudguard.desk.case import TIERS
from fraudguard.desk.writing import columns

LEVELS = ("green", "yellow", "red")
UNITS = ("nanhu", "beishan")


def some_cases(count: int) -> list[Case]:
    """Cases of every sort, several due at the same time."""
    rng = random.Random(3)
    return [
        Case(
            f"c-{number:04d}", f"s{number}", level=rng.choice(LEVELS), urgent=rng.random() < 0.3, tier=rng.choice(TIERS),
            unit=rng.choice(UNITS), due={"hard": rng.randrange(5)} if rng.random() < 0.8 else {},
            status=rng.choice(("new", "signed", "closed")), version=1,
        )
        for number in range(count)
    ]  # fmt: skip


def desk_of(cases: list[Case]) -> Desk:
    """A desk whose table holds these cases."""
    desk = a_desk()
    with desk.store.writing() as tx:
        tx.connection.execute(
            sa.insert(t.cases), [{"id": one.id, "subject": one.subject, **columns(one)} for one in cases]
        )
    return desk


def pressing(case: Case) -> tuple[Any, ...]:
    """Urgent red, red, yellow, green; then what is due first, what is never due last; then the id."""
    urgency = 0 if case.urgent and case.level == "red" else 1 + LEVELS[::-1].index(case.level)
    return urgency, case.next_due is None, case.next_due or 0, case.id


def all_pages(desk: Desk, limit: int, **wanted: Any) -> list[Case]:
    """Every case of a list, page by page."""
    found: list[Case] = []
    after = None
    while True:
        page = desk.list(limit=limit, after=after, **wanted)
        assert len(page.cases) == limit or page.next is None
        found += page.cases
        after = page.next
        if after is None:
            return found


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("unit", [None, "nanhu", "nowhere"])
@pytest.mark.parametrize("tier", [None, "station", "city"])
@pytest.mark.parametrize("level", [None, "red", "yellow", "green"])
def test_a_list_holds_what_was_asked_for(ended: bool, unit: str | None, tier: str | None, level: str | None) -> None:
    """However a list is narrowed, its pages hold exactly those cases, the most pressing first, each once."""
    cases = some_cases(120)
    wanted = {"unit": unit, "tier": tier, "level": level}
    expected = [
        one
        for one in sorted(cases, key=pressing)
        if one.ended == ended and all(given is None or getattr(one, name) == given for name, given in wanted.items())
    ]
    with desk_of(cases) as desk:
        assert expected == all_pages(desk, 7, ended=ended, unit=unit, tier=tier, level=level)


def test_a_page_that_takes_all_names_no_next_one() -> None:
    """As many cases as the page holds: nothing follows; one more: something does."""
    with desk_of([one for one in some_cases(30) if not one.ended]) as desk:
        count = len(desk.list().cases)
        assert desk.list(limit=count).next is None
        assert desk.list(limit=count - 1).next is not None
