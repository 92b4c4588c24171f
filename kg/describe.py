"""What an article tells of the nodes it uses: entities, amounts, times, open relations.

Each article graph describes its nodes for itself; the default graph is the union of all descriptions, so that taking
an article out again leaves exactly what the other articles say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import KG, WIKIDATA, Iris
from kg.terms import (
    ALT_LABEL,
    AMOUNT_CLASS,
    BOUND,
    CURRENCY,
    DEFAULT_GRAPH,
    DESCRIBED_BROADER,
    DESCRIBED_LATITUDE,
    DESCRIBED_LONGITUDE,
    DESCRIBED_MATCH,
    DESCRIBED_TYPE,
    DESCRIBES,
    DESCRIPTION,
    HAS_BEGIN,
    HAS_END,
    LABEL,
    LATITUDE,
    LONGITUDE,
    MONETARY_AMOUNT,
    OBJECT_PROPERTY,
    QUANTITATIVE_VALUE,
    RELATED_TO,
    SAME_AS,
    STANDS_FOR,
    SUB_PROPERTY_OF,
    TIME_CLASS,
    TIME_PRECISION,
    TYPE,
    UNIT_TEXT,
    VALUE,
    Object,
    day,
    decimal,
    english,
    german,
)
from kg.types import Bound, Entity, Value

# How a property of a description is said of the node itself. The first five would say something wrong of the
# description (it is no person, not the same as a Wikidata item, and lies nowhere); the others keep their name.
PROJECTED: dict[NamedNode, NamedNode] = {
    DESCRIBED_TYPE: TYPE,
    DESCRIBED_MATCH: SAME_AS,
    DESCRIBED_BROADER: SUB_PROPERTY_OF,
    DESCRIBED_LATITUDE: LATITUDE,
    DESCRIBED_LONGITUDE: LONGITUDE,
    LABEL: LABEL,
    ALT_LABEL: ALT_LABEL,
    STANDS_FOR: STANDS_FOR,
    VALUE: VALUE,
    CURRENCY: CURRENCY,
    UNIT_TEXT: UNIT_TEXT,
    BOUND: BOUND,
    HAS_BEGIN: HAS_BEGIN,
    HAS_END: HAS_END,
    TIME_PRECISION: TIME_PRECISION,
}

Properties = Iterable[tuple[NamedNode, Object]]


def quads_from_description(
    article: NamedNode, node: NamedNode, properties: Properties, *, iris: Iris
) -> Iterator[Quad]:
    """The description of `node` in the graph of `article`, and what follows from it in the default graph."""
    description = NamedNode(iris.description(article.value, node.value))
    yield Quad(description, TYPE, DESCRIPTION, article)
    yield Quad(description, DESCRIBES, node, article)
    for property, object in properties:
        yield Quad(description, property, object, article)
        yield Quad(node, PROJECTED[property], object, DEFAULT_GRAPH)


def properties_of_entity(entity: Entity, *, iris: Iris) -> Iterator[tuple[NamedNode, Object]]:
    """Class, names, Wikidata item, what a metonym stands for, and where a place lies."""
    yield DESCRIBED_TYPE, NamedNode(KG + entity.type)
    yield LABEL, german(entity.label)
    if entity.label_en:
        yield LABEL, english(entity.label_en)
    for alias in entity.aliases:
        if alias != entity.label:
            yield ALT_LABEL, german(alias)
    if entity.qid:
        yield DESCRIBED_MATCH, NamedNode(WIKIDATA + entity.qid)
    if entity.stands_for is not None:
        yield STANDS_FOR, NamedNode(iris.entity(entity.stands_for.key))
    if entity.point is not None:
        yield DESCRIBED_LATITUDE, decimal(entity.point.latitude)
        yield DESCRIBED_LONGITUDE, decimal(entity.point.longitude)


def properties_of_value(value: Value) -> Iterator[tuple[NamedNode, Object]]:
    """Class, words and normalised content of an amount or a time."""
    yield LABEL, german(value.lexical)
    if words := english_label(value):
        yield LABEL, english(words)
    if value.kind == "date":
        yield DESCRIBED_TYPE, TIME_CLASS
        yield from times_of(value)
        return
    is_money = value.kind == "money"
    yield DESCRIBED_TYPE, AMOUNT_CLASS
    yield DESCRIBED_TYPE, MONETARY_AMOUNT if is_money else QUANTITATIVE_VALUE
    yield BOUND, NamedNode(KG + value.bound)
    if value.number is not None:
        yield VALUE, decimal(value.number)
    if value.unit:
        yield CURRENCY if is_money else UNIT_TEXT, Literal(value.unit)


def english_label(value: Value) -> str:
    """An English reading of `value` where it has one without translating words, else "".

    >>> from datetime import date; from decimal import Decimal
    >>> english_label(Value("money", "rund 8 Milliarden Dollar", number=Decimal("8E9"), unit="USD", bound="about"))
    'about USD 8 billion'
    >>> english_label(Value("date", "Ende 2025", start=date(2025, 10, 1), end=date(2025, 12, 31)))
    '2025-10-01 to 2025-12-31'
    """
    if value.kind == "date":
        days = tuple(day.isoformat() for day in (value.start, value.end) if day)
        if value.start is None or value.end is None:
            return f"{'from' if value.start else 'until'} {days[0]}" if days else ""
        return days[0] if value.start == value.end else " to ".join(days)
    if value.number is None or not (value.kind == "money" or value.unit == "%"):
        return ""
    for power, word in ((12, " trillion"), (9, " billion"), (6, " million"), (0, "")):
        if abs(value.number) >= 10**power or not power:
            number = f"{(value.number / 10**power).normalize():,f}{word}"
            break
    return _BOUND_WORDS[value.bound] + (f"{number}%" if value.unit == "%" else f"{value.unit} {number}".strip())


_BOUND_WORDS: dict[Bound, str] = {"exact": "", "about": "about ", "more": "more than ", "less": "less than "}


def properties_of_open_relation(label: str) -> Iterator[tuple[NamedNode, Object]]:
    """Class, words and place in the ontology of a relation that the inventory lacks."""
    yield DESCRIBED_TYPE, OBJECT_PROPERTY
    yield DESCRIBED_BROADER, RELATED_TO
    yield LABEL, german(label)


def times_of(value: Value) -> Iterator[tuple[NamedNode, Object]]:
    """First day, last day and grain of a date, as far as known."""
    if value.start is not None:
        yield HAS_BEGIN, day(value.start)
    if value.end is not None:
        yield HAS_END, day(value.end)
    if value.precision:
        yield TIME_PRECISION, Literal(value.precision)
