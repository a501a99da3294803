"""Bring a desk's database up to this release: made anew, left as it is, upgraded, or refused."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from fraudguard.desk import tables as t
from fraudguard.errors import DeskError

__all__ = ["HEAD", "KNOWN", "bring_up", "upgrade"]

HEAD = "0002"
"""The revision of `fraudguard.desk.tables`."""
KNOWN = ("0001", "0002")
"""Every revision this release can upgrade from."""

_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))
_LOCK = 7_220_401  # of ours among PostgreSQL's advisory locks


def bring_up(engine: Engine, check: str) -> None:
    """Make the tables if there are none, upgrade older ones, and hold the key against the one they were made with."""
    with engine.connect() as connection:
        connection.info["writes"] = True
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            found = _revision(connection)
            if found is None:
                _make(connection, check)
            elif found not in KNOWN:
                raise DeskError("desk.version", given=found, known=HEAD)
            elif found != HEAD:
                upgrade(connection)
            _check_key(connection, check)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to a revision."""
    from alembic import command
    from alembic.config import Config

    with as_file(files("fraudguard.desk") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        if sa.inspect(connection).get_table_names():
            raise DeskError("desk.foreign_tables")
        return None
    value: Any = connection.execute(sa.select(_VERSION.c.version_num)).scalar()
    return str(value)


def _make(connection: Connection, check: str) -> None:
    t.metadata.create_all(connection)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute(sa.insert(_VERSION).values(version_num=HEAD))
    connection.execute(sa.insert(t.meta).values(name="key_check", value=check))
    connection.execute(sa.insert(t.chain).values(id=1, seq=0, hash=""))


def _check_key(connection: Connection, check: str) -> None:
    kept = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.name == "key_check")).scalar()
    if kept != check:
        raise DeskError("desk.key")
