"""One town from beginning to end: people, everyday life, stories, what the feeds carry of it, and the truth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fraudguard.errors import UsageError
from fraudguard.simulate.at_hand import with_phone
from fraudguard.simulate.columns import frame_of_block, frame_of_events, mixed, serials, stacked
from fraudguard.simulate.confusers import CONFUSERS
from fraudguard.simulate.contact import contact_blocks
from fraudguard.simulate.coverage import NEEDED, Seen, covered, seen_in
from fraudguard.simulate.draw import Told, attempts, look_alikes
from fraudguard.simulate.false_leads import FALSE_LEAD, false_lead_rate
from fraudguard.simulate.handsets import handset_blocks
from fraudguard.simulate.labels import SOURCES, Truth, cards_of, directory_of, event_ids, keys_of, truth_of
from fraudguard.simulate.life import life_blocks
from fraudguard.simulate.money import money_blocks
from fraudguard.simulate.mules import MulePool, mule_events
from fraudguard.simulate.population import Population, populate
from fraudguard.simulate.presenting import equal_runs, instants, present
from fraudguard.simulate.schemes import BEFORE_MONEY, SCHEMES
from fraudguard.simulate.settings import Settings
from fraudguard.simulate.story import Flat

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Town", "simulate_town"]


@dataclass(frozen=True, slots=True)
class Town:
    """
    A simulated town, as frames.

    ``events`` by kind, sorted by (at, id), with ``id``, ``at`` (microseconds UTC), ``source``, ``_person`` and a column
    for each field that is filled somewhere; money in fen. ``people`` is the directory (person, type, value, from, to).
    ``truth`` is for measuring and never for scoring. ``cards`` and ``keys`` are what an event says of person number
    ``_person``, and who that is.
    """

    events: Mapping[str, pl.DataFrame]
    people: pl.DataFrame
    truth: Truth
    cards: Sequence[Mapping[str, Any]]
    keys: Sequence[str]

    def instants(self, kinds: Collection[str] | None = None) -> list[int]:
        """When each event of `stream` is, in microseconds UTC."""
        return instants(self._chosen(kinds))

    def stream(self, kinds: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
        """The events (of these kinds) as mappings for `Guard.score`, in the order of (at, id)."""
        return present(self._chosen(kinds), self.cards)

    def _chosen(self, kinds: Collection[str] | None) -> dict[str, pl.DataFrame]:
        return {kind: frame for kind, frame in self.events.items() if kinds is None or kind in kinds}


def simulate_town(
    settings: Settings, town: int, *, schemes: Mapping[str, Any] = SCHEMES, confusers: Mapping[str, Any] = CONFUSERS
) -> Town:
    """
    Town number ``town`` of a simulation. The same settings and number give the same town, event by event.

    Other ``schemes`` or ``confusers`` than the shipped ones change only their own events. Raises `UsageError`
    (``simulate.town``) where there is no such town.
    """
    if not 0 <= town < settings.towns:
        raise UsageError("simulate.town", town=town, towns=settings.towns)
    people = populate(settings, town)
    seen = seen_in(people)
    mules = MulePool(settings, town)
    told = [_cut(one, settings.end_us) for one in attempts(people, schemes, mules, BEFORE_MONEY)]
    lead = replace(FALSE_LEAD, rate=false_lead_rate(settings.rate))
    honest = [_cut(one, settings.end_us) for one in look_alikes(people, [*confusers.values(), lead])]
    parts = _everyday(people, seen)
    for kind, events in _by_kind(_numbered([*told, *honest], people)).items():
        parts.setdefault(kind, []).append(frame_of_events(kind, events))
    parts.setdefault("transaction", [])
    frames = {
        kind: covered(kind, stacked(kind, some, NEEDED.get(kind, ())), people, seen)
        for kind, some in sorted(parts.items())
    }
    passed_on = _passed_on(frames["transaction"], people, mules, seen)
    if passed_on is not None:
        frames["transaction"] = stacked("transaction", [frames["transaction"], passed_on])
    truth = truth_of(told, honest, frames, people, mules)
    frames["transaction"] = frames["transaction"].filter("_fed")
    frames["settlement"] = _settlements(frames["transaction"])
    return Town(
        {kind: _finished(kind, frame, settings, town) for kind, frame in frames.items()},
        directory_of(people, mules),
        truth,
        cards_of(people, mules),
        keys_of(people, mules),
    )


def _everyday(people: Population, seen: Seen) -> dict[str, list[pl.DataFrame]]:
    """The frames of everyday life by kind."""
    contact = [*contact_blocks(people, seen), *handset_blocks(people, seen)]
    money = with_phone(people, (*money_blocks(people), *life_blocks(people)), contact)
    parts: dict[str, list[pl.DataFrame]] = {}
    for block in (*money, *contact):
        if len(block):
            ids = serials(people.settings.seed, people.town, f"habit {block.name}", len(block))
            parts.setdefault(block.kind, []).append(frame_of_block(block, ids))
    return parts


def _passed_on(payments: pl.DataFrame, people: Population, mules: MulePool, seen: Seen) -> pl.DataFrame | None:
    """What the receiving accounts do with the money, as their own bank sees it."""
    settings = people.settings
    stolen = _stolen(payments)
    asked: list[dict[str, Any]] = []

    def one_by_one() -> Iterator[dict[str, Any]]:
        for transfer in stolen:
            asked.append(transfer)
            yield transfer

    events = []
    count: dict[int, int] = {}
    for event in mule_events(one_by_one(), mules, settings, people.town):
        transfer = asked[-1]  # an account's events come before the next transfer is asked for
        number = count[transfer["id"]] = count.get(transfer["id"], 0) + 1
        serial = int(serials(settings.seed, people.town, f"mule {transfer['id']} {number}", 1)[0])
        events.append(event | {"_id": serial, "_person": people.size + event["_mule"], "_story": transfer["story"]})
    if not events:
        return None
    frame = stacked("transaction", [frame_of_events("transaction", events)], NEEDED["transaction"])
    return covered("transaction", frame, people, seen)


def _cut(told: Told, end: int) -> Told:
    """The story as far as the simulation goes."""
    return replace(told, story=replace(told.story, events=tuple(one for one in told.story.events if one["at"] < end)))


def _numbered(told: Sequence[Told], people: Population) -> Iterator[Flat]:
    for one in told:
        ids = serials(people.settings.seed, people.town, f"story {one.id}", len(one.story.events)).tolist()
        for event, serial in zip(one.story.events, ids, strict=True):
            yield event | {"_id": serial, "_story": one.id}


def _by_kind(events: Iterator[Flat]) -> dict[str, list[Flat]]:
    found: dict[str, list[Flat]] = {}
    for event in events:
        found.setdefault(event["kind"], []).append(event)
    return dict(sorted(found.items()))


def _stolen(payments: pl.DataFrame) -> list[dict[str, Any]]:
    """The payments to fraudsters, whether or not the payer's bank delivers."""
    import polars as pl

    return (
        payments.filter(pl.col("_loss"))
        .sort("at", "_id")
        .select(
            id="_id",
            story="_story",
            settles_at="_settles",
            amount="amount",
            payee_account="payee.account",
            payer_account="account",
        )
        .to_dicts()
    )


def _settlements(payments: pl.DataFrame) -> pl.DataFrame:
    """The word of the bank, when a pending payment has gone."""
    import polars as pl

    early = payments.filter(pl.col("status") == "pending")
    return early.select(
        pl.col("_settles").alias("at"),
        "txn_id",
        pl.lit("success").alias("status"),
        "_person",
        pl.Series("_id", mixed(mixed(early["_id"].to_numpy()))),
    )


def _finished(kind: str, frame: pl.DataFrame, settings: Settings, town: int) -> pl.DataFrame:
    """With id and source, within the simulated time, in the order of (at, id)."""
    import polars as pl

    source = SOURCES[kind]
    at = frame["at"].to_numpy()
    order = np.argsort(at, kind="stable")
    within = at[order]
    order = order[(within >= settings.start_us) & (within < settings.end_us)]
    serial = frame["_id"].to_numpy()
    for first, end in equal_runs(at[order]):  # seldom, at microseconds; ids are texts and sort as such
        order[first:end] = sorted(order[first:end].tolist(), key=lambda row: str(serial[row]))
    beside = [name for name in frame.columns if name.startswith("_") and name != "_person"]
    ids = event_ids(kind, town, pl.Series(serial[order]))
    ordered = frame.drop(beside).rechunk().select(pl.all().gather(order))
    return ordered.with_columns(ids.alias("id"), pl.lit(source).alias("source"))
