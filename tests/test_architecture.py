"""The house rules, read off the syntax trees: who imports whom, what a script may hold, what nobody may call."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "derivations"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = [
    path
    for path in MODULES
    if (path.parts[-3] == "losses" or path.parts[-2] == "questions") and path.name != "__init__.py"
]

# From the ground up. A module imports from its own room and from floors below it, never from above.
FLOORS = (
    "loading",
    "__init__",
    "errors",
    "patience",
    "language",
    "losses",
    "questions",
    "reading",
    "calculus",
    "notation",
    "matrix",
    "evidence",
    "catalogue",
    "code",
    "judge",
    "publish",
    "cli",
    "notebook",
    "__main__",
)
VOCABULARY = {"errors", "patience", "language"}
# Rooms that may use less than everything below them.
NARROWER = {
    "losses": {"language"},  # a script is written in the language alone
    "questions": {"language"},
    "calculus": VOCABULARY,  # and scripts are data to it
    "matrix": VOCABULARY,  # a second derivation of the same gradient, worth as much as it is independent of the first
    "evidence": VOCABULARY,  # the referee must not know the player
}
OF_ALL = {"__version__", "SELDOM"}  # what the package itself says, to every room
# Every package from outside, and the rooms that may import it.
OUTSIDE = {
    "sympy": {"__init__", *FLOORS},
    "flint": {"evidence", "matrix", "catalogue", "code", "judge"},
    "click": {"cli"},
    "jinja2": {"publish"},
    "markupsafe": {"publish"},  # a part of jinja2
    "mkdocs": {"publish"},
    "markdown": {"publish"},
    "math_core": {"publish"},
    "pybtex": {"publish"},
    "fontTools": {"publish"},
    "yaml": {"publish", "judge"},
    "platformdirs": {"catalogue"},
}

# The one module that looks up, to rooms that answer what a person asks of an entry, and the judgement that it returns.
LOOKS_UP = {"catalogue/interactive.py": {"derivations.notebook", "derivations.judge"}}

CODE_FROM_TEXT = {"eval", "exec", "compile", "__import__", "sympify", "S", "parse_expr", "lambdify"}
TOO_CLEVER = {"simplify", "nsimplify"}  # unbounded in time, and no reader can follow what it did
SYMPY_CALCULUS = {"diff", "fdiff", "Derivative", "Limit"}
FORBIDDEN = CODE_FROM_TEXT | TOO_CLEVER
# Where a forbidden call is allowed, and why.
ALLOWED = {
    (
        "language/functions.py",
        "sympify",
    ): "turns the numbers that a script writes into SymPy's; a script is our own code",
    ("publish/packing.py", "compile"): "compiles our own modules and libraries for the page, and runs nothing",
    ("language/cases.py", "sympify"): "the same",
    ("language/over.py", "sympify"): "the same, and strict: text is refused",
    ("language/loss.py", "sympify"): "the same, and strict: text is refused",
}

SCRIPT_LINES = 70  # a network declares some twenty symbols, a line each; most scripts have half as many
VARIABLE_LINES = 10  # more for each further variable: its mistakes, its index, its former names
THEOREM_LINES = 16  # more for each theorem: what it says, its symbols, a proof in five lines
MODULE_LINES = 250  # of code: blank lines, comments and docstrings are free
LONGER = {
    "calculus/rules.py",  # the textbook: one table, to be read from top to bottom
}
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
CODE_IN_A_SCRIPT = (
    ast.ListComp
    | ast.SetComp
    | ast.DictComp
    | ast.GeneratorExp
    | ast.Lambda
    | ast.IfExp
    | ast.NamedExpr
    | ast.JoinedStr
)


def room(path: Path) -> str:
    """The floor that a module stands on: its name below derivations/, or that of its folder."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported, as a dotted path; of `from derivations import x` both readings count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "." * node.level
        elif isinstance(node, ast.ImportFrom) and node.module == "derivations":
            yield from (f"derivations.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def names_used(source: str) -> set[str]:
    """Every name that is used or imported, but for re.compile, SymPy's own eval, and S where it is not called."""
    used = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name("S")):
                used.add("S")
            case ast.Name(id=name) if name != "S":
                used.add(name)
            case ast.Attribute(attr=name) if name not in {"S", "eval", "compile"}:
                used.add(name)
            case ast.ImportFrom(names=names):
                used |= {alias.name for alias in names} - {"S"}
    return used


def climbs(source: str, path: Path) -> list[str]:
    """Imports that a module may not have."""
    here, above = room(path), LOOKS_UP.get(named(path), set())
    names = (name for name in imports(ast.parse(source)) if name not in above)
    return [f"{here} imports {name}" for name in names if not may_import(here, name)]


def may_import(here: str, name: str) -> bool:
    top, _, rest = name.partition(".")
    if top != "derivations":
        return top in sys.stdlib_module_names or here in OUTSIDE.get(top, set())
    there = rest.partition(".")[0]
    if there in {here, *OF_ALL}:
        return True
    if here not in FLOORS or there not in FLOORS:
        return False
    below = FLOORS.index(there) < FLOORS.index(here)
    return below and there in NARROWER.get(here, set(FLOORS)) and there not in ("losses", "questions")


def forbidden_calls(source: str, path: Path) -> list[str]:
    """Calls that turn text into code, that nobody can follow, or that would let the referee ask the player."""
    file = named(path)
    banned = FORBIDDEN | (SYMPY_CALCULUS if room(path) == "evidence" else set())
    return [f"{file} uses {name}" for name in sorted(names_used(source) & banned) if (file, name) not in ALLOWED]


def code_in_script(source: str, _: Path) -> list[str]:
    """What makes a script more than a statement: anything but a docstring, imports, and assignments without logic."""
    docstring, *body = ast.parse(source).body
    is_docstring = isinstance(docstring, ast.Expr) and isinstance(docstring.value, ast.Constant)
    statements = [
        node for node in body if not isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign)
    ]
    inner = [node for node in ast.walk(ast.Module(body, [])) if isinstance(node, CODE_IN_A_SCRIPT)]
    found = [f"line {node.lineno}: {type(node).__name__}" for node in [*statements, *inner]]
    return found if is_docstring else ["no docstring", *found]


def long_script(source: str, _: Path) -> list[str]:
    further = VARIABLE_LINES * further_variables(source) + THEOREM_LINES * theorems(source)
    length, most = len(source.splitlines()), SCRIPT_LINES + further
    return [f"{length} lines, more than {most}"] if length > most else []


def theorems(source: str) -> int:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return sum(isinstance(call.func, ast.Name) and call.func.id == "Theorem" for call in calls)


def further_variables(source: str) -> int:
    keywords = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.keyword) and node.arg == "wrt"]
    return sum(len(node.value.elts) - 1 for node in keywords if isinstance(node.value, ast.Tuple))


def long_module(source: str, path: Path) -> list[str]:
    length = lines_of_code(source)
    excused = length <= MODULE_LINES or named(path) in LONGER
    return [] if excused else [f"{length} lines of code, more than {MODULE_LINES}: what in it is a module of its own?"]


def lines_of_code(source: str) -> int:
    """How many lines there are besides blank ones, comments and docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    code = {line for token in tokens if token.type not in LAYOUT for line in range(token.start[0], token.end[0] + 1)}
    texts = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    return len(code.difference(*(range(node.lineno, (node.end_lineno or 0) + 1) for node in texts)))


def idle_allowances(source: str, path: Path) -> list[str]:
    """Allowances that are no longer needed."""
    file = named(path)
    return [
        f"{file} no longer uses {name}" for where, name in ALLOWED if where == file and name not in names_used(source)
    ]


Check = Callable[[str, Path], list[str]]
EVERYWHERE: tuple[Check, ...] = (climbs, forbidden_calls, long_module, idle_allowances)
OF_SCRIPTS: tuple[Check, ...] = (code_in_script, long_script)


@pytest.mark.parametrize("check", EVERYWHERE)
@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_keeps_the_house_rules(path: Path, check: Check) -> None:
    assert check(path.read_text(encoding="utf-8"), path) == []


@pytest.mark.parametrize("check", OF_SCRIPTS)
@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_states_and_does_not_compute(path: Path, check: Check) -> None:
    assert check(path.read_text(encoding="utf-8"), path) == []


def test_there_is_something_to_check() -> None:
    assert SCRIPTS
    assert {room(path) for path in MODULES} == set(FLOORS), "FLOORS names rooms that are not there, or misses some"
    assert all((PACKAGE / file).is_file() for file, _ in ALLOWED)


# Each check, and a source that it must refuse. A check that cannot fail is a defect.
REFUSED = [
    (climbs, "calculus/rules.py", "from derivations.publish import pages"),
    (climbs, "calculus/rules.py", "from derivations import publish"),
    (climbs, "calculus/rules.py", "import derivations.evidence.points"),
    (climbs, "calculus/rules.py", "from ..evidence import points"),
    (climbs, "calculus/rules.py", "def late():\n    from derivations.catalogue import load_catalogue"),
    (climbs, "calculus/rules.py", "from derivations.losses.regression import huber"),
    (climbs, "language/functions.py", "from derivations.evidence import examine"),
    (climbs, "evidence/points.py", "from derivations.calculus.trace import Step"),
    (climbs, "losses/robust/huber.py", "from derivations.calculus.rules import RULES"),
    (climbs, "questions/half_or_not.py", "from derivations.judge import judge"),
    (climbs, "judge/answers.py", "from derivations.questions import half_or_not"),
    (climbs, "notation/latex.py", "import jinja2"),
    (climbs, "catalogue/losses.py", "import mkdocs.config"),
    (climbs, "catalogue/losses.py", "from derivations.notebook import html"),
    (climbs, "catalogue/interactive.py", "from derivations.publish import pages"),
    (climbs, "publish/pages.py", "import numpy"),
    (climbs, "publish/pages.py", "import click"),
    (climbs, "attic.py", "from derivations.language.loss import Loss"),
    (forbidden_calls, "catalogue/losses.py", "from sympy import sympify"),
    (forbidden_calls, "catalogue/losses.py", "sympy.sympify(text)"),
    (forbidden_calls, "catalogue/losses.py", "values = map(sympify, texts)"),
    (forbidden_calls, "catalogue/losses.py", "S('__import__(1)')"),
    (forbidden_calls, "catalogue/losses.py", "eval('1')"),
    (forbidden_calls, "catalogue/losses.py", "exec(source)"),
    (forbidden_calls, "catalogue/losses.py", "compile(source, 'x', 'exec')"),
    (forbidden_calls, "publish/pages.py", "from sympy.parsing.sympy_parser import parse_expr"),
    (forbidden_calls, "evidence/values.py", "f = sympy.lambdify(x, u)"),
    (forbidden_calls, "calculus/canon.py", "u = u.simplify()"),
    (forbidden_calls, "evidence/values.py", "slope = loss.diff(w)"),
    (forbidden_calls, "evidence/values.py", "from sympy import diff"),
    (forbidden_calls, "evidence/values.py", "Derivative(u, w)"),
    (long_module, "language/loss.py", "x = 1\n" * (MODULE_LINES + 1)),
    (idle_allowances, "language/functions.py", "x = 1"),
    (code_in_script, "losses/a/b.py", "x = 1"),
    (code_in_script, "losses/a/b.py", '"""Title"""\ndef f(): ...'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nclass A: ...'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nif x:\n    y = 1'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nfor x in y: ...'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nwhile x: ...'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nprint(1)'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nx = lambda: 1'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nx = [y for y in z]'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nx = sum(y for y in z)'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nx = 1 if y else 2'),
    (code_in_script, "losses/a/b.py", '"""Title"""\nx = f"{y}"'),
    (long_script, "losses/a/b.py", "\n" * (SCRIPT_LINES + 1)),
]


@pytest.mark.parametrize("check, file, source", REFUSED)
def test_each_check_can_fail(check: Check, file: str, source: str) -> None:
    assert check(source, PACKAGE / file)


def test_each_check_is_shown_to_fail() -> None:
    assert {check for check, *_ in REFUSED} == {*EVERYWHERE, *OF_SCRIPTS}


def test_the_checks_let_good_code_pass() -> None:
    good = '"""Title"""\nimport re\nfrom derivations.language.loss import Loss\nx = re.compile("a").match(S.One)\n'
    assert not [problem for check in EVERYWHERE for problem in check(good, PACKAGE / "catalogue/losses.py")]
    assert not [problem for check in OF_SCRIPTS for problem in check(good, PACKAGE / "losses/a/b.py")]
