"""Speech whose source a phrase names, *laut BBC*, *nach Angaben des Ministers*, *so Blinken*; and hearsay."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.apposition import denoted
from kg.annotate.layers import TokenMention
from kg.annotate.syntax import governing_verb, is_verb, subject_of, tells_hearsay
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, sentence_of
from kg.annotate.voices import Voices, below, is_content

SPEAKERS = ("Person", "Organization", "Group", "Place", "Position")


def read_sources(found: Voices) -> None:
    """What nouns, prepositions and particles say of a source, in text order."""
    reporting = found.reporting
    for token in found.tokens:
        word = token.lower_
        if token.lemma_ in reporting.nouns and token.pos_ == "NOUN":
            _read_noun_content(found, token)
        if word in reporting.prepositions or (word in reporting.noun_prepositions and token.dep_ == "case"):
            _read_according(found, token)
        if word in reporting.particles:
            _read_so(found, token)


def _read_according(found: Voices, token: Token) -> None:
    """*Laut BBC …*, *… zufolge*, *nach Angaben des Ministers*: the whole clause is theirs."""
    noun = token.head
    if token.lower_ in found.reporting.prepositions:
        source = denoted(noun, found.index)
    elif noun.lemma_ in found.reporting.nouns:
        source = found.owner_of(noun)
    else:
        return
    clause = governing_verb(noun)
    if clause is None:
        return
    own = {other.i for other in noun.subtree}
    found.assign_around([i for i in below(clause) if i not in own], source, token.i)


def _read_so(found: Voices, token: Token) -> None:
    """*Die Miliz habe Goma angegriffen, so die Ministerin*: without quotation marks, the sentence is hers."""
    if not token.i or not token.nbor(-1).is_punct:
        return
    if token.i + 1 >= sentence_of(token)[1] or token.nbor().pos_ not in ("DET", "PROPN", "NOUN"):
        return
    speaker = found.name_after(token)
    if speaker is not None and speaker.referent.type in SPEAKERS:
        words = range(sentence_of(token)[0], token.i)
        found.assign([i for i in words if found.voices[i] is None], "indirect", speaker, token.i)


def _read_noun_content(found: Voices, noun: Token) -> None:
    """*Die Behauptung des Händlers, die Polizei habe ihn entführt*: its content is its owner's."""
    for child in children(noun, "acl", "ccomp"):
        if is_content(child) or found.is_subjunctive(child):
            found.assign(below(child), "indirect", found.owner_of(noun), noun.i)


def read_hearsay(found: Voices) -> None:
    """*Er soll angetrunken gewesen sein*: sollen with a perfect infinitive; *angeblich*."""
    hearsay = load_syntax().hearsay
    for token in found.tokens:
        clause: Token | None = None
        speaker: TokenMention | None = None
        if tells_hearsay(token):
            clause = token.head
            subject = subject_of(clause)
            if token.lemma_ == hearsay.own and subject is not None:
                speaker = denoted(subject, found.index)
        elif token.lower_ in found.reporting.hearsay:
            clause = token.head if is_verb(token.head) else governing_verb(token)
        if clause is not None and found.voices[clause.i] is None:
            found.assign(below(clause), "hearsay", speaker, token.i)
