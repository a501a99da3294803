"""The package as it is delivered: a wheel and an editable install, each in an empty environment."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow

LOAD = """
import pathlib, fraudguard
from fraudguard import Guard
from fraudguard.pack import load_pack
pack = load_pack(["@shipped"])
assert len(pack.rules) > 10, len(pack.rules)
assert Guard.load(model="@shipped") is not None
print(pathlib.Path(fraudguard.__file__).parent)
print(fraudguard.__version__)
"""


def _environment(where: Path) -> Path:
    """A virtual environment with nothing in it but pip; its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", str(where)], check=True)
    return where / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _pip(python: Path, *words: str) -> None:
    done = subprocess.run(
        [str(python), "-m", "pip", "--disable-pip-version-check", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _load_elsewhere(python: Path, empty: Path) -> list[str]:
    """Load the pack from an empty directory, away from the checkout; what the interpreter printed."""
    empty.mkdir()
    done = subprocess.run([str(python), "-I", "-c", LOAD], cwd=empty, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    target = tmp_path_factory.mktemp("wheel")
    python = _environment(tmp_path_factory.mktemp("build") / "venv")
    _pip(python, "wheel", "--no-deps", "--wheel-dir", str(target), str(ROOT))
    return next(target.glob("fraudguard_rules-*.whl"))


def test_the_wheel_holds_the_pack_and_nothing_of_the_workshop(wheel: Path) -> None:
    """The rules, the model and the type marker are in the wheel; training texts, tests and caches are not."""
    names = zipfile.ZipFile(wheel).namelist()
    rules = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.yaml"))
    assert rules
    assert set() == {f"fraudguard/shipped/{name}" for name in rules} - set(names)
    models = {name.removeprefix("fraudguard/shipped/models/") for name in names if "/shipped/models/" in name}
    heads = {f"default/{head}{file}" for head in ("", "behaviour/") for file in ("card.json", "weights.npz")}
    assert {"README.md", *heads} == models
    assert "fraudguard/py.typed" in names
    assert [] == [name for name in names if name.startswith("tests") or "__pycache__" in name]


def test_the_wheel_in_an_empty_environment_loads_the_pack(wheel: Path, tmp_path: Path) -> None:
    """Installed with nothing but its own dependencies, the library finds its rules inside itself."""
    python = _environment(tmp_path / "venv")
    _pip(python, "install", "-q", str(wheel))
    home, version = _load_elsewhere(python, tmp_path / "empty")
    assert home.startswith(str(tmp_path / "venv"))
    assert wheel.name.split("-")[1] == version
    script = python.with_name("fraudguard")
    done = subprocess.run([str(script), "--help"], cwd=tmp_path / "empty", capture_output=True, text=True, check=True)
    assert "score" in done.stdout


def test_the_editable_install_loads_the_pack_of_the_checkout(tmp_path: Path) -> None:
    """An editable install uses the source and the rules of the checkout, wherever it is started."""
    python = _environment(tmp_path / "venv")
    _pip(python, "install", "-q", "-e", str(ROOT))
    home, _ = _load_elsewhere(python, tmp_path / "empty")
    assert str(ROOT / "src" / "fraudguard") == home
