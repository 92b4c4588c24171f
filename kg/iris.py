"""Every IRI of the graph: the namespaces we write in, and the names of articles, entities, statements and the rest.

Nowhere else in kg is an IRI put together. Names are stable: they hash or spell what they name, never a counter.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from kg.ontology import OPEN
from kg.types import Span, Value

DEFAULT_BASE = "https://w3id.org/newskg/id/"
WIKIDATA = "http://www.wikidata.org/entity/"

KG = "https://w3id.org/newskg/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SCHEMA = "http://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"

# Readable in an IRI as they are; all else, "/" and "#" included, is percent-encoded.
_PLAIN = frozenset("-._~!$&'()*+,;=:@")
_IRI_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`#?]*[/:]", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def encode(name: str) -> str:
    """`name` as one path segment of an IRI: spaces become ``_``, letters of every script stay.

    >>> encode("Straße von Gibraltar"), encode("AC/DC"), encode("50 % <b>")
    ('Straße_von_Gibraltar', 'AC%2FDC', '50_%25_%3Cb%3E')
    """
    return "".join(_encode_character(character) for character in name)


def _encode_character(character: str) -> str:
    if character == " ":
        return "_"
    if character in _PLAIN or character.isalnum():
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def digest(*parts: str) -> str:
    """20 hexadecimal digits that name `parts`; ("ab", "c") and ("a", "bc") differ."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def relation_iri(relation: str) -> str:
    """The property of a relation; open relations live below ``kg:open/``.

    >>> relation_iri("buysFrom"), relation_iri("open/sich freuen über")
    ('https://w3id.org/newskg/ontology#buysFrom', 'https://w3id.org/newskg/ontology#open/sich_freuen_über')
    """
    if relation.startswith(OPEN):
        return KG + OPEN + encode(relation.removeprefix(OPEN))
    return KG + relation


def relation_from_iri(iri: str) -> str:
    """The relation that an IRI made by `relation_iri` names.

    >>> relation_from_iri("https://w3id.org/newskg/ontology#buysFrom")
    'buysFrom'
    """
    return iri.removeprefix(KG)


def span_from_iri(iri: str) -> Span:
    """The offsets that an IRI made by `Iris.span` names.

    >>> span_from_iri("https://w3id.org/newskg/id/article/blinken#char=2710,2850")
    Span(start=2710, end=2850)

    Raises:
        ValueError: the IRI names no stretch of text.
    """
    start, _, end = iri.rpartition("#char=")[2].partition(",")
    return Span(int(start), int(end))


@dataclass(frozen=True, slots=True)
class Iris:
    """Names everything below `base`, which ends in ``/`` or ``:``."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _IRI_BASE.fullmatch(self.base):
            raise ValueError(f"graph.base must be an absolute IRI that ends in / or :, got {self.base!r}")

    @property
    def claims(self) -> str:
        """The graph of what is only claimed."""
        return self.base + "claims"

    @property
    def ontology(self) -> str:
        """The graph of the vocabulary."""
        return self.base + "ontology"

    @property
    def closure(self) -> str:
        """The graph of what follows from the facts, which is made on request."""
        return self.base + "closure"

    @property
    def events(self) -> str:
        """The graph of events that several articles tell of."""
        return self.base + "events"

    @property
    def support(self) -> str:
        """The graph of how sure plain triples are, given all who say so."""
        return self.base + "support"

    @property
    def runs(self) -> str:
        """The graph of what was run to make the others."""
        return self.base + "runs"

    @property
    def entities(self) -> str:
        """What all entity IRIs begin with."""
        return self.base + "entity/"

    def entity(self, key: str) -> str:
        """An entity by its key: ``entity/Antony_Blinken``."""
        return self.entities + encode(key)

    def key(self, entity: str) -> str:
        """The key of an entity by its IRI: what `entity` was made from.

        >>> Iris().key(Iris().entity("a7/Kowar"))
        'a7/Kowar'
        """
        return unquote(entity.removeprefix(self.entities))

    def article(self, id: str) -> str:
        """An article by its id; also the graph of what it says."""
        return f"{self.base}article/{encode(id)}"

    def span(self, article: str, span: Span) -> str:
        """A stretch of an article (given by IRI): ``article/blinken#char=2710,2850``."""
        return f"{article}#char={span.start},{span.end}"

    def description(self, article: str, node: str) -> str:
        """What an article (given by IRI) tells of a node: ``article/blinken#about=3f2c…``."""
        return f"{article}#about={digest(node)}"

    def triple(self, subject: str, predicate: str, object: str) -> str:
        """A plain triple (given by IRIs): the same for all statements that assert, claim or dispute it."""
        return f"{self.base}triple/{digest(subject, predicate, object)}"

    def statement(self, *parts: str) -> str:
        """A statement by all that tells it from others."""
        return f"{self.base}statement/{digest(*parts)}"

    def event(self, article: str, sentence: Span, predicate: Span) -> str:
        """What one predicate of one sentence tells of."""
        offsets = (sentence.start, sentence.end, predicate.start, predicate.end)
        return f"{self.base}event/{digest(article, *map(str, offsets))}"

    def dated_event(self, triple: str, day: str) -> str:
        """What a plain triple (given by its name) tells of on one day (ISO 8601), in whichever article."""
        return f"{self.base}event/{digest(triple, day)}"

    def run(self, *parts: str) -> str:
        """One way of making a graph: version, model, lexicon, settings."""
        return f"{self.base}run/{digest(*parts)}"

    def value(self, value: Value) -> str:
        """An amount or a time: ``amount/8000000000USD``, ``amount/about/40%25``, ``time/2024-10-01..2024-12-31``."""
        if value.kind == "date":
            return f"{self.base}time/{_time_name(value.start, value.end, value.lexical)}"
        bound = "" if value.bound == "exact" else f"{value.bound}/"
        number = "" if value.number is None else f"{value.number.normalize():f}"
        return f"{self.base}amount/{bound}{number}{encode(value.unit)}"


def _time_name(start: date | None, end: date | None, lexical: str) -> str:
    if start is None and end is None:
        return encode(lexical)
    if start == end and start is not None:
        return start.isoformat()
    return f"{start.isoformat() if start else ''}..{end.isoformat() if end else ''}"
