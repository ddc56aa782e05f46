"""The JSON Schema of scenario files, written from the Specs: it lets an editor check a file while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema

from sim.scenario.customer import Customer, Purchase
from sim.scenario.document import Scenario
from sim.scenario.lane import Lane
from sim.scenario.product import Product
from sim.scenario.supplier import Supplier, Supply
from sim.scenario.vocabulary import first_line, kind_of
from sim.scenario.warehouse import Stock, Warehouse
from sim.spec import Family, Spec, families

if TYPE_CHECKING:
    from pydantic_core import core_schema

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_MANY: Final[dict[str, Any]] = {
    "count": {
        "type": "integer",
        "minimum": 1,
        "description": "Makes so many copies, e.g. store_001 to store_200; {n} in strings is the number.",
    },
}
_ROWS: Final[dict[str, Any]] = {
    "from_csv": {
        "type": "string",
        "description": "Makes one copy for each row of this CSV file: 'name' names it, other columns are paths.",
    },
}
_PLACEHOLDER: Final[dict[str, Any]] = {
    "type": "string",
    "pattern": r"^\{[A-Za-z_][A-Za-z0-9_.\-]*\}$",
    "description": "In an entry with from_csv: the cell of this column.",
}
_NAME: Final[dict[str, Any]] = {"type": "string"}
_END: Final[dict[str, Any]] = {
    "anyOf": [
        _NAME,
        {"type": "array", "items": _NAME, "minItems": 1},
        {
            "type": "object",
            "properties": {key: {"type": "string"} for key in ("tag", "region", "kind")},
            "minProperties": 1,
            "additionalProperties": False,
        },
    ]
}
_PAIRS: Final[dict[str, Any]] = {
    "name": {"type": "string", "description": "Name of each lane made from selectors, e.g. express_{from}_{to}."},
    "same": {"const": "region", "description": "Of the pairs made from selectors keep those of one region."},
}


class _Schema(GenerateJsonSchema):
    """pydantic's schema, plus the spellings that readers accept and the keys that stand for many entries."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> dict[str, Any]:
        inner = self.generate_inner(schema["schema"])
        function = schema["function"]["function"]
        owner = getattr(function, "__self__", None)
        if inner.get("type") == "array" and "items" in inner:
            return _alone(inner, function)
        if isinstance(owner, Family):
            spellings = _spellings(owner)
        else:
            spellings = [] if inner.get("type") in ("string", "number") else ["string", "number"]
        return {"anyOf": [*({"type": spelling} for spelling in spellings), inner]} if spellings else inner

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> dict[str, Any]:
        union = super().tagged_union_schema(schema)
        union.pop("discriminator", None)  # OpenAPI's keyword, not JSON Schema's
        return union

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        whole = super().model_schema(schema)
        spec: type[Spec] = schema["cls"]
        # A Spec that may be written as a bare value is a choice, one option of which is the mapping.
        built = next((option for option in whole.get("anyOf", ()) if "properties" in option), whole)
        properties = built.setdefault("properties", {})
        required = set(built.get("required", ()))
        if kind_of(spec) is not None and not _may_lack_kind(spec, required - {"kind"}):
            required.add("kind")
        properties.update(_authoring(spec))
        if spec is Lane:
            for end in ("from", "to"):
                properties[end] = {"description": properties[end].get("description", ""), **_END}
        if required:
            built["required"] = sorted(required)
        if "from_csv" in properties and required - {"kind"}:
            # Columns of the table may give what the template leaves out.
            built["required"] = sorted(required & {"kind"})
            built["if"] = {"required": ["from_csv"]}
            built["else"] = {"required": sorted(required)}
        whole.pop("additionalProperties", None)
        built["additionalProperties"] = False
        if spec.__doc__:
            whole["description"] = first_line(spec.__doc__)
        return whole


def _alone(several: dict[str, Any], listed: Any) -> dict[str, Any]:
    """The schema of a list of which one item may stand alone, and by its name if the reader makes something of it."""
    if not isinstance(listed({}), list | tuple):
        return {"anyOf": [{"type": "string"}, several]}
    item = several["items"]
    if listed("x") not in ("x", ["x"]):
        item = {"anyOf": [{"type": "string"}, item]}
    return {"anyOf": [item, {**several, "items": item}]}


def _authoring(spec: type[Spec]) -> dict[str, Any]:
    """The keys that an entry may have before it is expanded."""
    many = {Product: True, Supplier: True, Warehouse: True, Customer: True, Lane: True}.get(spec, False)
    rows = many or spec in (Stock, Supply, Purchase)
    return {**(_MANY if many else {}), **(_ROWS if rows else {}), **(_PAIRS if spec is Lane else {})}


def _spellings(family: Family) -> list[str]:
    """Types of the bare values that a family accepts in place of a mapping."""
    if family.shorthand is None:
        return []
    probes: dict[str, object] = {"string": "x", "number": 1}
    return [spelling for spelling, probe in probes.items() if family.shorthand(probe) is not probe]


def _may_lack_kind(spec: type[Spec], required: set[str]) -> bool:
    """Whether a mapping with the required keys alone is known for this kind."""
    for family in families().values():
        if spec in family.kinds.values() and family.shorthand is not None and required:
            spelled = family.shorthand(dict.fromkeys(required))
            return isinstance(spelled, dict) and spelled.get("kind") == kind_of(spec)
    return False


def schema() -> dict[str, Any]:
    """The JSON Schema of scenario files, for editors; what it cannot say is checked when a file is read."""
    built = _plain(Scenario.model_json_schema(by_alias=True, schema_generator=_Schema))
    built["$defs"]["Placeholder"] = _PLACEHOLDER
    return {"$schema": DIALECT, "title": "Headwater scenario", **built}


def _plain(node: Any) -> Any:
    """The schema without what no author can use: titles made of keys, nulls, and names that do not fit the pattern."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: {name: _plain(inner) for name, inner in value.items()} if key in ("properties", "$defs") else _plain(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and value in (None, {}, []))
    }
    if isinstance(kept.get("default"), dict):
        del kept["default"]  # a mapping of defaults: each stands with its own key
    options = kept.get("anyOf")
    if options is not None:
        options = [option for option in options if option != {"type": "null"}]
        del kept["anyOf"]
        kept.update({"anyOf": options} if len(options) > 1 else options[0])
    if kept.get("type") in ("number", "integer", "boolean"):
        told = {key: kept.pop(key) for key in ("description", "default") if key in kept}
        kept = {"anyOf": [kept, {"$ref": "#/$defs/Placeholder"}], **told}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return kept
