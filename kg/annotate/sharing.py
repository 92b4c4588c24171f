"""Arguments that a clause leaves to be understood: of infinitives, coordinated verbs, relative clauses, event nouns."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.annotate.apposition import denoted
from kg.annotate.arguments import relative_antecedent
from kg.annotate.layers import Argument, Clause
from kg.annotate.lexicon import Lexicon
from kg.annotate.mention_index import MentionIndex
from kg.annotate.syntax import finite_of, governing_verb, is_bare_infinitive, preposition_of, slot_matches
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.word_order import ACTORS

OWN_SUBJECT = ("xcomp", "advcl", "acl", "conj", "parataxis")  # infinite clauses whose subject stands above


def share_arguments(doc: Doc, clause: Clause, index: MentionIndex, lexicon: Lexicon) -> None:
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
    if token.dep_ != "conj" and (finite_of(token) is not None or _has_relative(token)):
        return  # a finite clause has a subject of its own, found or not
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
    if complement and (above.lemma in lexicon.grammar.demand_verbs or above.lemma in load_syntax().accusing):
        asked = [name for name in ("object", "indirect") if above.fillers(name)]
        source = asked[0] if asked else source
    for argument in above.fillers(source):
        yield Argument(slot, argument.head, argument.mention, shared=True)


def _share_object(doc: Doc, clause: Clause, above: Clause) -> None:
    """*Er kaufte und verkaufte Waffen*: an object behind the last verb belongs to the first as well."""
    if clause.fillers("object") and not above.fillers("object") and above.kind == "verb" and not above.passive:
        own = {
            token.i for token in doc[clause.predicate].subtree
        }  # der Senat lobte und der Verband kritisierte das Urteil
        between = range(above.predicate + 1, clause.predicate)
        if all(i in own or doc[i].dep_ in ("cc", "punct", "aux") for i in between):
            above.arguments.extend(Argument("object", a.head, a.mention, shared=True) for a in clause.fillers("object"))


def _share_with_noun(noun: Token, clause: Clause, index: MentionIndex, lexicon: Lexicon) -> None:
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
    deciding = (grammar.plan_verbs, grammar.act_verbs, grammar.negative_verbs)
    if above.kind != "verb" or not any(above.lemma in verbs for verbs in deciding):
        return
    if above.lemma in grammar.negative_verbs and clause.lemma in load_syntax().doing.of_others:
        return
    own = index.get(noun.i)
    if (own is not None and own.type in ACTORS) or not _is_done(noun, verb, above):
        return
    by_dative = above.lemma in load_syntax().doing.by_dative  # Rom verweigerte Malta den Beitritt
    doers = (by_dative and above.fillers("indirect")) or above.fillers("subject")
    clause.arguments.extend(Argument("subject", doer.head, doer.mention, shared=True) for doer in doers)
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
