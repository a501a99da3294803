"""The database is made, left as it is, upgraded, or refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from desk_cases import KEY, a_desk, taken
from fraudguard import DeskError
from fraudguard.desk import tables as t
from fraudguard.desk.migrate import HEAD, KNOWN, upgrade


@pytest.fixture
def empty() -> Iterator[Connection]:
    """A connection to a database without tables."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def schema(connection: Connection) -> dict[str, Any]:
    """Tables with their columns, keys and indexes."""
    inspector = sa.inspect(connection)
    found: dict[str, Any] = {}
    for name in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        found[name] = {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)],
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "indexes": sorted(
                (str(i["name"]), tuple(i["column_names"]), i["unique"]) for i in inspector.get_indexes(name)
            ),
        }
    return found


def options(connection: Connection) -> dict[str, tuple[bool, bool]]:
    """What SQLite does otherwise: tables without row ids, keys that count up for ever."""
    rows = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    return {
        row.name: ("WITHOUT ROWID" in row.sql, "AUTOINCREMENT" in row.sql)
        for row in rows
        if row.name not in {"alembic_version", "sqlite_sequence"}
    }


def test_the_migrations_give_the_tables_of_this_release(empty: Connection) -> None:
    """Run from nothing, they make the same tables, columns, keys and indexes as a new store has."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as fresh:
        t.metadata.create_all(fresh)
        upgrade(empty)
        assert schema(fresh) == schema(empty)
        assert options(fresh) == options(empty)
    engine.dispose()


def test_the_migrations_end_at_the_head(empty: Connection) -> None:
    """The revision that is written down is the newest of those this release knows."""
    upgrade(empty)
    assert HEAD == empty.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    assert HEAD == KNOWN[-1]


def test_every_revision_of_the_scripts_is_known(empty: Connection) -> None:
    """No script stands in the folder that a store could not have been left at, and they form one line."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import fraudguard.desk

    config = Config()
    config.set_main_option("script_location", str(Path(fraudguard.desk.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert [HEAD] == scripts.get_heads()
    assert set(KNOWN) == {script.revision for script in scripts.walk_revisions()}


def stamped(url: str, revision: str | None) -> None:
    """Write another revision into a store, or none."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM alembic_version"))
        if revision is not None:
            connection.execute(sa.text("INSERT INTO alembic_version VALUES (:v)"), {"v": revision})
    engine.dispose()


@pytest.mark.parametrize("revision", ["0003", "9999", "abc", None])
def test_a_revision_that_is_not_known_is_refused(tmp_path: Path, revision: str | None) -> None:
    """A store of a newer release, or of none, is not touched; the refusal names both revisions."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with a_desk(url=url) as desk:
        taken(desk)
    stamped(url, revision)
    with pytest.raises(DeskError) as caught:
        a_desk(url=url)
    assert ("desk.version", str(revision), HEAD) == (
        caught.value.code, caught.value.params["given"], caught.value.params["known"],
    )  # fmt: skip
    stamped(url, HEAD)
    with a_desk(url=url) as desk:
        assert 1 == len(desk.list().cases)


def test_an_older_store_is_brought_up_when_it_is_opened(tmp_path: Path) -> None:
    """A store left at the first revision keeps its key check, gets today's indexes, and is left at the newest."""
    from fraudguard.desk.seal import Seal

    url = f"sqlite:///{tmp_path / 'desk.db'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, "0001")
        connection.execute(sa.insert(t.meta).values(name="key_check", value=Seal(KEY).check))
        connection.execute(sa.insert(t.chain).values(id=1, seq=0, hash=""))
    engine.dispose()
    fresh = sa.create_engine("sqlite://")
    with a_desk(url=url) as desk, desk.store.reading() as connection, fresh.connect() as new:
        t.metadata.create_all(new)
        assert schema(new) == schema(connection)
        assert HEAD == connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    fresh.dispose()


def test_a_store_made_by_the_migrations_works_like_one_made_anew(tmp_path: Path) -> None:
    """With key check and chain begun, cases can be taken and verified."""
    from fraudguard.desk.seal import Seal

    url = f"sqlite:///{tmp_path / 'desk.db'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        upgrade(connection)
        connection.execute(sa.insert(t.meta).values(name="key_check", value=Seal(KEY).check))
        connection.execute(sa.insert(t.chain).values(id=1, seq=0, hash=""))
    engine.dispose()
    with a_desk(url=url) as desk:
        case = taken(desk)
        assert case == desk.case(case.id)
        assert desk.verify().sound


def test_opening_a_store_again_leaves_it_as_it_is(tmp_path: Path) -> None:
    """The second opening makes nothing anew."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with a_desk(url=url) as desk:
        taken(desk)
        with desk.store.reading() as connection:
            before = schema(connection)
    with a_desk(url=url) as desk, desk.store.reading() as connection:
        assert before == schema(connection)
        assert 1 == connection.execute(sa.select(t.chain.c.seq)).scalar_one()
