"""One town from beginning to end: people, everyday life, stories, what the feeds carry of it, and the truth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fraudguard.simulate.columns import frame_of_block, frame_of_events
from fraudguard.simulate.confusers import CONFUSERS
from fraudguard.simulate.contact import contact_blocks
from fraudguard.simulate.coverage import covered, seen_in
from fraudguard.simulate.draw import Told, attempts, look_alikes
from fraudguard.simulate.false_leads import FALSE_LEAD, false_lead_rate
from fraudguard.simulate.labels import Truth, cards_of, directory_of, truth_of
from fraudguard.simulate.life import life_blocks
from fraudguard.simulate.money import money_blocks
from fraudguard.simulate.mules import MulePool, mule_events
from fraudguard.simulate.population import populate
from fraudguard.simulate.presenting import present
from fraudguard.simulate.schemes import BEFORE_MONEY, SCHEMES
from fraudguard.simulate.settings import Settings
from fraudguard.simulate.story import Flat

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Town", "simulate_town"]

_SOURCES: Mapping[str, str] = {
    "transaction": "bank", "settlement": "bank", "call": "telecom", "message": "handset", "device_event": "handset",
    "report": "station", "lead": "centre",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """
    A simulated town, as frames.

    ``events`` by kind, sorted by (at, id), with ``id``, ``at`` (microseconds UTC), ``source``, ``_person`` and a column for
    each field that a feed may fill; money in fen. ``people`` is the directory (person, type, value, from, to). ``truth``
    is for measuring and never for scoring; its frames are also here by name.
    """

    events: Mapping[str, pl.DataFrame]
    people: pl.DataFrame
    truth: Truth
    cards: Sequence[Mapping[str, Any]]

    def stream(self, kinds: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
        """The events (of these kinds) as mappings for `Guard.score`, in the order of (at, id)."""
        return present(
            {kind: frame for kind, frame in self.events.items() if kinds is None or kind in kinds}, self.cards
        )


def simulate_town(
    settings: Settings, town: int, *, schemes: Mapping[str, Any] = SCHEMES, confusers: Mapping[str, Any] = CONFUSERS
) -> Town:
    """
    Town number ``town`` of a simulation. The same settings and number give the same town, event by event.

    Other ``schemes`` or ``confusers`` than the shipped ones change only their own events.
    """
    import polars as pl

    people = populate(settings, town)
    seen = seen_in(people)
    mules = MulePool(settings, town)
    told = [_cut(one, settings.end_us) for one in attempts(people, schemes, mules, BEFORE_MONEY)]
    lead = replace(FALSE_LEAD, rate=false_lead_rate(settings.rate))
    honest = [_cut(one, settings.end_us) for one in look_alikes(people, [*confusers.values(), lead])]
    parts: dict[str, list[pl.DataFrame]] = {}
    for block in (*money_blocks(people), *life_blocks(people), *contact_blocks(people, seen)):
        if len(block):
            parts.setdefault(block.kind, []).append(frame_of_block(block))
    for kind, events in _by_kind(_numbered([*told, *honest])).items():
        parts.setdefault(kind, []).append(frame_of_events(kind, events))
    frames = {kind: covered(kind, pl.concat(some), people, seen) for kind, some in sorted(parts.items())}
    after = [
        event | {"_id": f"mule-{place}", "_person": people.size + event["_mule"]}
        for place, event in enumerate(mule_events(_stolen(frames["transaction"]), mules, settings, town))
    ]
    if after:
        received = covered("transaction", frame_of_events("transaction", after), people, seen)
        frames["transaction"] = pl.concat([frames["transaction"], received])
    truth = truth_of(told, honest, frames, people, mules)
    payments = frames["transaction"]
    frames["transaction"] = payments.filter("_fed")
    frames["settlement"] = _settlements(frames["transaction"])
    return Town(
        {kind: _finished(kind, frame, settings, town) for kind, frame in frames.items()},
        directory_of(people, mules),
        truth,
        cards_of(people, mules),
    )


def _cut(told: Told, end: int) -> Told:
    """The story as far as the simulation goes."""
    return replace(told, story=replace(told.story, events=tuple(one for one in told.story.events if one["at"] < end)))


def _numbered(told: Sequence[Told]) -> Iterator[Flat]:
    for one in told:
        for place, event in enumerate(one.story.events):
            yield event | {"_id": f"{one.id}-{place}", "_story": one.id}


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
            id="_id", settles_at="_settles", amount="amount", payee_account="payee.account", payer_account="account"
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
        (pl.col("_id") + "-done").alias("_id"),
    )


def _finished(kind: str, frame: pl.DataFrame, settings: Settings, town: int) -> pl.DataFrame:
    """With id and source, within the simulated time, in order."""
    import polars as pl

    source = _SOURCES[kind]
    kept = frame.filter((pl.col("at") >= settings.start_us) & (pl.col("at") < settings.end_us))
    beside = [name for name in kept.columns if name.startswith("_") and name != "_person"]
    named = kept.with_columns((pl.lit(f"{source}:{town}:") + pl.col("_id")).alias("id"), pl.lit(source).alias("source"))
    ordered = named.drop(beside).sort("at")
    if ordered["at"].is_duplicated().any():  # seldom, at microseconds; by text it takes far longer
        return ordered.sort("at", "id")
    return ordered
