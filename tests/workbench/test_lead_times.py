"""Lead times of labelled scams from the tickets of a run."""

import pytest

from fraudguard.report.feed_page import LeadTime
from fraudguard.workbench.lead_times import lead_times

HOUR = 3_600_000_000
START = 1_736_128_800_000_000  # 2025-01-06 10:00 in Shanghai


def labels(*, started: int = START, paid: bool = True) -> dict[str, list[dict[str, object]]]:
    """One scam on one person, with a payment three hours after its beginning."""
    attempt = {"attempt": "a", "person": "P1", "scheme": "boss", "panel": False, "started_at": started,
               "ended_at": started + 4 * HOUR, "techniques": []}  # fmt: skip
    transfer = {
        "attempt": "a",
        "at": started + 3 * HOUR,
        "settles_at": started + 5 * HOUR,
        "amount": 5,
        "payee_account": "x",
    }
    empty: dict[str, list[dict[str, object]]] = {"persons": [], "confusers": [], "mules": []}
    return {**empty, "attempts": [attempt], "transfers": [transfer] if paid else []}


def ticket(at: str, level: str = "yellow", subject: str = "person:P1") -> dict[str, str]:
    """A change of a ticket."""
    return {"at": f"2025-01-06T{at}:00+08:00", "level": level, "subject": subject}


def found(*tickets: dict[str, str], **how: object) -> list[LeadTime]:
    """Lead times of a run over the hour before and the days after."""
    told = labels(**how)  # type: ignore[arg-type]  # what a test says
    return lead_times(told, tickets, lambda person: f"person:{person}", START, START + 24 * HOUR)


def test_the_first_warning_counts() -> None:
    """A ticket above green for the person, from the beginning of the scam on; later ones change nothing."""
    expected = [LeadTime("boss", START + HOUR, START + 3 * HOUR)]
    assert expected == found(ticket("12:00"), ticket("11:00"), ticket("11:30", "red"))


@pytest.mark.parametrize("one", [ticket("11:00", "green"), ticket("09:59"), ticket("11:00", subject="person:P2")])
def test_other_tickets_are_no_warning(one: dict[str, str]) -> None:
    """Green ones, those from before the scam, and those of somebody else."""
    assert [LeadTime("boss", None, START + 3 * HOUR)] == found(one)


def test_a_ticket_at_the_very_beginning_is_a_warning() -> None:
    """The instant at which a scam begins belongs to it."""
    assert START == found(ticket("10:00"))[0].warned


def test_scams_without_payments_or_outside_of_the_run_are_left_out() -> None:
    """Nothing was lost, or the feed does not tell of the time."""
    assert [] == found(paid=False)
    assert [] == found(started=START - 1)
    assert 1 == len(found(started=START + 24 * HOUR))
    assert [] == found(started=START + 24 * HOUR + 1)
