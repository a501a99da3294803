"""Work through rules one by one, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.workbench.probing import read_rules

__all__ = ["run_rules"]

Result = TypeVar("Result")
_PER_JOB = 4  # portions each process gets, so that a slow one does not keep the others waiting


def run_rules(
    pack: CheckedPack, rules: Sequence[CheckedRule], work: Callable[[CheckedPack, CheckedRule], Result], jobs: int
) -> Iterator[Result]:
    """The result of ``work`` for each rule, in their order; a process gets the rules it needs and no others."""
    if jobs == 1 or len(rules) < 2:
        yield from (work(pack, rule) for rule in rules)
        return
    from joblib import Parallel, delayed

    size = -(-len(rules) // (jobs * _PER_JOB))
    portions = [rules[start : start + size] for start in range(0, len(rules), size)]
    run = Parallel(n_jobs=jobs, return_as="generator")
    for found in run(
        delayed(_portion)(_only(pack, portion), [rule.id for rule in portion], work) for portion in portions
    ):
        yield from found


def _portion(
    pack: CheckedPack, names: Sequence[str], work: Callable[[CheckedPack, CheckedRule], Result]
) -> list[Result]:
    by_id = {rule.id: rule for rule in pack.rules}
    return [work(pack, by_id[name]) for name in names]


def _only(pack: CheckedPack, rules: Sequence[CheckedRule]) -> CheckedPack:
    wanted = {one.id for rule in rules for one in read_rules(pack, rule)}
    return replace(pack, rules=tuple(rule for rule in pack.rules if rule.id in wanted), drafts=())
