"""What must hold when processes are killed, work side by side, or the database fails."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from fraudguard import Desk, DeskError, Guard, Station
from fraudguard.desk import Sign
from fraudguard.pack import load_pack_text
from fraudguard.testing import Clock

HERE = Path(__file__).parent
KEY = b"a key for tests, 32 bytes long.."


def lead(number: int, clock: Clock) -> dict[str, object]:
    """An instruction about a person of its own."""
    return {
        "kind": "lead", "id": f"lead:{number}", "at": clock.now.isoformat(), "ref": f"R{number}", "level": "yellow",
        "person": {"ids": {"phone": f"138{number:08d}"}},
    }  # fmt: skip


@pytest.fixture(scope="module")
def guard() -> Guard:
    """A guard with a small pack: a station puts it back to what its store holds."""
    sys.path.insert(0, str(HERE))
    try:
        from kill_loop import FILES
    finally:
        sys.path.remove(str(HERE))
    return Guard(load_pack_text(FILES), key=KEY)


def killed(url: str, kills: int, seed: int) -> dict[str, object]:
    """The report of `kill_loop.py`."""
    command = [sys.executable, str(HERE / "kill_loop.py"), url, str(kills), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report: dict[str, object] = json.loads(done.stdout)
    return report


def sound(report: dict[str, object]) -> bool:
    """Whether nothing was lost or doubled, the windows are those of a calm run and the chain holds."""
    return bool(report["sound"] and report["same_cases"] and report["same_state"])


@pytest.mark.slow
def test_a_station_that_is_killed_loses_and_doubles_nothing(store_url: str) -> None:
    """Killed twenty times at random points, it ends where an undisturbed one does."""
    report = killed(store_url, 20, seed=11)
    assert sound(report), report
    assert 20 == report["killed"]


@pytest.mark.long
def test_two_hundred_kills(store_url: str) -> None:
    """The same two hundred times."""
    report = killed(store_url, 200, seed=12)
    assert sound(report), report
    assert 200 == report["killed"]


def side_by_side(url: str, count: int, guard: Guard) -> None:
    """Two processes record actions on the same ten cases; every one of them must be there."""
    clock = Clock()
    with Desk.open(url, key=KEY, rules=guard.pack, clock=clock) as desk:
        station = Station(guard, desk)
        cases = [station.handle(lead(number, clock)) for number in range(10)]
        for case in cases:
            assert case is not None
            desk.record(case.id, Sign(by="甲"))
        commands = [[sys.executable, str(HERE / "officers.py"), url, str(count), name] for name in ("甲", "乙")]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
        accepted = [process.communicate()[0].strip() for process in running]
        assert [str(count)] * 2 == accepted
        assert 2 * count == sum(case.calls for case in desk.list().cases)
        calls = [entry for entry in desk.ledger() if entry["kind"] == "call"]
        assert {"甲": count, "乙": count} == {
            name: sum(entry["by"] == name for entry in calls) for name in ("甲", "乙")
        }
        assert desk.verify().sound


@pytest.mark.slow
def test_two_officers_at_once_lose_no_action(store_url: str, guard: Guard) -> None:
    """Optimistic versions never drop what somebody did: four hundred actions each, all in the ledger."""
    side_by_side(store_url, 400, guard)


@pytest.mark.long
def test_two_officers_five_thousand_times(store_url: str, guard: Guard) -> None:
    """The same with five thousand actions each."""
    side_by_side(store_url, 5_000, guard)


def _until_refused(station: Station, clock: Clock) -> int:
    """Hand events over until there is no room; how many persons have a case then."""
    for number in range(1, 500):
        try:
            station.handle(lead(number, clock))
        except DeskError as error:
            if error.code != "desk.full":
                raise
            return number
    raise AssertionError("the disk was never full")


def test_a_full_disk_is_told_and_nothing_is_acknowledged(tmp_path: Path, guard: Guard) -> None:
    """`DeskError` says that there is no room; after room was made the same event is taken, and nothing is there twice."""
    clock = Clock()
    with Desk.open(f"sqlite:///{tmp_path / 'desk.db'}", key=KEY, rules=guard.pack, clock=clock) as desk:
        station = Station(guard, desk)
        station.handle(lead(0, clock))
        with desk.store.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        kept = _until_refused(station, clock)
        assert kept == len(desk.list(limit=1_000).cases)
        with desk.store.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
        for number in range(kept, kept + 10):
            station.handle(lead(number, clock))
        assert kept + 10 == len(desk.list(limit=1_000).cases)
        assert desk.verify().sound


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The error names the store and the reason, not a traceback of the driver."""
    with pytest.raises(DeskError, match="cannot be used"):
        Desk.open(f"sqlite:///{tmp_path / 'nowhere' / 'desk.db'}", key=KEY)


@pytest.mark.postgres
def test_a_server_that_goes_away_is_told_and_found_again(postgres: str, guard: Guard) -> None:
    """The event is not acknowledged while the connection is gone; the next try connects again and takes it."""
    clock = Clock()
    engine = sa.create_engine(postgres, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    with Desk.open(postgres, key=KEY, rules=guard.pack, clock=clock) as desk:
        station = Station(guard, desk)
        station.handle(lead(0, clock))
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        with pytest.raises(DeskError, match="cannot be used"):
            station.handle(lead(1, clock))
        assert station.handle(lead(1, clock)) is not None
        assert 2 == len(desk.list().cases)
        assert desk.verify().sound
    engine.dispose()


def test_a_store_opened_with_another_key_is_refused(store_url: str, guard: Guard) -> None:
    """Contact data sealed with one key are not mixed with those of another."""
    Desk.open(store_url, key=KEY, rules=guard.pack, clock=Clock()).close_store()
    with pytest.raises(DeskError, match="another key"):
        Desk.open(store_url, key=b"another key of sixteen bytes", rules=guard.pack)


def test_the_journal_shows_no_personal_data_at_rest(tmp_path: Path, guard: Guard) -> None:
    """Neither the phone number nor the text of an event stands in the files of the store."""
    clock = Clock()
    path = tmp_path / "desk.db"
    with Desk.open(f"sqlite:///{path}", key=KEY, rules=guard.pack, clock=clock) as desk:
        station = Station(guard, desk)
        station.handle({**lead(7, clock), "suspect": "00861390000777"})
        clock.set(clock.now + timedelta(minutes=1))
        station.checkpoint()
    data = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"R7" in data
    assert b"13800000007" not in data
    assert b"1390000777" not in data
