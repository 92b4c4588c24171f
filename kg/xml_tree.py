"""Parses XML from strangers: no entity is declared, nothing is fetched, no depth without end."""

from __future__ import annotations

from collections.abc import Callable
from html.entities import html5
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MAX_DEPTH = 200  # elements in elements
DECLARES = "declares entities, which kg does not read: they may grow without end, or name files of this computer"


class XmlError(ValueError):
    """A text is no XML, or none that kg reads; names the line."""


def parse_xml(text: str) -> Element:
    """The root of the XML document `text`; names are ``{namespace}name``.

    Entities of HTML (``&nbsp;``) are read without a declaration, since feeds use them so.

    Raises:
        XmlError: it is malformed, declares entities, or is nested too deeply.
    """
    body = text.lstrip()  # an empty line before the declaration is an error that many feeds make
    skipped = text[: len(text) - len(body)].count("\n")
    parser = expat.ParserCreate("utf-8", namespace_separator="}")
    builder = _Builder(lambda reason: XmlError(f"line {parser.CurrentLineNumber + skipped} {reason}"))
    parser.buffer_text = True
    parser.UseForeignDTD(True)  # else an entity that nothing declares ends it all
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    parser.EntityDeclHandler = builder.refuse_entity
    parser.SkippedEntityHandler = builder.skipped_entity
    try:
        parser.Parse(body.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise XmlError(f"line {error.lineno + skipped} is malformed XML: {reason}") from None
    return builder.tree.close()


class _Builder:
    """What the parser calls."""

    def __init__(self, error: Callable[[str], XmlError]) -> None:
        self.tree = TreeBuilder()
        self._error, self._depth = error, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"is nested more than {MAX_DEPTH} elements deep")
        self.tree.start(_full(name), {_full(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self.tree.end(_full(name))

    def refuse_entity(self, *declaration: Any) -> None:
        raise self._error(DECLARES)

    def skipped_entity(self, name: str, is_parameter: bool) -> None:
        if self._depth:
            self.tree.data(html5.get(f"{name};", f"&{name};"))


def _full(name: str) -> str:
    return f"{{{name}" if "}" in name else name
