"""What may stand where: the Specs' annotations as shapes that can be walked beside a document."""

from __future__ import annotations

import datetime
import types
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WrapValidator

from sim.quantities import Unit
from sim.spec import Ordered, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic.fields import FieldInfo

    from sim.scenario.tree import Step

_SCALARS: Final[dict[Any, str]] = {
    bool: "truth",
    int: "whole",
    float: "number",
    str: "text",
    datetime.date: "date",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value may be; where several fields say something, the value may be any of it.

    Attributes:
        specs: Mappings with fixed keys.
        entries: What the values of a mapping with free keys are.
        items: What each item of a list is.
        row: What the items of a list of fixed length are.
        scalars: ``number``, ``whole``, ``text``, ``truth``, ``date``.
        choices: Fixed texts.
        read: Whether a reader accepts other spellings too.
        anything: Whether any value will do.
        unit: What a number measures, in words.
        ordered: Whether the order of a list has meaning.
    """

    specs: tuple[type[Spec], ...] = ()
    entries: Shape | None = None
    items: Shape | None = None
    row: tuple[Shape, ...] = ()
    scalars: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    read: bool = False
    anything: bool = False
    unit: str = ""
    ordered: bool = False

    def spec(self, node: Mapping[str, Any]) -> type[Spec] | None:
        """The Spec that the mapping ``node`` is meant to be, or None if that cannot be told."""
        if len(self.specs) == 1:
            return self.specs[0]
        kind = node.get("kind")
        for spec in self.specs:
            if kind_of(spec) == kind:
                return spec
        if kind is None:
            fitting = [spec for spec in self.specs if node and node.keys() <= fields(spec).keys()]
            return fitting[0] if len(fitting) == 1 else None
        return None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that a mapping may be, sorted."""
        return tuple(sorted(kind for spec in self.specs if (kind := kind_of(spec)) is not None))


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a Spec.

    Attributes:
        name: The Spec's attribute.
        shape: What its value may be.
        info: What pydantic knows of it.
    """

    name: str
    shape: Shape
    info: FieldInfo


@cache
def fields(spec: type[Spec]) -> Mapping[str, Entry]:
    """The keys of a Spec as they are written, in the order of their definition."""
    return {
        info.alias or name: Entry(name, shape_of(info.annotation, info.metadata), info)
        for name, info in spec.model_fields.items()
    }


@cache
def kind_of(spec: type[Spec]) -> str | None:
    """The value of ``kind`` that means this Spec, if it has one; a choice of several, as of ``time``, means none."""
    info = spec.model_fields.get("kind")
    literal = get_args(info.annotation) if info is not None else ()
    return literal[0] if len(literal) == 1 and isinstance(literal[0], str) else None


@cache
def reads_more(spec: type[Spec]) -> bool:
    """Whether a Spec accepts something else than a mapping of its keys."""
    validators = spec.__pydantic_decorators__.model_validators.values()
    return any(validator.info.mode == "before" for validator in validators)


def shape_of(annotation: Any, metadata: Iterable[object] = ()) -> Shape:
    """The shape that an annotation stands for."""
    return _marked(_bare(annotation), metadata)


def _marked(shape: Shape, metadata: Iterable[object]) -> Shape:
    for mark in metadata:
        if isinstance(mark, Unit):
            shape = replace(shape, unit=mark.text)
        elif isinstance(mark, Ordered):
            shape = replace(shape, ordered=True)
        elif isinstance(mark, BeforeValidator | WrapValidator | PlainValidator):
            shape = replace(shape, read=True)
        elif isinstance(mark, AfterValidator):
            continue
    return shape


def _bare(annotation: Any) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape_of(arguments[0], arguments[1:])
    if origin is Union or origin is types.UnionType:
        return _any_of([shape_of(argument) for argument in arguments if argument is not type(None)])
    if origin is Literal:
        return Shape(choices=tuple(str(argument) for argument in arguments))
    if origin is dict:
        return Shape(entries=shape_of(arguments[1]))
    if origin in (tuple, list, set, frozenset):
        fixed = origin is tuple and Ellipsis not in arguments
        return Shape(row=tuple(map(shape_of, arguments))) if fixed else Shape(items=shape_of(arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, Spec):
        return Shape(specs=(annotation,), read=reads_more(annotation))
    if annotation in _SCALARS:
        return Shape(scalars=frozenset({_SCALARS[annotation]}))
    return Shape(anything=True)


def _any_of(shapes: list[Shape]) -> Shape:
    return Shape(
        specs=tuple(spec for shape in shapes for spec in shape.specs),
        entries=next((shape.entries for shape in shapes if shape.entries is not None), None),
        items=next((shape.items for shape in shapes if shape.items is not None), None),
        row=next((shape.row for shape in shapes if shape.row), ()),
        scalars=frozenset().union(*(shape.scalars for shape in shapes)),
        choices=tuple(choice for shape in shapes for choice in shape.choices),
        read=any(shape.read for shape in shapes),
        anything=any(shape.anything for shape in shapes),
        unit=next((shape.unit for shape in shapes if shape.unit), ""),
        ordered=any(shape.ordered for shape in shapes),
    )


def alone(shape: Shape, node: Any) -> Shape:
    """The shape of ``node``, which may be one entry of a list that is written without the list."""
    is_entry = isinstance(node, dict) and shape.items is not None and shape.items.specs
    return shape.items if is_entry and shape.items is not None and not shape.specs else shape


def below(shape: Shape, node: Any, step: Step) -> Shape | None:
    """The shape of what stands at ``step`` inside ``node``, or None if it is not known."""
    shape = alone(shape, node)
    if isinstance(node, dict):
        spec = shape.spec(node)
        if spec is not None and step in fields(spec):
            return fields(spec)[str(step)].shape
        return shape.entries
    if isinstance(node, list) and isinstance(step, int):
        return shape.row[step] if step < len(shape.row) else shape.items
    return None


def along(root_spec: type[Spec], root: Any, path: Iterable[Step]) -> Shape | None:
    """The shape of what stands at ``path``, or None if it is not known."""
    shape: Shape | None = Shape(specs=(root_spec,))
    node = root
    for step in path:
        shape = below(shape, node, step) if shape is not None else None
        if isinstance(node, dict):
            node = node.get(step)
        else:
            node = node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None
    return shape if shape is None else alone(shape, node)


def first_line(text: str | None) -> str:
    """The first paragraph of a docstring on one line, in Markdown."""
    return " ".join((text or "").strip().split("\n\n", maxsplit=1)[0].split()).replace("``", "`")


def expected(shape: Shape) -> str:
    """What a value must be, in words."""
    words = {
        "number": "a number",
        "whole": "a whole number",
        "text": "text",
        "truth": "true or false",
        "date": "a date such as 2025-01-06",
    }
    options = [words[scalar] for scalar in words if scalar in shape.scalars]
    if shape.choices:
        options.append(shape.choices[0] if len(shape.choices) == 1 else f"one of {', '.join(shape.choices)}")
    if shape.items is not None or shape.row:
        options.append("a list")
    if shape.specs or shape.entries is not None:
        options.append("a mapping with 'kind'" if len(shape.kinds) > 1 else "a mapping")
    return " or ".join(options) if options else "another value"
