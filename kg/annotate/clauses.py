"""Clauses: each predicate of a sentence with its arguments by slot, polarity, modality and voice.

Verbs, copulas, attributive participles and event nouns all become `Clause`; what they mean is the next step's matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.apposition import denoted
from kg.annotate.arguments import (
    following_phrases,
    is_passive,
    is_reflexive,
    noun_arguments,
    relative_antecedent,
    verb_arguments,
)
from kg.annotate.inflect import noun_lemmas
from kg.annotate.layers import Argument, Clause, TokenMention
from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.modality import modality_of, polarity_of
from kg.annotate.participles import participle_clause
from kg.annotate.syntax import (
    children,
    feature,
    governing_verb,
    is_bare_infinitive,
    is_verb,
    lemma_of,
    load_syntax,
    mention_index,
    preposition_of,
    slot_matches,
)
from kg.types import EntityType

ACTORS: tuple[EntityType, ...] = ("Person", "Group", "Organization", "Place", "Position")
OWN_SUBJECT = ("xcomp", "advcl", "acl", "conj", "parataxis")  # infinite clauses whose subject stands above


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
    index = mention_index(doc)
    by_token: dict[int, Clause] = {}
    for token in doc:
        clause = _clause(token, index, lexicon)
        if clause is not None:
            by_token[token.i] = clause
    for clause in by_token.values():
        _set_parent(doc, clause, by_token)
    for clause in sorted(by_token.values(), key=lambda clause: _depth(clause)):
        _share_arguments(doc, clause, index, lexicon)
        _set_status(doc, clause, lexicon)
    return [by_token[i] for i in sorted(by_token)]


def _clause(token: Token, index: dict[int, TokenMention], lexicon: Lexicon) -> Clause | None:
    if token.dep_ in ("aux", "aux:pass", "cop", "compound:prt"):
        return None
    if cops := children(token, "cop"):
        if cops[0].lemma_ in load_syntax().copula.verbs or token.pos_ == "VERB":
            return _copula_clause(token, index, lexicon)
        return _false_copula(token, cops[0], index)
    if is_verb(token):
        return participle_clause(token, index) if token.dep_ == "amod" else _verb_clause(token, index)
    if token.dep_ == "amod":
        return participle_clause(token, index) or _adjective_clause(token, index, lexicon)
    if token.pos_ in ("NOUN", "PROPN") and (lemma := _framed_noun(token, lexicon)):
        return Clause(token.i, lemma, "noun", (token.i,), noun_arguments(token, index, token.doc._.mentions or []))
    return None


def _verb_clause(verb: Token, index: dict[int, TokenMention]) -> Clause:
    words = sorted({verb.i, *(child.i for child in children(verb, "aux", "aux:pass", "compound:prt"))})
    arguments = [*verb_arguments(verb, index), *following_phrases(verb, index)]
    return Clause(verb.i, lemma_of(verb), "verb", tuple(words), arguments, is_reflexive(verb), is_passive(verb))


def _copula_clause(word: Token, index: dict[int, TokenMention], lexicon: Lexicon) -> Clause:
    """*Er ist Präsident der Ukraine*; *Berlin ist mit Paris verbündet*."""
    words = sorted({word.i, *(child.i for child in children(word, "cop", "aux"))})
    arguments = [*verb_arguments(word, index)]
    if word.pos_ in ("NOUN", "PROPN"):
        taken = {argument.head for argument in arguments}
        more = noun_arguments(word, index, word.doc._.mentions or [])
        arguments.extend(argument for argument in more if argument.head not in taken or argument.slot == "modifier")
        arguments.append(Argument("predicative", word.i, index.get(word.i)))
    if preposition := preposition_of(word):  # Die Grünen sind gegen den Ausbau
        arguments.append(Argument(preposition, word.i, denoted(word, index)))
        return Clause(word.i, children(word, "cop")[0].lemma_, "verb", tuple(words), arguments)
    return Clause(word.i, _framed_noun(word, lexicon) or word.lemma_, "copula", tuple(words), arguments)


def _false_copula(word: Token, verb: Token, index: dict[int, TokenMention]) -> Clause:
    """*Der Schaden beträgt zehn Euro*, parsed as if *betragen* were a copula: the verb is the predicate after all."""
    arguments = verb_arguments(word, index)
    slot = "predicative" if word.pos_ == "ADJ" else preposition_of(word) or "object"
    arguments.append(Argument(slot, word.i, denoted(word, index)))
    return Clause(word.i, lemma_of(verb), "verb", tuple(sorted((verb.i, word.i))), arguments, is_reflexive(word))


def _adjective_clause(word: Token, index: dict[int, TokenMention], lexicon: Lexicon) -> Clause | None:
    """*das von Russland abhängige Land*: an attributive adjective of the lexicon with arguments of its own."""
    if word.lemma_ not in lexicon.adjectives or not list(word.children):
        return None
    subject = Argument("subject", word.head.i, denoted(word.head, index), shared=True)
    return Clause(word.i, word.lemma_, "copula", (word.i,), [*verb_arguments(word, index), subject])


def _noun_lemma(lemma: str, lexicon: Lexicon) -> str:
    """The noun whose frames a compound shares: *Geheimtreffen* -> Treffen; the longest last part decides."""
    compounds = load_syntax().compounds
    if lemma in lexicon.nouns or (lemma.lower().startswith(compounds.barriers) and "-" not in lemma):
        return lemma
    for start in range(3, len(lemma)):
        part = lemma[start:].lstrip("-").capitalize()
        long_enough = len(part) >= compounds.shortest or lemma[start - 1 : start + 1].find("-") >= 0
        if long_enough and part in lexicon.nouns:
            return part
    return lemma


def _framed_noun(token: Token, lexicon: Lexicon) -> str:
    """The noun of the lexicon that `token` is a form or a compound of, "" if none: *Geheimtreffen* -> Treffen."""
    found = (_noun_lemma(lemma, lexicon) for lemma in noun_lemmas(token))
    return next((lemma for lemma in found if lemma in lexicon.nouns), "")


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


def _share_arguments(doc: Doc, clause: Clause, index: dict[int, TokenMention], lexicon: Lexicon) -> None:
    """Gives a clause the arguments that it leaves to be understood."""
    token = doc[clause.predicate]
    if clause.kind == "noun":
        _share_with_noun(token, clause, index, lexicon)
        return
    if token.dep_ in ("acl", "acl:relcl") and not clause.fillers("subject") and not _has_relative(token):
        slot = "object" if clause.passive else "subject"
        clause.arguments.append(Argument(slot, token.head.i, denoted(token.head, index), shared=True))
    above = clause.parent
    if above is None or token.dep_ not in OWN_SUBJECT or above.kind == "noun":
        return
    slot = "object" if clause.passive else "subject"
    if not clause.fillers(slot) and not (clause.passive and clause.fillers("subject")):
        clause.arguments.extend(_understood_subjects(above, token, slot, lexicon))
    if token.dep_ == "conj" and not clause.passive:
        _share_object(doc, clause, above)


def _has_relative(verb: Token) -> bool:
    return any(relative_antecedent(child) is not None for child in verb.subtree)


def _understood_subjects(above: Clause, token: Token, slot: str, lexicon: Lexicon) -> Iterator[Argument]:
    """The understood subject: *Rutte kam und sprach*; *er versprach zu helfen*; *sie bat ihn zu gehen* (ihn)."""
    source = "object" if above.passive and not (token.dep_ == "conj" and above.fillers("subject")) else "subject"
    complement = token.dep_ == "xcomp" or (token.dep_ == "advcl" and is_bare_infinitive(token))
    if complement and above.lemma in lexicon.grammar.demand_verbs:
        asked = [name for name in ("object", "indirect") if above.fillers(name)]
        source = asked[0] if asked else source
    for argument in above.fillers(source):
        yield Argument(slot, argument.head, argument.mention, shared=True)


def _share_object(doc: Doc, clause: Clause, above: Clause) -> None:
    """*Er kaufte und verkaufte Waffen*: an object behind the last verb belongs to the first as well."""
    if clause.fillers("object") and not above.fillers("object") and above.kind == "verb" and not above.passive:
        between = range(above.predicate + 1, clause.predicate)
        if all(doc[i].dep_ in ("cc", "punct", "aux") for i in between):
            above.arguments.extend(Argument("object", a.head, a.mention, shared=True) for a in clause.fillers("object"))


def _share_with_noun(noun: Token, clause: Clause, index: dict[int, TokenMention], lexicon: Lexicon) -> None:
    """The subject of a verb does what its object names: *Berlin sagte eine Aufstockung der Militärhilfe für Kiew zu*.

    Not where the noun has a doer of its own: *Berlin kritisierte den Angriff Russlands*.
    """
    verb = governing_verb(noun)
    above = clause.parent
    if verb is None or above is None or any(clause.fillers(slot) for slot in ("subject", "possessive", "modifier")):
        return
    while above.kind == "noun" and above.parent is not None:
        above = above.parent
    grammar = lexicon.grammar
    if above.kind != "verb" or above.lemma not in (*grammar.plan_verbs, *grammar.act_verbs, *grammar.negative_verbs):
        return
    own = index.get(noun.i)
    if (own is not None and own.type in ACTORS) or not _is_done(noun, verb, above):
        return
    clause.arguments.extend(
        Argument("subject", argument.head, argument.mention, shared=True) for argument in above.fillers("subject")
    )
    if above.lemma in grammar.plan_verbs:
        clause.modality = "planned"
    if above.lemma in grammar.negative_verbs:
        clause.polarity = "negative"


def _is_done(noun: Token, verb: Token, above: Clause) -> bool:
    """True if `noun` names what the subject of `verb` does: its object, or what hangs on that by a genitive.

    *begann Angriffe*; *sagte 2 Milliarden an Hilfen zu*; *traf zu Gesprächen ein*; not *traf sich wegen der Angriffe*.
    """
    doing = load_syntax().doing
    token = noun
    while token.head.i != verb.i and token.dep_ in ("nmod", "conj", "nummod", "appos"):
        if token.dep_ == "nmod" and (preposition_of(token) or "genitive") not in doing.below:
            return False
        token = token.head
    if token.head.i != verb.i:
        return False
    if token.dep_ in ("obj", "nsubj:pass") or (above.passive and token.dep_ == "nsubj"):
        return True
    slot = preposition_of(token)
    return above.lemma in doing.verbs and any(slot_matches(wanted, slot) for wanted in doing.slots)


def _set_status(doc: Doc, clause: Clause, lexicon: Lexicon) -> None:
    """Polarity, modality and voice; a noun takes those of the verb above it that decide on the act."""
    token = doc[clause.predicate]
    voices = doc._.voices or [None] * len(doc)
    clause.voice = voices[clause.predicate]
    reported = clause.voice is not None and clause.voice.kind == "indirect"
    fillers = [doc[a.head] for a in clause.arguments if a.slot in ("subject", "object") and not a.shared]
    if polarity_of(token, lexicon.grammar, fillers) == "negative":
        clause.polarity = "negative" if clause.polarity == "positive" else "positive"
    own = modality_of(token, lexicon.grammar, reported=reported)
    if clause.voice is not None and clause.voice.kind == "hearsay" and doc[clause.voice.cue].dep_ == "aux":
        own = "asserted"  # soll geliefert haben: no plan, but somebody's word
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
    return feature(token, "VerbForm") != "Fin" and not children(token, "aux", "aux:pass")
