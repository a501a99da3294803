"""Feeds that fall silent: a feed that was heard daily and is quiet for several times its usual gap is reported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from fraudguard.desk import tables as t
from fraudguard.pack.desk_policy import DAY, MINUTE, DeskPolicy

__all__ = ["hear", "put_notice", "silent_feeds"]

_DAYS = 7  # days whose longest gap is remembered
_USUAL = 3  # days a feed must have been heard before its silence means anything
_FRESH = MINUTE  # a feed heard within this time is not written down again


def hear(connection: Connection, source: str, at: int) -> None:
    """Note that a feed was heard at an instant of the desk's clock."""
    row = connection.execute(sa.select(t.feeds).where(t.feeds.c.source == source)).first()
    if row is None:
        connection.execute(sa.insert(t.feeds).values(source=source, first_at=at, last_at=at, gaps="{}"))
        return
    if at - row.last_at < _FRESH:
        return
    gaps: dict[str, int] = json.loads(row.gaps)
    day = str(at // DAY)
    gaps[day] = max(gaps.get(day, 0), at - row.last_at)
    kept = dict(sorted(gaps.items(), key=lambda entry: int(entry[0]))[-_DAYS:])
    connection.execute(sa.update(t.feeds).where(t.feeds.c.source == source).values(last_at=at, gaps=json.dumps(kept)))


def silent_feeds(connection: Connection, at: int, policy: DeskPolicy) -> int:
    """Report every feed that has been silent too long, once for each silence; how many were new."""
    found = 0
    for row in connection.execute(sa.select(t.feeds).order_by(t.feeds.c.source)).all():
        gaps: dict[str, int] = json.loads(row.gaps)
        if len(gaps) < _USUAL:
            continue
        usual = max(sorted(gaps.values())[len(gaps) // 2], policy.silence_least)
        if at - row.last_at > policy.silence_times * usual:
            facts = {"source": row.source, "last_at": row.last_at, "usual_gap": usual}
            found += put_notice(connection, "silent_feed", f"{row.source}@{row.last_at}", at, facts)
    return found


def put_notice(connection: Connection, kind: str, about: str, at: int, facts: Mapping[str, Any]) -> int:
    """Keep a notice unless it is known: 1 when it is new, else 0."""
    known = connection.execute(
        sa.select(t.notices.c.at).where(t.notices.c.kind == kind, t.notices.c.about == about)
    ).first()
    if known is not None:
        return 0
    connection.execute(sa.insert(t.notices).values(kind=kind, about=about, at=at, facts=json.dumps(facts)))
    return 1
