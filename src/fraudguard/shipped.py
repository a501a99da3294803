"""Where the shipped rules and models are: at the top level of a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path

from fraudguard.errors import PackError

__all__ = ["shipped_models", "shipped_rules"]

_HERE = Path(__file__).resolve().parent


def _find(name: str) -> Path:
    inside = _HERE / "shipped" / name
    if inside.is_dir():
        return inside
    checkout = _HERE.parent.parent
    beside = checkout / name
    if (checkout / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    raise PackError("pack.shipped_missing", name=name)


def shipped_rules() -> Path:
    """The directory of the shipped rule pack (``"@shipped"``). Raises `PackError` when it was not installed."""
    return _find("rules")


def shipped_models() -> Path:
    """The directory of the shipped models. Raises `PackError` when it was not installed."""
    return _find("models")
