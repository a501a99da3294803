"""Made-up numbers: of the right shape, and nobody's."""

import numpy as np

from fraudguard.events.identifiers import clean_phone, number_class, passes_luhn
from fraudguard.simulate.confusers import made_up


def _many(make: object, count: int = 200) -> list[str]:
    rng = np.random.default_rng(3)
    return [make(rng) for _ in range(count)]


def test_mobiles_are_of_unassigned_prefixes() -> None:
    """A mobile has eleven digits and a prefix nobody was given, or is one of the virtual operators' zero blocks."""
    for number in _many(made_up.mobile):
        assert 11 == len(number)
        assert number[:3] in made_up.UNASSIGNED or number[:7] in made_up.VIRTUAL


def test_numbers_are_in_one_form_and_of_their_class() -> None:
    """Every made-up number is normal already and has the class it stands for."""
    cases = {
        "landline": made_up.landline,
        "400_800": made_up.hotline,
        "95_96_service": made_up.bank_line,
        "overseas": made_up.overseas,
        "short_code": made_up.sms_port,
    }
    for wanted, make in cases.items():
        numbers = _many(make)
        assert numbers == [clean_phone(number) for number in numbers]
        assert {wanted} == {number_class(number) for number in numbers}


def test_local_parts_of_landlines_begin_with_one() -> None:
    """No exchange gives out a local number that begins with 1."""
    codes = sorted(made_up.AREA_CODES, key=len, reverse=True)
    for number in _many(made_up.landline):
        code = next(code for code in codes if number.startswith(code))
        assert "1" == number[len(code)]


def test_cards_pass_the_check_with_an_issuer_that_does_not_exist() -> None:
    """A private account looks like a card and has the made-up issuer 62990."""
    accounts = [payee.account for payee in _many(made_up.private_payee)]
    assert all(passes_luhn(account) for account in accounts)
    assert {"62990"} == {account[:5] for account in accounts}
    assert len(set(accounts)) > 190


def test_own_account_is_one_the_town_knows() -> None:
    """Where the person has a second account, that is where own money goes."""
    from honest_people import person

    rng = np.random.default_rng(1)
    assert "6299000000000000778" == made_up.own_account(rng, person()).account
    assert "62990" == made_up.own_account(rng, person(accounts=("6299000000000000777",))).account[:5]


def test_known_persons_are_paid_again() -> None:
    """Known payees of the wanted kind are taken; without one a made-up one of that kind."""
    from honest_people import person

    rng = np.random.default_rng(1)
    assert "6299000000000000001" == made_up.known_person(rng, person()).account
    assert "9900000000000000001" == made_up.known_person(rng, person(), kind="corp").account
    assert "corp" == made_up.known_person(rng, person(known_payees=()), kind="corp").kind
