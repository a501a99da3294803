"""Pages for those who do not read YAML: a pack in words, what its examples show, what a change does."""
