"""Put rules in the order in which they can run: each after every rule it reads."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

from fraudguard.errors import Place
from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.shapes import Faults
from fraudguard.pack.tree import Expression, Fired, walk

__all__ = ["evaluation_order", "reads"]


def reads(rule: CheckedRule) -> dict[str, Place | None]:
    """The rules that ``rule`` reads by `fired`, as steps or as breakers, each with a place to point at."""
    found: dict[str, Place | None] = {}
    for expression in _expressions(rule):
        for node in walk(expression):
            if isinstance(node, Fired):
                found.setdefault(node.rule, node.place)
    if rule.sequence is not None:
        for step in rule.sequence.steps:
            if step.rule:
                found.setdefault(step.rule, rule.place)
        for name in rule.sequence.unless:
            found.setdefault(name, rule.place)
    return found


def _expressions(rule: CheckedRule) -> Iterator[Expression]:
    if rule.when is not None:
        yield rule.when
    yield from rule.unless
    if rule.sequence is not None:
        yield from (step.when for step in rule.sequence.steps if step.when is not None)


def evaluation_order(rules: Iterable[CheckedRule], faults: Faults) -> tuple[CheckedRule, ...]:
    """
    The rules, each after all it reads, ties by id.

    Rules that read each other in a circle are faults, and so is a live rule that reads a draft:
    a draft never fires.
    """
    by_id = {rule.id: rule for rule in rules}
    needs = {name: {one: at for one, at in reads(rule).items() if one in by_id} for name, rule in by_id.items()}
    for name in sorted(by_id):
        for other, place in needs[name].items():
            if by_id[other].status == "draft" and by_id[name].status != "draft":
                faults.add("pack.reads_draft", place or by_id[name].place, id=name, draft=other)
    left = {name: len(needs[name]) for name in by_id}
    readers: dict[str, list[str]] = {name: [] for name in by_id}
    for name, others in needs.items():
        for other in others:
            readers[other].append(name)
    ready = [name for name, count in left.items() if count == 0]
    heapq.heapify(ready)
    out: list[CheckedRule] = []
    while ready:
        name = heapq.heappop(ready)
        out.append(by_id[name])
        for reader in readers[name]:
            left[reader] -= 1
            if left[reader] == 0:
                heapq.heappush(ready, reader)
    if len(out) < len(by_id):
        _report_circles({name: needs[name] for name, count in left.items() if count > 0}, by_id, faults)
    return tuple(out)


def _report_circles(
    needs: Mapping[str, Mapping[str, Place | None]], by_id: Mapping[str, CheckedRule], faults: Faults
) -> None:
    """One fault for each circle found; walking along what is needed always ends in one or at a rule seen before."""
    seen: set[str] = set()
    for start in sorted(needs):
        path: list[str] = []
        name = start
        while name not in seen:
            seen.add(name)
            path.append(name)
            waiting = sorted(one for one in needs[name] if one in needs)
            if not waiting:
                break
            name = waiting[0]
        if name in path and needs[name]:
            circle = path[path.index(name) :]
            first = circle.index(min(circle))
            circle = circle[first:] + circle[:first]
            following = circle[1] if len(circle) > 1 else circle[0]
            place = needs[circle[0]].get(following) or by_id[circle[0]].place
            faults.add("pack.circle", place, circle=" → ".join([*circle, circle[0]]))
