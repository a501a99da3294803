"""The JSON Schema for editors says what the reader says."""

import json
from typing import Any

import pytest

from fraudguard.pack.jsonschema import file_schemas, rules_schema
from fraudguard.pack.records import shapes_of
from fraudguard.pack.schema import RawRule, RawSequence


def references(value: Any) -> set[str]:
    """All local references of a schema."""
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(item) for item in value.values())) if value else own
    if isinstance(value, list):
        return set().union(*(references(item) for item in value)) if value else set()
    return set()


@pytest.mark.parametrize("kind", file_schemas())
def test_schemas_are_closed_json(kind: str) -> None:
    """Each is plain JSON and refers to nothing it does not hold."""
    schema = file_schemas()[kind]
    assert json.loads(json.dumps(schema)) == schema
    assert references(schema) <= {f"#/$defs/{name}" for name in schema["$defs"]}


def test_the_keys_of_a_rule_are_those_that_are_read() -> None:
    """One declaration makes both."""
    rule = rules_schema()["$defs"]["RawRule"]
    assert list(shapes_of(RawRule)) == list(rule["properties"])
    assert ["id", "title", "stage", "group", "points", "because"] == rule["required"]
    assert not rule["additionalProperties"]
    assert {"minimum": 0, "maximum": 100} == {key: rule["properties"]["points"][key] for key in ("minimum", "maximum")}
    assert "transaction" in rule["properties"]["on"]["enum"]
    assert set(shapes_of(RawSequence)) == set(rules_schema()["$defs"]["RawSequence"]["properties"])
