"""Activation: which entries of a catalogue a layer switches on, in place of or beside those of the layer below."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from sim.names import DisruptionName, refuse_twins
from sim.spec import Spec

Names = Annotated[tuple[DisruptionName, ...], AfterValidator(refuse_twins)]
"""Names, each once; their order means nothing."""


class Activation(Spec):
    """Names that are added to those of the layer below, or taken away from them."""

    add: Names = ()
    """Names to add."""
    remove: Names = ()
    """Names to take away, which must be there."""

    @model_validator(mode="after")
    def _disjoint(self) -> Self:
        both = sorted({*self.add} & {*self.remove})
        if both:
            raise ValueError(f"both added and removed: {', '.join(both)}")
        if not self.add and not self.remove:
            raise ValueError("say what to 'add' or to 'remove', or list what shall be active instead")
        return self


def _spelled(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError(f"expected a list of names, or a mapping with 'add' and 'remove', got {value!r}")
    return value


Active = Annotated[Names | Activation, BeforeValidator(_spelled)]
"""What is active: ``[frost, strike]``, in place of all that was; or ``{add: [frost], remove: [strike]}``."""
