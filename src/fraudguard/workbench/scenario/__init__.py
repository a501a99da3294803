"""Scenarios: stories on a clock of their own, told line by line, with what the rules and the desk must make of them."""
