"""Labelled event streams: honest life, every scam scheme, look-alikes, and what feeds would see; all made up."""

from fraudguard.simulate.settings import Coverage, Settings
from fraudguard.simulate.town import Town, simulate_town
from fraudguard.simulate.write import write_simulation

__all__ = ["Coverage", "Settings", "Town", "simulate_town", "write_simulation"]
