"""One module for each revision of the desk's tables."""
