"""Amounts and times of a Doc as mentions with a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc, Span, Token

from kg.annotate.amounts import counted, find_amounts
from kg.annotate.dates import dated, find_dates
from kg.annotate.inflect import noun_base, number_of, value_of
from kg.annotate.layers import TokenMention
from kg.annotate.named_dates import Context
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import dependents, text_between, tree_of
from kg.annotate.value_words import load_value_words
from kg.annotate.vocabulary import load_names
from kg.types import Value

ROUND = 50  # of such numbers a year is seldom meant before a plural: 2000 Stellen


def find_values(doc: Doc, published: date | None) -> list[TokenMention]:
    """The times and amounts of `doc` in text order. Without `published`, relative dates have neither start nor end."""
    amounts, times = list(_amounts(doc)), list(_times(doc, published))
    dated_tokens = _tokens_of(times)
    amounts = [a for a in amounts if not (_is_duration(doc, a) and _tokens_of([a]) & dated_tokens)]
    times = [time for time in times if not _tokens_of([time]) & _tokens_of(amounts)]
    taken = _tokens_of([*amounts, *times])
    counts = [count for count in _counts(doc) if count.head not in taken]
    return sorted([*amounts, *times, *counts], key=lambda mention: mention.start)


def _tokens_of(mentions: list[TokenMention]) -> set[int]:
    return {token for mention in mentions for token in range(mention.start, mention.end)}


def _is_duration(doc: Doc, amount: TokenMention) -> bool:
    """True for *drei Tagen*, an amount of time; inside *vor drei Tagen* it is part of a date."""
    return doc[amount.end - 1].text in load_value_words().unit


def _amounts(doc: Doc) -> Iterator[TokenMention]:
    for amount in find_amounts(tree_of(doc).text):
        span = doc.char_span(amount.start, amount.end, alignment_mode="expand")
        if span is not None:
            yield _mention(span, amount.start, amount.end, amount.value, _unit_token(span))


def _unit_token(span: Span) -> Token:
    """The token that carries the amount: its root, unless that is a number inside (*8 Milliarden* Dollar)."""
    root = span.root
    return span[-1] if root.pos_ == "NUM" and span[-1].pos_ in ("NOUN", "PROPN", "SYM", "X") else root


def _times(doc: Doc, published: date | None) -> Iterator[TokenMention]:
    context = Context(published)
    tree = tree_of(doc)
    for start, end in dict.fromkeys(tree.sentences):
        text, offset = text_between(doc, start, end), tree.tokens[start].idx
        for found in find_dates(text):
            span = doc.char_span(offset + found.start, offset + found.end, alignment_mode="expand")
            if span is None or not _is_time(span, found.kind):
                continue
            context.future = points_ahead(span.root)
            interval = None
            if not (found.kind in ("several", "shifted") and _is_part_of_another_time(span)):
                _, interval = next(dated([found], context, text))
            value = Value("date", text[found.start : found.end])
            if interval is not None:
                value = Value(
                    "date", value.lexical, start=interval.start, end=interval.end, precision=interval.precision
                )
            yield _mention(span, offset + found.start, offset + found.end, value, span.root)


def _is_time(span: Span, kind: str) -> bool:
    """No person called *August*, no *2000* Menschen, no *Mai-Demonstration*."""
    if any(token.ent_type_ in load_names().people for token in span):
        return False
    if span[0].idx < span.start_char or kind not in ("year", "years", "month", "weekday", "season", "holiday"):
        return True
    last = span[-1]
    if kind in ("year", "years") and len(span) == 1:
        counts = last.dep_ == "nummod" and last.head.pos_ == "NOUN" and last.head.i > last.i
        counts = counts or _counts_what_follows(last)
        return not counts and not (last.i + 1 < len(span.doc) and span.doc[last.i + 1].text == "-")
    return last.text.isalnum() or last.text.rstrip(".").isalnum() or len(span) > 1


def _counts_what_follows(number: Token) -> bool:
    """True for a round number right before a plural, whatever the parser says: *strich 2000 Stellen*."""
    noun = number.doc[number.i + 1] if number.i + 1 < len(number.doc) else None
    round_ = number.text.isdigit() and int(number.text) % ROUND == 0
    return round_ and noun is not None and noun.pos_ == "NOUN" and number_of(noun) == "Plur"


def _is_part_of_another_time(span: Span) -> bool:
    """True for *in den letzten Tagen des Krieges*: not the days before the article, but those before the war's end.

    With *von* the verb decides, since the phrase may be its own: what they *garantieren* in den letzten Wochen von
    Bidens Präsidentschaft lies ahead; *wurden* in den letzten Wochen von Biden *empfangen* lies behind.
    """
    time = span.root
    for child in time.rights:
        if child.dep_ == "nmod" and value_of(child, "Case") == "Gen" and child.i >= span.end:
            return not any(below.dep_ == "case" for below in dependents(child))
    verb = time.head
    return (
        span.end < len(span.doc)
        and span.doc[span.end].lower_ in load_value_words().whole.words
        and value_of(verb, "VerbForm") == "Fin"
        and value_of(verb, "Tense") == "Pres"
    )


def points_ahead(token: Token) -> bool:
    """True if the verb above `token` looks ahead: *wird* am Mittwoch beraten, *will* am Freitag entscheiden."""
    future = load_value_words().future.lemmas
    for ancestor in (token, *token.ancestors):
        if ancestor.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
            continue
        for child in dependents(ancestor):
            if child.dep_ in ("aux", "cop") and child.lemma_ in future and value_of(child, "Tense") != "Past":
                passive = child.lemma_ == load_syntax().future and value_of(ancestor, "VerbForm") == "Part"
                return not passive
        if ancestor.dep_ in ("ROOT", "ccomp", "acl", "advcl", "parataxis"):
            return False
    return False


def _counts(doc: Doc) -> Iterator[TokenMention]:
    """Numerals that count a noun: *10.000* Menschen, *zehn* Personen. The noun stays a mention of its own."""
    text = tree_of(doc).text
    for token in tree_of(doc).tokens:
        if token.dep_ != "nummod" or token.head.pos_ != "NOUN" or token.head.i < token.i:
            continue
        noun = token.head
        lexical = f"{token.text} {noun.text}"
        value = counted(token.text, text[max(0, token.idx - 20) : token.idx], noun_base(noun), lexical)
        if value is not None and token.lower_ not in ("ein", "eine", "einen", "einem", "einer", "eines"):
            yield _mention(doc[token.i : token.i + 1], token.idx, token.idx + len(token), value, token)


def _mention(span: Span, start: int, end: int, value: Value, head: Token) -> TokenMention:
    time = value.kind == "date"
    return TokenMention(
        span.start, span.end, head.i, (start, end), "time" if time else "amount", "Thing" if time else "Amount",
        value.lexical, value=value, number="Plur" if not time else "Sing",
    )  # fmt: skip
