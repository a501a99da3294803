"""The JSON Schema for editors says what the reader says."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from fraudguard.pack.jsonschema import file_schemas, rules_schema
from fraudguard.pack.nodes import Source, to_plain
from fraudguard.pack.reader import TESTS
from fraudguard.pack.records import shapes_of
from fraudguard.pack.schema import RawRule, RawSequence
from fraudguard.pack.yamlfile import read_yaml

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "rules").rglob("*.yaml"), *(ROOT / "examples" / "my_rules").rglob("*.yaml")])


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


def plain(path: Path) -> Any:
    """What a file says, as an editor reads it: YAML 1.2."""
    node, _ = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
    assert node is not None
    return to_plain(node)


def schema_of(path: Path, said: Any) -> dict[str, Any]:
    """The schema that `rules schema --of` prints for such a file."""
    if path.name.endswith(TESTS):
        return file_schemas()["scenarios"]
    kind = {"scams": "rules", "lists": ""}.get(path.parent.name, path.stem)
    return file_schemas()[kind or said["kind"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_shipped_files_are_valid_in_an_editor(path: Path) -> None:
    """No file of the shipped pack or of the example overlay is underlined."""
    said = plain(path)
    wrong = [one.message[:200] for one in Draft202012Validator(schema_of(path, said)).iter_errors(said)]
    assert [] == wrong


@pytest.mark.parametrize("kind", file_schemas())
def test_each_schema_is_a_schema(kind: str) -> None:
    """It keeps to the dialect that it names."""
    Draft202012Validator.check_schema(file_schemas()[kind])


@pytest.mark.parametrize(
    ("key", "value"),
    [("points", 101), ("pionts", 5), ("stage", "later"), ("on", "transfer"), ("allow", [{"lint": "tautology"}]), ("when", [])],
)  # fmt: skip
def test_a_slip_is_underlined(key: str, value: Any) -> None:
    """A number out of bounds, an unknown key or word, a silencer without a reason, no condition."""
    rule = {
        "id": "a", "title": "甲", "on": "transaction", "when": ["amount >= 1"], "stage": "transfer", "group": "g",
        "points": 5, "because": "触发",
    }  # fmt: skip
    check = Draft202012Validator(rules_schema())
    assert check.is_valid({"scam": "a", "rules": [rule]})
    assert not check.is_valid({"scam": "a", "rules": [{**rule, key: value}]})
