"""The language of scenario files, written from the Specs: a JSON Schema for editors, and reference pages for readers.

``python -m sim.reference scenarios`` writes both into a folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.kpi import KINDS
from sim.scenario.document import Scenario
from sim.scenario.schema import schema
from sim.scenario.vocabulary import Entry, Shape, fields, first_line, kind_of
from sim.spec import Family, Spec, families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.kpi import KPI

EXAMPLES: Final[dict[str, str]] = {
    "allocation": "allocation: proportional",
    "demand": "demand: {kind: poisson, rate: 400 per day}",
    "dispatching": "departs: {kind: full_load, longest_wait: 4 h}",
    "distributions": "lead_time: {kind: lognormal, mean: 2 days, cv: 0.3}",
    "forecasting": "forecast: {kind: moving_average, periods: 4}",
    "recovery": "ends: {kind: linear, over: 3 weeks}",
    "release": "release: {kind: conwip, jobs: 8}",
    "replenishment": "replenish: {kind: min_max, reorder_point: 50, up_to: 90, review: 1 day}",
    "sequencing": "sequence: {kind: campaign, longest: 5}",
    "sourcing": "source: {kind: priority, sites: [near_plant, far_plant]}",
    "what": "what: {kind: capacity, left: 20 %}",
    "when": "when: {kind: recurring, gap: 300 days, lasts: {kind: exponential, mean: 9 days}}",
}
"""One example for each family, as it stands in a file."""

__all__ = ["Kind", "kinds", "kpis", "main", "reference", "schema", "write"]


class Kind(NamedTuple):
    """One kind of a family.

    Attributes:
        family: Name of the family.
        name: How the kind is spelled.
        meaning: What it is, in one line.
    """

    family: str
    name: str
    meaning: str


def kinds() -> tuple[Kind, ...]:
    """Every kind that can be used in a scenario, by family and name."""
    return tuple(
        Kind(family.name, name, first_line(spec.__doc__))
        for family in families().values()
        for name, spec in sorted(family.kinds.items())
    )


def kpis() -> tuple[Kind, ...]:
    """Every KPI by name; its meaning begins with its unit and with which direction is better."""
    return tuple(Kind("kpi", name, f"{_measure(kpi)}: {first_line(type(kpi).__doc__)}") for name, kpi in KINDS.items())


def _measure(kpi: KPI) -> str:
    better = "" if kpi.better == "neither" else f", {kpi.better} is better"
    return f"{kpi.unit}{better}"


# ------------------------------------------------------------------------------------------------------ reference pages

_INTRODUCTION: Final = """\
# Scenario reference

This page is written by `python -m sim.reference`; do not edit it. A scenario is a YAML file; `schema.json` beside this
page lets an editor check it while it is typed: begin the file with `# yaml-language-server: $schema=schema.json`.
`headwater check file.yaml` reports every mistake with its line.

## How values are written

| what | how |
|---|---|
| a length of time | `12 h`, `3 days`, `2 weeks`; a bare number counts the scenario's `time.unit` |
| an instant | `day 120` (the first is `day 1`), `2025-03-01` (needs `time.start`), `2 weeks`; bare: elapsed time |
| a rate | `400 per day`; a bare number is per time unit |
| a share, a growth | `5 %` or `0.05`; `10 % per year` |
| mass, volume, distance | `2 t`, `1.1 kg`; `3 m3`, `1 l`; `350 km`; bare numbers are kg, m3, km |
| money, amounts | bare numbers, in the scenario's currency and the product's unit |

Unquoted text is read by the rules of YAML 1.2: `on`, `off`, `yes` and `no` are text, `1e1` is the number 10, dates are
`2025-01-06`. Refused, because they mean different things to different programs: `010`, `1_000`, `12:30`, times of day,
`.inf`, `.nan`, and keys without a value. Anchors, aliases and `<<` may be used; other tags may not. What is absent is
left out: `null` stands only in a variant, where it takes a key away.

## One entry for many

- `count: 200` in an entry `store` of `products`, `sites` or `lanes` makes `store_001` to `store_200`; `{n}` in its
  strings becomes the padded number.
- `from_csv: data/stores.csv` in such an entry, or in one of `stock`, `supplies` or `buys`, makes one entry for each
  row: the entry is the template, the column `name` names the copy (a lane may do without: `{from}_to_{to}`), other
  columns are dotted paths into it (`stock.juice.opening.on_hand`). An empty cell leaves what the template says.
  `{column}` in its strings becomes the cell; a column used so is not set as a key. The file must lie in the
  scenario's folder or below.
- A lane's `from` and `to` take a list of sites or a selector: `{tag: store}`, `{region: north}`, `{kind: warehouse}`
  (several keys: all must hold). One lane is made for each pair, called `{from}_to_{to}` unless `name` says otherwise
  (`name: express_{from}_{to}`); `same: region` keeps the pairs of one region.
- A key `tag:grocery` in `stock`, `supplies` or `buys` stands for every product with that tag; `{product}` is its name.

An entry that is written out wins over one that is made; two that are made under one name are an error.

## Paths in variants

`set: {sites.shop.stock.juice.replenish.level: 60}` names its target key by key; items of lists by number from 0. `*`
stands for every entry, `tag:`, `region:` and `kind:` for those that have it: `sites.tag:store.stock.*.replenish`.
What is above the last key must be written out in the file; the last key may be new. The value replaces what was
there, whole. A path that names its target wins over one that selects it. A path through an entry with `count`,
`from_csv` or selectors changes the template; a path through a copy (`sites.store_007...`) that copy alone.

A variant that `extends` another begins with all that the other says. The layers apply one after the other: what is set
in a later one wins, whether it names its target or selects it; within one layer nothing may be set twice. A path to one
copy wins over a path to its template in whichever layer it stands, since copies are made of what the template says in
the end. Expectations of a variant replace those of the same name. `headwater diff file.yaml frost late_frost` shows
what differs.

## Expectations

`expect: {fill_rate: {sites: {tag: store}, at_least: 95 %}}` says what must come out; `headwater run --check` tests it.
The key is the name of a KPI, or any name beside `kpi`. Without `sites`, `products`, `customers`, `lanes` or `resources`
it is about the network; with them about each thing that is chosen, by itself. Limits are written in the KPI's unit:
`95 %` of a share, `2 days` of a time, `40 per day` of a rate, and bare numbers of all. An expectation is `met` if the
one-sided bound of the mean with its `confidence` keeps the limit, `failed` if the bound on the other side breaks it,
else `undecided`. With `in: 90 % of replications` the bound is that of the share of replications that keep the limits.
"""


def reference() -> str:
    """The reference pages, in Markdown."""
    parts = [_INTRODUCTION, "## Sections\n"]
    parts += [_section(spec) for spec in _sections()]
    for family in families().values():
        parts.append(_family(family))
    parts.append(_measured())
    return "\n".join(parts)


def _sections() -> list[type[Spec]]:
    """Every Spec that a file can hold and that is not a kind of a family, in the order in which they are met."""
    members = {spec for family in families().values() for spec in family.kinds.values()}
    found: list[type[Spec]] = []
    waiting: list[type[Spec]] = [Scenario]
    while waiting:
        spec = waiting.pop(0)
        if spec in found:
            continue
        found.append(spec)
        waiting += [inner for entry in fields(spec).values() for inner in _specs_in(entry.shape) if inner not in found]
    for member in sorted(members, key=lambda spec: (spec.__module__, spec.__name__)):
        for entry in fields(member).values():
            found += [inner for inner in _specs_in(entry.shape) if inner not in found and inner not in members]
    return [spec for spec in found if spec not in members]


def _specs_in(shape: Shape) -> Iterator[type[Spec]]:
    yield from shape.specs
    for inner in (shape.entries, shape.items, *shape.row):
        if inner is not None:
            yield from _specs_in(inner)


def _title(spec: type[Spec]) -> str:
    return (
        "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in spec.__name__).strip().capitalize()
    )


def _section(spec: type[Spec]) -> str:
    return f"### {_title(spec)}\n\n{first_line(spec.__doc__)}\n\n{_table(spec)}"


def _family(family: Family) -> str:
    title = family.name.replace("_", " ").capitalize()
    text = [f"## {title}\n", f"{first_line(family.base.__doc__)}\n"]
    if family.name in EXAMPLES:
        text.append(f"Example: `{EXAMPLES[family.name]}`\n")
    common = [key for key in fields(family.base) if key != "kind"]
    if common:
        text.append(f"All kinds take: {', '.join(f'`{key}`' for key in common)}.\n")
    text += [
        f"### {family.name}: `{name}`\n\n{first_line(spec.__doc__)}\n\n{_table(spec)}"
        for name, spec in sorted(family.kinds.items())
    ]
    return "\n".join(text)


def _measured() -> str:
    """The KPIs that every run is measured by."""
    rows = [
        f"| `{name}` | {kpi.unit} | {kpi.better} | {', '.join(kpi.categories) or '-'} "
        f"| {_cell(first_line(type(kpi).__doc__).replace('``', '`'))} |"
        for name, kpi in KINDS.items()
    ]
    heading = (
        "## KPIs\n\nWhat every run is measured by; a scenario does not name them. Money and time units are the "
        "scenario's, e.g. EUR per day.\n"
    )
    return "\n".join([heading, "| KPI | unit | better | parts | meaning |", "|---|---|---|---|---|", *rows, ""])


def _table(spec: type[Spec]) -> str:
    rows = [
        f"| `{key}` | {_unit(entry)} | {_default(entry)} | {_cell(_meaning(entry))} |"
        for key, entry in fields(spec).items()
        if key != "kind" or kind_of(spec) is None
    ]
    if not rows:
        return "It has no parameters.\n"
    return "\n".join(["| key | unit or values | default | meaning |", "|---|---|---|---|", *rows, ""])


def _meaning(entry: Entry) -> str:
    ordered = " The order of the list has meaning." if entry.shape.ordered else ""
    return (entry.info.description or "").replace("``", "`") + ordered


def _unit(entry: Entry) -> str:
    return _cell(", or ".join(_values(entry.shape)) or "anything")


def _values(shape: Shape) -> list[str]:
    """What a value may be, each way of it in a few words."""
    found: list[str] = []
    if shape.unit:
        found.append(shape.unit)
    elif shape.scalars:
        words = {"number": "number", "whole": "whole number", "text": "text", "truth": "true or false", "date": "date"}
        found += [word for scalar, word in words.items() if scalar in shape.scalars]
    if shape.choices:
        found.append(", ".join(f"`{choice}`" for choice in shape.choices))
    family = _family_of(shape)
    if family is not None:
        found.append(f"[{family.name}](#{family.name})")
    else:
        found += [f"[{_title(spec).lower()}](#{_title(spec).lower().replace(' ', '-')})" for spec in shape.specs]
    if shape.entries is not None:
        found.append(f"mapping of {' or '.join(_values(shape.entries)) or 'values'}")
    if shape.items is not None:
        found.append(f"list of {' or '.join(_values(shape.items)) or 'values'}")
    if shape.row:
        found.append(f"[{', '.join(' or '.join(_values(inner)) for inner in shape.row)}]")
    return found


def _family_of(shape: Shape) -> Family | None:
    for family in families().values():
        if shape.specs and set(shape.specs) <= set(family.kinds.values()):
            return family
    return None


def _default(entry: Entry) -> str:
    if entry.info.is_required():
        return "**required**"
    value = entry.info.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ((), {}, ""):
        return "-"
    if isinstance(value, Spec):
        given = {key: getattr(value, inner.name) for key, inner in fields(type(value)).items()}
        told = (None, ()) if "kind" in given else (None, (), 0.0)
        shown = {key: inner for key, inner in given.items() if not isinstance(inner, Spec) and inner not in told}
        if not shown:
            return "-"
        return f"`{', '.join(f'{key}: {_shown(inner)}' for key, inner in shown.items())}`"
    return f"`{_shown(value)}`"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# ---------------------------------------------------------------------------------------------------------------- files


def write(folder: Path) -> tuple[Path, ...]:
    """Write ``schema.json`` and ``REFERENCE.md`` into ``folder``.

    Returns:
        The files written.
    """
    contents = {"schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", "REFERENCE.md": reference()}
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in contents)


def main(arguments: list[str]) -> None:
    """Write both files into the folder named by the only argument."""
    if len(arguments) != 1:
        raise SystemExit("usage: python -m sim.reference FOLDER")
    write(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
