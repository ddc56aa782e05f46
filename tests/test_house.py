"""The house rules of the code that no linter can say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "sim").rglob("*.py"))

SAMPLERS = {
    *("beta", "binomial", "bytes", "chisquare", "choice", "dirichlet", "exponential"),
    *("f", "gamma", "geometric", "gumbel", "hypergeometric", "integers", "laplace"),
    *(
        "logistic",
        "lognormal",
        "logseries",
        "multinomial",
        "multivariate_hypergeometric",
        "multivariate_normal",
        "negative_binomial",
    ),
    *("noncentral_chisquare", "noncentral_f", "normal", "pareto", "permutation", "permuted", "poisson"),
    *("power", "random", "rayleigh", "shuffle", "spawn", "standard_cauchy", "standard_exponential"),
    *("standard_gamma", "standard_normal", "standard_t", "triangular", "uniform", "vonmises", "wald"),
    *("weibull", "zipf"),
}
"""Methods of a NumPy generator that draw, and ``spawn``, which makes luck depend on the order of creation."""
MUTABLE_TYPES = {"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"}
MUTATORS = {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"}
MUTATORS |= {"reverse", "setdefault", "sort", "update", "__setitem__"}
IMPORTERS = {"__import__", "import_module", "importlib.import_module", "pytest.importorskip"}
SIMPY_IS_AT_HOME = ("sim/engine/", "tests/engine/", "benchmarks/")
"""The engine, the tests of it, and the benchmarks, which measure plain SimPy."""
LONGEST_FILE = 320
LONGEST_FUNCTION = 60


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


# --------------------------------------------------------------------------------------- bans, read off the code's tree


def imported_names(tree: ast.AST) -> dict[str, str]:
    """What each imported name of a module stands for, in full."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(node: ast.AST, imported: dict[str, str]) -> str | None:
    """The dotted name that an expression spells if it begins with an imported name, else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in imported:
        return None
    return ".".join([imported[node.id], *reversed(parts)])


def scheduling(source: str) -> list[ast.AST]:
    """What puts something on SimPy's own calendar: called, or only taken in hand to be called elsewhere."""
    tree = ast.parse(source)
    schedulers = {"schedule", "timeout", "Timeout"}
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found += [node] if node.attr in schedulers else []
        elif isinstance(node, ast.Name):
            found += [node] if node.id == "Timeout" else []
        elif isinstance(node, ast.ImportFrom):
            found += [node] if any(alias.name == "Timeout" for alias in node.names) else []
        elif _is_getattr(node, schedulers):
            found.append(node)
    return found


def _is_getattr(node: ast.AST, names: set[str]) -> bool:
    """Whether ``node`` asks for one of ``names`` by ``getattr(value, "name")``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr"):
        return False
    return len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and node.args[1].value in names


def drawing(source: str) -> list[ast.AST]:
    """Uses of ``numpy.random`` (but as a type), of a generator's samplers, called or not, and of ``hash``."""
    tree = ast.parse(source)
    imported, parameters = imported_names(tree), _fields(tree)
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        name = full_name(node, imported) if isinstance(node, ast.Name | ast.Attribute) else None
        if name is not None and re.fullmatch(r"numpy\.random\.(?!Generator$)\w+", name):
            found.append(node)
        elif isinstance(node, ast.Attribute) and node.attr in SAMPLERS:
            # scipy.stats.poisson is a function of a module; anything else's poisson is a generator's.
            found += [node] if name is None and not _is_own_parameter(node, parameters) else []
        elif (isinstance(node, ast.Name) and node.id == "hash") or _is_getattr(node, SAMPLERS):
            found.append(node)
    return found


def _fields(tree: ast.AST) -> set[str]:
    """The fields and properties that the classes of a module declare."""
    return {
        statement.target.id if isinstance(statement, ast.AnnAssign) else statement.name
        for kind in ast.walk(tree)
        if isinstance(kind, ast.ClassDef)
        for statement in kind.body
        if (isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name))
        or (isinstance(statement, ast.FunctionDef) and statement.decorator_list)
    }


def _is_own_parameter(node: ast.Attribute, parameters: set[str]) -> bool:
    """Whether this is ``self.beta`` in a module whose classes declare ``beta``: a parameter, not a sampler."""
    return isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in parameters


def _is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        function = value.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        return name in MUTABLE_TYPES
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def module_state(source: str) -> list[ast.AST]:
    """Mutable values at module level that are not declared ``Final``, changes to those that are, and ``global``."""
    tree = ast.parse(source)
    found: list[ast.AST] = []
    constants: set[str] = set()
    statements = list(tree.body)
    for statement in statements:
        if isinstance(statement, ast.If | ast.Try | ast.With):
            statements += [child for child in ast.walk(statement) if isinstance(child, ast.Assign | ast.AnnAssign)]
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        if not names or all(name.startswith("__") for name in names):
            continue
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _is_mutable(statement.value):
            annotation = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else ""
            if not annotation.startswith("Final"):
                found.append(statement)
            constants |= names
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            found.append(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            found += [node] if isinstance(node.value, ast.Name) and node.value.id in constants else []
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
            found += [node] if isinstance(node.func.value, ast.Name) and node.func.value.id in constants else []
    return found


def open_constructors(source: str) -> list[ast.AST]:
    """Constructors that take ``**anything``."""
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == "__init__" and node.args.kwarg is not None
    ]


def simpy_imports(source: str) -> list[ast.AST]:
    """Imports of SimPy or of a part of it, by statement or by name."""
    found: list[ast.AST] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in IMPORTERS:
            modules = [argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)]
        else:
            continue
        found += [node] if any(str(module).partition(".")[0] == "simpy" for module in modules) else []
    return found


BANS = {
    "scheduling": (scheduling, {"sim/engine/agenda.py"}, "only the agenda schedules: ask it for an entry"),
    "drawing": (drawing, {"sim/streams.py"}, "luck comes from sim.streams: one uniform, one inverse CDF"),
    "module state": (module_state, set(), "no module-level mutable state; a constant is declared Final"),
    "open constructors": (open_constructors, set(), "a constructor names what it takes"),
}


@pytest.mark.parametrize("ban", BANS)
def test_ban_is_kept(ban: str) -> None:
    finder, exceptions, message = BANS[ban]
    found = [
        f"{place(path, node)}: {ast.unparse(node)}"
        for path in SOURCES
        if path.relative_to(ROOT).as_posix() not in exceptions
        for node in finder(path.read_text())
    ]
    assert not found, f"{message}\n" + "\n".join(found)


def test_only_the_engine_knows_simpy() -> None:
    # Ruff could ban the module, but an exception for the engine would lift all other bans there too.
    folders = ("sim", "tests", "benchmarks", "notebooks")
    files = [*ROOT.glob("*.py"), *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]
    assert {ROOT / "run_sim.py", Path(__file__)} < set(files)
    found = [
        place(path, node)
        for path in sorted(files)
        if not path.relative_to(ROOT).as_posix().startswith(SIMPY_IS_AT_HOME)
        for node in simpy_imports(path.read_text())
    ]
    assert not found, "only sim/engine imports simpy\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("finder", "source", "count"),
    [
        (scheduling, "env.timeout(3)", 1),
        (scheduling, "self.env.schedule(event, delay=1)", 1),
        (scheduling, "Timeout(env, 1)", 1),
        (scheduling, "later = env.timeout\nlater(3)", 1),
        (scheduling, "put: object = self._env.schedule", 1),
        (scheduling, "from simpy.events import Timeout as Wait\nWait(env, 1)", 1),
        (scheduling, "getattr(env, 'timeout')(3)", 1),
        (scheduling, "agenda.add(3.0, phase, rank, action, argument)", 0),
        (drawing, "import numpy as np\ng = np.random.default_rng(1)", 1),
        (drawing, "from numpy.random import PCG64\nPCG64(1)", 1),
        (drawing, "import numpy as np\ndef f(g: np.random.Generator) -> None: ...", 0),
        (drawing, "luck.generator('a').poisson(3.0)", 1),
        (drawing, "self._generator.random(10)", 1),
        (drawing, "s = g.poisson\ns(3)", 1),
        (drawing, "draw(self._generator.normal)", 1),
        (drawing, "getattr(generator, 'normal')(3)", 1),
        (drawing, "class A:\n    beta: float = 1.0\n    def f(self): return self.beta", 0),
        (drawing, "class A:\n    beta: float = 1.0\n    def f(self, g): return g.beta", 1),
        (drawing, "class A:\n    def f(self): return self.beta(1, 2)", 1),
        (drawing, "from scipy import stats, special\nstats.poisson(3).ppf(u)\nspecial.gamma(3)\nstats.norm.ppf(u)", 0),
        (drawing, "key = hash('name')", 1),
        (simpy_imports, "import numpy, simpy as s", 1),
        (simpy_imports, "if True:\n    from simpy.events import Event", 1),
        (simpy_imports, "import importlib\nimportlib.import_module('simpy.core')", 1),
        (simpy_imports, "pytest.importorskip('simpy')", 1),
        (simpy_imports, "import simpylike\nfrom sim import simpy_free", 0),
        (module_state, "cache = {}", 1),
        (module_state, "seen: dict[str, int] = defaultdict(int)", 1),
        (module_state, "if True:\n    seen = []", 1),
        (module_state, "NAMES: Final[dict[str, int]] = {'a': 1}\n__all__ = ['b']", 0),
        (module_state, "NAMES: Final[dict[str, int]] = {}\ndef f(): NAMES['a'] = 1", 1),
        (module_state, "NAMES: Final = set()\ndef f(): NAMES.add(1)", 1),
        (module_state, "x = 1\ndef f():\n    global x\n    x = 2", 1),
        (open_constructors, "class A:\n    def __init__(self, **options): ...", 1),
        (open_constructors, "class A:\n    def __init__(self, option): ...", 0),
    ],
)
def test_ban_finds_what_it_should(finder, source: str, count: int) -> None:
    assert len(finder(source)) == count


def test_files_and_functions_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines; which two ideas live in it?"
        for path in SOURCES
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    long += [
        f"{place(path, node)} {node.name}: {length} lines"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_names_are_nouns_of_the_trade() -> None:
    vague = {"common", "helper", "helpers", "misc", "tools", "util", "utils"}
    found = [str(path.relative_to(ROOT)) for path in SOURCES if vague & {path.stem.strip("_"), path.parent.name}]
    found += [
        f"{place(path, node)} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and re.search(r"(Manager|Handler|Helper|Mixin|Utils?)$", node.name)
    ]
    assert not found, "\n".join(found)


# ----------------------------------------------------------------------------------------------------- the public names


def test_public_names_are_sorted_and_all() -> None:
    assert sim.__all__ == sorted(sim.__all__)
    assert dir(sim) == sim.__all__
    for name in sim.__all__:
        assert getattr(sim, name).__module__.startswith("sim."), name


def test_every_error_that_a_caller_may_want_to_catch_is_public(tmp_path: Path) -> None:
    assert [name for name in sim.__all__ if name.endswith("Error")] == [
        "HeadwaterError", "InputError", "RunError", "ScenarioError", "UsageError",
    ]  # fmt: skip
    assert issubclass(sim.ScenarioError, sim.InputError)
    with pytest.raises(sim.ScenarioError) as caught:
        sim.load(_written(tmp_path / "empty.yaml", "name: empty\nsights: {}\n"))
    assert any("sights" in str(problem) for problem in caught.value.problems)


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'simulation'"):
        getattr(sim, "simulation")  # noqa: B009 - the name is wrong on purpose


def test_import_is_cheap() -> None:
    heavy = "{'numpy', 'pandas', 'pydantic', 'matplotlib', 'simpy', 'scipy'} & set(sys.modules)"
    code = f"import sys, sim; assert not {heavy}, {heavy}"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
