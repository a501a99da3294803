"""The behaviour model against simulated towns: rows to learn from, and what it adds to the rules."""
