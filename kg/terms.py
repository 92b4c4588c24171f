"""The terms that the graph is written with: classes, properties and individuals as nodes, and typed literals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.iris import DCTERMS, GEO, ITSRDF, KG, NIF, OWL, PROV, RDF, RDFS, SCHEMA, SEM, SKOS, XSD

Object: TypeAlias = NamedNode | Literal
Graph: TypeAlias = NamedNode | DefaultGraph

DEFAULT_GRAPH = DefaultGraph()

TYPE = NamedNode(RDF + "type")
SUBJECT = NamedNode(RDF + "subject")
PREDICATE = NamedNode(RDF + "predicate")
OBJECT = NamedNode(RDF + "object")
REIFIES = NamedNode(RDF + "reifies")
LABEL = NamedNode(RDFS + "label")
SUB_CLASS_OF = NamedNode(RDFS + "subClassOf")
SUB_PROPERTY_OF = NamedNode(RDFS + "subPropertyOf")
DOMAIN = NamedNode(RDFS + "domain")
RANGE = NamedNode(RDFS + "range")
IS_DEFINED_BY = NamedNode(RDFS + "isDefinedBy")
CLASS = NamedNode(OWL + "Class")
ONTOLOGY = NamedNode(OWL + "Ontology")
OBJECT_PROPERTY = NamedNode(OWL + "ObjectProperty")
SYMMETRIC_PROPERTY = NamedNode(OWL + "SymmetricProperty")
INVERSE_OF = NamedNode(OWL + "inverseOf")
SAME_AS = NamedNode(OWL + "sameAs")
ALT_LABEL = NamedNode(SKOS + "altLabel")
CLOSE_MATCH = NamedNode(SKOS + "closeMatch")
RELATED_MATCH = NamedNode(SKOS + "relatedMatch")
DEFINITION = NamedNode(SKOS + "definition")

CONTEXT = NamedNode(NIF + "Context")
SENTENCE_CLASS = NamedNode(NIF + "Sentence")
PHRASE = NamedNode(NIF + "Phrase")
IS_STRING = NamedNode(NIF + "isString")
BEGIN_INDEX = NamedNode(NIF + "beginIndex")
END_INDEX = NamedNode(NIF + "endIndex")
ANCHOR_OF = NamedNode(NIF + "anchorOf")
REFERENCE_CONTEXT = NamedNode(NIF + "referenceContext")
IDENT_REF = NamedNode(ITSRDF + "taIdentRef")

ACTIVITY = NamedNode(PROV + "Activity")
WAS_DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
WAS_GENERATED_BY = NamedNode(PROV + "wasGeneratedBy")

EVENT_CLASS = NamedNode(SEM + "Event")
HAS_ACTOR = NamedNode(SEM + "hasActor")
HAS_PLACE = NamedNode(SEM + "hasPlace")
HAS_BEGIN = NamedNode(SEM + "hasBeginTimeStamp")
HAS_END = NamedNode(SEM + "hasEndTimeStamp")

NEWS_ARTICLE = NamedNode(SCHEMA + "NewsArticle")
MONETARY_AMOUNT = NamedNode(SCHEMA + "MonetaryAmount")
QUANTITATIVE_VALUE = NamedNode(SCHEMA + "QuantitativeValue")
VALUE = NamedNode(SCHEMA + "value")
CURRENCY = NamedNode(SCHEMA + "currency")
UNIT_TEXT = NamedNode(SCHEMA + "unitText")
URL = NamedNode(SCHEMA + "url")
DOMAIN_INCLUDES = NamedNode(SCHEMA + "domainIncludes")
RANGE_INCLUDES = NamedNode(SCHEMA + "rangeIncludes")

IDENTIFIER = NamedNode(DCTERMS + "identifier")
TITLE = NamedNode(DCTERMS + "title")
PUBLISHER = NamedNode(DCTERMS + "publisher")
CREATOR = NamedNode(DCTERMS + "creator")
ISSUED = NamedNode(DCTERMS + "issued")
LANGUAGE = NamedNode(DCTERMS + "language")

LATITUDE = NamedNode(GEO + "lat")
LONGITUDE = NamedNode(GEO + "long")

STATEMENT = NamedNode(KG + "Statement")
DESCRIPTION = NamedNode(KG + "Description")
AMOUNT_CLASS = NamedNode(KG + "Amount")
TIME_CLASS = NamedNode(KG + "Time")
RELATED_TO = NamedNode(KG + "relatedTo")
ARTICLE = NamedNode(KG + "article")
SENTENCE = NamedNode(KG + "sentence")
EVIDENCE = NamedNode(KG + "evidence")
ATTRIBUTED_TO = NamedNode(KG + "attributedTo")
POLARITY = NamedNode(KG + "polarity")
MODALITY = NamedNode(KG + "modality")
TIME_TEXT = NamedNode(KG + "timeText")
TIME_PRECISION = NamedNode(KG + "timePrecision")
AMOUNT = NamedNode(KG + "amount")
BOUND = NamedNode(KG + "bound")
EVENT = NamedNode(KG + "event")
TRIGGER = NamedNode(KG + "trigger")
RULE = NamedNode(KG + "rule")
CONFIDENCE = NamedNode(KG + "confidence")
JOINT_CONFIDENCE = NamedNode(KG + "jointConfidence")
SOURCES = NamedNode(KG + "sources")
STANDS_FOR = NamedNode(KG + "standsFor")
ASSERTS = NamedNode(KG + "asserts")
CLAIMS = NamedNode(KG + "claims")
DISPUTES = NamedNode(KG + "disputes")
MENTION_KIND = NamedNode(KG + "mentionKind")
SHA256 = NamedNode(KG + "sha256")
SKETCH = NamedNode(KG + "sketch")
FINGERPRINT = NamedNode(KG + "fingerprint")
VERSION = NamedNode(KG + "version")
MODEL = NamedNode(KG + "model")
LEXICON = NamedNode(KG + "lexicon")
SETTING = NamedNode(KG + "setting")
DESCRIBES = NamedNode(KG + "describes")
DESCRIBED_TYPE = NamedNode(KG + "describedType")
DESCRIBED_MATCH = NamedNode(KG + "describedMatch")
DESCRIBED_BROADER = NamedNode(KG + "describedBroader")
DESCRIBED_LATITUDE = NamedNode(KG + "describedLatitude")
DESCRIBED_LONGITUDE = NamedNode(KG + "describedLongitude")
GROUP = NamedNode(KG + "group")
PLOVER = NamedNode(KG + "plover")
CAMEO = NamedNode(KG + "cameo")
INVERSE_LABEL = NamedNode(KG + "inverseLabel")

_INTEGER = NamedNode(XSD + "integer")  # Oxigraph turns its subtypes into this one
_DATE = NamedNode(XSD + "date")
_DECIMAL = NamedNode(XSD + "decimal")
_ANY_URI = NamedNode(XSD + "anyURI")


def german(text: str) -> Literal:
    """`text` as German words."""
    return Literal(text, language="de")


def english(text: str) -> Literal:
    """`text` as English words."""
    return Literal(text, language="en")


def integer(number: int) -> Literal:
    """An offset or count, 0 or more."""
    return Literal(str(number), datatype=_INTEGER)


def decimal(number: Decimal | float) -> Literal:
    """`number` without exponent and trailing zeros; floats are cut to four digits.

    >>> decimal(Decimal("8E9")).value, decimal(0.84).value, decimal(1.0).value
    ('8000000000', '0.84', '1')
    """
    exact = number if isinstance(number, Decimal) else Decimal(f"{number:.4f}")
    return Literal(f"{exact.normalize():f}", datatype=_DECIMAL)


def day(date: date) -> Literal:
    """A day as ``xsd:date``."""
    return Literal(date.isoformat(), datatype=_DATE)


def url(text: str) -> Literal:
    """A web address as it was given, which need not be a valid IRI."""
    return Literal(text, datatype=_ANY_URI)
