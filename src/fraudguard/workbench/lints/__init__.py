"""What is provably wrong, idle or said twice in a sound pack: lints that reason over the checked conditions."""

from fraudguard.workbench.lints.run import LINTS, lint_pack

__all__ = ["LINTS", "lint_pack"]
