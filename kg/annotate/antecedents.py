"""Mends of relative clauses in the tree: a relative pronoun agrees with its noun in gender and number.

*Soldaten der Bundeswehr, die dort stationiert sind*: the soldiers are, whatever the parser says.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.annotate.inflect import number_of_verb, read_noun, value_of
from kg.annotate.syntax import finite_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, sentence_of, tree_of
from kg.annotate.vocabulary import load_names
from kg.annotate.word_order import SUBJECTS

INSIDE = frozenset({"nmod", "conj", "appos", "flat"})  # links between the nouns of one phrase
PRONOUNS = frozenset({"PRON", "DET"})
VERBAL = frozenset({"VERB", "AUX"})


def mend_antecedents(doc: Doc) -> None:
    """Hangs relative clauses of `doc` on the nearest noun that their pronoun agrees with, if theirs does not."""
    changed = False
    for clause in tree_of(doc).tokens:
        if clause.dep_ != "acl" or clause.head.i > clause.i or (pronoun := _relative_pronoun(clause)) is None:
            continue
        allowed = _allowed(pronoun)
        if _agrees(clause.head, allowed):
            continue
        nouns = (noun for noun in _nouns_before(clause) if noun.pos_ == "NOUN")
        noun = next((noun for noun in nouns if _agrees(noun, allowed, surely=True)), None)
        if noun is not None:
            clause.head = noun
            changed = True
    if changed:
        tree_of(doc).read()


def _relative_pronoun(clause: Token) -> Token | None:
    """The pronoun that opens a relative clause, alone or behind a preposition: *die*, *mit dem*."""
    for word in clause.doc[clause.left_edge.i : clause.i]:
        if word.lower_ in load_syntax().relatives and word.pos_ in PRONOUNS:
            return word if word.head.i > word.i + 1 or word.head.pos_ in VERBAL else None
        if not word.is_punct and word.pos_ not in ("ADP", "CCONJ"):
            return None
    return None


def _allowed(pronoun: Token) -> frozenset[str]:
    """Genders, and Plur, of what the pronoun can stand for: by its form, and as only subject by the verb's number."""
    found = frozenset(load_names().pronouns.relative[pronoun.lower_].split("|"))
    verb = finite_of(pronoun.head)
    if verb is None or pronoun.dep_ not in SUBJECTS or len(children(pronoun.head, *SUBJECTS)) > 1:
        return found
    number = value_of(verb, "Number") or number_of_verb(pronoun)
    return found & {"Plur"} if number == "Plur" else found - {"Plur"} if number else found


def _agrees(noun: Token, allowed: frozenset[str], *, surely: bool = False) -> bool:
    """True if the pronoun can stand for `noun`, by the table of forms or the parser; by both, to be sure.

    Names agree with all, as nothing shows their gender.
    """
    if noun.pos_ == "PROPN" or (children(noun, "conj") and "Plur" in allowed):
        return True
    parsed = _is_among(value_of(noun, "Gender"), value_of(noun, "Number"), allowed)
    if noun.pos_ != "NOUN":
        return parsed or noun.pos_ not in PRONOUNS
    listed = _is_among(read_noun(noun).gender, read_noun(noun).number, allowed)
    return (listed and parsed) if surely else (listed or parsed)


def _is_among(gender: str, number: str, allowed: frozenset[str]) -> bool:
    if number == "Plur":
        return "Plur" in allowed
    return not gender or not number or gender in allowed


def _nouns_before(clause: Token) -> Iterator[Token]:
    """The nouns of the phrase that ends before the clause, from its end: *Bundeswehr*, *Soldaten*.

    The verbs that close the clause above may stand between: *wird Soldaten der Bundeswehr entsenden, die …*.
    """
    start, at = sentence_of(clause)[0], clause.left_edge.i - 1
    while at > start and (clause.doc[at].is_punct or clause.doc[at].pos_ in VERBAL):
        at -= 1
    word = clause.doc[at]
    yield word
    while word.dep_ in INSIDE and word.head.i < word.i:
        word = word.head
        yield word
