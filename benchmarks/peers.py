"""Other engines on the same rules, each in its fastest form that keeps the answer; all but the baseline optional."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import re
from collections.abc import Callable, Sequence

from generated import Event, Predicate, Rule

__all__ = ["PEERS", "Fire", "Peer", "python_shared", "version_of"]

Fire = Callable[[Event], list[str]]
"""From a payment to the ids of the rules that fire, in any order."""

Peer = Callable[[Sequence[Rule], Sequence[Predicate]], Fire]


def version_of(distribution: str) -> str:
    """The installed version, or an empty string."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(distribution)
    return ""


def python_shared(rules: Sequence[Rule], pool: Sequence[Predicate]) -> Fire:
    """
    The baseline: one generated function, each distinct predicate computed once as a local, phrases by one search each.

    It has no missing values but the age, no types, no windows and no explanation: what speed costs nothing.
    """
    used = sorted({i for rule in rules for group in rule.conditions for i in group})
    columns = sorted({name for i in used for name in (pool[i].column, pool[i].other) if name})
    names: dict[str, object] = {}
    lines = ["def fire(event):"]
    lines += [f"    {column} = event[{column!r}]" for column in columns]
    for i in used:
        lines.append(f"    p{i} = {_python(pool[i], i, names)}")
    lines.append("    hits = []")
    for rule in rules:
        text = " and ".join(
            f"p{group[0]}" if len(group) == 1 else "(" + " or ".join(f"p{i}" for i in group) + ")"
            for group in rule.conditions
        )
        lines.append(f"    if {text}: hits.append({rule.id!r})")
    lines.append("    return hits")
    exec("\n".join(lines), names)
    return names["fire"]  # type: ignore[return-value]


def _python(predicate: Predicate, number: int, names: dict[str, object]) -> str:
    column, value = predicate.column, predicate.value
    if predicate.form == "flag":
        return f"{column} is True"
    if predicate.form == "equals":
        return f"{column} == {value!r}"
    if predicate.form == "among":
        return f"{column} in {value!r}"
    if predicate.form == "words":
        names[f"find{number}"] = re.compile("|".join(map(re.escape, value))).search  # type: ignore[call-overload]
        return f"find{number}({column}) is not None"
    if predicate.form == "ratio":
        return f"{column} {predicate.operator} {value} * {predicate.other}"
    missing = f"{column} is not None and " if column == "age" else ""
    return f"{missing}{column} {predicate.operator} {value}"


def datalogic(rules: Sequence[Rule], pool: Sequence[Predicate]) -> Fire:
    """JsonLogic in Rust: all rules in one compiled filter that returns the numbers of those that hold."""
    from datalogic_py import Engine

    cases = [
        {"if": [{"and": [_logic_group(group, pool) for group in rule.conditions]}, n + 1, 0]}
        for n, rule in enumerate(rules)
    ]
    compiled = Engine().compile({"filter": [cases, {"var": ""}]})
    ids = [rule.id for rule in rules]
    evaluate = compiled.evaluate
    return lambda event: [ids[int(n) - 1] for n in evaluate(event)]


def _logic_group(group: Sequence[int], pool: Sequence[Predicate]) -> object:
    forms = [_logic(pool[i]) for i in group]
    return forms[0] if len(forms) == 1 else {"or": forms}


def _logic(predicate: Predicate) -> object:
    column: object = {"var": predicate.column}
    value = predicate.value
    if predicate.form == "flag":
        return column
    if predicate.form == "equals":
        return {"==": [column, value]}
    if predicate.form == "among":
        return {"in": [column, list(value)]}  # type: ignore[call-overload]
    if predicate.form == "words":
        return {"or": [{"in": [phrase, column]} for phrase in value]}  # type: ignore[attr-defined]
    if predicate.form == "ratio":
        return {predicate.operator: [column, {"*": [value, {"var": predicate.other}]}]}
    if predicate.column == "age" and predicate.operator == "<":
        return {"<": [0, column, value]}  # a missing age is 0 to this engine; nobody's is
    return {predicate.operator: [column, value]}


def zen(rules: Sequence[Rule], pool: Sequence[Predicate]) -> Fire:
    """Gorules' expression language in Rust: all rules in one compiled array expression."""
    import zen as engine

    cases = [
        "("
        + " and ".join("(" + " or ".join(_zen(pool[i]) for i in group) + ")" for group in rule.conditions)
        + f") ? {n + 1} : 0"
        for n, rule in enumerate(rules)
    ]
    expression = engine.compile_expression("filter([" + ", ".join(cases) + "], # > 0)")
    ids = [rule.id for rule in rules]
    evaluate = expression.evaluate
    return lambda event: [ids[int(n) - 1] for n in evaluate(event)]


def _zen(predicate: Predicate) -> str:
    column, value = predicate.column, predicate.value
    if predicate.form == "flag":
        return f"{column} == true"
    if predicate.form == "equals":
        return f"{column} == {json.dumps(value, ensure_ascii=False)}"
    if predicate.form == "among":
        return f"{column} in {json.dumps(value, ensure_ascii=False)}"
    if predicate.form == "words":
        return " or ".join(f"contains({column}, {json.dumps(phrase, ensure_ascii=False)})" for phrase in value)  # type: ignore[attr-defined]
    if predicate.form == "ratio":
        return f"{column} {predicate.operator} {value} * {predicate.other}"
    missing = f"{column} != null and " if column == "age" else ""
    return f"({missing}{column} {predicate.operator} {value})"


def clips(rules: Sequence[Rule], pool: Sequence[Predicate]) -> Fire:
    """
    CLIPS, a Rete network: assert, run, retract for each payment.

    clipspy never frees a retracted fact (1.0.6); it is freed here by the private binding, without which every event is
    slower than the last.
    """
    import clips as engine

    used = {name for p in pool for name in (p.column, p.other) if name}
    order = {name: n for n, name in enumerate(sorted(used, key=lambda name: (name in {"memo", "amount"}, name)))}
    environment = engine.Environment()
    environment.build("(deftemplate tx " + " ".join(f"(slot {name})" for name in order) + ")")
    environment.build("(defglobal ?*hits* = (create$))")
    for number, rule in enumerate(rules):
        environment.build(_clips_rule(number, rule, pool, order))
    template = environment.find_template("tx")
    hits = environment.find_global("hits")
    symbol = {True: engine.Symbol("TRUE"), False: engine.Symbol("FALSE"), None: engine.Symbol("nil")}
    release = getattr(engine._clips.lib, "ReleaseFact", None)  # noqa: SLF001
    ids = [rule.id for rule in rules]

    def fire(event: Event) -> list[str]:
        hits.value = ()
        values = {k: symbol[v] if v is True or v is False or v is None else v for k, v in event.items() if k in order}
        fact = template.assert_fact(**values)
        environment.run()
        fact.retract()
        if release is not None:
            release(fact._fact)  # noqa: SLF001
        return [ids[n] for n in hits.value]

    return fire


def _clips_rule(number: int, rule: Rule, pool: Sequence[Predicate], order: dict[str, int]) -> str:
    """A rule: conditions on one slot in the pattern, where the network shares them; the rest as tests behind it."""
    slots: dict[str, list[str]] = {}
    tests: list[str] = []
    for group in rule.conditions:
        if len(group) == 1 and pool[group[0]].form not in {"ratio", "words"}:
            predicate = pool[group[0]]
            slots.setdefault(predicate.column, []).append(f":{_clips(predicate)}")
        else:
            for i in group:
                for name in filter(None, (pool[i].column, pool[i].other)):
                    slots.setdefault(name, [])
            forms = [_clips(pool[i]) for i in group]
            tests.append(forms[0] if len(forms) == 1 else f"(or {' '.join(forms)})")
    pattern = " ".join(
        f"({name} {'&'.join([f'?{name}', *slots[name]])})" for name in sorted(slots, key=order.__getitem__)
    )
    guards = " ".join(f"(test {test})" for test in tests)
    return f"(defrule {rule.id} (tx {pattern}) {guards} => (bind ?*hits* (create$ ?*hits* {number})))"


def _clips(predicate: Predicate) -> str:
    column, value = f"?{predicate.column}", predicate.value
    if predicate.form == "flag":
        return f"(eq {column} TRUE)"
    if predicate.form == "equals":
        return f'(eq {column} "{value}")'
    if predicate.form == "among":
        return "(or " + " ".join(f'(eq {column} "{v}")' for v in value) + ")"  # type: ignore[attr-defined]
    if predicate.form == "words":
        return "(or " + " ".join(f'(str-index "{phrase}" {column})' for phrase in value) + ")"  # type: ignore[attr-defined]
    if predicate.form == "ratio":
        return f"({predicate.operator} {column} (* {value} ?{predicate.other}))"
    compare = f"({predicate.operator} {column} {value})"
    return f"(and (integerp {column}) {compare})" if predicate.column == "age" else compare


PEERS: dict[str, tuple[str, Peer]] = {
    "datalogic-py": ("datalogic-py", datalogic),
    "clipspy": ("clipspy", clips),
    "zen-engine": ("zen-engine", zen),
}
"""Name to distribution and form."""
