"""Relations: clause × lexicon entry -> a relation of the ontology with its ends (``doc._.relations``).

The most specific frame of a predicate takes a pair of fillers; a verb that the lexicon lacks gives an open relation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.circumstances import add_later_times, circumstances_of
from kg.annotate.inflect import noun_lemmas
from kg.annotate.layers import Argument, Clause, RelationMatch, TokenMention, Voice, voiced
from kg.annotate.lexicon import Frame, Lexicon, load_lexicon
from kg.annotate.mention_index import mention_index
from kg.annotate.opens import open_matches
from kg.annotate.positions import position_matches
from kg.annotate.slots import Slots
from kg.annotate.syntax import is_verb, lemma_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import sentence_of
from kg.ontology import SYMMETRIC, Ontology, accepts, load_ontology
from kg.types import EntityType, Modality


@Language.factory("kg_relations", assigns=["doc._.relations"], requires=["doc._.clauses", "doc._.mentions"])
def create_relations(nlp: Language, name: str) -> RelationFinder:
    """The spaCy component of this step."""
    return RelationFinder()


class RelationFinder:
    """Writes ``doc._.relations`` in text order of their predicates."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with relations."""
        doc._.relations = find_relations(doc, load_lexicon(), load_ontology())
        return doc


def find_relations(doc: Doc, lexicon: Lexicon, ontology: Ontology) -> list[RelationMatch]:
    """All relations of `doc`, those of its clauses and those that titles and appositions state."""
    found: list[RelationMatch] = []
    index = mention_index(doc)
    for clause in doc._.clauses:
        if not clause.arguments:
            continue
        matches = list(_clause_matches(Slots(doc, clause, index), lexicon, ontology))
        found.extend(matches or open_matches(doc, clause))
    add_later_times(doc, found)
    found.extend(position_matches(doc, index, lexicon, ontology))
    return sorted(_unique(found), key=lambda match: (match.sentence, match.predicate, match.relation, match.rule))


def acts_as(mention: TokenMention) -> tuple[EntityType, ...]:
    """The types as which a mention may fill an end: an office stands for its holder (*Der Präsident kritisierte*)."""
    kind = mention.referent.type
    return (kind, "Person") if kind == "Position" else (kind,)


def _clause_matches(slots: Slots, lexicon: Lexicon, ontology: Ontology) -> Iterator[RelationMatch]:
    taken: set[frozenset[int]] = set()
    consumed: set[int] = set()  # nouns of light verbs: the "Gespräche" of "führte Gespräche"
    for frame in _frames(slots.doc, slots.clause, lexicon):
        if not _is_met(slots, frame):
            continue
        light = _light_nouns(slots, frame)
        for subject, object in _pairs(slots, frame, ontology):
            pair = frozenset((id(subject.referent), id(object.referent)))
            if pair in taken or (not frame.with_ and {subject.head, object.head} & consumed):
                continue
            taken.add(pair)
            consumed |= light
            yield _match(slots, frame, subject, object)


def _frames(doc: Doc, clause: Clause, lexicon: Lexicon) -> tuple[Frame, ...]:
    """The frames of a predicate: of the noun, of the verb, of the adjective that a copula or *zeigte sich* links to."""
    if clause.kind == "noun":
        return lexicon.nouns.get(clause.lemma, ())
    words = [clause.lemma, doc[clause.predicate].lower_]  # verheiratet: lemma heiraten, but an adjective's frame
    if clause.kind == "verb" and clause.lemma in load_syntax().copula.like:
        words.extend(doc[argument.head].lower_ for argument in clause.fillers("predicative"))
    adjectives = [frame for word in dict.fromkeys(words) for frame in lexicon.adjectives.get(word, ())]
    if clause.kind == "copula":
        return (*adjectives, *lexicon.nouns.get(clause.lemma, ()))
    return (*lexicon.verbs.get(clause.lemma, ()), *adjectives)


def _is_met(slots: Slots, frame: Frame) -> bool:
    """True if the clause has what the frame demands beside the two ends."""
    if frame.reflexive is not None and frame.reflexive != slots.clause.reflexive:
        return False
    if any(not _is_adjunct(filler) for slot in frame.without for filler in slots.fillers(slot)):
        return False
    return not frame.with_ or all(_filled_by(slots, slot, lemmas) for slot, lemmas in frame.with_.items())


def _is_adjunct(filler: Argument) -> bool:
    """True for a phrase that only says when: *bei seinem Besuch bedankte er sich* thanks no visit."""
    mention = filler.mention
    return "+" in filler.slot and mention is not None and (mention.type == "Event" or mention.kind == "time")


def _filled_by(slots: Slots, slot: str, lemmas: tuple[str, ...]) -> list[Argument]:
    fillers = slots.fillers(slot)
    if "*" in lemmas:
        return fillers
    return [filler for filler in fillers if any(_is_a(word, lemmas) for word in _words_of(slots.doc[filler.head]))]


def _words_of(token: Token) -> list[str]:
    """What a filler can be named by: singular of a noun, infinitive of a verb, the form itself."""
    if is_verb(token):
        return [lemma_of(token), token.lower_]
    return [*noun_lemmas(token), token.lower_] if token.pos_ in ("NOUN", "PROPN") else [token.lemma_, token.lower_]


def _is_a(lemma: str, lemmas: tuple[str, ...]) -> bool:
    """True if `lemma` is one of `lemmas` or a compound of it: *Krisengespräch* is a Gespräch."""
    if lemma.capitalize() in load_syntax().compounds.whole:  # ein Wahlkampf is no Kampf
        return lemma in lemmas
    return lemma.casefold().endswith(_folded(lemmas))


@cache
def _folded(lemmas: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(lemma.casefold() for lemma in lemmas)


def _light_nouns(slots: Slots, frame: Frame) -> set[int]:
    return {
        filler.head
        for slot, lemmas in frame.with_.items()
        if "*" not in lemmas
        for filler in _filled_by(slots, slot, lemmas)
    }


def _pairs(slots: Slots, frame: Frame, ontology: Ontology) -> list[tuple[TokenMention, TokenMention]]:
    """The ends of the first pair of slots whose fillers the relation admits.

    Prepositions go together: *kauft Güter von China sowie Technik aus dem Iran* has two sellers.
    """
    for first in frame.subject:
        found: list[tuple[TokenMention, TokenMention]] = []
        for second in frame.object if slots.mentions(first) else ():
            if found and "+" not in second:
                break
            pairs = product(slots.mentions(first), slots.mentions(second))
            found.extend(pair for pair in pairs if _is_admitted(frame, *pair, ontology))
            if found and "+" not in second:
                break
        if found:
            return found
    if ontology.relations[frame.relation].inverse != SYMMETRIC or any(slots.mentions(slot) for slot in frame.object):
        return []
    subjects = [mention for slot in frame.subject for mention in slots.mentions(slot)]
    both = permutations(subjects, 2)  # Merkel und Macron trafen sich
    return [(a, b) for a, b in both if a.start < b.start and _is_admitted(frame, a, b, ontology)]


def _is_admitted(frame: Frame, subject: TokenMention, object: TokenMention, ontology: Ontology) -> bool:
    """True if both ends are known things of the right types, and not the same thing."""
    if subject.referent is object.referent or "pronoun" in (subject.referent.kind, object.referent.kind):
        return False
    if "time" in (subject.kind, object.kind):
        return False
    relation = ontology.relations[frame.relation]
    ends = (("subject", subject, relation.domain), ("object", object, relation.range))
    for name, mention, classes in ends:
        kinds = acts_as(mention)
        if not any(accepts(kind, classes) for kind in kinds):
            return False
        if name in frame.types and not set(kinds) & set(frame.types[name]):
            return False
    return True


def _match(slots: Slots, frame: Frame, subject: TokenMention, object: TokenMention) -> RelationMatch:
    doc, clause = slots.doc, slots.clause
    voice = _voice(slots, frame)
    modality: Modality = frame.modality if frame.modality and clause.modality == "asserted" else clause.modality
    return RelationMatch(
        relation=frame.relation,
        subject=subject,
        object=object,
        rule=f"{clause.lemma}: {_slot_of(clause, subject)} → {frame.relation} → {_slot_of(clause, object)}",
        predicate=(clause.predicate, clause.predicate + 1),
        sentence=sentence_of(doc[clause.predicate])[0],
        roles=circumstances_of(doc, clause, (subject, object)),
        polarity=clause.polarity,
        modality=voiced(modality, voice),
        voice=voice,
        confidence=confidence_of(clause, subject, object),
    )


def _voice(slots: Slots, frame: Frame) -> Voice | None:
    """The voice of the clause, or within it that of a filler: who estimates, names a sum."""
    for slot in frame.speaker:
        for mention in slots.mentions(slot):
            return Voice("indirect", mention, slots.clause.predicate, slots.clause.voice)
    return slots.clause.voice


def _slot_of(clause: Clause, mention: TokenMention) -> str:
    return next((argument.slot for argument in clause.arguments if argument.mention is mention), "self")


def confidence_of(clause: Clause, subject: TokenMention, object: TokenMention) -> float:
    """How sure the match is, in [0, 1]: names over nouns over pronouns, arguments of its own over understood ones."""
    score = 0.85 if clause.kind in ("noun", "participle") else 0.95
    for end in (subject, object):
        if end.antecedent is not None:
            score *= 0.9
        if end.referent.kind != "name":
            score *= 0.95
    shared = {id(argument.mention) for argument in clause.arguments if argument.shared}
    return round(score * (0.95 if shared & {id(subject), id(object)} else 1.0), 2)


def _unique(matches: list[RelationMatch]) -> list[RelationMatch]:
    """`matches` without those that say the same of the same ends in the same sentence; the surer one stays."""
    best: dict[tuple[object, ...], RelationMatch] = {}
    for match in sorted(matches, key=lambda match: (-match.confidence, match.predicate)):
        key = (match.sentence, match.relation, id(match.subject.referent), id(match.object.referent))
        best.setdefault(key, match)
    return list(best.values())
