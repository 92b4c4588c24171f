"""The statements of a store as rows: what pictures, tables and notebooks are made from.

`statement_rows` and `article_rows` read; `StatementRow`, `Node` and `ArticleRow` are what they give.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, cast

from kg.errors import StoreError
from kg.iris import DCTERMS, GEO, KG, NIF, OWL, RDF, RDFS, SCHEMA, SEM, SKOS, WIKIDATA, relation_from_iri, span_from_iri
from kg.ontology import Ontology, load_ontology
from kg.store import Store
from kg.tables import Properties, read_rows, read_table
from kg.types import ENTITY_TYPES, Article, Bound, Modality, Point, Polarity, Precision, Span

Language: TypeAlias = Literal["de", "en"]

_STATEMENTS = "SELECT ?s ?p ?o { GRAPH ?article { ?s a kg:Statement ; ?p ?o } }"
_ARTICLES = "SELECT ?s ?p ?o { GRAPH ?s { ?s a schema:NewsArticle ; ?p ?o FILTER(?p != nif:isString) } }"
_TEXT = "SELECT ?text { GRAPH <%s> { ?article nif:isString ?text } }"
_SENTENCES = "SELECT ?s ?p ?o { GRAPH ?article { ?s a nif:Sentence ; nif:anchorOf ?o } BIND(nif:anchorOf AS ?p) }"
_SUPPORT = "SELECT ?s ?p ?o { GRAPH ?support { ?s kg:jointConfidence ?sure ; ?p ?o } }"
_NODES = """
SELECT ?s ?p ?o { ?s a ?class ; ?p ?o FILTER(?p IN (rdf:type, rdfs:label, skos:altLabel, owl:sameAs, kg:standsFor,
  schema:value, schema:currency, schema:unitText, kg:bound, geo:lat, geo:long)) }
"""
VALUE_TYPES = ("Amount", "Time")  # of nodes that are no entities
_TYPES = {KG + type: (rank, type) for rank, type in enumerate((*ENTITY_TYPES, "Time"))}


def statement_rows(store: Store) -> list[StatementRow]:
    """All statements of `store`, by article, place in the text, and IRI.

    Raises:
        StoreError: a statement lacks something that every statement has.
    """
    reader = _Reader(store)
    rows = [reader.row(iri, properties) for iri, properties in read_table(store, _STATEMENTS).items()]
    return sorted(rows, key=lambda row: (row.article.id, row.sentence_span, row.iri))


def article_rows(store: Store) -> list[ArticleRow]:
    """All articles of `store`, by id."""
    found = (_article(iri, properties) for iri, properties in read_table(store, _ARTICLES).items())
    return sorted(found, key=lambda row: row.id)


def article_from_row(store: Store, row: ArticleRow) -> Article:
    """The article of `row` as it was when `store` took it in.

    Raises:
        StoreError: its text is not there.
    """
    texts = read_rows(store, _TEXT % row.iri)
    if not texts:
        raise StoreError(f"{row.iri} has no text; check the store with: kg validate")
    text = texts[0]["text"]
    return Article(row.id, text, row.title, row.published, row.source, row.author, row.url, row.language)


def node_rows(store: Store) -> list[Node]:
    """All entities, amounts and times of `store`, by IRI; also those that no statement is about."""
    nodes = (_node(iri, properties) for iri, properties in read_table(store, _NODES).items() if not _is_relation(iri))
    return sorted(nodes, key=lambda node: node.iri)


def _is_relation(iri: str) -> bool:
    return iri.startswith(KG)


def _article(iri: str, properties: Properties) -> ArticleRow:
    return ArticleRow(
        iri=iri,
        id=properties.only(DCTERMS + "identifier", iri),
        title=properties.first(DCTERMS + "title"),
        source=properties.first(DCTERMS + "publisher"),
        author=properties.first(DCTERMS + "creator"),
        published=properties.day(DCTERMS + "issued"),
        url=properties.first(SCHEMA + "url"),
        language=properties.first(DCTERMS + "language"),
    )


def _node(iri: str, properties: Properties) -> Node:
    types = sorted(_TYPES[type] for type in properties.all(RDF + "type") if type in _TYPES)
    german = properties.first(RDFS + "label", "de") or iri
    number = properties.first(SCHEMA + "value")
    return Node(
        iri=iri,
        label_de=german,
        label_en=properties.first(RDFS + "label", "en") or german,
        type=types[0][1] if types else "Thing",
        qid=properties.first(OWL + "sameAs").removeprefix(WIKIDATA),
        stands_for=properties.first(KG + "standsFor"),
        aliases=properties.all(SKOS + "altLabel"),
        number=Decimal(number) if number else None,
        unit=properties.first(SCHEMA + "currency") or properties.first(SCHEMA + "unitText"),
        bound=cast(Bound, properties.first(KG + "bound").removeprefix(KG) or "exact"),
        point=_point(iri, properties),
    )


def _point(iri: str, properties: Properties) -> Point | None:
    """Where a place lies, None where that is not known."""
    latitude, longitude = properties.first(GEO + "lat"), properties.first(GEO + "long")
    try:
        return Point(float(latitude), float(longitude)) if latitude and longitude else None
    except ValueError as error:  # a store written by others
        raise StoreError(f"{iri} lies nowhere: {error}; check the store with: kg validate") from None


@dataclass(frozen=True, slots=True)
class Node:
    """An entity, amount or time of the graph. ``label_en`` is the German label where there is no English one.

    ``type`` is an entity type ("Person"), "Amount" or "Time". ``qid`` is the Wikidata item ("Q7821917") or "",
    ``stands_for`` the IRI of what a metonym denotes or "". ``number``, ``unit``, ``bound`` belong to amounts, ``point``
    to places.
    """

    iri: str
    label_de: str
    label_en: str
    type: str
    qid: str = ""
    stands_for: str = ""
    aliases: tuple[str, ...] = ()
    number: Decimal | None = None
    unit: str = ""
    bound: Bound = "exact"
    point: Point | None = None

    def label(self, language: Language) -> str:
        """The label in `language`."""
        return self.label_de if language == "de" else self.label_en


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the graph, without its text. ``published`` is None, the other fields "" where unknown."""

    iri: str
    id: str
    title: str
    source: str
    author: str
    published: date | None
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement, with the voice that makes it and the sentence it stands in.

    ``group`` is the group of the relation in the inventory (A-I), "" for open relations. ``speaker`` is None where
    the article itself speaks, or (``modality`` "reported") where the source has no name. ``time_start`` and
    ``time_end`` are the first and last day, None where open; ``time_text`` is "" where no time is given.
    ``roles`` are the other participants by role name. ``sentence_span`` and ``evidence`` are offsets in the article.
    ``held_true`` is True for facts (drawn solid) and False for claims and denials. ``sources`` are the independent ones
    that say the same, in whichever article, and ``joint_confidence`` how sure that makes it, in [0, 1]; both are 0 for
    denials. ``confidence`` is how sure it is that this sentence says so.
    """

    iri: str
    subject: Node
    relation: str
    relation_de: str
    relation_en: str
    group: str
    object: Node
    polarity: Polarity
    modality: Modality
    speaker: Node | None
    time_start: date | None
    time_end: date | None
    time_text: str
    time_precision: Precision
    place: Node | None
    amount: Node | None
    roles: tuple[tuple[str, Node], ...]
    article: ArticleRow
    sentence: str
    sentence_span: Span
    evidence: tuple[Span, ...]
    event: str
    confidence: float
    rule: str
    held_true: bool
    sources: int = 0
    joint_confidence: float = 0.0

    def relation_label(self, language: Language) -> str:
        """The words of the relation in `language`."""
        return self.relation_de if language == "de" else self.relation_en


class _Reader:
    """Puts statements together with the nodes, articles and sentences that they name."""

    def __init__(self, store: Store) -> None:
        self.ontology: Ontology = load_ontology()
        self.sentences = read_table(store, _SENTENCES)
        self.supports = read_table(store, _SUPPORT)
        self.articles = {row.iri: row for row in article_rows(store)}
        self.table = read_table(store, _NODES)
        self.nodes: dict[str, Node] = {}

    def node(self, iri: str) -> Node:
        if iri not in self.nodes:
            self.nodes[iri] = _node(iri, self.table.get(iri, Properties()))
        return self.nodes[iri]

    def optional(self, iri: str) -> Node | None:
        return self.node(iri) if iri else None

    def words(self, relation: str, iri: str) -> tuple[str, str, str]:
        """German label, English label and group of a relation."""
        known = self.ontology.relations.get(relation)
        if known is not None:
            return known.label_de, known.label_en, known.group
        node = self.node(iri)
        return node.label_de, node.label_en, ""

    def support(self, properties: Properties) -> tuple[int, float]:
        """How many independent sources say what a statement says, and how sure that makes it."""
        triple = properties.first(KG + "asserts") or properties.first(KG + "claims")
        found = self.supports.get(triple, Properties())
        return int(found.first(KG + "sources") or 0), float(found.first(KG + "jointConfidence") or 0)

    def row(self, iri: str, properties: Properties) -> StatementRow:
        property = properties.only(RDF + "predicate", iri)
        relation = relation_from_iri(property)
        german, english, group = self.words(relation, property)
        sentence = properties.only(KG + "sentence", iri)
        article = properties.only(KG + "article", iri)
        if article not in self.articles:  # a store written by others
            raise StoreError(f"{iri} belongs to {article}, which is not there; check the store with: kg validate")
        polarity = cast(Polarity, properties.only(KG + "polarity", iri).removeprefix(KG))
        modality = cast(Modality, properties.only(KG + "modality", iri).removeprefix(KG))
        speaker = self.optional(properties.first(KG + "attributedTo"))
        sources, joint_confidence = self.support(properties)
        return StatementRow(
            iri=iri,
            subject=self.node(properties.only(RDF + "subject", iri)),
            relation=relation,
            relation_de=german,
            relation_en=english,
            group=group,
            object=self.node(properties.only(RDF + "object", iri)),
            polarity=polarity,
            modality=modality,
            speaker=speaker,
            time_start=properties.day(SEM + "hasBeginTimeStamp"),
            time_end=properties.day(SEM + "hasEndTimeStamp"),
            time_text=properties.first(KG + "timeText"),
            time_precision=cast(Precision, properties.first(KG + "timePrecision")),
            place=self.optional(properties.first(SEM + "hasPlace")),
            amount=self.optional(properties.first(KG + "amount")),
            roles=tuple((name, self.node(filler)) for name, filler in properties.roles()),
            article=self.articles[article],
            sentence=self.sentences[sentence].first(NIF + "anchorOf") if sentence in self.sentences else "",
            sentence_span=span_from_iri(sentence),
            evidence=tuple(sorted(span_from_iri(span) for span in properties.all(KG + "evidence"))),
            event=properties.first(KG + "event"),
            confidence=float(properties.first(KG + "confidence") or 1),
            rule=properties.first(KG + "rule"),
            held_true=(polarity, modality) == ("positive", "asserted") and speaker is None,
            sources=sources,
            joint_confidence=joint_confidence,
        )
