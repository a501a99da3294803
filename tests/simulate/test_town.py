"""A town from beginning to end: the same again, piece by piece independent, readable, and true to its labels."""

import hashlib
from collections.abc import Iterable
from functools import cache

import polars as pl
import pytest

from fake_tales import Fake
from fraudguard.errors import UsageError
from fraudguard.events import parse_event
from fraudguard.events.people import People
from fraudguard.simulate import Coverage, Settings, Town, simulate_town

SETTINGS = Settings(persons=80, days=5, seed="town", rate=300, panel=1)
SCHEMES = {one.id: one for one in (Fake("a", prior=0.6), Fake("b", prior=0.4, pays=0.5))}
CONFUSERS = {one.id: one for one in (Fake("c", rate=600), Fake("d", rate=300))}


@cache
def _town() -> Town:
    return simulate_town(SETTINGS, 0, schemes=SCHEMES, confusers=CONFUSERS)


@cache
def _shipped() -> Town:
    return simulate_town(Settings(persons=80, days=6, seed="shipped", panel=1, rate=20), 0)


def _digest(frames: Iterable[pl.DataFrame]) -> str:
    digest = hashlib.blake2b()
    for frame in frames:
        digest.update(repr(frame.schema).encode())
        digest.update(frame.write_json().encode())
    return digest.hexdigest()


def _all(town: Town) -> list[pl.DataFrame]:
    truth = [getattr(town.truth, name) for name in ("persons", "attempts", "transfers", "confusers", "mules", "labels")]
    return [*town.events.values(), town.people, *truth]


def _lines(town: Town, *, without: str = "") -> set[str]:
    """Every event as text, those of one story's id aside."""
    labels = town.truth.labels
    gone = set(labels.filter(pl.col("story").str.starts_with(f"{without}-"))["event"]) if without else set()
    done = {event["txn_id"] for event in town.stream(["transaction"]) if event["id"] in gone}
    return {
        repr(event)
        for event in town.stream()
        if event["id"] not in gone and not (event["kind"] == "settlement" and event["txn_id"] in done)
    }


def test_the_same_seed_gives_the_same_town() -> None:
    """Two runs are identical in every frame, and another seed or town is not."""
    again = simulate_town(SETTINGS, 0, schemes=SCHEMES, confusers=CONFUSERS)
    assert _digest(_all(_town())) == _digest(_all(again))
    other = Settings(persons=80, days=5, seed="other", rate=300, panel=1)
    assert _digest(_all(_town())) != _digest(_all(simulate_town(other, 0, schemes=SCHEMES, confusers=CONFUSERS)))


def test_a_scheme_without_a_share_changes_nothing() -> None:
    """A new scheme with prior 0 leaves every event as it was."""
    settings = Settings(persons=80, days=5, seed="town", rate=300)
    before = simulate_town(settings, 0, schemes=SCHEMES, confusers=CONFUSERS)
    after = simulate_town(settings, 0, schemes={**SCHEMES, "new": Fake("new", prior=0.0)}, confusers=CONFUSERS)
    assert _digest(_all(before)) == _digest(_all(after))


def test_a_panel_of_a_new_scheme_brings_only_its_own_events() -> None:
    """Its attempts and what its receiving accounts do are new; everything else is as it was."""
    after = simulate_town(SETTINGS, 0, schemes={**SCHEMES, "new": Fake("new", prior=0.0)}, confusers=CONFUSERS)
    assert _lines(_town()) == _lines(after, without="panel-new")
    assert "new" in after.truth.attempts["scheme"]


def test_a_look_alike_that_goes_takes_only_its_own_events() -> None:
    """Everything else stays, event by event."""
    fewer = simulate_town(SETTINGS, 0, schemes=SCHEMES, confusers={"d": CONFUSERS["d"]})
    assert _lines(_town(), without="c") == _lines(fewer)
    assert {"c", "d"} <= set(_town().truth.confusers["confuser"])
    assert "c" not in set(fewer.truth.confusers["confuser"])


@pytest.mark.parametrize("town", [_town, _shipped], ids=["fakes", "shipped"])
def test_every_event_is_one_and_they_come_in_order(town) -> None:
    """The event model reads each event of the stream, whose (at, id) only grow and never repeat."""
    places = []
    for event in town().stream():
        read = parse_event(event)
        places.append((read.at_us, read.id))
    assert places == sorted(places)
    assert len(places) == len({id_ for _, id_ in places}) == sum(frame.height for frame in town().events.values())


def test_the_stream_can_be_narrowed_to_kinds() -> None:
    """Only these kinds, and as many instants as events."""
    kinds = ("transaction", "settlement")
    assert set(kinds) == {event["kind"] for event in _town().stream(kinds)}
    assert len(_town().instants(kinds)) == len(list(_town().stream(kinds)))


def test_events_lie_within_the_simulated_time() -> None:
    """Nothing before the first midnight or from the last one on."""
    at = _town().instants()
    assert SETTINGS.start_us <= at[0] <= at[-1] < SETTINGS.end_us


def test_the_directory_knows_every_person_of_the_stream() -> None:
    """Each event's telephone or account belongs to the person whose event it is."""
    people = People.from_text(_town().people.write_csv())
    for kind, frame in _town().events.items():
        for number in frame["_person"].unique():
            ids = _town().cards[number]["ids"]
            ((name, value),) = ids.items()
            key = people.person_of(name, value, SETTINGS.start_us)
            assert key in {_town().keys[number], None}, kind
            assert (key is None) == ("-M" in _town().keys[number] and name != "account")


def test_a_pending_payment_is_settled_once() -> None:
    """Each pending payment has one settlement, later and of the same serial; no other payment has one."""
    payments, settlements = _town().events["transaction"], _town().events["settlement"]
    waiting = payments.filter(pl.col("status") == "pending").select("txn_id", "at")
    joined = settlements.join(waiting, on="txn_id", how="left", suffix="_paid")
    assert settlements.height == settlements["txn_id"].n_unique()
    assert 0 == joined["at_paid"].null_count()
    assert (joined["at"] > joined["at_paid"]).all()
    late = waiting.filter(pl.col("at") < SETTINGS.end_us - 7_300_000_000)
    assert set(late["txn_id"]) <= set(settlements["txn_id"])


def test_an_id_says_nothing_of_the_truth() -> None:
    """Ids of honest and of fraudulent events look alike: source, town, a number."""
    assert set() == {
        one for frame in _town().events.values() for one in frame["id"] if not one.rpartition(":")[2].isdigit()
    }


def test_labels_point_at_events_of_their_story() -> None:
    """A label names an event of the town or one that no feed carried, and a story that is told of."""
    truth = _town().truth
    stories = {*truth.attempts["attempt"], *truth.confusers["story"]}
    assert stories >= set(truth.labels["story"])
    ids = {one for frame in _town().events.values() for one in frame["id"]}
    assert len(ids & set(truth.labels["event"])) > 0.5 * truth.labels.height
    everywhere = simulate_town(
        Settings(persons=100, days=12, rate=100, coverage=Coverage(1, 1, 1, 1, 1, 1, 1, 0)), 0,
        schemes=SCHEMES, confusers=CONFUSERS,
    )  # fmt: skip
    ids = {one for frame in everywhere.events.values() for one in frame["id"]}
    unseen = everywhere.truth.labels.filter(~pl.col("event").is_in(ids))
    assert unseen.height < 0.05 * everywhere.truth.labels.height  # only what happens after the last day


def test_the_money_adds_up() -> None:
    """Transfers, losses and victims of receiving accounts are the same money told three times."""
    truth = _town().truth
    paid = truth.attempts.filter(pl.col("transfers") > 0)
    assert truth.transfers["amount"].sum() == truth.attempts["loss"].sum() > 0
    assert set(truth.transfers["attempt"]) == set(paid["attempt"])
    assert (paid["first_transfer_at"] <= paid["last_transfer_at"]).all()
    assert (paid["last_transfer_at"] <= paid["last_settles_at"]).all()
    assert {"transfer"} >= set(paid["reached"])
    used = truth.mules.filter(pl.col("victims") > 0)
    assert set(truth.transfers["payee_account"]) == set(used["account"])
    unpaid = truth.attempts.filter(pl.col("reached") == "hook")
    assert 0 == unpaid["loss"].sum()
    assert unpaid.height


def test_receiving_accounts_pass_the_money_on() -> None:
    """Where an account's own bank delivers, money of a victim comes in and goes out within the hour."""
    payments = _town().events["transaction"].filter(pl.col("_person") >= SETTINGS.persons)
    assert {"in", "out"} == set(payments["direction"])
    first = payments.filter(pl.col("direction") == "in")["at"].min()
    assert payments.filter(pl.col("direction") == "out")["at"].min() < first + 26 * 60_000_000


@pytest.mark.parametrize("town", [-1, 1])
def test_there_are_only_so_many_towns(town: int) -> None:
    """A number outside is refused."""
    with pytest.raises(UsageError) as caught:
        simulate_town(SETTINGS, town)
    assert "simulate.town" == caught.value.code


def test_the_smallest_world_works() -> None:
    """One person for one day, with no feed at all, is a town with no events but what a station hears."""
    town = simulate_town(Settings(persons=1, days=1, coverage=Coverage(0, 0, 0, 0, 0, 0, 0, 0)), 0)
    assert set() == {event["kind"] for event in town.stream()} - {"lead", "report"}
