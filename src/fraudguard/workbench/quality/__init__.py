"""Whether a pack warns before the money leaves, and leaves people alone: measured on simulated life."""

from fraudguard.workbench.quality.run import Effort, measure_quality

__all__ = ["Effort", "measure_quality"]
