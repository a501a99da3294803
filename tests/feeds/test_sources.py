"""The tables of a file, whatever its form."""

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.errors import FeedError, FraudguardError
from fraudguard.feeds.reader import open_feeds
from fraudguard.feeds.sources import open_sources
from sheets import write_workbook

HEADER, ROW = ["流水号", "交易时间", "收付标志", "交易金额"], ["1", "2024-01-15 09:30:00", "付", "5"]
XML = (
    '<?xml version="1.0"?><Document xmlns="x"><FIToFICstmrCdtTrf><GrpHdr><CreDtTm>2024-01-15T09:30:00</CreDtTm><NbOfTxs>1</NbOfTxs>'
    '</GrpHdr><CdtTrfTxInf><PmtId><TxId>1</TxId></PmtId><IntrBkSttlmAmt Ccy="CNY">5</IntrBkSttlmAmt><DbtrAcct><Id><Othr><Id>622</Id>'
    "</Othr></Id></DbtrAcct></CdtTrfTxInf></FIToFICstmrCdtTrf></Document>"
)


def _samples() -> dict[str, bytes]:
    """One small sound file of each form."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed"
        pl.DataFrame([ROW], schema=HEADER, orient="row").write_parquet(path)
        found = {"parquet": path.read_bytes()}
        found["workbook"] = write_workbook(path, {"一": [HEADER, ROW]}).read_bytes()
    return found | {"xml": XML.encode(), "text": f"{','.join(HEADER)}\n{','.join(ROW)}\n".encode()}


SAMPLES = _samples()


@pytest.mark.parametrize("form", SAMPLES)
def test_one_payment_in_every_form(tmp_path: Path, form: str) -> None:
    """The same reader sees one row in line 2, with the same amount, whatever the file was."""
    (tmp_path / "feed").write_bytes(SAMPLES[form])
    (source,) = open_sources(tmp_path / "feed", tmp_path / "copy", ())
    assert form == source.form
    (feed,) = open_feeds(tmp_path / "feed", 0, tmp_path / "copy", (), "en")
    assert [("5", 2)] == [(row.data["amount"], row.line) for row in feed.rows()]  # type: ignore[union-attr]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Before anything is unpacked the file is looked for."""
    with pytest.raises(FeedError, match=r"feed\.no_file"):
        open_sources(tmp_path / "nothing", tmp_path / "copy", ())


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=4), st.integers(0, 20)), min_size=1, max_size=6),
)
def test_a_damaged_file_gives_rows_or_an_error_of_ours(form: str, damage: list[tuple[int, bytes, int]]) -> None:
    """Bytes changed, lost or put in anywhere: no traceback, no hang."""
    data = bytearray(SAMPLES[form])
    for where, put, lost in damage:
        at = where % max(1, len(data))
        data[at : at + lost] = put
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed"
        path.write_bytes(data)
        try:
            for feed in open_feeds(path, 0, Path(folder) / "copy", (), "en"):
                list(feed.rows())
        except FraudguardError as error:
            shown = error.render("zh")  # an error whose words are missing would raise here
        else:
            shown = "rows"
    assert shown
