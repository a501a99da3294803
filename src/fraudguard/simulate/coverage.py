"""What the feeds of a town see: whose calls, handsets and words come in, and which banks deliver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fraudguard.simulate.columns import mixed
from fraudguard.simulate.population import Population
from fraudguard.simulate.settings import HOUR, SECOND
from fraudguard.simulate.streams import stream

if TYPE_CHECKING:
    import polars as pl

__all__ = ["NEEDED", "Seen", "covered", "seen_in"]

_APP = ("device.is_new", "device.remote_control", "device.screen_sharing", "device.in_call")

NEEDED: Mapping[str, Sequence[str]] = {
    "transaction": (
        "account",
        "channel",
        "direction",
        "method",
        "payee.account",
        "amount",
        "_story",
        "_stage",
        "_loss",
        *_APP,
    ),
    "call": ("duration_s", "answered", "transcript"),
    "message": ("is_otp", "text", "url_hosts"),
}
"""Columns that the feeds of a kind are worked out from."""


@dataclass(frozen=True, slots=True)
class Seen:
    """
    What comes in: of each person calls, handset and words, and whether calls are told of when they begin.

    Of each account, whether its bank delivers, shows the phone, and reports transfers before they settle.
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
    account = np.array(people.account_list, dtype=object)
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

    Calls come in as ``started`` where the feed is live and as ``ended`` when they end. Payments get their ``status``
    and, as ``_settles``, the instant at which their money has gone. An account that is nobody's here is taken for seen.
    """
    if kind == "transaction":
        return _payments(frame, people, seen)
    person = frame["_person"].to_numpy()
    if kind == "call":
        return _calls(_kept(frame, seen.calls[person]), seen)
    if kind == "device_event":
        return _kept(frame, seen.devices[person])
    if kind == "message":
        return _messages(frame, seen)
    return frame


def _messages(frame: pl.DataFrame, seen: Seen) -> pl.DataFrame:
    """Words where words are seen; elsewhere a handset still tells that a code came."""
    import polars as pl

    person = frame["_person"].to_numpy()
    texts = seen.texts[person]
    code = frame["is_otp"].fill_null(value=False).to_numpy() & seen.devices[person]
    words = [pl.when(pl.Series(texts)).then(pl.col(name)).alias(name) for name in ("text", "url_hosts")]
    return _kept(frame.with_columns(words), texts | code)


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
    )
    begun = frame.filter(live & frame["answered"].fill_null(value=True))
    started = begun.drop("transcript", "duration_s", "answered").with_columns(
        pl.lit("started").alias("state"), pl.Series("_id", mixed(begun["_id"].to_numpy()))
    )
    return pl.concat([started, ended], how="diagonal")


def _payments(frame: pl.DataFrame, people: Population, seen: Seen) -> pl.DataFrame:
    import polars as pl

    first = pl.Series([own[0] if own else None for own in people.accounts], dtype=pl.String)
    own = first.gather(frame["_person"].clip(0, people.size - 1)).alias("account")
    frame = frame.with_columns(pl.col("account").fill_null(own))
    place = _places(frame["account"], seen.account)
    known = place >= 0
    transfer = (frame["direction"] == "out") & (frame["method"] == "transfer")
    early = transfer & frame["channel"].is_in(["mobile_bank", "online_bank", "corp_ebank", "counter"])
    early = early.fill_null(value=False).to_numpy() & known & seen.pending[place]
    viewed = pl.Series(known & seen.view[place])
    resting = np.where(early, _resting(frame["_id"].to_numpy(), people.settings.coverage.delayed), 0)
    return frame.with_columns(
        pl.Series("_early", early),
        (pl.col("at") + pl.Series(resting)).alias("_settles"),
        *(pl.when(viewed).then(pl.col(name)).alias(name) for name in _APP),
        pl.Series("_fed", ~known | seen.bank[place]),
    ).with_columns(
        pl.when("_early").then(pl.lit("pending")).otherwise(pl.lit("success")).alias("status"),
        (pl.lit("S") + pl.col("_id").cast(pl.String)).alias("txn_id"),
    )


def _places(accounts: pl.Series, known: np.ndarray) -> np.ndarray:
    """Where each account stands among the known ones; -1 where it is none of them."""
    import polars as pl

    table = pl.DataFrame({"account": pl.Series(known, dtype=pl.String), "place": np.arange(len(known))})
    found = accounts.to_frame("account").join(table, on="account", how="left", maintain_order="left")["place"]
    return found.fill_null(-1).to_numpy()


def _resting(ids: np.ndarray, delayed: float) -> np.ndarray:
    """
    How long a pending payment takes to settle.

    It hangs on the payment's own id and on nobody's stream, so that no event moves another's.
    """
    drawn = mixed(ids)
    waits = (drawn % np.uint64(1_000_000)).astype(np.int64) < delayed * 1_000_000
    seconds = (drawn // np.uint64(1_000_000) % np.uint64(86)).astype(np.int64) + 5
    found: np.ndarray = np.where(waits, 2 * HOUR, seconds * SECOND)
    return found
