from attempts import attempts, paid
from fraudguard.simulate.confusers.scene import DAY, MINUTE
from fraudguard.simulate.schemes.credit import CREDIT

LOAN, REPAIR = CREDIT


def test_no_loan_is_paid_by_the_lender_that_takes_fees() -> None:
    """Most victims of fees see no loan come in."""
    lost = [story for story in attempts(LOAN) if paid(story)]
    without = [story for story in lost if all(event.get("method") != "loan" for event in story.events)]
    assert len(without) / len(lost) > 0.7


def test_fees_take_few_days() -> None:
    """From the first fee to the last it is at most five days."""
    assert [] == [
        story for story in attempts(LOAN) if paid(story) and paid(story)[-1]["at"] - paid(story)[0]["at"] > 5 * DAY
    ]


def test_borrowed_money_goes_on_within_the_hour() -> None:
    """Each loan taken to clear the record is followed by a payment within an hour, unless the victim stops."""
    for story in attempts(REPAIR):
        if story.reached != "after":
            continue
        sent = [event["at"] for event in paid(story)]
        loans = [event["at"] for event in story.events if event.get("method") == "loan"]
        assert all(any(at < one <= at + 60 * MINUTE for one in sent) for at in loans)


def test_clearing_shares_the_screen_in_half() -> None:
    """About half of the losses come with a shared screen, and the bank sees the call."""
    lost = [story for story in attempts(REPAIR) if paid(story)]
    share = sum("remote_control" in story.techniques for story in lost) / len(lost)
    assert 0.4 <= share <= 0.6
    assert any(event.get("device.in_call") for story in lost for event in paid(story))
