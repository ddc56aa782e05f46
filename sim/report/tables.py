"""The table of KPIs, for a terminal, a notebook, a spreadsheet and a program.

text     columns for reading; one grain, or all
html     the same for a notebook
csv      every row, numbers in full
document every row and what they rest on, as JSON can hold it
"""

from __future__ import annotations

import html as markup
import math
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import pandas as pd

from sim.report import expectations
from sim.results import verdicts
from sim.results.run import CONFIDENCE, GRAIN, KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.results.run import Run

By = Literal["network", "site", "product", "customer", "lane", "resource", "all"]
"""What the rows of a table are about: everything together, or one of a kind each."""
GRAINS: Final[tuple[By, ...]] = get_args(By)
_DIGITS: Final = 6
"""Significant digits of a number without an interval."""
_NOTHING: Final = 1e-12
"""A half-width that is smaller than this share of the mean is shown as 0."""
_NUMBERS: Final = ("mean", "half_width", "n")


def rows(kpis: pd.DataFrame, by: By = "network") -> pd.DataFrame:
    """The rows of one grain.

    Args:
        kpis: All rows, as a ``Run`` has them.
        by: ``network``: about everything, with costs by category; ``site``: one site, all its products; ``product``,
            ``customer``, ``lane``, ``resource``: whatever names one, with the site if it does; ``all``: every row.

    Returns:
        The rows in their order, with an index of their own.
    """
    present = {name: kpis[name].notna() for name in GRAIN}
    if by == "all":
        chosen = pd.Series(data=True, index=kpis.index)
    elif by == "network":
        chosen = ~(present["site"] | present["product"] | present["customer"] | present["lane"] | present["resource"])
    elif by == "site":
        chosen = present["site"] & ~(present["product"] | present["customer"] | present["lane"] | present["resource"])
    elif by == "product":
        chosen = present["product"] & ~(present["customer"] | present["lane"])
    else:
        chosen = present[by]
    return kpis.loc[chosen].reset_index(drop=True)


def text(run: Run, by: By = "network") -> str:
    """The KPIs in columns, with a line above that says what was run and lines below that say how far to trust it."""
    header, body = _cells(run, by)
    widths = [max(len(cells[column]) for cells in (header, *body)) for column in range(len(header))]
    numeric = len(header) - _numeric(run)
    lines = [
        "  ".join(
            cell.rjust(width) if i >= numeric else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        for cells in (header, *body)
    ]
    rule = "-" * len(lines[0].rstrip())
    table = [line.rstrip() for line in (lines[0], rule, *lines[1:])] if body else [f"no KPI by {by}"]
    judged = expectations.lines(run.expectations)
    return "\n".join([title(run), "", *table, "", *([*judged, ""] if judged else []), *notes(run)]) + "\n"


def html(run: Run, by: By = "network") -> str:
    """The same table as a fragment of HTML."""
    header, body = _cells(run, by)
    numeric = len(header) - _numeric(run)

    def line(cells: list[str], tag: str) -> str:
        aligned = (f'<{tag} style="text-align: {"right" if i >= numeric else "left"}">' for i in range(len(cells)))
        return "<tr>" + "".join(f"{a}{markup.escape(c)}</{tag}>" for a, c in zip(aligned, cells, strict=True)) + "</tr>"

    lines = "".join(line(cells, "td") for cells in body)
    table = f"<table><thead>{line(header, 'th')}</thead><tbody>{lines}</tbody></table>"
    below = "<br>".join(markup.escape(note) for note in (*expectations.lines(run.expectations), *notes(run)))
    return f"<p><strong>{markup.escape(title(run))}</strong></p>{table}<p><small>{below}</small></p>"


def csv(run: Run) -> str:
    """Every row as CSV; numbers in full, nothing where a value is missing."""
    return run.kpis.loc[:, [*KEYS, *_NUMBERS]].to_csv(index=False, lineterminator="\n")


def document(run: Run) -> dict[str, Any]:
    """Every row, and what they rest on, as JSON can hold it: None where a number is undefined.

    ``expectations`` are there only where the scenario has some. Three keys are there only where the run was
    interrupted: ``status``, how many replications were ``asked`` for, and how many of them had ``finished``.
    """
    judged = verdicts.records(run.expectations)
    partial = {"status": run.status, "asked": run.asked, "finished": run.finished}
    return {
        "scenario": run.identity.scenario,
        "variant": run.identity.variant,
        "fingerprint": run.identity.fingerprint,
        "seed": run.identity.seed,
        "replications": run.finished,
        "kind": run.kind,
        "period": list(run.period),
        **({} if run.warm_up is None else {"warm_up": run.warm_up.manifest}),
        "kpis": [_entry(row) for row in run.kpis.loc[:, [*KEYS, *_NUMBERS]].to_dict("records")],
        "trial_balance": {"goods": run.goods, "money": run.money},
        "digest": run.digest,
        **({"expectations": judged} if judged else {}),
        **(partial if run.status == "interrupted" else {}),
    }


def title(run: Run) -> str:
    """What was run, in one line."""
    variant = f", variant {run.identity.variant}" if run.identity.variant else ""
    number = f"{run.finished} of {run.asked}" if run.finished != run.asked else str(run.asked)
    plural = "" if run.asked == 1 else "s"
    begin, end = (number_text(instant) for instant in run.period)
    how = f"{number} replication{plural}, seed {run.identity.seed}, {run.kind.replace('_', ' ')}"
    return f"{run.identity.scenario}{variant}: {how}, measured from {run.time_unit} {begin} to {end}"


def notes(run: Run) -> list[str]:
    """What the reader must know beside the numbers, one line each."""
    found = []
    if not run.is_random:
        found.append("Nothing in this scenario is random: it ran once, and there is no interval.")
    elif run.finished == 1:
        found.append("One replication tells nothing about its own spread: there is no interval.")
    else:
        found.append(
            f"± is the half-width of the {CONFIDENCE:.0%} interval of the mean over n replications (Student t)."
        )
    if run.warm_up is not None:
        length = "There is no warm-up" if run.warm_up.cut == 0 else f"The warm-up ends at {run.time_unit} {_cut(run)}"
        pilots = "the only" if run.warm_up.replications == 1 else f"{run.warm_up.replications} pilot"
        found.append(f"{length}: found by MSER-5 in {pilots} replication{'' if pilots == 'the only' else 's'}.")
        found.extend(f"Warning: {doubt}." for doubt in run.warm_up.doubts)
    if run.status == "interrupted":
        found.append(f"Interrupted: {run.finished} of {run.asked} replications had finished.")
    found.extend(f"Replication {failure.replication} failed: {failure.message}" for failure in run.failures)
    found.append(f"Trial balance: goods {run.goods:g}, money {run.money:g}. Digest {run.digest}")
    return found


def _cut(run: Run) -> str:
    return number_text(run.period[0])


def number_text(value: float, uncertainty: float = math.nan) -> str:
    """A number for reading: to two digits of its uncertainty, else to six digits; a dash where it is undefined.

    >>> number_text(1234.5678, 0.234), number_text(0.125), number_text(1e9), number_text(float("nan"))
    ('1,234.57', '0.125', '1,000,000,000', '-')
    """
    if not math.isfinite(value):
        return "-"
    if math.isfinite(uncertainty) and uncertainty > 0:
        return f"{value:,.{_decimals(uncertainty, 2)}f}"
    decimals = _decimals(value, _DIGITS)
    number = f"{value:,.{decimals}f}"
    return number.rstrip("0").rstrip(".") if decimals else number


def _decimals(value: float, digits: int) -> int:
    """Decimals that show ``digits`` significant digits."""
    return 0 if value == 0 else min(max(digits - 1 - math.floor(math.log10(abs(value))), 0), 12)


def _numeric(run: Run) -> int:
    return 3 if run.is_random else 1


def _cells(run: Run, by: By) -> tuple[list[str], list[list[str]]]:
    chosen = rows(run.kpis, by)
    names = ["kpi", "unit", *(name for name in GRAIN if chosen[name].notna().any())]
    numbers = _NUMBERS[: _numeric(run)]
    headings = {"kpi": "KPI", "half_width": "±"}
    header = [headings.get(name, name) for name in (*names, *numbers)]
    return header, [
        [*(_word(row[name]) for name in names), *_figures(row)[: len(numbers)]] for row in chosen.to_dict("records")
    ]


def _figures(row: dict[Any, Any]) -> list[str]:
    mean, half_width = float(row["mean"]), float(row["half_width"])
    if half_width < _NOTHING * abs(mean):  # what rounding left of a difference of equals
        half_width = 0.0
    return [number_text(mean, half_width), number_text(half_width, half_width), str(row["n"])]


def _word(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _entry(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "kpi": row["kpi"],
        "unit": _word(row["unit"]),
        "grain": dict(_named(row, GRAIN)),
        "mean": _finite(row["mean"]),
        "half_width": _finite(row["half_width"]),
        "n": int(row["n"]),
    }


def _named(row: dict[Any, Any], names: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((name, row[name]) for name in names if not pd.isna(row[name]))


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
