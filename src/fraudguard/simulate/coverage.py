"""What the feeds of a town see: whose calls, handsets and words come in, and which banks deliver."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fraudguard.simulate.population import Population
from fraudguard.simulate.settings import HOUR, SECOND
from fraudguard.simulate.streams import stream

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Seen", "covered", "seen_in"]

_APP = ("device.is_new", "device.remote_control", "device.screen_sharing", "device.in_call")


@dataclass(frozen=True, slots=True)
class Seen:
    """
    By person, whether calls, handset and words come in and whether calls are told of when they begin; by account, whether
    its bank delivers, shows the phone, and reports transfers before they settle.
    """

    calls: np.ndarray
    live: np.ndarray
    devices: np.ndarray
    texts: np.ndarray
    account: np.ndarray
    bank: np.ndarray
    view: np.ndarray
    pending: np.ndarray


def seen_in(people: Population) -> Seen:
    """What is seen of the people of a town."""
    share = people.settings.coverage
    rng = stream(people.settings.seed, people.town, "coverage")
    size = people.size
    calls = rng.random(size) < share.calls
    account = np.array([one for own in people.accounts for one in own], dtype=object)
    return Seen(
        calls=calls,
        live=calls & (rng.random(size) < share.live),
        devices=rng.random(size) < share.devices,
        texts=rng.random(size) < share.texts,
        account=account,
        bank=rng.random(len(account)) < share.banks,
        view=rng.random(len(account)) < share.app_view,
        pending=rng.random(len(account)) < share.pending,
    )


def covered(kind: str, frame: pl.DataFrame, people: Population, seen: Seen) -> pl.DataFrame:
    """
    Of the events of a kind those that a feed carries, as far as it tells of them.

    Calls come in as ``started`` where the feed is live and as ``ended`` when they end. Payments get their ``status`` and,
    as ``_settles``, the instant at which their money has gone. An account that is not the person's own is taken for seen.
    """
    if kind == "transaction":
        return _payments(frame, people, seen)
    person = frame["_person"].to_numpy()
    if kind == "call":
        return _calls(_kept(frame, seen.calls[person]), seen)
    if kind == "device_event":
        return _kept(frame, seen.devices[person])
    if kind == "message":
        code = frame["is_otp"].fill_null(value=False).to_numpy()
        return _kept(frame, seen.texts[person] | (code & seen.devices[person]))
    return frame


def _kept(frame: pl.DataFrame, mask: np.ndarray) -> pl.DataFrame:
    import polars as pl

    return frame.filter(pl.Series(mask))


def _calls(frame: pl.DataFrame, seen: Seen) -> pl.DataFrame:
    import polars as pl

    person = frame["_person"].to_numpy()
    texts, live = pl.Series(seen.texts[person]), pl.Series(seen.live[person])
    lasting = pl.col("duration_s").fill_null(0)
    ended = frame.with_columns(
        pl.lit("ended").alias("state"),
        (pl.col("at") + lasting * SECOND).alias("at"),
        pl.when(texts).then(pl.col("transcript")).alias("transcript"),
        (pl.col("_id") + "e").alias("_id"),
    )
    started = frame.filter(live & frame["answered"].fill_null(value=True)).with_columns(
        pl.lit("started").alias("state"),
        pl.lit(None, pl.String).alias("transcript"),
        pl.lit(None, pl.Int64).alias("duration_s"),
        pl.lit(None, pl.Boolean).alias("answered"),
        (pl.col("_id") + "s").alias("_id"),
    )
    return pl.concat([started, ended])


def _payments(frame: pl.DataFrame, people: Population, seen: Seen) -> pl.DataFrame:
    import polars as pl

    first = pl.Series([own[0] if own else None for own in people.accounts], dtype=pl.String)
    person = frame["_person"]
    own = first.gather(person.clip(0, people.size - 1)).alias("account")
    banks = pl.DataFrame(
        {
            "account": pl.Series(seen.account, dtype=pl.String),
            "_bank": seen.bank,
            "_view": seen.view,
            "_early": seen.pending,
        }
    )
    frame = frame.with_columns(pl.col("account").fill_null(own)).join(
        banks, on="account", how="left", maintain_order="left"
    )
    early = (
        pl.col("_early").fill_null(value=False)
        & (pl.col("direction") == "out")
        & (pl.col("method") == "transfer")
        & pl.col("channel").is_in(["mobile_bank", "online_bank", "corp_ebank", "counter"])
    )
    frame = frame.with_columns(early.fill_null(value=False).alias("_early"))
    settles = pl.col("at") + pl.Series(_resting(frame["_id"], frame["_early"], people.settings.coverage.delayed))
    frame = frame.with_columns(
        pl.when("_early").then(pl.lit("pending")).otherwise(pl.lit("success")).alias("status"),
        pl.when("_early").then(settles).otherwise(pl.col("at")).alias("_settles"),
        *(pl.when(pl.col("_view").fill_null(value=False)).then(pl.col(name)).alias(name) for name in _APP),
        (pl.lit("S") + pl.col("_id")).alias("txn_id"),
        pl.col("_bank").fill_null(value=True).alias("_fed"),
    )
    return frame.drop("_bank", "_view", "_early")


def _resting(ids: pl.Series, early: pl.Series, delayed: float) -> np.ndarray:
    """
    How long each pending payment takes to settle; 0 for the others.

    It hangs on the payment's own id and on nobody's stream, so that no event moves another's.
    """
    resting = np.zeros(len(ids), dtype=np.int64)
    for place in np.flatnonzero(early.to_numpy()):
        drawn = zlib.crc32(ids[int(place)].encode())
        resting[place] = 2 * HOUR if drawn % 10_000 < delayed * 10_000 else (5 + drawn // 10_000 % 86) * SECOND
    return resting
