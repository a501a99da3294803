"""Every way to defraud that is simulated: the schemes of DOMAIN 2.2, with the techniques inside them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fraudguard.simulate.schemes.authority import AUTHORITY
from fraudguard.simulate.schemes.credit import CREDIT
from fraudguard.simulate.schemes.feelings import FEELINGS
from fraudguard.simulate.schemes.lures import LURES
from fraudguard.simulate.schemes.money import MONEY
from fraudguard.simulate.schemes.persons import PERSONS
from fraudguard.simulate.schemes.scheme import BEFORE_MONEY, Scheme
from fraudguard.simulate.schemes.service import SERVICE
from fraudguard.simulate.schemes.trade import TRADE

__all__ = ["BEFORE_MONEY", "SCHEMES", "Scheme"]

_GROUPS = (SERVICE, PERSONS, AUTHORITY, MONEY, CREDIT, TRADE, FEELINGS, LURES)
SCHEMES: Mapping[str, Scheme] = MappingProxyType({scheme.id: scheme for group in _GROUPS for scheme in group})
"""All schemes by their id, in a fixed order."""
