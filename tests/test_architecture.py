"""The shape of kg: layers, the two halves, budgets, lazy imports (drawing in the README)."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kg"
MOST_LINES = 400
MOST_FUNCTION_LINES = 40

# What stands beside each other must not know each other; a module of no set belongs to the layer of its name below.
BASE = {"kg", "errors", "types", "data", "decisions", "ontology", "gazetteer", "name_forms"}
TEXT = {
    *("annotate", "articles", "decode", "edits", "encoder", "facts", "languages", "link", "models", "nlp", "readers"),
    *("addresses", "days", "feeds", "fetch", "online", "request", "robots", "xml_tree"),
    *("namesakes", "sentences", "state_bodies", "tiger", "noun_forms", "tokenizer", "verb_forms", "webpage"),
}
GRAPH = {
    *(
        "align",
        "bearers",
        "cards",
        "changes",
        "check",
        "copies",
        "events",
        "linked",
        "memory",
        "merging",
        "support",
        "tellings",
        "closure",
        "consistency",
        "describe",
        "dump",
        "endpoints",
        "export",
        "files",
        "geojson",
        "graph_xml",
        "guard",
        "html",
        "identity",
        "iris",
        "layout",
        "load",
        "locate",
        "lookup",
        "neo4j",
    ),
    *(
        "notebook",
        "page_data",
        "part",
        "paths",
        "pieces",
        "projection",
        "query",
        "questions",
        "rdf",
        "records",
        "reify",
        "remote",
        "server",
    ),
    *("results", "statements", "store", "tables", "terms", "transfer", "upkeep", "view", "vocabulary", "wire"),
    *("site", "web", "worker"),
}
TOP = {
    "builder",
    "cli",
    "evaluate",
    "explain",
    "graph",
    "outputs",
    "pool",
    "scoring",
    "serve",
    "settle",
    "versions",
    "__main__",
}
MAY_USE = {
    "spacy": TEXT | {"builder", "evaluate", "explain", "serve"},
    "pyoxigraph": GRAPH,
    "rdflib": {"check", "export", "graph", "notebook"},
    "pyshacl": {"check"},
    "requests": {"wire", "request"},  # the graph's servers want passwords and files, the web's patience: two modules
    "starlette": {"web"},
    "uvicorn": {"web"},
    "click": {"cli"},
    "rich": {"cli"},
}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of kg by its dotted name, parsed."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def part(name: str) -> str:
    """The piece of kg that a module belongs to: kg.annotate.clauses -> annotate."""
    return name.split(".")[1] if "." in name else "kg"


def imports(tree: ast.Module) -> set[str]:
    """Everything that a module imports, inside functions too; names taken out of a package count as modules."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own_imports(name: str) -> set[str]:
    """The modules of kg that the module `name` imports."""
    return {other for other in imports(modules()[name]) if other in modules() and other != name}


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after running `code`."""
    script = f"import sys\n{code}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("name", modules())
def test_module_has_a_place(name):
    """Every module belongs to one half, to what both share, or to the top."""
    places = [place for place in (BASE, TEXT, GRAPH, TOP) if part(name) in place]

    assert 1 == len(places), f"give {part(name)} a place in tests/test_architecture.py"


@pytest.mark.parametrize("name", modules())
def test_imports_point_down(name):
    """The halves import what both share, never each other nor the top; only the top knows both."""
    place = next(place for place in (BASE, TEXT, GRAPH, TOP) if part(name) in place)
    allowed = BASE | TEXT | GRAPH | TOP if place is TOP else BASE | place

    assert set() == {other for other in own_imports(name) if other != "kg" and part(other) not in allowed}


@pytest.mark.parametrize("name", modules())
def test_libraries_stay_in_their_modules(name):
    """spaCy stays in the text half, RDF libraries in the modules that are about RDF, click in the command line."""
    for library, allowed in MAY_USE.items():
        if part(name) not in allowed:
            assert library not in {other.split(".")[0] for other in imports(modules()[name])}, library


def test_no_import_cycle():
    """No module imports itself by way of others."""
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for other in sorted(own_imports(name) - {"kg"}):
                visit(other, (*path, name))
            done.add(name)

    for name in modules():
        visit(name, ())


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_budget(path):
    """No module is longer than 400 lines, no function than 40 lines of code below its docstring."""
    text = path.read_text(encoding="utf-8")
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - _first_line(node) >= MOST_FUNCTION_LINES
    ]

    assert len(text.splitlines()) <= MOST_LINES
    assert [] == long


def _first_line(node: ast.FunctionDef) -> int:
    return node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0].lineno


@pytest.mark.parametrize("name", modules())
def test_no_forbidden_calls(name):
    """No assert, no print outside the command line, no text file opened without naming its encoding."""
    own = {node.name for node in ast.walk(modules()[name]) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(modules()[name]):
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: assert"
        if isinstance(node, ast.Call):
            assert "print" != getattr(node.func, "id", "") or part(name) == "cli", f"line {node.lineno}: print"
            assert getattr(node.func, "id", "") in own or _names_encoding(node), f"line {node.lineno}: no encoding"


def _names_encoding(call: ast.Call) -> bool:
    """True unless the call opens, reads or writes a text file in whatever encoding the machine prefers."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in ("open", "read_text", "write_text") or isinstance(getattr(call.func, "value", None), ast.Call):
        return True
    modes = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if name == "open" and (any("b" in mode and len(mode) < 4 for mode in modes) or not _opens_file(call)):
        return True
    return any(keyword.arg == "encoding" for keyword in call.keywords)


def _opens_file(call: ast.Call) -> bool:
    owner = getattr(call.func, "value", None)
    return owner is None or not (
        isinstance(owner, ast.Name) and owner.id in ("kg", "os", "Graph", "Store", "self", "cls")
    )


def test_import_is_light():
    """``import kg`` loads neither spaCy nor an RDF library."""
    loaded = loaded_by("import kg")

    assert not loaded & {"spacy", "pyoxigraph", "rdflib", "pandas", "numpy", "pydantic", "click"}


def test_help_is_light():
    """``kg --help`` loads neither spaCy nor an RDF library, so that it answers at once."""
    loaded = loaded_by("import kg.cli\ntry:\n    kg.cli.main(['--help'])\nexcept SystemExit:\n    pass")

    assert "click" in loaded
    assert not loaded & {"spacy", "pyoxigraph", "rdflib", "pandas", "numpy", "pydantic", "rich"}
