"""Identifiers: check digits, old forms, phone numbers in one form, classes by prefix."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.errors import EventError
from fraudguard.events.identifiers import (
    age_on,
    birth_of,
    clean_account,
    clean_phone,
    clean_serial,
    is_mangled,
    normalise_id_card,
    number_class,
    passes_luhn,
)

VALID = ["110101199003070011", "110101195001010025", "440300200002291230", "350702196205150423", "64018119881231999X"]


@pytest.mark.parametrize("number", VALID)
def test_valid_resident_numbers_stay(number):
    """The vectors of DOMAIN 10.6 pass."""
    assert number == normalise_id_card(number)


@pytest.mark.parametrize("last", ["x", "X", "Ｘ", "ｘ", "*"])
def test_the_last_x_may_be_written_in_many_ways(last):
    """Whatever stands for the check digit X becomes X."""
    assert "64018119881231999X" == normalise_id_card("64018119881231999" + last)


@given(st.sampled_from(VALID), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, shift):
    """Changing any one digit breaks the check digit."""
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(EventError, match="id_card_check"):
        normalise_id_card(wrong)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110101199002300017", "event.id_card_check"),
        ("110101199013070015", "event.id_card_birth"),
        ("110101900101002", None),
        ("110101901301002", "event.id_card_birth"),
        ("64018119881231999", "event.id_card_length"),
        ("1.10101E+17", "event.mangled_number"),
        ("11010119500101002*", "event.id_card_check"),
    ],
)
def test_impossible_papers_are_refused(number, code):
    """A wrong check digit, birthday or length, and a spreadsheet's rounding, each have their code."""
    if code is None:
        assert 18 == len(normalise_id_card(number))
        return
    with pytest.raises(EventError) as caught:
        normalise_id_card(number)
    assert code == caught.value.code
    assert number not in str(caught.value) or code == "event.mangled_number"


def test_an_old_number_becomes_a_new_one():
    """Fifteen places become eighteen: the century and the check digit are put in."""
    assert "110101195001010025" == normalise_id_card("110101500101002")


@pytest.mark.parametrize("paper", ["E12345678", "H1234567890", "12345678", "110***********1234", "91110000MA0000000X"])
def test_other_papers_and_masked_numbers_stay(paper):
    """Passports, permits, company codes and masked numbers are not checked."""
    assert paper == normalise_id_card(paper)


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2025, 5, 14), 62), (date(2025, 5, 15), 63), (date(1962, 5, 15), 0), (date(1962, 5, 14), None)],
)
def test_age_is_full_years_on_the_day(day, age):
    """The birthday itself counts; before birth there is no age."""
    assert age == age_on("350702196205150423", day)


@pytest.mark.parametrize("number", ["E12345678", "110***********1234", "", "１１０１０１１９５００１０１００２５"])
def test_papers_without_a_birthday_give_no_age(number):
    """Unknown is None, never 0."""
    assert birth_of(number) is None
    assert age_on(number, date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("card", "passes"),
    [
        ("6217000000000000004", True), ("6222020000000000018", True), ("6225880000000001", True),
        ("622848000000000007", True), ("4367420000000000027", True), ("6217000000000000005", False),
        ("0000000000000", True), ("000000000000", False), ("00000000000000000000", False), ("６２２５８８００００００００００１", False), ("", False),
    ],
)  # fmt: skip
def test_luhn_tells_cards_from_slips(card, passes):
    """13 to 19 ASCII digits with the right check digit pass."""
    assert passes == passes_luhn(card)


def test_an_account_that_is_no_card_is_accepted():
    """A failed Luhn check is a hint, not a reason to refuse."""
    assert "6217000000000000005" == clean_account("6217000000000000005")


@pytest.mark.parametrize(
    ("given_value", "account"),
    [
        ("6217 0000 0000 0000 004", "6217000000000000004"),
        ("6217-0000-0000-0000-004", "6217000000000000004"),
        ("'6217000000000000004", "6217000000000000004"),
        ("６２１７" + "０" * 14 + "４", "6217000000000000004"),
        ("\u200b6217000000000000004", "6217000000000000004"),
        ("alipay-user@example.com", "alipay-user@example.com"),
        ("财付通-123", "财付通-123"),
        ("A1", "A1"),
        ("12E5", "12E5"),
    ],
)
def test_accounts_come_in_one_form(given_value, account):
    """Blanks, dashes, width and a leading quote do not make another account."""
    assert account == clean_account(given_value)


@pytest.mark.parametrize(
    "text", ["6.217E+18", "6.217e+18", "6E+18", "6.217E18", "6217000000000000.0", "６．２１７Ｅ＋１８"]
)
def test_a_number_a_spreadsheet_rewrote_is_refused(text):
    """Lost digits are never guessed."""
    with pytest.raises(EventError, match="mangled_number"):
        clean_account(text)


def test_serials_refuse_mangling_only():
    """A serial is kept as it is unless its digits are lost."""
    assert "A+1" == clean_serial("A+1")
    assert is_mangled("1.7E+12")
    with pytest.raises(EventError, match="mangled_number"):
        clean_serial("1.7E+12")


@pytest.mark.parametrize(
    ("given_value", "phone"),
    [
        ("13800138000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("(86)13800138000", "13800138000"),
        ("（86）138 0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("024-58612009", "02458612009"),
        ("0731—89759110", "073189759110"),
        ("0731－89759110", "073189759110"),
        ("0731～89759110", "073189759110"),
        ("(024)58612009", "02458612009"),
        ("+86-24-58612009", "02458612009"),
        ("+862458612009", "02458612009"),
        ("024-58612009-123", "02458612009-123"),
        ("024-58612009转123", "02458612009-123"),
        ("400-810-8888", "4008108888"),
        ("+8695588", "95588"),
        ("95588", "95588"),
        ("+85212345678", "0085212345678"),
        ("0085212345678", "0085212345678"),
        ("96110", "96110"),
        ("未知号码", "未知号码"),
        ("王经理", "王经理"),
        ("wx_abc123", "wx_abc123"),
        ("13800138000/13900139000", "13800138000/13900139000"),
    ],
)
def test_phones_come_in_one_form(given_value, phone):
    """Prefixes, dashes and width do not make another number; what is no number stays."""
    assert phone == clean_phone(given_value)


@given(st.from_regex(r"[0-9+() \-—转]{1,20}", fullmatch=True))
def test_cleaning_a_phone_twice_changes_nothing(text):
    """The clean form is its own clean form."""
    assert clean_phone(text) == clean_phone(clean_phone(text))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("13800138000", "mobile"), ("19912345678", "mobile"), ("17012345678", "mvno"), ("16212345678", "mvno"),
        ("16612345678", "mobile"), ("14112345678", "iot"), ("1410123456789", "iot"), ("024-58612009", "landline"),
        ("010-12345678", "landline"), ("4008108888", "400_800"), ("8008108888", "400_800"), ("95588", "95_96_service"),
        ("955881", "95_96_service"), ("9528774", "95_96_service"), ("96110", "95_96_service"), ("10086", "short_code"), ("110", "short_code"),
        ("12381", "short_code"), ("106912345678", "short_code"), ("+85212345678", "overseas"), ("0026253612", "overseas"),
        ("未知号码", None), ("12", None), ("85320923402", None),
    ],
)  # fmt: skip
def test_numbers_have_a_class_by_prefix(number, expected):
    """DOMAIN 7.3: the shape of a number says what kind of line it claims to be."""
    assert expected == number_class(number)


@given(st.text(max_size=25))
def test_any_text_is_cleaned_or_refused(text):
    """No text brings another exception from any cleaner."""
    for clean in (clean_account, clean_phone, clean_serial, normalise_id_card):
        with suppress(EventError):
            assert isinstance(clean(text), str)
