"""Everyday life: how much of it there is, and that it holds what could be taken for fraud."""

from collections.abc import Iterable

import numpy as np
import pytest

from fraudguard.events.identifiers import number_class
from fraudguard.simulate import Coverage, Settings
from fraudguard.simulate.columns import Block, Picked
from fraudguard.simulate.contact import contact_blocks
from fraudguard.simulate.coverage import seen_in
from fraudguard.simulate.handsets import handset_blocks
from fraudguard.simulate.life import life_blocks
from fraudguard.simulate.money import money_blocks
from fraudguard.simulate.population import populate

DAYS = 30
SETTINGS = Settings(persons=600, days=DAYS, seed="life", coverage=Coverage(calls=1, devices=1, texts=1))
PEOPLE = populate(SETTINGS, 0)
SEEN = seen_in(PEOPLE)


def _named(blocks: Iterable[Block]) -> dict[str, Block]:
    return {block.name: block for block in blocks}


MONEY = _named((*money_blocks(PEOPLE), *life_blocks(PEOPLE)))
CONTACT = _named((*contact_blocks(PEOPLE, SEEN), *handset_blocks(PEOPLE, SEEN)))


def _words(block: Block, name: str) -> list[str | None]:
    column = block.fields[name]
    if isinstance(column, str):
        return [column] * len(block)
    if isinstance(column, Picked):
        return [None if place < 0 else column.words[place] for place in column.place]
    return list(column)


@pytest.mark.parametrize("block", [*MONEY.values(), *CONTACT.values()], ids=[*MONEY, *CONTACT])
def test_every_habit_keeps_to_its_time_and_its_shape(block: Block) -> None:
    """Columns are equally long, events lie within the time or end soon after, persons are those of the town."""
    sizes = {
        len(c.place) if isinstance(c, Picked) else len(c)
        for c in block.fields.values()
        if not isinstance(c, (str, bool))
    }
    assert {len(block)} == sizes
    if len(block):
        assert SETTINGS.start_us <= block.array("at").min()
        assert block.array("at").max() < SETTINGS.end_us + 3_600_000_000
        assert 0 <= block.array("_person").min() <= block.array("_person").max() < PEOPLE.size


def test_daily_payments_have_the_mix_of_the_reference() -> None:
    """DOMAIN 12: 1.6 a day, 70 % to those paid before, 3 % to somebody new; the median is a few tens of yuan."""
    daily = MONEY["daily"]
    grown = float(np.sum(np.where(PEOPLE.kind == "corp", 0.4, 1.6) * (PEOPLE.age >= 15)))
    assert grown * DAYS == pytest.approx(len(daily), rel=0.05)
    row = daily.fields["payee.account"]
    assert isinstance(row, Picked)
    regular = np.array([r in PEOPLE.regulars[p] for p, r in zip(daily.array("_person"), row.place, strict=True)])
    assert 0.70 == pytest.approx(float(regular.mean()), abs=0.04)
    outsider = (row.place >= PEOPLE.outsiders[0]) & (row.place < PEOPLE.outsiders[1]) & ~regular
    assert 0.03 == pytest.approx(float(outsider.mean()), abs=0.01)
    assert 3_000 < np.median(daily.array("amount")) < 9_000


def test_salaries_come_in_the_middle_of_the_month() -> None:
    """DOMAIN 12: on days 8 to 15."""
    at = MONEY["salary"].array("at")
    days = (at - SETTINGS.start_us) // 86_400_000_000 + 1
    assert len(days)
    assert set(range(8, 16)) >= set(days.tolist())


def test_honest_life_holds_what_looks_like_fraud() -> None:
    """Large sums to strangers, drained accounts, loans paid on, own accounts, nights, sums in series are all there."""
    large = np.concatenate([MONEY[name].array("amount") for name in ("house", "car", "deal", "lending")])
    assert large.max() > 5_000_000
    daily = MONEY["daily"]
    before, amount = daily.array("balance_before"), daily.array("amount")
    assert np.any((before > 0) & (amount > 0.8 * before))
    assert {"self", None} == set(_words(MONEY["own"], "payee.kind"))
    assert len(MONEY["loans-spent"]) > 0.3 * len(MONEY["loans"]) > 0
    hours = (MONEY["night"].array("at") - SETTINGS.start_us) % 86_400_000_000 // 3_600_000_000
    assert np.mean((hours >= 22) | (hours < 6)) > 0.6
    persons, times = np.unique(MONEY["top-ups"].array("_person"), return_counts=True)
    assert len(persons)
    assert times.max() >= 3


def test_strangers_call_and_some_talk_for_minutes() -> None:
    """DOMAIN 12: 2.5 calls a day come in, a quarter of strangers, mostly short; some last minutes."""
    strangers, friends = CONTACT["strangers"], CONTACT["friends-in"]
    assert 0.25 == pytest.approx(len(strangers) / (len(strangers) + len(friends)), abs=0.02)
    lasting = strangers.array("duration_s")[strangers.array("answered")]
    assert np.median(lasting) < 90
    assert 0.03 < np.mean(lasting > 180) < 0.10


@pytest.mark.parametrize("name", ["strangers", "services"])
def test_numbers_are_of_the_class_they_are_said_to_be(name: str) -> None:
    """The class of every stranger's number is what its digits say."""
    block = CONTACT[name]
    told = _words(block, "peer_class")
    numbers = [str(peer) for peer in block.array("peer")]
    wrong = [(n, c) for n, c in zip(numbers, told, strict=True) if number_class(n) != c]
    assert [] == wrong
    assert numbers


def test_a_feed_without_the_address_book_says_nothing_of_contacts() -> None:
    """Friends are `contact` where the book is known, and only a mobile number elsewhere."""
    block = CONTACT["friends-in"]
    pairs = set(zip(_words(block, "peer_class"), block.array("is_contact").tolist(), strict=True))
    assert {("contact", True), ("mobile", None)} == pairs


def test_nobody_meets_on_a_sunday() -> None:
    """Meetings with a shared screen are held on working days and end after they begin."""
    begin, end = CONTACT["meetings-on"].array("at"), CONTACT["meetings-off"].array("at")
    assert set(range(5)) == set(((begin - SETTINGS.start_us) // 86_400_000_000 % 7).tolist())
    assert (end > begin).all()


def test_what_no_feed_carries_is_not_made() -> None:
    """Without coverage there are no calls, messages or handset events at all."""
    blind = Settings(persons=60, days=5, coverage=Coverage(calls=0, devices=0, texts=0))
    people = populate(blind, 0)
    seen = seen_in(people)
    assert 0 == sum(len(block) for block in (*contact_blocks(people, seen), *handset_blocks(people, seen)))
