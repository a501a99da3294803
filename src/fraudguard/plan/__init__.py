"""A checked pack turned into code: shared leaves, an index by kind, one pass for all phrases."""

from fraudguard.plan.compile import Plan, compile_plan

__all__ = ["Plan", "compile_plan"]
