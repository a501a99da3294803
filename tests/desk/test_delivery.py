"""Delivery: at least once, again after growing waits, given up in the end."""

import hashlib
import hmac
import json

import pytest
import sqlalchemy as sa

from desk_cases import DAYTIME, KEY, MINUTE, START, a_desk, closed, taken
from fraudguard import Desk
from fraudguard.desk import tables as t
from fraudguard.desk.outbox import OutboxMessage
from fraudguard.desk.seal import Seal
from fraudguard.events.moment import from_microseconds
from fraudguard.testing import Clock


class Receiver:
    """Takes messages, and fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.got: list[OutboxMessage] = []

    def __call__(self, message: OutboxMessage) -> None:
        self.got.append(message)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("not now")


def run(desk: Desk, receiver: Receiver, minutes: float = 0) -> tuple[int, int, int]:
    """Deliver some minutes after the start; how many went out, failed, died."""
    done = desk.deliver(receiver, from_microseconds(START + round(minutes * MINUTE)))
    return done.delivered, done.failed, done.dead


def test_a_message_goes_out_once() -> None:
    """Delivered, it is not sent again."""
    desk, receiver = a_desk(), Receiver()
    taken(desk)
    assert [(1, 0, 0), (0, 0, 0)] == [run(desk, receiver), run(desk, receiver, 10_000)]
    assert [("open", 1)] == [(message.kind, message.attempt) for message in receiver.got]


def test_a_failure_is_tried_again_after_growing_waits_and_then_given_up() -> None:
    """After 1, 5, 30, 120 and 360 minutes, each time to the microsecond and not before; the sixth failure is the last."""
    desk, receiver = a_desk(), Receiver(failures=99)
    taken(desk)
    at, microsecond = 0.0, 1 / MINUTE
    assert (0, 1, 0) == run(desk, receiver, at)
    for attempt, wait in enumerate((1, 5, 30, 120, 360), 2):
        assert (0, 0, 0) == run(desk, receiver, at + wait - microsecond)
        at += wait
        assert ((0, 0, 1) if attempt == 6 else (0, 1, 0)) == run(desk, receiver, at)
    assert (0, 0, 0) == run(desk, receiver, at + 100_000)
    assert [1, 2, 3, 4, 5, 6] == [message.attempt for message in receiver.got]
    with desk.store.reading() as connection:
        assert "dead" == connection.execute(sa.select(t.outbox.c.state)).scalar_one()


@pytest.mark.parametrize("failures", range(1, 6))
def test_what_failed_is_delivered_in_the_end(failures: int) -> None:
    """After any number of failures below six the message still arrives, the same each time."""
    desk, receiver = a_desk(), Receiver(failures)
    taken(desk)
    for attempt in range(failures + 1):
        run(desk, receiver, 1_000 * attempt)
    assert failures + 1 == len(receiver.got)
    assert 1 == len({(message.id, message.body, message.signature) for message in receiver.got})
    assert (0, 0, 0) == run(desk, receiver, 100_000)


def test_a_crash_after_sending_sends_again() -> None:
    """Whatever is not even an error of the program, such as its end, leaves the message waiting: at least once."""
    desk, got = a_desk(), []
    taken(desk)

    def killed(message: OutboxMessage) -> None:
        got.append(message.id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.deliver(killed, DAYTIME)
    receiver = Receiver()
    assert (1, 0, 0) == run(desk, receiver)
    assert got == [message.id for message in receiver.got]
    assert 1 == receiver.got[0].attempt


def test_one_failure_does_not_hold_the_others_up() -> None:
    """Of three messages the first fails and the other two go out, oldest first."""
    desk, receiver = a_desk(), Receiver(failures=1)
    cases = [taken(desk, number) for number in (1, 2, 3)]
    assert (2, 1, 0) == run(desk, receiver)
    assert [case.id for case in cases] == [message.case_id for message in receiver.got]


def test_no_more_than_asked_for_are_sent() -> None:
    """With ``most`` the rest waits for the next time."""
    desk, receiver = a_desk(), Receiver()
    for number in range(3):
        taken(desk, number)
    done = [desk.deliver(receiver, DAYTIME, most=2).delivered for _ in range(3)]
    assert [2, 1, 0] == done


def test_the_signature_is_an_hmac_of_the_body() -> None:
    """A receiver that holds the derived key can check it, and one changed byte or another key breaks it."""
    desk, receiver = a_desk(), Receiver()
    closed(desk, taken(desk).id)
    run(desk, receiver)
    root = hashlib.blake2b(KEY, digest_size=32).digest()
    key = hashlib.blake2b(b"outbox", key=root, digest_size=32).digest()
    for message in receiver.got:
        assert message.signature == hmac.new(key, message.body, hashlib.sha256).hexdigest()
        assert message.signature != Seal(KEY).signature(message.body + b" ")
        assert message.signature != Seal(b"another key, long enough").signature(message.body)
        assert message.id == json.loads(message.body)["id"]
    assert len(receiver.got) == len({message.id for message in receiver.got})


def test_the_clock_of_the_desk_says_what_is_due() -> None:
    """Without a time the injected clock is read."""
    clock, receiver = Clock(DAYTIME), Receiver(failures=1)
    desk = a_desk(clock)
    taken(desk)
    assert 1 == desk.deliver(receiver).failed
    assert 0 == desk.deliver(receiver).delivered
    clock.advance(minutes=1)
    assert 1 == desk.deliver(receiver).delivered


def test_nothing_is_locked_while_a_message_is_sent() -> None:
    """The sender may use the desk."""
    desk, seen = a_desk(), []
    taken(desk)
    desk.deliver(lambda message: seen.append(desk.case(message.case_id).status), DAYTIME)
    assert ["new"] == seen
