"""Why a relation was found: its sentence with both ends marked, the parse, the clause, the entry, what each end is.

Nothing is found here: `trace_match` reads what the five steps wrote and puts it into lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.annotate.inflect import value_of
from kg.annotate.layers import Argument, Clause, RelationMatch, TokenMention, Voice
from kg.annotate.lexicon import Lexicon
from kg.annotate.sources import Lines, clause_of, lines_of_rule, quoted
from kg.annotate.tree import children, dependents
from kg.gazetteer import load_gazetteer
from kg.types import Entity
from kg.verb_forms import load_verb_forms

PARSE_HEADER = ("no", "word", "lemma", "class", "features", "relation", "to")
FEATURES = ("Case", "Number", "Mood", "Tense", "VerbForm", "Polarity", "Reflex")


@dataclass(frozen=True, slots=True)
class Trace:
    """What `kg explain` tells about one relation. Pairs are (what, value); `parse` has the columns `PARSE_HEADER`."""

    sentence: str
    parse: tuple[tuple[str, ...], ...]
    clause: Lines
    rule: Lines
    ends: Lines


def trace_match(doc: Doc, match: RelationMatch, entities: dict[TokenMention, Entity], lexicon: Lexicon) -> Trace:
    """Everything that led to `match`. `entities` is what `kg.link.link_mentions` gives for `doc`."""
    clause = clause_of(doc, match)
    return Trace(
        sentence=mark_ends(doc, match),
        parse=tuple(parse_rows(doc, match.sentence)),
        clause=tuple(_lines_of_clause(doc, clause, match, lexicon)),
        rule=tuple(lines_of_rule(doc, clause, match, lexicon)),
        ends=tuple(_lines_of_ends(doc, match, entities)),
    )


def mark_ends(doc: Doc, match: RelationMatch) -> str:
    """The sentence of `match` with its ends in brackets: ``[subject Moskau] kauft [object Öl].``"""
    sent = doc[match.sentence].sent
    marks: list[tuple[int, int, str]] = []
    ends = [("subject", match.subject), ("object", match.object), *sorted(match.roles.items())]
    for name, mention in ends:
        start, end = mention.chars
        if sent.start_char <= start < end <= sent.end_char:
            marks += [(start, 1, f"[{name} "), (end, 0, "]")]
    text, last = "", sent.start_char
    for place, _, mark in sorted(marks):
        text, last = text + doc.text[last:place] + mark, place
    return " ".join((text + doc.text[last : sent.end_char]).split())


def parse_rows(doc: Doc, start: int) -> Iterator[tuple[str, ...]]:
    """The parse of the sentence that holds token `start`: one row a word below `PARSE_HEADER`."""
    words = [token for token in doc[start].sent if not token.is_space]
    numbers = {token.i: number for number, token in enumerate(words, start=1)}
    for token in words:
        features = " ".join(value for name in FEATURES if (value := value_of(token, name)))
        root = token.head.i == token.i
        to = "" if root else f"{numbers.get(token.head.i, '')} {token.head.text}".strip()
        yield str(numbers[token.i]), token.text, token.lemma_, token.pos_, features, token.dep_, to


def _lines_of_clause(
    doc: Doc, clause: Clause | None, match: RelationMatch, lexicon: Lexicon
) -> Iterator[tuple[str, str]]:
    """The clause that the relation was read from, slots and fillers, and what makes it denied, planned or reported."""
    if clause is not None:
        words = " … ".join(doc[i].text for i in clause.words)
        yield "predicate", f"{quoted(words)} = {clause.lemma} ({clause.kind})"
        for argument in clause.arguments:
            yield argument.slot, _filler(doc, argument)
        if clause.reflexive:
            yield "reflexive", "yes"
        if clause.passive:
            yield "passive", "yes: its subject stands as object, its agent as subject"
    signs = "; ".join(_signs(doc, clause, lexicon)) if clause is not None else ""
    yield "polarity", match.polarity
    yield "modality", match.modality
    if signs:
        yield "signs", signs
    yield "voice", voice_words(doc, match.voice)


def _filler(doc: Doc, argument: Argument) -> str:
    mention = argument.mention
    words = doc[mention.start : mention.end].text if mention is not None else doc[argument.head].text
    kind = f" ({mention.kind}, {mention.type})" if mention is not None else ""
    return f"{quoted(words)}{kind}{', understood' if argument.shared else ''}"


def voice_words(doc: Doc, voice: Voice | None) -> str:
    """Who vouches, and by which word one can tell: ``Mark Rutte (indirect, „sagte“)``."""
    said = []
    while voice is not None:
        speaker = voice.speaker.referent.name if voice.speaker is not None else "an unnamed source"
        said.append(f"{speaker} ({voice.kind}, {quoted(doc[voice.cue].text)})")
        voice = voice.outer
    return ", as told by ".join(said) or "the article itself"


def _signs(doc: Doc, clause: Clause, lexicon: Lexicon) -> Iterator[str]:
    """The words that decide on polarity and modality: *nicht*, *will*, *vermutlich*, *wenn*, subjunctives, *?*."""
    grammar, predicate = lexicon.grammar, doc[clause.predicate]
    auxiliaries = [doc[i] for i in clause.words]
    fillers = [doc[argument.head] for argument in clause.arguments if not argument.shared]
    for word in (*dependents(predicate), *fillers, *(below for head in fillers for below in dependents(head))):
        if word.lower_ in grammar.negators or word.lemma_ in grammar.negators:
            yield f"{quoted(word.text)} negates"
        elif word.lower_ in grammar.adverbs and word.head.i == predicate.i:
            yield f"{quoted(word.text)} makes it {grammar.adverbs[word.lower_]}"
    for word in auxiliaries:
        if word.lemma_ in grammar.modals:
            yield f"{quoted(word.text)} makes it {grammar.modals[word.lemma_]}"
        if value_of(word, "Mood") == "Sub" or word.lower_ in load_verb_forms().subjunctives:
            yield f"{quoted(word.text)} is subjunctive"
    for word in children(predicate, "mark", "advmod"):
        if word.lower_ in grammar.conditionals:
            yield f"{quoted(word.text)} makes it conditional"
    if predicate.sent[-1].text == "?":
        yield "the sentence is a question"
    yield from _sign_above(predicate, clause, lexicon)


def _sign_above(predicate: Token, clause: Clause, lexicon: Lexicon) -> Iterator[str]:
    grammar, above = lexicon.grammar, clause.parent
    if above is None:
        return
    kinds = (("a plan", grammar.plan_verbs), ("a demand", grammar.demand_verbs), ("a denial", grammar.negative_verbs))
    for kind, verbs in kinds:
        if above.lemma in verbs:
            yield f"{quoted(predicate.doc[above.predicate].text)} above it makes it {kind}"


def _lines_of_ends(doc: Doc, match: RelationMatch, entities: dict[TokenMention, Entity]) -> Iterator[tuple[str, str]]:
    speakers = [match.voice.speaker] if match.voice is not None and match.voice.speaker is not None else []
    ends = [("subject", match.subject), ("object", match.object), *sorted(match.roles.items())]
    for name, mention in (*ends, *(("speaker", speaker) for speaker in speakers)):
        yield name, f"{' → '.join(_chain(doc, mention))} = {_entity_words(mention, entities)}"


def _chain(doc: Doc, mention: TokenMention) -> Iterator[str]:
    """The mention and what it points to, up to the one that names it: „er“ (pronoun) → „Blinken“ (name, sentence 2)."""
    starts = [sent.start for sent in doc.sents if sent.text.strip()]
    link: TokenMention | None = mention
    while link is not None:
        number = sum(start <= link.start for start in starts)
        where = "" if link is mention else f", sentence {number}"
        yield f"{quoted(doc.text[link.chars[0] : link.chars[1]])} ({link.kind}{where})"
        link = link.antecedent


def _entity_words(mention: TokenMention, entities: dict[TokenMention, Entity]) -> str:
    if mention.value is not None:
        value = mention.value
        dates = (
            f"{value.start or '…'} to {value.end or '…'}" if value.kind == "date" else f"{value.number} {value.unit}"
        )
        return f"{value.kind} {dates.strip()}"
    entity = entities.get(mention.referent)
    if entity is None:
        return "nobody known"
    known = entity.key in load_gazetteer().entries
    origin = f"registry entry {entity.key}" if known else "new name, not in the registry"
    target = f"; stands for {entity.stands_for.label}" if entity.stands_for is not None else ""
    return f"{entity.label} ({', '.join(filter(None, (entity.type, entity.qid, origin)))}){target}"
