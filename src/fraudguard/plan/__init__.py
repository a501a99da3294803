"""A checked pack turned into code: shared leaves, an index by kind, one pass for all phrases."""
