"""The truth about a town: attempts, what was paid, honest look-alikes, accounts that took the money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fraudguard.simulate.draw import Told
from fraudguard.simulate.mules import MulePool
from fraudguard.simulate.population import Population

if TYPE_CHECKING:
    import polars as pl

__all__ = ["LABELS", "SOURCES", "Truth", "cards_of", "directory_of", "event_ids", "keys_of", "truth_of"]


LABELS = ("persons", "attempts", "transfers", "confusers", "mules", "labels")
"""The frames of a `Truth`."""

SOURCES: Mapping[str, str] = {
    "transaction": "bank", "settlement": "bank", "call": "telecom", "message": "handset", "device_event": "handset",
    "report": "station", "lead": "centre",
}  # fmt: skip
"""The feed that brings each kind."""


@dataclass(frozen=True, slots=True)
class Truth:
    """
    The labels of a town, instants in microseconds UTC, money in fen.

    - ``persons``: person, age, band, kind, role, area.
    - ``attempts``: attempt, person, scheme, techniques, reached, panel, started_at, ended_at, first_transfer_at,
      last_transfer_at, last_settles_at, transfers, loss.
    - ``transfers``: attempt, event, at, settles_at, amount, payee_account; those included that no feed carries.
    - ``confusers``: story, confuser, person, from_at, to_at.
    - ``mules``: account, person (where its own bank delivers), from_at, to_at, victims, first_victim_at.
    - ``labels``: event, story, stage.
    """

    persons: pl.DataFrame
    attempts: pl.DataFrame
    transfers: pl.DataFrame
    confusers: pl.DataFrame
    mules: pl.DataFrame
    labels: pl.DataFrame


def truth_of(
    told: Sequence[Told],
    honest: Sequence[Told],
    frames: Mapping[str, pl.DataFrame],
    people: Population,
    mules: MulePool,
) -> Truth:
    """The truth from the stories and from what they became; ``frames`` still hold what no feed carries."""
    import polars as pl

    keys = pl.Series(people.key, dtype=pl.String)
    transfers = _transfers(frames["transaction"], people.town)
    paid = transfers.group_by("attempt", maintain_order=True).agg(
        first_transfer_at=pl.col("at").min(),
        last_transfer_at=pl.col("at").max(),
        last_settles_at=pl.col("settles_at").max(),
        transfers=pl.len().cast(pl.Int64),
        loss=pl.col("amount").sum(),
    )
    attempts = _stories(told, keys).join(paid, on="attempt", how="left", maintain_order="left")
    attempts = attempts.with_columns(pl.col("transfers", "loss").fill_null(0))
    confusers = _stories([one for one in honest if one.story.events], keys).select(
        story="attempt", confuser="scheme", person="person", from_at="started_at", to_at="ended_at"
    )
    return Truth(
        persons=pl.DataFrame(
            {
                "person": keys,
                "age": people.age,
                "band": pl.Series(people.band, dtype=pl.String),
                "kind": pl.Series(people.kind, dtype=pl.String),
                "role": pl.Series(people.role.tolist(), dtype=pl.String),
                "area": pl.Series(people.area, dtype=pl.String),
            }
        ),
        attempts=attempts,
        transfers=transfers,
        confusers=confusers,
        mules=_mules(transfers, people, mules),
        labels=_labels(frames, people.town),
    )


def event_ids(kind: str, town: int, serials: pl.Series) -> pl.Series:
    """The ids of events, unique over all towns."""
    import polars as pl

    shown = pl.format(f"{SOURCES[kind]}:{town}:{{}}", pl.col("serial"))
    return serials.to_frame("serial").select(id=shown)["id"]


def _stories(told: Sequence[Told], keys: pl.Series) -> pl.DataFrame:
    import polars as pl

    rows = [
        {
            "attempt": one.id,
            "person": keys[one.story.person],
            "scheme": one.story.name,
            "techniques": list(one.story.techniques),
            "reached": one.story.reached,
            "panel": one.panel,
            "started_at": one.start,
            "ended_at": max((event["at"] for event in one.story.events), default=one.start),
        }
        for one in told
    ]
    schema: dict[str, Any] = {
        "attempt": pl.String, "person": pl.String, "scheme": pl.String, "techniques": pl.List(pl.String),
        "reached": pl.String, "panel": pl.Boolean, "started_at": pl.Int64, "ended_at": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _transfers(payments: pl.DataFrame, town: int) -> pl.DataFrame:
    import polars as pl

    stolen = payments.filter(pl.col("_loss")).sort("at", "_id")
    return stolen.select(
        pl.col("_story").alias("attempt"),
        event_ids("transaction", town, stolen["_id"]).alias("event"),
        "at",
        pl.col("_settles").alias("settles_at"),
        "amount",
        pl.col("payee.account").alias("payee_account"),
    )


def _mules(transfers: pl.DataFrame, people: Population, mules: MulePool) -> pl.DataFrame:
    import polars as pl

    victims = transfers.group_by("payee_account").agg(
        victims=pl.col("attempt").n_unique().cast(pl.Int64), first_victim_at=pl.col("at").min()
    )
    known = pl.DataFrame(
        {
            "account": [mule.payee.account for mule in mules.mules],
            "person": [_mule_key(people, mule.number) if mule.fed else None for mule in mules.mules],
            "from_at": [mule.start for mule in mules.mules],
            "to_at": [mule.end for mule in mules.mules],
        },
        schema={"account": pl.String, "person": pl.String, "from_at": pl.Int64, "to_at": pl.Int64},
    )
    joined = known.join(victims, left_on="account", right_on="payee_account", how="left", maintain_order="left")
    return joined.with_columns(pl.col("victims").fill_null(0))


def _mule_key(people: Population, number: int) -> str:
    return f"T{people.town:03d}-M{number:04d}"


def _labels(frames: Mapping[str, pl.DataFrame], town: int) -> pl.DataFrame:
    import polars as pl

    parts = []
    for kind, frame in sorted(frames.items()):
        if "_story" in frame.columns:
            told = frame.filter(pl.col("_story").is_not_null())
            ids = event_ids(kind, town, told["_id"])
            parts.append(
                told.select(ids.alias("event"), pl.col("_story").alias("story"), pl.col("_stage").alias("stage"))
            )
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(("event", "story", "stage"), pl.String))
    return pl.concat(parts).sort("event")


def directory_of(people: Population, mules: MulePool) -> pl.DataFrame:
    """Which telephone and which accounts belong to whom, for ever."""
    import polars as pl

    rows = [(str(key), "phone", str(phone)) for key, phone in zip(people.key, people.phone, strict=True)]
    rows += [(str(people.key[n]), "account", one) for n, own in enumerate(people.accounts) for one in own]
    rows += [(_mule_key(people, mule.number), "account", mule.payee.account) for mule in mules.mules if mule.fed]
    frame = pl.DataFrame(rows, schema={"person": pl.String, "type": pl.String, "value": pl.String}, orient="row")
    return frame.with_columns(pl.lit(None, pl.String).alias("from"), pl.lit(None, pl.String).alias("to"))


def keys_of(people: Population, mules: MulePool) -> list[str]:
    """Who each number of a town is; receiving accounts come after the people."""
    return [*map(str, people.key), *(_mule_key(people, mule.number) for mule in mules.mules)]


def cards_of(people: Population, mules: MulePool) -> list[Mapping[str, Any]]:
    """What an event says of its person, by number; receiving accounts come after the people."""
    cards: list[Mapping[str, Any]] = []
    for number in range(people.size):
        card: dict[str, Any] = {
            "ids": {"phone": str(people.phone[number])},
            "age": int(people.age[number]),
            "kind": str(people.kind[number]),
            "area": str(people.area[number]),
        }
        if people.role[number] is not None:
            card["role"] = str(people.role[number])
        cards.append(card)
    cards += [{"ids": {"account": mule.payee.account}} for mule in mules.mules]
    return cards
