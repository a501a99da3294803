"""Proof for rule authors: a pack's own examples run as tests."""

from fraudguard.workbench.examples import ExampleResult, run_examples
from fraudguard.workbench.steps import StepSeen, sequence_steps

__all__ = ["ExampleResult", "StepSeen", "run_examples", "sequence_steps"]
