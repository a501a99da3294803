"""The example mappings read tables of the shape of the public sets they are for; the rows here are made up."""

from datetime import datetime
from pathlib import Path

import polars as pl

from fraudguard.events import from_microseconds, parse_event
from fraudguard.events.transaction import Transaction
from fraudguard.feeds.mapping_files import load_mapping
from fraudguard.feeds.reader import Feed, Row, open_feed

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"


def first(path: Path, name: str) -> tuple[Transaction, Feed]:
    """The only event of a feed that one of the mappings reads, and the feed."""
    feed = open_feed(path, 0, path.with_suffix(".copy"), (load_mapping(MAPPINGS / f"{name}.yaml"),), "en")
    (row,) = feed.rows()
    assert isinstance(row, Row)
    event = parse_event({**row.data, "id": row.id, "at": from_microseconds(row.at)})
    assert isinstance(event, Transaction)
    return event, feed


def test_every_mapping_is_tried_here() -> None:
    """No example is without a test."""
    assert ["amlsim", "evalml_fraud", "handbook"] == sorted(path.stem for path in MAPPINGS.glob("*.yaml"))


def test_the_handbook(tmp_path: Path) -> None:
    """Customers and terminals numbered 0 and 9999 are somebody; the columns of the truth are not read."""
    frame = pl.DataFrame(
        {"TRANSACTION_ID": [0], "TX_DATETIME": [datetime(2018, 4, 1, 0, 0, 31)], "CUSTOMER_ID": [0], "TERMINAL_ID": [9999],  # noqa: DTZ001
         "TX_AMOUNT": [57.16], "TX_TIME_SECONDS": [31], "TX_TIME_DAYS": [0], "TX_FRAUD": [1], "TX_FRAUD_SCENARIO": [2]}
    )  # fmt: skip
    frame.write_parquet(tmp_path / "feed.parquet")
    event, feed = first(tmp_path / "feed.parquet", "handbook")
    assert ("handbook:transaction:0", "0", "9999", 5_716, "out") == (
        event.id, event.person.ids.account, event.payee.account, event.amount, event.direction,
    )  # fmt: skip
    assert feed.layout is not None
    assert {"TX_FRAUD", "TX_FRAUD_SCENARIO"} < set(feed.layout.ignored)


def test_evalml(tmp_path: Path) -> None:
    """A country named NA is Namibia, not a missing value; the column of the truth is not read."""
    (tmp_path / "feed.csv").write_text(
        "id,card_id,store_id,datetime,amount,currency,customer_present,fraud,expiration_date,provider,lat,lng,region,country\n"
        "7,32,85,2019-01-01 00:12:26,24900,NAD,True,False,08/24,Card,1.5,2.5,Okahandja,NA\n",
        encoding="utf-8",
    )
    event, feed = first(tmp_path / "feed.csv", "evalml_fraud")
    assert (2_490_000, "NAD", "NA", True, "Okahandja") == (
        event.amount, event.currency, event.extra["country"], event.extra["customer_present"], event.payee.region,
    )  # fmt: skip
    assert feed.layout is not None
    assert "fraud" in feed.layout.ignored


def test_amlsim(tmp_path: Path) -> None:
    """A step of the simulation is a day."""
    (tmp_path / "feed.csv").write_text("sourceNodeId,targetNodeId,value,time\n280,15349,147.8,3\n", encoding="utf-8")
    event, _ = first(tmp_path / "feed.csv", "amlsim")
    assert ("2024-01-04T00:00:00+08:00", "280", "15349", 14_780) == (
        event.at.isoformat(), event.account, event.payee.account, event.amount,
    )  # fmt: skip
