"""One file and its test are all that a new kind takes: they are added to a copy of the project, and nothing else is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

DECISION = '''"""A kind that is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.{family} import {base}
from sim.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence


class {name}({base}):
    """{name}, as in no book.

    Source: nobody (2025).

    Example:
        {example}
    """

    kind: Literal["{kind}"] = "{kind}"
    """What is new."""
{body}
'''

NEW = {
    "allocation": (
        "Allocation",
        "last_come",
        ">>> LastCome().share(3, [])\n        []",
        """
    def share(self, available, waiting):
        shares = [0] * len(waiting)
        for number in reversed(range(len(waiting))):
            order = waiting[number]
            part = order.open if available >= order.open else 0 if order.whole else available
            shares[number] = part
            available -= part
        return shares
""",
    ),
    "demand": (
        "Demand",
        "tidal",
        ">>> Tidal(swell=6).mean_rate\n        0.5",
        """    swell: Amount
    \"\"\"What comes with each tide.\"\"\"

    @property
    def mean_rate(self):
        return self.swell / 12

    @property
    def clock(self):
        return 0.0, 12.0

    @property
    def is_random(self):
        return False

    @property
    def shape(self):
        from sim.demand._shapes import Scaled
        return Scaled(0.0, 12.0)

    def base(self, luck, names):
        from sim.demand.periodic import Periodic
        return Periodic(quantity={"kind": "constant", "value": self.swell}, every=12.0).base(luck, names)
""",
    ),
    "distributions": (
        "Distribution",
        "square",
        ">>> Square(side=3).mean\n        1.0",
        """    side: Amount
    \"\"\"The largest value.\"\"\"

    def quantile(self, uniforms):
        return self.side * uniforms**2

    @property
    def mean(self):
        return self.side / 3

    @property
    def variance(self):
        return self.side**2 * (1 / 5 - 1 / 9)

    @property
    def support(self):
        return 0.0, self.side

    def in_steps(self, steps_per_unit):
        return self
""",
    ),
    "forecasting": (
        "Forecaster",
        "last_value",
        ">>> LastValue().forecast(3.0)\n        3.0",
        """
    def start(self, mean, opening=None):
        return 0.0 if opening is None else opening

    def update(self, state, observed):
        return float(observed)

    def forecast(self, state):
        return state
""",
    ),
    "sourcing": ("Sourcing", "thrift", None, ""),
}
"""By family: its base, the new kind, its worked example, and its body."""
THRIFT = '''"""A kind that is new."""

from __future__ import annotations

from typing import Literal

from sim.names import SourceName
from sim.sourcing import Sourcing


class Thrift(Sourcing):
    """Whoever is cheapest, the first of equals.

    Source: nobody (2025).

    Example:
        >>> Thrift(sites=["mill", "yard"]).sites
        ('mill', 'yard')
    """

    kind: Literal["thrift"] = "thrift"
    """What is new."""
    sites: tuple[SourceName, ...]
    """Who is asked."""

    def choose(self, quantity, offers):
        best = min(range(len(offers)), key=lambda number: offers[number].price)
        return tuple(quantity if number == best else 0 for number in range(len(offers)))
'''
RATIO = '''"""A KPI that is new."""

from __future__ import annotations

from sim.kpi._declaration import KPI
from sim.kpi.profit import Profit


class Loss(KPI):
    """What is lost in the period.

    Formula: - ``profit``.
    Source: nobody (2025).
    """

    kind = "loss"
    unit = "money"
    better = "lower"

    def values(self, measurement):
        """Of the company."""
        for found in Profit().values(measurement):
            yield type(found)(found.grain, -found.value)
'''


def files() -> dict[str, str]:
    """Each new kind's file and its test, by path."""
    policy, test = re.findall(r"```python\n(.*?)```", CONTRIBUTING, re.DOTALL)
    found = {"sim/replenishment/two_bin.py": policy, "tests/replenishment/test_two_bin.py": test}
    plain = "def test_nothing():\n    pass\n"
    for family, (base, kind, example, body) in NEW.items():
        name = "".join(word.capitalize() for word in kind.split("_"))
        text = THRIFT if example is None else DECISION.format(
            family=family, base=base, kind=kind, name=name, example=example, body=body
        )  # fmt: skip
        found |= {f"sim/{family}/{kind}.py": text, f"tests/{family}/test_{kind}.py": plain}
    return {**found, "sim/kpi/loss.py": RATIO, "tests/kpi/test_loss.py": plain}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the project with the new files in it."""
    copy = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__", "results", ".*")
    for folder in ("sim", "tests", "benchmarks"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for name in ("pyproject.toml", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, copy)
    for path, text in files().items():
        assert not (copy / path).exists()
        (copy / path).write_text(text, encoding="utf-8")
    return copy


def python(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


def test_the_contract_of_its_family_runs_over_each(project):
    new = [Path(path).stem for path in files() if path.startswith("sim/")]
    tests = [path for path in files() if path.startswith("tests/")]
    names = " or ".join([*new, *(f"test_{kind}" for kind in new), "test_every_file_is_a_kind"])
    options = ("-v", "-p", "no:cacheprovider", "-k", names)
    done = python(project, "-m", "pytest", "--deselect", "tests/contracts/test_new_kinds.py", *options,
                  "tests/contracts", *tests)  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    for kind in new:
        assert len(re.findall(rf"\[.*{kind}.*\] PASSED", done.stdout)) >= 3, f"{kind} was hardly tested"


def test_the_policy_of_the_guide_is_valid_in_a_scenario(project):
    code = (
        "import sim.replenishment, pydantic; from sim.spec import families; "
        "print(pydantic.TypeAdapter(families()['replenishment'].union).validate_python({'kind': 'two_bin', 'bin': 20}))"
    )
    done = python(project, "-c", code)
    assert "bin=20.0" in done.stdout, done.stderr
    assert "greater than or equal to 0" in python(project, "-c", code.replace("20}", "-3}")).stderr
