"""One page from a `View`: a single file that opens with the network cable out and runs no script but its own.

The network is held by pyvis's model; the page around it is ours. Everything that comes from articles travels as JSON
and reaches the page as text.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import ViewError
from kg.page_data import data_from_view
from kg.statements import Language
from kg.view import View

if TYPE_CHECKING:
    from jinja2 import Template

SCRIPTS = (
    *("data.js", "state.js", "places.js", "picture.js", "labels.js"),
    *("filters.js", "reader.js", "table.js", "save.js", "frame.js", "controls.js"),
)

# Characters that could end a script block or a line of JavaScript; inside JSON strings their escapes mean the same.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def html_from_view(view: View, *, labels: Language = "en") -> str:
    """The page that shows `view`, with names and words in the language `labels` (a switch in it changes them).

    Raises:
        ViewError: `labels` is neither "de" nor "en".
    """
    from markupsafe import Markup

    words = read_words()
    if labels not in words:
        raise ViewError(f"no labels in {labels!r}; known: {', '.join(sorted(words))}")
    data = data_from_view(view) | {"labels": labels, "words": words, "vis": _read_vendor()["version"]}
    return _template().render(
        view=view,
        labels=labels,
        words=words[labels],
        version=__version__,
        policy=_policy(),
        style=Markup(_join_styles()),  # noqa: S704 -- our own files
        script=Markup(_join_scripts()),  # noqa: S704 -- our own files
        data=Markup(json_for_script(data)),  # noqa: S704 -- escaped for a script block
        vendor=_packed_vis(),
    )


def json_for_script(data: Any) -> str:
    r"""`data` as JSON that may stand in a script block: it can neither end the block nor break a line.

    >>> json_for_script({"title": "</script><b>"})
    '{"title":"\\u003c/script\\u003e\\u003cb\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8").translate(_ESCAPES)


@cache
def read_words() -> dict[str, Any]:
    """The words of the page by language."""
    return tomllib.loads(read_template("words.toml"))


def read_template(name: str) -> str:
    """The text of a file of ``templates/``."""
    return read_packaged("templates", name).decode("utf-8")


def read_packaged(folder: str, name: str) -> bytes:
    """A file that comes with kg."""
    return files("kg").joinpath(folder, name).read_bytes()


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("kg"), autoescape=True, keep_trailing_newline=True)
    return environment.get_template("graph.html.j2")


@cache
def _policy() -> str:
    """What the page may do: run its scripts, use its styles, and load nothing at all."""
    vendor = _read_vendor()
    unpacked = gzip.decompress(read_packaged("_vendor", vendor["file"])).decode("utf-8")
    script_hashes = " ".join(f"'sha256-{_hash(script)}'" for script in (_join_scripts(), unpacked))
    style_hashes = " ".join(f"'sha256-{style}'" for style in (_hash(_join_styles()), *vendor["styles"]))
    return (
        f"default-src 'none'; script-src {script_hashes}; style-src {style_hashes}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _join_scripts() -> str:
    """All our scripts as one, in a scope of its own."""
    body = "\n".join(read_template(name) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


@cache
def _join_styles() -> str:
    return read_template("base.css") + read_template("graph.css")


@cache
def _packed_vis() -> str:
    """vis-network, packed as text."""
    return base64.b64encode(read_packaged("_vendor", _read_vendor()["file"])).decode("ascii")


@cache
def _read_vendor() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(read_packaged("_vendor", "VENDOR.toml").decode("utf-8"))["vis-network"]
    return table
