"""What the contract of every family of small decisions has in common: how a kind is declared, documented and tested.

A kind is tested with the examples that it gives itself, the calls of its class in its docstring, and with those that
the family's ``examples_<family>.py`` adds. A new kind needs no entry there.
"""

from __future__ import annotations

import ast
import doctest
import inspect
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.spec import Spec, families

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TESTS = Path(__file__).parent.parent


def kinds(family: str) -> dict[str, type[Spec]]:
    return families()[family].kinds


def read(family: str, kind: str, example: dict[str, Any]) -> Any:
    return TypeAdapter(families()[family].union).validate_python({"kind": kind, **example})


def own_examples(declared: type[Spec]) -> list[dict[str, Any]]:
    """What the calls of a kind's class in its docstring say, as a scenario file would: its keys and plain values."""
    examples: list[dict[str, Any]] = []
    for shown in doctest.DocTestParser().get_examples(declared.__doc__ or ""):
        for node in ast.walk(ast.parse(shown.source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == declared.__name__:
                example = {str(word.arg): ast.literal_eval(word.value) for word in node.keywords}
                examples += [example] if example not in examples else []
    return examples


def examples(family: str, more: Mapping[str, Sequence[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Every valid example of each kind: its own, then those in ``more``, which may name no kind that is not there."""
    assert set(more) <= set(kinds(family)), f"examples_{family}.py names what is no kind"
    return {kind: [*own_examples(declared), *more.get(kind, ())] for kind, declared in kinds(family).items()}


def cases(examples: Mapping[str, Sequence[dict[str, Any]]]) -> list[Any]:
    """One case of a parametrised test for each example: its kind and what it says."""
    return [pytest.param(kind, said, id=f"{kind}-{i}") for kind in examples for i, said in enumerate(examples[kind])]


def check_declaration(family: str, kind: str) -> None:
    """A kind is one class named as its file, with an example in its docstring and a test file of its own."""
    declared = kinds(family)[kind]
    assert declared.__name__ == "".join(word.capitalize() for word in kind.split("_"))
    assert own_examples(declared), f"the docstring of {kind} shows no call of {declared.__name__}"
    mirror = TESTS.joinpath(*declared.__module__.split(".")[1:-1]) / f"test_{kind}.py"
    assert mirror.is_file(), f"{mirror.relative_to(TESTS.parent)} is missing"


def check_documentation(family: str, kind: str) -> None:
    """Every field says what it means; the class names its source and shows one worked example."""
    declared = kinds(family)[kind]
    for spec in (declared, *_parts(declared)):
        assert [name for name, field in spec.model_fields.items() if not field.description] == [], spec
    assert declared.__doc__
    assert "Source:" in declared.__doc__
    module = inspect.getmodule(declared)
    assert module is not None
    tests = doctest.DocTestParser().get_doctest(declared.__doc__, dict(vars(module)), kind, None, None)
    assert len(tests.examples) >= 1, f"{kind} shows no example"
    assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(tests).failed == 0


def _parts(spec: type[Spec]) -> list[type[Spec]]:
    annotations = [field.annotation for field in spec.model_fields.values()]
    return [part for part in annotations if isinstance(part, type) and issubclass(part, Spec)]


def check_value(family: str, kind: str, example: dict[str, Any]) -> None:
    """A kind is a frozen value that refuses unknown keys, survives a pickle and a round trip through plain data."""
    spec = read(family, kind, example)
    for name in type(spec).model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(spec, name, None)
    with pytest.raises(ValidationError, match="no_such_key"):
        read(family, kind, {**example, "no_such_key": 1})
    assert pickle.loads(pickle.dumps(spec)) == spec  # noqa: S301, TID251 - our own bytes; workers receive Specs so
    assert read(family, kind, spec.model_dump(exclude={"kind"})) == spec
    assert type(spec)(**example) == spec
