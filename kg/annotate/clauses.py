"""Clauses: each predicate of a sentence with its arguments by slot, polarity, modality and voice.

Verbs, copulas, attributive participles and event nouns all become `Clause`; what they mean is the next step's matter.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.apposition import denoted
from kg.annotate.arguments import following_phrases, is_reflexive, verb_arguments
from kg.annotate.inflect import noun_lemmas, value_of
from kg.annotate.layers import Argument, Clause
from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.mention_index import MentionIndex, mention_index
from kg.annotate.modality import came_to_nothing, modality_of, negates_complement, polarity_of
from kg.annotate.noun_arguments import noun_arguments
from kg.annotate.participles import participle_clause
from kg.annotate.sharing import share_arguments
from kg.annotate.syntax import is_participle, is_passive, is_verb, lemma_of, preposition_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, tree_of

FUNCTION_WORDS = frozenset({"PUNCT", "SPACE", "DET", "ADP", "CCONJ", "SCONJ", "PART"})  # no predicates


@Language.factory("kg_clauses", assigns=["doc._.clauses"], requires=["token.dep", "token.lemma", "token.morph"])
def create_clauses(nlp: Language, name: str) -> ClauseFinder:
    """The spaCy component of this step."""
    return ClauseFinder()


class ClauseFinder:
    """Writes ``doc._.clauses`` in text order of their predicates."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with clauses."""
        doc._.clauses = find_clauses(doc, load_lexicon())
        return doc


def find_clauses(doc: Doc, lexicon: Lexicon) -> list[Clause]:
    """All clauses of `doc`. Needs ``doc._.mentions``; ``doc._.voices`` gives each clause its voice."""
    index, voices = mention_index(doc), doc._.voices or [None] * len(doc)
    by_token: dict[int, Clause] = {}
    for token in tree_of(doc).tokens:
        clause = _clause(token, index, lexicon)
        if clause is not None:
            by_token[token.i] = clause
    for clause in by_token.values():
        _set_parent(doc, clause, by_token)
    for clause in sorted(by_token.values(), key=lambda clause: _depth(clause)):
        share_arguments(doc, clause, index, lexicon)
        clause.voice = voices[clause.predicate]
        _set_status(doc, clause, lexicon)
    return [by_token[i] for i in sorted(by_token)]


def _clause(token: Token, index: MentionIndex, lexicon: Lexicon) -> Clause | None:
    if token.pos_ in FUNCTION_WORDS or token.dep_ in ("aux", "aux:pass", "cop", "compound:prt"):
        return None
    if cops := children(token, "cop"):
        verbal = is_participle(token) and (token.pos_ == "VERB" or is_passive(token))
        if verbal and token.lower_ not in lexicon.adjectives:
            return _verb_clause(token, index)  # ist gereist
        if cops[0].lemma_ in load_syntax().copula.verbs or token.pos_ == "VERB":
            return _copula_clause(token, index, lexicon)
        return _false_copula(token, cops[0], index)
    if is_verb(token):
        return participle_clause(token, index) if token.dep_ == "amod" else _verb_clause(token, index)
    if token.dep_ == "amod":
        return participle_clause(token, index) or _adjective_clause(token, index, lexicon)
    if token.pos_ in ("NOUN", "PROPN") and (lemma := _framed_noun(token, lexicon)):
        return Clause(token.i, lemma, "noun", (token.i,), noun_arguments(token, index))
    return None


def _verb_clause(verb: Token, index: MentionIndex) -> Clause:
    words = sorted({verb.i, *(child.i for child in children(verb, "aux", "aux:pass", "compound:prt"))})
    arguments = verb_arguments(verb, index)
    own = {slot.partition("+")[0] for child in children(verb, "obl", "obl:arg") if (slot := preposition_of(child))}
    below = following_phrases(verb, index)  # verkauft Anteile | an Bosch | an die Bank: the first is the noun's alone
    arguments.extend(argument for argument in below if argument.slot.partition("+")[0] not in own)
    if is_passive(verb) and not any(argument.slot == "subject" for argument in arguments):
        agents = [argument for argument in arguments if argument.slot in load_syntax().passive.agents]
        for argument in agents[:1]:
            argument.slot = "subject"
    return Clause(verb.i, lemma_of(verb), "verb", tuple(words), arguments, is_reflexive(verb), is_passive(verb))


def _copula_clause(word: Token, index: MentionIndex, lexicon: Lexicon) -> Clause:
    """*Er ist Präsident der Ukraine*; *Berlin ist mit Paris verbündet*."""
    words = sorted({word.i, *(child.i for child in children(word, "cop", "aux"))})
    arguments = [*verb_arguments(word, index)]
    if word.pos_ in ("NOUN", "PROPN"):
        taken = {argument.head for argument in arguments}
        more = noun_arguments(word, index)
        arguments.extend(argument for argument in more if argument.head not in taken or argument.slot == "modifier")
        arguments.append(Argument("predicative", word.i, index.get(word.i)))
    if preposition := preposition_of(word):  # Die Grünen sind gegen den Ausbau
        arguments.append(Argument(preposition, word.i, denoted(word, index)))
        return Clause(word.i, children(word, "cop")[0].lemma_, "verb", tuple(words), arguments)
    return Clause(word.i, _framed_noun(word, lexicon) or word.lemma_, "copula", tuple(words), arguments)


def _false_copula(word: Token, verb: Token, index: MentionIndex) -> Clause:
    """*Der Schaden beträgt zehn Euro*, parsed as if *betragen* were a copula: the verb is the predicate after all."""
    arguments = verb_arguments(word, index)
    slot = "predicative" if word.pos_ == "ADJ" else preposition_of(word) or "object"
    arguments.append(Argument(slot, word.i, denoted(word, index)))
    for second in [argument for argument in arguments if argument.slot == "subject"][1:]:
        second.slot = "object"  # Die Partei hat | Jan Falk zum Vorsitzenden gewählt
    return Clause(word.i, lemma_of(verb), "verb", tuple(sorted((verb.i, word.i))), arguments, is_reflexive(word))


def _adjective_clause(word: Token, index: MentionIndex, lexicon: Lexicon) -> Clause | None:
    """*das von Russland abhängige Land*: an attributive adjective of the lexicon with arguments of its own."""
    if word.lemma_ not in lexicon.adjectives or not dependents(word):
        return None
    subject = Argument("subject", word.head.i, denoted(word.head, index), shared=True)
    return Clause(word.i, word.lemma_, "copula", (word.i,), [*verb_arguments(word, index), subject])


def _framed_noun(token: Token, lexicon: Lexicon) -> str:
    """The noun of the lexicon that `token` is a form or a compound of, "" if none: *Geheimtreffen* -> Treffen."""
    return next((found for lemma in noun_lemmas(token) if (found := lexicon.framed_noun(lemma))), "")


def _set_parent(doc: Doc, clause: Clause, by_token: dict[int, Clause]) -> None:
    for ancestor in doc[clause.predicate].ancestors:
        if ancestor.i in by_token:
            clause.parent = by_token[ancestor.i]
            return


def _depth(clause: Clause) -> int:
    depth, above = 0, clause.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def _set_status(doc: Doc, clause: Clause, lexicon: Lexicon) -> None:
    """Polarity and modality; a noun takes those of the verb above it that decide on the act."""
    token = doc[clause.predicate]
    reported = clause.voice is not None and clause.voice.kind == "indirect"
    fillers = [doc[a.head] for a in clause.arguments if a.slot in ("subject", "object") and not a.shared]
    if polarity_of(token, lexicon.grammar, fillers) == "negative":
        clause.polarity = "negative" if clause.polarity == "positive" else "positive"
    if clause.parent is not None and negates_complement(token, clause.parent.lemma, lexicon.grammar):
        clause.polarity = "negative" if clause.polarity == "positive" else "positive"
    if clause.kind == "noun" and came_to_nothing(token, clause.lemma, lexicon.grammar):
        clause.polarity = "negative"
    own = modality_of(token, lexicon.grammar, reported=reported)
    if own != "asserted":
        clause.modality = own
    if clause.kind == "noun" and clause.parent is not None and any(a.shared for a in clause.arguments):
        above = clause.parent
        clause.modality = clause.modality if clause.modality != "asserted" else above.modality
        clause.polarity = above.polarity if clause.polarity == "positive" else clause.polarity
    elif token.dep_ in ("conj", "xcomp") and clause.parent is not None and clause.modality == "asserted":
        clause.modality = clause.parent.modality if _shares_auxiliary(token) else clause.modality


def _shares_auxiliary(token: Token) -> bool:
    """True for an infinite conjunct or infinitive under a modal: *er will verhandeln und unterzeichnen*."""
    return value_of(token, "VerbForm") != "Fin" and not children(token, "aux", "aux:pass")
