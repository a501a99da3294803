"""A checked pack to something that runs: shared leaves, windows, sequences, generated Python."""

from fraudguard.plan.compile import KindPlan, Plan, Surroundings, compile_plan

__all__ = ["KindPlan", "Plan", "Surroundings", "compile_plan"]
