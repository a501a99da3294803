"""The text that may go into a neighbourhood's group."""

import re

import pytest

from fraudguard.desk.group_notices import GroupNotice, group_text
from fraudguard.pack import load_pack
from fraudguard.pack.checked import DeskRules
from fraudguard.pack.load import load_desk_rules
from fraudguard.shipped import shipped_rules

RULES = load_desk_rules()
PUBLIC = {"110", "96110", "12363", "12308", "12321"}


def notice(area: str = "城北社区", scam: str = "guarantee_closure") -> GroupNotice:
    """Three tickets within a day."""
    return GroupNotice(area, scam, 0, 1, 3)


def test_it_says_where_what_and_what_to_do() -> None:
    """The area, the type as the pack calls it, first aid that anybody can do alone, whom to ring."""
    text = group_text(notice(), RULES)
    assert text.startswith("【反诈提醒】近日城北社区接连出现“冒充客服·关闭百万保障/会员”类诈骗")
    assert "1. 立即挂断来电，退出会议" in text
    assert "96110" in text


@pytest.mark.parametrize("scam", sorted(RULES.scams))
def test_no_text_tells_officers_what_to_do_or_names_a_number_of_anybody(scam: str) -> None:
    """For each type: only public numbers, no order to a police officer, no link."""
    text = group_text(notice(scam=scam), RULES)
    assert set() == set(re.findall(r"\d{3,}", text)) - PUBLIC
    assert [] == [word for word in ("当事人", "民警", "报止付", "http", "回访") if word in text]
    assert len(text) < 400


def test_a_number_in_the_name_of_an_area_is_masked() -> None:
    """A feed that puts a telephone number where the area stands does not publish it."""
    assert "13800001061" not in group_text(notice(area="王某 13800001061"), RULES)


def test_a_type_that_the_pack_does_not_know_keeps_its_id() -> None:
    """A ledger may be older than the pack: there is a text all the same."""
    assert "“gone”类诈骗" in group_text(notice(scam="gone"), RULES)


def test_the_rules_of_a_loaded_pack_give_the_same_text() -> None:
    """First aid comes with the pack, however the desk got it."""
    assert group_text(notice(), RULES) == group_text(notice(), DeskRules.of(load_pack(shipped_rules())))
