"""Where desks of the tests keep their cases: in memory, or each in a schema of its own on a PostgreSQL server."""

import itertools
import os

import sqlalchemy as sa

__all__ = ["VARIABLE", "fresh_store"]

VARIABLE = "FRAUDGUARD_TEST_DESKS"
"""URL of a PostgreSQL database in which every desk of a test gets a schema; SQLite in memory when it is not set."""

_numbers = itertools.count()


def fresh_store() -> str:
    """The URL of an empty store."""
    server = os.environ.get(VARIABLE)
    if not server:
        return "sqlite://"
    schema = f"desk_{os.getpid()}_{next(_numbers)}"
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    engine.dispose()
    return f"{server}&options=-csearch_path%3D{schema}"
