"""Examples suggested to the author of a rule, from the ones it has."""

from fraudguard.workbench.suggest.run import RuleSuggestions, Suggestion, suggest, suggest_rule

__all__ = ["RuleSuggestions", "Suggestion", "suggest", "suggest_rule"]
