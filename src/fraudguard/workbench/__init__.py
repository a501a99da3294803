"""
Proof for rule authors: a pack's own examples and the scenarios beside it run as tests.

Names load when they are first used: pytest loads this package with its plugin, in other people's projects too.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fraudguard.workbench.examples import ExampleResult, run_examples
    from fraudguard.workbench.steps import StepSeen, sequence_steps

__all__ = ["ExampleResult", "StepSeen", "run_examples", "sequence_steps"]

_HOME_OF = {"ExampleResult": "examples", "run_examples": "examples", "StepSeen": "steps", "sequence_steps": "steps"}


def __getattr__(name: str) -> object:
    """The public name, loaded from its module on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'fraudguard.workbench' has no attribute {name!r}")
    return getattr(import_module(f"fraudguard.workbench.{_HOME_OF[name]}"), name)
