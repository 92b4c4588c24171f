"""Who vouches for each token of a Doc, while the kinds of speech are being read, and who speaks."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kg.annotate.apposition import denoted
from kg.annotate.layers import TokenMention, Voice, VoiceKind
from kg.annotate.lexicon import Lexicon
from kg.annotate.mention_index import mention_index
from kg.annotate.syntax import finite_of, governing_verb, is_verb, lemma_of, preposition_of, subject_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, sentence_of, tree_of
from kg.verb_forms import load_verb_forms

NEAR = 5  # words behind a cue among which its name stands


def below(token: Token) -> list[int]:
    """Tokens of the clause headed by `token`, without clauses coordinated to it."""
    apart = {i for child in children(token, "conj") for i in (other.i for other in child.subtree)}
    return [other.i for other in token.subtree if other.i not in apart]


def is_content(clause: Token) -> bool:
    """True for a *dass*-clause, whatever its label."""
    return any(mark.lower_ in load_syntax().complementizers for mark in children(clause, "mark"))


class Voices:
    """The voices of one Doc: ``voices`` has one or None per token, ``verbs`` the reporting verbs by token."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.reporting = lexicon.reporting
        self.grammar = lexicon.grammar
        self.index = mention_index(doc)
        self.tokens = tree_of(doc).tokens
        self.voices: list[Voice | None] = [None] * len(doc)
        verbs = (token for token in self.tokens if is_verb(token) and lemma_of(token) in self.reporting.verbs)
        self.verbs = {verb.i: verb for verb in verbs}

    def assign(self, tokens: Iterable[int], kind: VoiceKind, speaker: TokenMention | None, cue: int) -> None:
        """Gives `tokens` a voice inside the one they have; the same speaker again changes nothing."""
        made: dict[int, Voice] = {}
        for i in tokens:
            outer = self.voices[i]
            if outer is not None and (speaker is None or outer.speaker is speaker):
                continue
            made.setdefault(id(outer), Voice(kind, speaker, cue, outer))
            self.voices[i] = made[id(outer)]

    def assign_around(self, tokens: list[int], speaker: TokenMention | None, cue: int) -> None:
        """Gives a clause to the source of *laut X*; whoever speaks within it goes on to, inside X's words."""
        inside, voice = set(tokens), Voice("according", speaker, cue)
        for i in tokens:
            known = self.voices[i]
            if known is not None and known.cue in inside:
                while known.outer is not None and known.outer.cue in inside:
                    known = known.outer
                known.outer = known.outer or voice
        rest = [i for i in tokens if (held := self.voices[i]) is None or held.cue not in inside]
        self.assign(rest, "according", speaker, cue)

    def speaker_of(self, verb: Token) -> TokenMention | None:
        """Who speaks: the subject of a reporting verb (of a passive: its agent)."""
        if children(verb, "nsubj:pass", "aux:pass"):
            for child in children(verb, "obl:agent", "obl"):
                if preposition_of(child) in load_syntax().passive.agents:
                    return denoted(child, self.index)
            return None
        subject = subject_of(verb)
        if subject is None and children(verb, "csubj"):
            subject = next(iter(children(verb, "obj")), None)  # Dass …, bestätigte das Ministerium
        if subject is None and verb.dep_ in ("xcomp", "advcl", "acl"):
            above = governing_verb(verb)
            subject = subject_of(above) if above is not None else None
        return denoted(subject, self.index) if subject is not None else None

    def name_after(self, token: Token) -> TokenMention | None:
        """The actor named right after `token`: *so Blinken*, *so der Minister*."""
        for other in self.tokens[token.i + 1 : min(token.i + 1 + NEAR, sentence_of(token)[1])]:
            if other.dep_ == "amod":
                continue  # so der italienische Ministerpräsident: not Italy
            mention = self.index.get(other.i)
            if mention is not None and mention.kind not in ("time", "amount"):
                return denoted(other, self.index)
        return None

    def owner_of(self, noun: Token) -> TokenMention | None:
        """Whose words: *Angaben des Ministers*, *Angaben von Amnesty*, *seinen Worten*."""
        for child in dependents(noun):
            if child.dep_ in ("nmod", "nmod:poss", "obl") and child.i > noun.i:
                return denoted(child, self.index)
            if child.dep_ == "det:poss" and child.i in self.index:
                return self.index[child.i]
        return None

    def is_subjunctive(self, verb: Token) -> bool:
        """True for Konjunktiv I: *kaufe*, *sei*, *habe gekauft*; not for *ich kaufe*."""
        finite = finite_of(verb) or verb
        if not is_verb(finite):
            return False
        subject = subject_of(verb)
        if subject is not None and subject.lower_ in self.grammar.first_person:
            return False
        return finite.lower_ in load_verb_forms().subjunctives
