"""The table of KPIs: values of all kinds and grains as one data frame, sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.kpi._grains import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from sim.kpi._declaration import KPI
    from sim.kpi._measurement import Measurement

_NOTHING: Final = -1


def table(measurement: Measurement, kinds: Iterable[KPI]) -> pd.DataFrame:
    """The values of ``kinds``; see ``sim.kpi.measure``."""
    import pandas as pd

    kinds = sorted(kinds, key=lambda kind: kind.kind)
    categories = tuple(sorted({category for kind in kinds for category in kind.categories}))
    parts: list[NDArray[np.intp]] = []
    values: list[NDArray[np.float64]] = []
    for number, kind in enumerate(kinds):
        for found in kind.values(measurement):
            grain = found.grain
            part = np.full((len(COLUMNS) + 2, grain.size), _NOTHING, dtype=np.intp)
            part[0] = number
            for row, column in enumerate(COLUMNS, start=1):
                part[row] = grain.names.get(column, _NOTHING)
            if found.category is not None:
                part[-1] = categories.index(found.category)
            parts.append(part)
            values.append(found.value)
    codes = np.concatenate(parts, axis=1) if parts else np.zeros((len(COLUMNS) + 2, 0), dtype=np.intp)
    order = np.lexsort(codes[::-1])
    codes = codes[:, order]
    grains = measurement.grains
    names = (
        grains.site_names, grains.product_names, grains.site_names, grains.lane_names, grains.resource_names,
        categories,
    )  # fmt: skip
    return pd.DataFrame(
        {
            "kpi": _named([kind.kind for kind in kinds], codes[0]),
            "unit": _named([kind.unit for kind in kinds], codes[0]),
            **{
                column: _named(known, code)
                for column, known, code in zip((*COLUMNS, "category"), names, codes[1:], strict=True)
            },
            "value": np.concatenate(values)[order] if values else np.zeros(0),
        }
    )


def _named(names: Sequence[str], code: NDArray[np.intp]) -> pd.Series[Any]:
    """Names by their numbers; None for what has none."""
    import pandas as pd

    return pd.Series(np.array([*names, None], dtype=np.object_)[code], dtype=object)
