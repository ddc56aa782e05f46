"""Expectations: what must come out, so that a run is a test."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Protocol, Self

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator

from sim.names import CustomerName, LaneName, Name, ProductName, SiteName
from sim.quantities import LARGEST, Unit, read_duration, read_rate, read_share
from sim.spec import Ordered, Spec
from sim.spelling import matched, plain_number

_REPLICATIONS: Final = re.compile(r"\s*(\S.*?)\s+of\s+replications\s*\Z")


class Measure(Protocol):
    """What is known of a KPI before anything has run."""

    @property
    def unit(self) -> str:
        """In what it is measured."""
        ...

    @property
    def categories(self) -> tuple[str, ...]:
        """What it is broken down into, sorted."""
        ...


def spelled_unit(text: str) -> str:
    """What a limit that is written with a unit measures: ``share``, ``rate`` or ``time``."""
    return "share" if text.strip().endswith("%") else "rate" if " per " in text else "time"


def read_limit(value: object, info: ValidationInfo) -> float:
    """A value of a KPI: ``95 %``, ``2 days``, ``400 per day``, or a number in the KPI's own unit."""
    if not isinstance(value, str):
        return plain_number(value, "a value of the KPI such as '95 %', '12 h' or a number in its unit")
    readers = {"share": lambda: read_share(value), "rate": lambda: read_rate(value, info)}
    return readers.get(spelled_unit(value), lambda: read_duration(value, info))()


def read_replications(value: object) -> float:
    """A share of the replications: ``90 % of replications``, ``90 %`` or 0.9."""
    found = matched(_REPLICATIONS, value) if isinstance(value, str) else None
    return read_share(found[1] if found is not None else value)


def _loose(text: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}], "description": text})


Limit = Annotated[
    float,
    Field(ge=-LARGEST, le=LARGEST),
    BeforeValidator(read_limit),
    Unit("as the KPI"),
    _loose("a value of the KPI, e.g. 95 %"),
]
"""A value that a KPI is compared with."""
Confidence = Annotated[
    float, Field(ge=0.5, lt=1), BeforeValidator(read_share), Unit("share"), _loose("a confidence, e.g. 95 %")
]
"""How sure one wants to be: at least 50 %, below 100 %."""
ReplicationShare = Annotated[
    float,
    Field(gt=0, lt=1),
    BeforeValidator(read_replications),
    Unit("share of replications"),
    _loose("a share of the replications, e.g. 90 % of replications"),
]
"""A part of the replications; runs without end could not show that it is all of them."""


class Selector(Spec):
    """Things meant by what they have in common; of several keys all must hold."""

    tag: str | None = None
    """A tag that they have."""
    region: str | None = None
    """The region that they are in."""
    kind: str | None = None
    """The kind that they are of."""

    @model_validator(mode="after")
    def _selects(self) -> Self:
        if self.tag is None and self.region is None and self.kind is None:
            raise ValueError("name a tag, a region or a kind to select by")
        return self

    def fits(self, entry: object) -> bool:
        """Whether ``entry`` has all that is asked for."""
        return (
            (self.tag is None or self.tag in getattr(entry, "tags", ()))
            and (self.region is None or self.region == getattr(entry, "region", None))
            and (self.kind is None or self.kind == getattr(entry, "kind", None))
        )


class Expectation(Spec):
    """A limit that a KPI must keep: on average over the replications, or in most of them."""

    kpi: Name | None = None
    """The KPI; absent: that of the expectation's own name."""
    sites: SiteName | tuple[SiteName, ...] | Selector | None = None
    """Each of these sites by itself; absent: the whole network."""
    products: ProductName | tuple[ProductName, ...] | Selector | None = None
    """Each of these products by itself, at the sites if any are named; absent: all products together."""
    customers: CustomerName | tuple[CustomerName, ...] | Selector | None = None
    """Each of these customers by itself."""
    lanes: LaneName | tuple[LaneName, ...] | None = None
    """Each of these lanes by itself."""
    resources: str | tuple[str, ...] | None = None
    """Each of these lines, machines or carriers by itself, e.g. ``press`` or ``press/2``; at the sites if any are
    named."""
    category: str | None = None
    """A part of the KPI, e.g. ``holding`` of ``total_cost``; absent: the whole."""
    at_least: Limit | None = None
    """The value is this or more."""
    at_most: Limit | None = None
    """The value is this or less."""
    between: Annotated[tuple[Limit, ...], Field(min_length=2, max_length=2), Ordered()] | None = None
    """The value is the first of these or more, and the second or less."""
    share: ReplicationShare | None = Field(default=None, alias="in")
    """The limits hold in at least this share of the replications, e.g. ``90 % of replications``; absent: they hold for
    the mean."""
    confidence: Confidence = 0.95
    """How sure the replications must make one: confidence of the one-sided bound that is compared with the limit."""

    @model_validator(mode="after")
    def _limits(self) -> Self:
        single = self.at_least is not None or self.at_most is not None
        if not single and self.between is None:
            raise ValueError("say what is expected, with 'at_least', 'at_most' or 'between'")
        if single and self.between is not None:
            raise ValueError("'between' says both limits: leave out 'at_least' and 'at_most'")
        low, high = self.limits
        if low is not None and high is not None and low > high:
            raise ValueError(f"the lower limit {low:g} is above the upper limit {high:g}")
        return self

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The least and the largest value that are allowed; None where there is no limit."""
        return (self.between[0], self.between[1]) if self.between is not None else (self.at_least, self.at_most)


def chosen(choice: str | tuple[str, ...] | Selector | None, entries: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names that an expectation means; None where it names nothing.

    >>> from types import SimpleNamespace
    >>> chosen(Selector(tag="store"), {"shop": SimpleNamespace(tags=("store",)), "mill": SimpleNamespace(tags=())})
    ('shop',)
    """
    if isinstance(choice, Selector):
        return tuple(sorted(name for name, entry in entries.items() if choice.fits(entry)))
    return (choice,) if isinstance(choice, str) else choice
