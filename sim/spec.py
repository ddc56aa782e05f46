"""Specs: what a scenario may say, as frozen values; and families of kinds with their discovery.

A Spec holds parameters and pure methods; running state never lives on it. A family is a package in which each module
that does not begin with ``_`` defines one kind: a subclass of the family's base whose ``kind`` equals the module's
name. Adding one file adds one kind to the language; nothing else is edited.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, Union, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from sim.quantities import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Ordered:
    """Marks a list whose order has meaning (priorities, plans, routes); the reference pages say so."""


class Spec(BaseModel):
    """The base of everything that a scenario file can say: frozen, refuses unknown keys, documents itself."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=False,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
    )

    def in_steps(self, steps_per_unit: float) -> Self:
        """This Spec with each amount of a product, nested ones too, counted in whole steps instead of units.

        Args:
            steps_per_unit: Steps in one unit of the product; with 1 the amounts are rounded to whole units.

        Returns:
            A copy; amounts are rounded once, half to even, and are whole numbers.
        """
        changed: dict[str, Any] = {}
        counted = _amount_fields(type(self))
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Spec):
                changed[name] = value.in_steps(steps_per_unit)
            elif value is not None and name in counted:
                changed[name] = _to_steps(value, steps_per_unit)
        return self.model_copy(update=changed)

    def amounts(self) -> Iterator[tuple[tuple[str | int, ...], float]]:
        """Each amount of a product in this Spec, nested ones too, with its path below this Spec as it is written."""
        for name, field in type(self).model_fields.items():
            value, key = getattr(self, name), field.alias or name
            if isinstance(value, Spec):
                yield from (((key, *path), amount) for path, amount in value.amounts())
            elif isinstance(value, tuple) and any(isinstance(item, Spec) for item in value):
                for number, item in enumerate(value):
                    yield from (((key, number, *path), amount) for path, amount in item.amounts())
            elif value is not None and _counts_steps(field.annotation, field.metadata):
                if isinstance(value, tuple):
                    yield from (((key, number), amount) for number, amount in enumerate(value))
                else:
                    yield (key,), value


@cache
def _amount_fields(kind: type[Spec]) -> frozenset[str]:
    """The fields of a Spec that are amounts of a product."""
    fields = kind.model_fields.items()
    return frozenset(name for name, field in fields if _counts_steps(field.annotation, field.metadata))


def _counts_steps(annotation: object, metadata: Iterable[object]) -> bool:
    if any(isinstance(mark, Unit) and mark.steps for mark in metadata):
        return True
    arguments = get_args(annotation)
    if _is_annotated(annotation):
        return _counts_steps(None, arguments[1:]) or _counts_steps(arguments[0], ())
    return any(_counts_steps(argument, ()) for argument in arguments)


def _is_annotated(annotation: object) -> bool:
    return hasattr(annotation, "__metadata__")


def _to_steps(value: Any, steps_per_unit: float) -> Any:
    if isinstance(value, tuple | list):
        return tuple(_to_steps(item, steps_per_unit) for item in value)
    return round(value * steps_per_unit)


class Family:
    """The kinds found in one package.

    Attributes:
        base: The class that every kind of the family extends.
        kinds: The kinds by name, sorted.
        shorthand: Spells out what is written without ``kind``, if anything may be: a bare value (``3`` for
            ``{kind: constant, value: 3}``) or a mapping; it returns what it does not know as it came.
    """

    registry: ClassVar[dict[str, Family]] = {}

    def __init__(
        self, base: type[Spec], package: str, path: Iterable[str], shorthand: Callable[[object], object] | None = None
    ) -> None:
        self.base = base
        self.name = package.rpartition(".")[2]
        self.shorthand = shorthand
        self.kinds: dict[str, type[Spec]] = {}
        for module in sorted(pkgutil.iter_modules(path), key=lambda found: found.name):
            if module.name.startswith("_"):
                continue
            self._add(module.name, importlib.import_module(f"{package}.{module.name}"))
        for kind in self.kinds.values():
            # A kind may nest its own family: its field's type is then not known before all kinds are.
            kind.model_rebuild(_types_namespace={f"Any{base.__name__}": self.union})
        Family.registry[self.name] = self

    def _add(self, name: str, module: object) -> None:
        found = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, self.base) and _kind_of(value) == name
        ]
        if len(found) != 1:
            where = getattr(module, "__name__", name)
            raise TypeError(f"{where} must define exactly one kind named {name!r}, found {len(found)}")
        self.kinds[name] = found[0]

    @property
    def union(self) -> Any:
        """The discriminated union of all kinds, for use as a field's type."""
        kinds = tuple(self.kinds.values())
        union: Any = Union[kinds] if len(kinds) > 1 else kinds[0]  # noqa: UP007 - built at run time from a tuple
        return Annotated[union, Field(discriminator="kind"), BeforeValidator(self._expand)] if len(kinds) > 1 else union

    def _expand(self, value: object) -> object:
        if isinstance(value, Spec):
            return value
        if self.shorthand is not None and not (isinstance(value, dict) and "kind" in value):
            value = self.shorthand(value)
        if not isinstance(value, dict):
            raise PydanticCustomError(
                "family", "expected a mapping with 'kind', got {text}", {"text": repr(value), "family": self.name}
            )
        return value


def _kind_of(kind: type[Spec]) -> str | None:
    field = kind.model_fields.get("kind")
    literal = get_args(field.annotation) if field is not None else ()
    return str(literal[0]) if literal else None


def families() -> dict[str, Family]:
    """Every family loaded so far by the name of its package, sorted by name."""
    return dict(sorted(Family.registry.items()))
