"""Proof for rule authors: a pack's own examples run as tests."""

from fraudguard.workbench.examples import ExampleResult, run_examples

__all__ = ["ExampleResult", "run_examples"]
