"""Who lives in a town: identifiers that nobody can own, families, trades and regular payees."""

import numpy as np
import pytest

from fraudguard.events.identifiers import number_class, passes_luhn
from fraudguard.simulate import Settings
from fraudguard.simulate.population import BANDS, populate

PEOPLE = populate(Settings(persons=1_200, days=5, seed="people"), 0)


def test_identifiers_are_unique_and_nobodys() -> None:
    """Cards pass the check of cards under an issuer that does not exist; telephones are of a prefix never given out."""
    accounts = PEOPLE.account_list
    assert len(accounts) == len(set(accounts))
    assert all(passes_luhn(account) and account.startswith("62991") for account in accounts)
    assert PEOPLE.size == len(set(PEOPLE.phone))
    assert all(phone.startswith("164") and number_class(phone) == "mobile" for phone in PEOPLE.phone)
    payees = PEOPLE.payees.account.tolist()
    assert len(payees) == len(set(payees))


def test_people_have_one_point_eight_banks() -> None:
    """DOMAIN 12: 1.8 banks a person."""
    assert 1.8 == pytest.approx(len(PEOPLE.account_list) / PEOPLE.size, abs=0.08)


def test_trades_have_their_shares() -> None:
    """DOMAIN 12: 8 % pay for a company, 6 % keep a shop; no child does either."""
    assert 0.08 == pytest.approx(float(np.mean(PEOPLE.kind == "corp")), abs=0.025)
    assert 0.06 == pytest.approx(float(np.mean(PEOPLE.role == "merchant")), abs=0.025)
    assert int(PEOPLE.age[(PEOPLE.kind == "corp") | (PEOPLE.role == "merchant")].min()) >= 22


@pytest.mark.parametrize(("age", "band"), [(17, 0), (18, 1), (40, 1), (41, 2), (65, 2), (66, 3)])
def test_bands_end_where_they_say(age: int, band: int) -> None:
    """A band holds its last year and not the next."""
    held = PEOPLE.band[age == PEOPLE.age].tolist()
    assert held
    assert {BANDS[band]} == set(held)


def test_families_know_call_and_pay_each_other() -> None:
    """Membership is mutual; the family's numbers come first among the contacts, its accounts among the payees."""
    for number, family in enumerate(PEOPLE.household):
        assert all(number in PEOPLE.household[other] for other in family)
        if family and PEOPLE.kind[number] == "personal":
            subject = PEOPLE.subjects[number]
            assert PEOPLE.phone[family[0]] == subject.contacts[0]
            assert PEOPLE.accounts[family[0]][0] == subject.known_payees[0].account


def test_places_of_accounts_are_the_persons_own() -> None:
    """Each of a person's three places holds an account of theirs, and together they hold up to three of them."""
    for number in range(60):
        held = {PEOPLE.account_list[place] for place in PEOPLE.account_place[number]}
        assert set(PEOPLE.accounts[number]) == held


def test_towns_do_not_meet() -> None:
    """Another town has other people, accounts and telephones."""
    settings = Settings(persons=120, days=5, town_size=60)
    here, there = (populate(settings, town) for town in (0, 1))
    assert set() == {*here.account_list, *here.phone, *here.key} & {*there.account_list, *there.phone, *there.key}
    assert set() == set(here.payees.account) & set(there.payees.account)
