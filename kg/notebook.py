"""What notebooks show: pictures that need no network, and a cell magic for SPARQL (``%load_ext kg.notebook``)."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    import rdflib
    from IPython.core.interactiveshell import InteractiveShell

CLAIMS, IRIS = "--claims", "--iris"
DEFAULT_NAME = "graph"

# What the frame can't know or do for itself, through a port that no other frame gets: it hears the colour of the
# notebook's letters, and the wheel that it has no use for turns at its place in the notebook.
_AT_LOAD = (
    "const {port1,port2}=new MessageChannel(),tell=()=>port1.postMessage(getComputedStyle(this).color);"
    "port1.onmessage=({data})=>this.dispatchEvent(new WheelEvent('wheel',{...data,bubbles:true}));"
    "this.contentWindow.postMessage('newskg','*',[port2]);this.ontransitionend=tell;tell()"
)


class Picture:
    """A page in a frame: JupyterLab, Notebook 7, VS Code and nbconvert show it, without a network.

    The frame is sandboxed: the page draws itself but can't reach the notebook around it. Where the notebook is trusted,
    the page takes its theme, light or dark; else the one that the system prefers.
    """

    def __init__(self, html: str, *, title: str, height: int = 640) -> None:
        self.html, self.title, self.height = html, title, height

    def save(self, path: str | Path) -> Path:
        """The path of the page, written to `path` as one file."""
        from kg.files import write_atomically

        path = Path(path)
        write_atomically(path, [self.html.encode("utf-8")])
        return path

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="{escape(self.title)}" width="100%" height="{self.height}" '
            'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox" '
            f'allow="clipboard-write" style="border:0;transition:color 1ms" onload="{escape(_AT_LOAD)}"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Picture of {self.title!r}: show it in a notebook, or .save('graph.html')>"


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Makes the cell magic ``%%sparql`` known: called by ``%load_ext kg.notebook``."""

    def sparql(line: str, cell: str) -> Any:
        """What the query in the cell gives: ``%%sparql [name of the graph] [--claims] [--iris]``."""
        return run_cell(line, cell, shell.user_ns)

    shell.register_magic_function(sparql, "cell", "sparql")  # type: ignore[arg-type]  # IPython wraps it untyped
    formatter = shell.display_formatter.formatters["text/html"]  # type: ignore[union-attr]  # a shell has one
    formatter.for_type_by_name("rdflib.graph", "Graph", turtle_from_graph)


def turtle_from_graph(graph: rdflib.Graph) -> str:
    """HTML: the triples that CONSTRUCT and DESCRIBE give, as Turtle."""
    return f"<pre>{escape(graph.serialize(format='turtle'))}</pre>"


def run_cell(line: str, cell: str, names: dict[str, Any]) -> Any:
    """What the query `cell` gives on the graph that `line` names among `names`, or on the one called ``graph``.

    Raises:
        KgError: no graph of that name, or the query is malformed.
    """
    words = line.split()
    others = [word for word in words if word not in (CLAIMS, IRIS)]
    if len(others) > 1:
        raise QueryError(cell, f"one graph at a time, not {' and '.join(others)}: %%sparql [graph] [{CLAIMS}] [{IRIS}]")
    name = others[0] if others else DEFAULT_NAME
    graph = names.get(name)
    if graph is None or not hasattr(graph, "query"):
        raise KgError(f'no graph is called {name} in this notebook; make one with: {name} = kg.open("out")')
    return graph.query(cell, claims=CLAIMS in words, **({"labels": None} if IRIS in words else {}))
