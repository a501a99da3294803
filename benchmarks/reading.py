"""
Reading feeds: `python benchmarks/reading.py` writes made-up feeds and shows rows per second of both readers.

Three forms of one made-up stream: the 34 columns of a fund investigation in GB18030, fields by their own names in
UTF-8, and the same as Parquet. The reader of single rows reads the first `--few` rows of each (it is slow and its speed
does not depend on how many there are), and both must understand those alike before any time is printed. A share of the
rows, `--dirt`, has something odd about it. Processor seconds are shown beside those of the clock, for machines that do
other things.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from fraudguard.errors import EventError
from fraudguard.events import from_microseconds, parse_event, resolve
from fraudguard.feeds.reader import Feed, Row, open_feed
from fraudguard.feeds.vector_reader import VectorReader, event_in

START = 1_735_689_600  # 2025-01-01 in Shanghai is eight hours before; any instant will do
HEADER = [
    "交易卡号",
    "交易账号",
    "查询账号",
    "查询卡号",
    "交易方户名",
    "交易方证件号码",
    "交易日期",
    "交易时间",
    "交易金额",
    "交易余额",
    "收付标志",
    "交易对手账卡号",
    "现金标志",
    "对手户名",
    "对手身份证号",
    "对手开户银行",
    "摘要说明",
    "交易币种",
    "交易网点名称",
    "交易发生地",
    "交易是否成功",
    "传票号",
    "IP地址",
    "MAC地址",
    "对手交易余额",
    "交易流水号",
    "日志号",
    "凭证种类",
    "凭证号",
    "交易柜员号",
    "备注",
    "商户名称",
    "商户号",
    "交易类型",
]
ODD = ("6.217E+18", "", "\t6217000000000000001", "6217 0000 0000 0000 001")


def payments(rows: int, dirt: float, seed: int = 1) -> pl.DataFrame:
    """The payments of a twentieth as many accounts, in order of time; some account cells are odd."""
    draw = np.random.default_rng(seed)
    persons = max(rows // 20, 10)
    person, payee = draw.integers(1, persons, rows), draw.integers(1, persons * 2, rows)
    at = START + np.sort(draw.integers(0, 30 * 86_400, rows))
    frame = pl.DataFrame(
        {
            "number": np.arange(rows),
            "person": person,
            "payee": payee,
            "at": pl.from_epoch(pl.Series(at), time_unit="s"),
            "fen": draw.integers(100, 5_000_000, rows),
            "left": draw.integers(100, 50_000_000, rows),
            "out": draw.random(rows) < 0.7,
            "odd": np.where(draw.random(rows) < dirt, draw.integers(0, len(ODD), rows), -1),
        }
    )
    card = pl.lit("6217") + pl.col("person").cast(pl.String).str.zfill(14) + "1"
    dirty = pl.col("odd").replace_strict(list(range(len(ODD))), list(ODD), default=None, return_dtype=pl.String)
    return frame.with_columns(
        card=pl.coalesce(dirty, card),
        other=pl.lit("6222") + pl.col("payee").cast(pl.String).str.zfill(14) + "1",
        amount=_yuan("fen"),
        balance=_yuan("left"),
        name=pl.lit("张") + (pl.col("person") % 97).cast(pl.String),
        payee_name=pl.lit("李") + (pl.col("payee") % 991).cast(pl.String),
        clock=pl.col("at").dt.strftime("%Y-%m-%d %H:%M:%S"),
        serial=pl.lit("T") + pl.col("number").cast(pl.String).str.zfill(12),
        ip=pl.format("10.0.{}.{}", pl.col("person") % 256, pl.col("number") % 256),
    )


def _yuan(name: str) -> pl.Expr:
    return pl.format("{}.{}", pl.col(name) // 100, (pl.col(name) % 100).cast(pl.String).str.zfill(2))


def write_details(frame: pl.DataFrame, path: Path) -> None:
    """The 34 columns of a fund investigation, in GB18030."""
    said = {
        "交易卡号": pl.col("card"), "交易账号": pl.col("card"), "交易方户名": pl.col("name"), "交易日期": pl.col("clock").str.slice(0, 10),
        "交易时间": pl.col("clock"), "交易金额": pl.col("amount"), "交易余额": pl.col("balance"),
        "收付标志": pl.when("out").then(pl.lit("出")).otherwise(pl.lit("进")), "交易对手账卡号": pl.col("other"),
        "现金标志": pl.lit("其他"), "对手户名": pl.col("payee_name"), "对手开户银行": pl.lit("中国工商银行"), "摘要说明": pl.lit("手机银行转账"),
        "交易币种": pl.lit("人民币"), "交易网点名称": pl.lit("水东支行"), "交易发生地": pl.lit("福建南平"), "交易是否成功": pl.lit("成功"),
        "IP地址": pl.col("ip"), "交易流水号": pl.col("serial"), "交易柜员号": pl.lit("T001"), "交易类型": pl.lit("转账"),
    }  # fmt: skip
    table = frame.select(said.get(name, pl.lit(None, dtype=pl.String)).alias(name) for name in HEADER)
    path.write_bytes(table.write_csv().encode("gb18030"))


def write_objects(frame: pl.DataFrame, path: Path) -> None:
    """The same payments as events in JSON, amounts as numbers, an object for each part."""
    flat = canonical(frame).with_columns(kind=pl.lit("transaction"))
    with path.open("w", encoding="utf-8") as handle:
        for row in flat.iter_rows(named=True):
            card, other, name = (row.pop(one) for one in ("person.ids.account", "payee.account", "payee.name"))
            row |= {"amount": float(row["amount"]), "balance_after": float(row["balance_after"])}
            data = {**row, "person": {"ids": {"account": card}}, "payee": {"account": other, "name": name}}
            handle.write(json.dumps(data, ensure_ascii=False) + "\n")


def canonical(frame: pl.DataFrame) -> pl.DataFrame:
    """The same payments under the names of fields."""
    return frame.select(
        id=pl.lit("bank:") + pl.col("serial"),
        at=pl.col("clock").str.replace(" ", "T", literal=True) + "+08:00",
        source=pl.lit("bank"),
        txn_id=pl.col("serial"),
        **{"person.ids.account": pl.col("card"), "payee.account": pl.col("other"), "payee.name": pl.col("payee_name")},
        direction=pl.when("out").then(pl.lit("out")).otherwise(pl.lit("in")),
        amount=pl.col("amount"),
        balance_after=pl.col("balance"),
        method=pl.lit("transfer"),
        channel=pl.lit("mobile_bank"),
        status=pl.lit("success"),
    )


def by_rows(feed: Feed) -> list[Any]:
    """Events as the reader of rows makes them."""
    found = []
    for item in feed.rows():
        if isinstance(item, Row):
            number = "000001" if item.counted else ""
            try:
                event = parse_event({**item.data, "id": item.id + number, "at": from_microseconds(item.at)})
            except EventError:
                continue
            found.append(resolve(event))
    return found


def by_tables(feed: Feed) -> tuple[int, list[Any]]:
    """How many rows, and the tables of the reader of many rows."""
    rows, tables = 0, []
    for part in VectorReader(feed, None).parts():
        rows += part.rows
        tables += part.frames.items()
    return rows, tables


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What the work gave, seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - clock, time.process_time() - processor


def measure(path: Path, few: Path, folder: Path, few_rows: int) -> dict[str, float]:
    """Both readers over one form."""
    small = by_tables(open_feed(few, 0, folder / "spool", (), "en"))[1]
    events, row_clock, row_processor = timed(lambda: by_rows(open_feed(few, 0, folder / "spool", (), "en")))
    same = {event.id: event for event in events}
    for kind, frame in small:
        for row in frame.iter_rows(named=True):
            event = event_in(kind, row, None)
            assert same.pop(event.id) == event, "the readers disagree"
    assert not same, "the readers disagree"
    (rows, _), clock, processor = timed(lambda: by_tables(open_feed(path, 0, folder / "spool", (), "en")))
    return {
        "rows": rows,
        "rows/s": rows / clock,
        "rows/CPU s": rows / processor,
        "single rows/s": few_rows / row_clock,
        "single rows/CPU s": few_rows / row_processor,
        "ratio": (rows / processor) / (few_rows / row_processor),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=10_000, help="rows for the reader of single rows")
    parser.add_argument("--dirt", type=float, default=0.002, help="share of rows with an odd account")
    parser.add_argument("--keep", type=Path, help="leave the feeds in this folder")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        frame = payments(asked.rows, asked.dirt)
        found = {}
        forms: dict[str, Callable[[pl.DataFrame, Path], object]] = {
            "details.csv": write_details,
            "fields.csv": lambda one, path: canonical(one).write_csv(path),
            "fields.parquet": lambda one, path: canonical(one).write_parquet(path),
            "events.jsonl": write_objects,
        }
        for name, write in forms.items():
            write(frame, folder / name)
            write(frame.head(asked.few), folder / f"few-{name}")
            found[name] = measure(folder / name, folder / f"few-{name}", folder, asked.few)
    print(f"{'':<16}" + "".join(f"{name:>19}" for name in next(iter(found.values()))))
    for name, row in found.items():
        print(f"{name:<16}" + "".join(f"{value:>19,.1f}" for value in row.values()))
    if asked.json:
        asked.json.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
