"""
Rules over a million payments in a Parquet file: `python benchmarks/columns.py` beside hand-written DuckDB and Polars.

Every engine goes from the file to two arrays, the row and the rule of each hit; before any time is printed the hits
of all are compared. Peers are written in the fastest form found: each distinct condition once, phrases on the
distinct memos, windows by sorting once. The peers that go row by row (`peers.py`) are timed on the first rows only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import generated
import numpy as np
import peers
import polars as pl

from fraudguard import Guard

KEY = b"a key for benchmarks only"
HOUR = 3_600_000_000
DAY = 24 * HOUR
START = 1_736_128_800_000_000  # 2025-01-06 10:00 in Shanghai
EVERY = 1_000_000  # a payment a second

COLUMNS = {flat: path for flat, path in generated.RULE_PATH.items() if flat != "hour"}
"""Flat names of the drawn conditions to the columns of the table; others are called the same."""

WINDOWED: dict[str, tuple[str, ...]] = {
    "w-busy": ("count_1h >= 4",),
    "w-much": ("sum_24h >= 20000000", "amount >= 100000"),
    "w-wide": ("distinct_24h >= 12",),
    "w-quick": ("count_1h >= 3", "distinct_24h >= 8"),
    "w-night": ("sum_24h >= 10000000", "count_1h >= 2", "amount >= 1000000"),
}
"""Five rules over windows; ``count_1h``, ``sum_24h`` (fen) and ``distinct_24h`` (payees) are of the payer's account."""

SPOKEN = {
    "count_1h": "count(within='1h')",
    "sum_24h": "sum(amount, within='24h')",
    "distinct_24h": "distinct(payee.account, within='24h')",
}

Hits = tuple[np.ndarray, np.ndarray]


def draw_table(rows: int, people: int, seed: int = 20250106) -> pl.DataFrame:
    """Payments as the table of their kind (`fraudguard.events.tables`): those of `generated`, drawn all at once."""
    rng = np.random.default_rng(seed)
    words = random.Random(seed)
    memos = np.array([generated.draw_memo(words) for _ in range(20_000)])
    before = rng.lognormal(13.8, 1.6, rows).astype(np.int64)
    amount = 100 * (1 + rng.lognormal(6.2, 1.9, rows)).astype(np.int64)
    round_ones = rng.random(rows) < 0.1
    amount[round_ones] = 100 * rng.choice([500, 1_000, 5_000, 10_000], round_ones.sum())
    emptied = rng.random(rows) < 0.04
    amount[emptied] = np.maximum(100, before[emptied] - before[emptied] % 100)
    age = rng.integers(12, 89, people)
    payer = rng.integers(0, people, rows)
    account = np.char.add("6222", np.char.zfill(np.arange(people).astype(str), 12))
    payee = np.char.add("6217", np.char.zfill(np.arange(people * 5).astype(str), 12))

    def among(names: Sequence[str], weights: Sequence[float] | None = None) -> pl.Series:
        shares = None if weights is None else np.array(weights) / sum(weights)
        return pl.Series(names).gather(rng.choice(len(names), rows, p=shares))

    known = pl.Series(rng.random(people) < 0.9).gather(payer)
    return pl.DataFrame(
        {
            "id": "t" + pl.Series(np.char.zfill(np.arange(rows).astype(str), 10)),
            "at": START + EVERY * np.arange(rows, dtype=np.int64),
            "source": pl.Series(["bench"]).new_from_index(0, rows),
            "person.key": "account:" + pl.Series(account).gather(payer),
            "person.ids.account": pl.Series(account).gather(payer),
            "account": pl.Series(account).gather(payer),
            "person.age": pl.select(pl.when(known).then(pl.Series(age[payer]))).to_series(),
            "direction": among(("out", "in"), (7, 3)),
            "amount": amount,
            "balance_before": before,
            "balance_after": np.maximum(0, before - amount),
            "method": among(generated.METHODS, (40, 35, 6, 5, 4, 6, 4)),
            "channel": among(generated.CHANNELS, (35, 8, 5, 6, 16, 18, 7, 5)),
            "payee.kind": among(generated.KINDS, (45, 35, 10, 7, 3)),
            "payee.region": among(generated.REGIONS),
            "payee.account": pl.Series(payee).gather(rng.integers(0, people * 5, rows)),
            "device.is_new": rng.random(rows) < 0.05,
            "device.remote_control": rng.random(rows) < 0.01,
            "device.screen_sharing": rng.random(rows) < 0.015,
            "device.in_call": rng.random(rows) < 0.06,
            "memo": pl.Series(memos).gather(rng.integers(0, len(memos), rows)),
        }
    )


def flat_rows(table: pl.DataFrame) -> list[generated.Event]:
    """The rows as the row engines and the drawing of rules read them."""
    names = {column: flat for flat, column in COLUMNS.items()}
    rows = table.drop("id", "source", "person.key", "person.ids.account", "account", "payee.account")
    found = rows.rename({name: names.get(name, name) for name in rows.columns}).to_dicts()
    for row in found:
        row["hour"] = (row.pop("at") // HOUR + 8) % 24
    return found


# -- fraudguard -----------------------------------------------------------------------------------


def write_pack(
    folder: Path,
    rules: Sequence[generated.Rule],
    pool: Sequence[generated.Predicate],
    examples: dict[str, tuple[str, str]],
    windowed: bool,
) -> None:
    """The rules as a pack; those over windows are support rules too."""
    for name, text in generated.pack_files(rules, pool, examples).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        more = "".join(_windowed(name, conditions) for name, conditions in WINDOWED.items()) if windowed else ""
        if name.startswith("scams/"):
            path.write_text(text.replace("    when:\n", "    role: support\n    when:\n") + more, encoding="utf-8")
        else:
            path.write_text(text, encoding="utf-8")


def _windowed(name: str, conditions: Sequence[str]) -> str:
    lines = []
    for condition in conditions:
        value, sign, number = condition.split()
        money = value in ("amount", "sum_24h")
        lines.append(f"      - {SPOKEN.get(value, value)} {sign} {int(number) // 100 if money else number}\n")
    return f"""\
  - id: {name}
    title: 窗口规则 {name}
    on: transaction
    role: support
    subject: account
    when:
{"".join(lines).replace("within='1h'", "within='1h', by=account").replace("within='24h'", "within='24h', by=account")}\
    stage: transfer
    group: behaviour
    points: 2
    because: 向{{payee.account}}转 {{amount}} 元
    status: active
    examples:
      - {{miss: 不命中, events: [{{kind: transaction, direction: out, amount: 1, account: '6222000000000001'}}]}}
"""


def by_fraudguard(guard: Guard, path: Path, numbers: dict[str, int]) -> Hits:
    """From the file to hits by `Guard.batch`."""
    batch = guard.batch()
    have = pl.read_parquet_schema(path)
    table = pl.read_parquet(path, columns=[name for name in have if name in batch.reads["transaction"]])
    found = batch.score({"transaction": table}).findings
    rows = (found["at"].to_numpy() - START) // EVERY
    return rows, found["rule"].replace_strict(numbers, return_dtype=pl.Int64).to_numpy()


# -- Polars by hand -------------------------------------------------------------------------------


def by_polars(path: Path, rules: Sequence[generated.Rule], pool: Sequence[generated.Predicate], windowed: bool) -> Hits:
    """A column for each distinct condition, phrases looked for in the distinct memos, then and/or of bits."""
    used = sorted({i for rule in rules for group in rule.conditions for i in group})
    columns = {COLUMNS.get(name, name) for i in used for name in (pool[i].column, pool[i].other) if name}
    wanted = (columns - {"hour"}) | {"at"} | ({"account", "payee.account", "amount"} if windowed else set())
    frame = pl.read_parquet(path, columns=sorted(wanted))
    said = [i for i in used if pool[i].form == "words"]
    if said:
        memos = frame.select("memo").unique()
        truths = [pl.col("memo").str.contains_any(list(pool[i].value)).alias(f"p{i}") for i in said]
        frame = frame.join(memos.with_columns(truths), on="memo", how="left", maintain_order="left")
    if windowed:
        frame = frame.with_columns(_polars_windows(frame))
    lazy = frame.lazy().with_columns(_polars(pool[i]).alias(f"p{i}") for i in used if pool[i].form != "words")
    cases = [
        pl.all_horizontal(pl.any_horizontal(f"p{i}" for i in group) for group in rule.conditions) for rule in rules
    ]
    if windowed:
        cases += [pl.all_horizontal(_said(one) for one in conditions) for conditions in WINDOWED.values()]
    bits = lazy.select(case.arg_true().implode().alias(str(n)) for n, case in enumerate(cases)).collect()
    rows = [bits[name][0].to_numpy() for name in bits.columns]
    return np.concatenate(rows), np.repeat(np.arange(len(rows)), [len(one) for one in rows])


def _said(condition: str) -> pl.Expr:
    name, _, number = condition.split()
    return pl.col(name) >= int(number)


def _polars(predicate: generated.Predicate) -> pl.Expr:
    column = (
        (pl.col("at") // HOUR + 8) % 24
        if predicate.column == "hour"
        else pl.col(COLUMNS.get(predicate.column, predicate.column))
    )
    match predicate.form:
        case "flag":
            return column
        case "equals":
            return column == predicate.value
        case "among":
            return column.is_in(list(predicate.value))
        case "ratio":
            return _SIGNS[predicate.operator](column, predicate.value * pl.col(predicate.other))
    return _SIGNS[predicate.operator](column, predicate.value)


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _polars_windows(frame: pl.DataFrame) -> list[pl.Series]:
    """
    Count, sum and different payees of the payer's last hour and day.

    Accounts as categories; account and time in one number, sorted once; where a window begins by binary search; a
    payee is new in a window when it was last paid before the window began, one comparison for each pair of rows in it.
    """
    span = int(frame["at"].max() - frame["at"].min()) + DAY + 1
    codes = pl.col("account", "payee.account").cast(pl.Categorical).to_physical().cast(pl.Int64).name.suffix(".code")
    ordered = (
        frame.lazy()
        .select("account", "payee.account", "at", "amount")
        .with_columns(codes)
        .drop("account", "payee.account")
        .with_row_index("row")
        .with_columns(key=pl.col("account.code") * span + (pl.col("at") - pl.col("at").min() + DAY))
        .sort("key")
        .with_columns(
            hour=pl.col("key").search_sorted(pl.col("key") - HOUR, side="right"),
            day=pl.col("key").search_sorted(pl.col("key") - DAY, side="right"),
            place=pl.int_range(pl.len()),
            running=pl.col("amount").cum_sum(),
        )
        .with_columns(before=pl.col("place").shift(1).over("payee.account.code"))  # of another payer: before the window
        .collect()
    )
    running, place = ordered["running"].to_numpy(), ordered["place"].to_numpy()
    day = ordered["day"].to_numpy().astype(np.int64)
    total = running - running[day] + ordered["amount"].to_numpy()[day]
    sizes = place - day + 1
    pair = np.repeat(place, sizes)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + day[pair]
    before = ordered["before"].fill_null(-1).to_numpy()
    distinct = np.bincount(pair[before[within] < day[pair]], minlength=len(day))
    count = place - ordered["hour"].to_numpy().astype(np.int64) + 1
    found = pl.DataFrame({"row": ordered["row"], "count_1h": count, "sum_24h": total, "distinct_24h": distinct})
    return found.sort("row").drop("row").get_columns()


# -- DuckDB by hand -------------------------------------------------------------------------------


def by_duckdb(
    path: Path, rules: Sequence[generated.Rule], pool: Sequence[generated.Predicate], windowed: bool, threads: int
) -> Hits:
    """A table of the distinct conditions, phrases on the distinct memos, then a SELECT per rule."""
    import duckdb

    used = sorted({i for rule in rules for group in rule.conditions for i in group})
    said = [i for i in used if pool[i].form == "words"]
    con = duckdb.connect(config={"threads": threads})
    plain = [f"coalesce({_sql(pool[i])}, false) as p{i}" for i in used if pool[i].form != "words"]
    joined = ""
    if said:
        texts = ", ".join(f"regexp_matches(memo, {_quoted('|'.join(pool[i].value))}) as p{i}" for i in said)
        con.execute(
            f"create temp table memos as select memo, {texts} from (select distinct memo from read_parquet('{path}'))"
        )
        plain += [f"memos.p{i}" for i in said]
        joined = "join memos using (memo)"
    source = f"(select *, (\"at\" - {START}) // {EVERY} as row from read_parquet('{path}'))"
    if windowed:
        source = f"""(select *,
            count(*) over hour as count_1h, sum(amount) over day as sum_24h,
            count(distinct "payee.account") over day as distinct_24h
            from {source}
            window hour as (partition by account order by "at" range between {HOUR - 1} preceding and current row),
                   day as (partition by account order by "at" range between {DAY - 1} preceding and current row))"""
        plain += ["count_1h", "sum_24h", "distinct_24h", "amount"]
    con.execute(f"create temp table bits as select row, {', '.join(plain)} from {source} {joined}")
    cases = [
        " and ".join("(" + " or ".join(f"p{i}" for i in group) + ")" for group in rule.conditions) for rule in rules
    ]
    if windowed:
        cases += [" and ".join(conditions) for conditions in WINDOWED.values()]
    wanted = " union all ".join(
        f"select row, {n}::bigint as rule from bits where {case}" for n, case in enumerate(cases)
    )
    found = con.execute(wanted).fetchnumpy()
    return found["row"], found["rule"]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sql(predicate: generated.Predicate) -> str:
    column = (
        f'(("at" // {HOUR} + 8) % 24)'
        if predicate.column == "hour"
        else ('"' + COLUMNS.get(predicate.column, predicate.column) + '"')
    )
    match predicate.form:
        case "flag":
            return column
        case "equals":
            return f"{column} = {_quoted(str(predicate.value))}"
        case "among":
            return f"{column} in ({', '.join(_quoted(one) for one in predicate.value)})"
        case "ratio":
            return f'{column} {predicate.operator} {predicate.value}::double * "{predicate.other}"'
    return f"{column} {predicate.operator} {predicate.value}"


# -- the run --------------------------------------------------------------------------------------


def same(found: Hits) -> np.ndarray:
    """Hits in one order."""
    rows, rules = found
    return np.unique(np.asarray(rows, dtype=np.int64) * 10_000 + np.asarray(rules, dtype=np.int64))


def row_engine(name: str, rules: Sequence[generated.Rule], pool: Any, rows: Sequence[generated.Event]) -> float:
    """Rows a second of an engine that takes one payment after the other, in about a second."""
    fire = (peers.PEERS[name][1] if name in peers.PEERS else peers.python_shared)(rules, pool)
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < 1 and done + 500 <= len(rows):
        for row in rows[done : done + 500]:
            fire(row)
        done += 500
    return done / (time.perf_counter() - begun)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rules", type=int, default=30)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--threads", type=int, default=os.cpu_count() or 1, help="of DuckDB; Polars takes POLARS_MAX_THREADS"
    )
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    asked = parser.parse_args()
    pool = generated.predicates()
    table = draw_table(asked.rows, asked.people)
    sample = flat_rows(table.head(20_000))
    truths = generated.truth_table(pool, sample)
    rules = generated.draw_rules(asked.rules, pool, truths)
    examples = generated.examples_of(rules, truths, sample)
    numbers = {rule.id: n for n, rule in enumerate(rules)} | {name: len(rules) + n for n, name in enumerate(WINDOWED)}
    told: dict[str, Any] = {"rows": asked.rows, "rules": asked.rules}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "payments.parquet"
        table.write_parquet(path)
        for part, windowed in (("per event", False), ("with windows", True)):
            write_pack(Path(folder) / part, rules, pool, examples, windowed)
            guard = Guard.load(Path(folder) / part, key=KEY)
            engines: dict[str, Callable[[], Hits]] = {
                "fraudguard": lambda guard=guard: by_fraudguard(guard, path, numbers),
                "polars": lambda windowed=windowed: by_polars(path, rules, pool, windowed),
                "duckdb": lambda windowed=windowed: by_duckdb(path, rules, pool, windowed, asked.threads),
            }
            told[part] = compared(part, engines, asked.rows, asked.repeat)
        told["growth"] = growth(Path(folder), path, pool, sample, truths, asked.repeat)
    rows = {
        name: row_engine(name, rules, pool, sample)
        for name in ("python", *peers.PEERS)
        if name == "python" or peers.version_of(peers.PEERS[name][0])
    }
    print("\nrow by row, per event: " + ", ".join(f"{name} {speed:,.0f} rows/s" for name, speed in rows.items()))
    told["row by row"] = rows
    if asked.json:
        asked.json.write_text(json.dumps(told), encoding="utf-8")


def growth(
    folder: Path,
    path: Path,
    pool: Sequence[generated.Predicate],
    sample: Sequence[generated.Event],
    truths: np.ndarray,
    repeat: int,
) -> dict[int, float]:
    """Seconds of the first 10, 100 and 1,000 of a thousand rules."""
    rules = generated.draw_rules(1_000, pool, truths)
    examples = generated.examples_of(rules, truths, sample)
    seconds = {}
    for count in (10, 100, 1_000):
        write_pack(folder / str(count), rules[:count], pool, examples, windowed=False)
        guard = Guard.load(folder / str(count), key=KEY)
        numbers = {rule.id: number for number, rule in enumerate(rules)}
        spans = []
        for _ in range(repeat + 1):
            begun = time.perf_counter()
            by_fraudguard(guard, path, numbers)
            spans.append(time.perf_counter() - begun)
        seconds[count] = statistics.median(spans[1:])
    print("\ngrowth: " + ", ".join(f"{count} rules {span:.3f} s" for count, span in seconds.items()))
    print(f"  1,000 rules take {seconds[1_000] / seconds[10]:.1f} times as long as 10")
    return seconds


def compared(part: str, engines: dict[str, Callable[[], Hits]], rows: int, repeat: int) -> dict[str, float]:
    """Seconds of each engine, medians of passes taken in turn; the first pass is for comparing."""
    hits = {name: same(run()) for name, run in engines.items()}
    for name, found in hits.items():
        assert np.array_equal(found, hits["polars"]), (
            f"{name} has other hits ({len(found)} against {len(hits['polars'])})"
        )
    spans: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(repeat):
        for name, run in engines.items():
            begun = time.perf_counter()
            run()
            spans[name].append(time.perf_counter() - begun)
    seconds = {name: statistics.median(some) for name, some in spans.items()}
    print(f"\n{part}: {rows:,} rows, {len(hits['polars']):,} hits, the same in all")
    for name, span in seconds.items():
        print(
            f"  {name:<11} {span:8.3f} s {rows / span:>12,.0f} rows/s   fraudguard is {span / seconds['fraudguard']:.2f} times as fast"
        )
    return seconds


if __name__ == "__main__":
    main()
