"""Honest stories that look like fraud: every row of DOMAIN 13, and the benign twins that DOMAIN 4 names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fraudguard.simulate.confusers.calls import CALLS
from fraudguard.simulate.confusers.confuser import Confuser
from fraudguard.simulate.confusers.devices import DEVICES
from fraudguard.simulate.confusers.family import FAMILY
from fraudguard.simulate.confusers.feasts import FEASTS
from fraudguard.simulate.confusers.loans import LOANS
from fraudguard.simulate.confusers.refunds import REFUNDS
from fraudguard.simulate.confusers.trade import TRADE
from fraudguard.simulate.confusers.warnings import WARNINGS

__all__ = ["CONFUSERS", "Confuser"]

CONFUSERS: Mapping[str, Confuser] = MappingProxyType(
    {
        confuser.id: confuser
        for group in (WARNINGS, DEVICES, REFUNDS, LOANS, FEASTS, FAMILY, TRADE, CALLS)
        for confuser in group
    }
)
"""All confusers by their id, in a fixed order."""
