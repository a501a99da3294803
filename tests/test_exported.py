"""The public face: what `from fraudguard import ...` offers is what the documents name."""

import importlib
import re
from pathlib import Path

import pytest

import fraudguard

ROOT = Path(__file__).parents[1]


def test_the_list_of_names_is_sorted_and_without_repeats() -> None:
    """A reader finds a name by the alphabet."""
    assert sorted(set(fraudguard.__all__)) == fraudguard.__all__


@pytest.mark.parametrize("name", fraudguard.__all__)
def test_every_listed_name_is_there(name: str) -> None:
    """A name in `__all__` loads from its module."""
    assert getattr(fraudguard, name) is not None


@pytest.mark.parametrize("name", [n for n in fraudguard.__all__ if n != "__version__"])
def test_every_public_name_says_what_it_is(name: str) -> None:
    """A public class or function has a docstring."""
    assert (getattr(fraudguard, name).__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Lazy loading does not hide a typing mistake."""
    with pytest.raises(AttributeError, match="has no attribute 'Gard'"):
        _ = fraudguard.Gard


def test_the_names_are_shown_to_the_interactive_user() -> None:
    """Completion in a shell offers every public name before it is loaded."""
    assert set() == set(fraudguard.__all__) - set(dir(fraudguard))


def test_the_documents_name_exactly_the_public_names() -> None:
    """The reference page lists what the package exports: nothing is undocumented, nothing is promised in vain."""
    page = (ROOT / "docs" / "reference" / "names.md").read_text(encoding="utf-8")
    assert set(fraudguard.__all__) == set(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE))


def test_the_version_is_that_of_the_distribution() -> None:
    """`__version__` is read from the installed metadata and has the form of a version."""
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", fraudguard.__version__)


MODULES = [
    path for path in sorted((ROOT / "src" / "fraudguard").rglob("*.py")) if path.parts[-2:] != ("migrations", "env.py")
]
"""Every module; the script of alembic runs inside alembic only."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_lists_its_names(path: Path) -> None:
    """Every module opens with a docstring, and each name in its `__all__` exists in it."""
    module = importlib.import_module(
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    )
    assert (module.__doc__ or "").strip(" .\n") not in {"", "TODO one line"}
    assert [] == [name for name in getattr(module, "__all__", []) if not hasattr(module, name)]
