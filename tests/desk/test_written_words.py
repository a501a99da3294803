"""What officers write by hand holds no numbers of anybody."""

from fraudguard.desk import Relatives
from statistics_cases import OFFICER, Town

NUMBER = "13800001061"


def test_numbers_in_a_relation_and_in_the_reason_of_an_exception_are_masked() -> None:
    """Both stay in the ledger for ever: as they stand there, nobody can be rung up."""
    town = Town()
    case = town.take("a", "+0m")
    town.sign(case, "+1m")
    town.desk.record(case.id, Relatives(by=OFFICER, relation=f"女儿 {NUMBER}", reached=True))
    closed = town.desk.close(case.id, by=OFFICER, superior="所长", reason=f"女儿 {NUMBER} 已陪同，人不在本地")
    assert closed.exception is not None
    assert NUMBER not in str(closed) + str(town.desk.history(case.id))
    assert "女儿" in closed.exception["reason"]
