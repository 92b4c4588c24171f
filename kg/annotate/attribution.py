"""Attribution: each token learns who vouches for it (``doc._.voices``).

A voice comes from a direct quote, from the complement of a reporting verb, from ``laut X`` / ``nach Angaben von X``,
from Konjunktiv I in a sentence that follows, or from hearsay (*soll gekauft haben*). None means the article itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.annotate.apposition import denoted
from kg.annotate.inflect import value_of
from kg.annotate.layers import TokenMention, Voice, VoiceKind
from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.mention_index import mention_index
from kg.annotate.quotes import Quote, find_quotes
from kg.annotate.syntax import (
    conjuncts,
    finite_of,
    governing_verb,
    is_bare_infinitive,
    is_passive,
    is_verb,
    lemma_of,
    preposition_of,
    subject_of,
)
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, sentence_of, tree_of
from kg.verb_forms import load_verb_forms

SPEAKERS = ("Person", "Organization", "Group", "Place", "Position")
REACH = 2  # sentences after which a speaker no longer carries over to Konjunktiv I


@Language.factory("kg_attribution", assigns=["doc._.voices"], requires=["token.dep", "token.lemma", "token.morph"])
def create_attribution(nlp: Language, name: str) -> Attribution:
    """The spaCy component of this step."""
    return Attribution()


class Attribution:
    """Writes ``doc._.voices``: one `Voice` or None per token."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with voices."""
        from kg.annotate.coref import resolve_first_person

        doc._.voices = Voices(doc, load_lexicon()).read()
        resolve_first_person(doc)
        return doc


class Voices:
    """The voices of one Doc while they are being found."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.reporting = lexicon.reporting
        self.grammar = lexicon.grammar
        self.index = mention_index(doc)
        self.voices: list[Voice | None] = [None] * len(doc)
        self.tokens = tree_of(doc).tokens
        self.verbs = {token.i: token for token in self.tokens if self._is_reporting(token)}

    def read(self) -> list[Voice | None]:
        """One voice or None per token; inner voices know their outer one."""
        self._read_quotes()
        for verb in sorted(
            self.verbs.values(), key=lambda token: (sentence_of(token)[0], len(list(token.ancestors)), token.i)
        ):
            self._read_complements(verb)
        self._read_sources()
        self._read_continuations()
        self._read_hearsay()
        return self.voices

    def _is_reporting(self, token: Token) -> bool:
        return is_verb(token) and lemma_of(token) in self.reporting.verbs

    # Direct speech ------------------------------------------------------------------------------------------------

    def _read_quotes(self) -> None:
        last: TokenMention | None = None
        last_end = -1
        for quote in find_quotes(self.doc):
            if not self._is_speech(quote):
                continue
            speaker, cue = self._quoted_speaker(quote)
            if speaker is None and last is not None and last_end >= self._sentence_before(quote):
                speaker = last  # „…“, sagte Blinken. „…“: he goes on
            self._assign(range(quote.start + 1, quote.end), "quote", speaker, cue if cue is not None else quote.start)
            last, last_end = speaker, quote.end

    def _sentence_before(self, quote: Quote) -> int:
        """First token of the sentence before the one in which `quote` begins."""
        start = sentence_of(self.doc[quote.start])[0]
        return sentence_of(self.doc[start - 1])[0] if start else 0

    def _sentence(self, token: Token) -> list[Token]:
        """The tokens of the sentence that `token` stands in."""
        start, end = sentence_of(token)
        return self.tokens[start:end]

    def _is_speech(self, quote: Quote) -> bool:
        """True if it says something: *„wichtiges Zeichen“* and titles of works have no verb."""
        inside = self.tokens[quote.start + 1 : quote.end]
        return any(value_of(token, "VerbForm") == "Fin" for token in inside)

    def _quoted_speaker(self, quote: Quote) -> tuple[TokenMention | None, int | None]:
        """The speaker of a quote and the word that names him, from the words around it.

        *„…“, sagte er.*  *Er fügte hinzu: „…“*  *„…“, so Blinken gegenüber Reportern.*
        """
        before = self.tokens[sentence_of(self.tokens[quote.start])[0] : quote.start]
        after_end = sentence_of(self.tokens[min(quote.end, len(self.tokens) - 1)])[1]
        after = self.tokens[quote.end + 1 : after_end]
        if not after and quote.end + 1 < len(self.doc) and self.doc[quote.end + 1].is_punct:
            after = self._sentence(self.tokens[quote.end + 1])  # the comma after “ opened a sentence of its own
        verbs = [token for token in (*after, *reversed(before)) if token.i in self.verbs]
        for verb in verbs:
            speaker = self._speaker(verb)
            if speaker is not None:
                return speaker, verb.i
        for token in after:
            if token.lower_ in self.reporting.particles and (named := self._next_name(token)):
                return named, token.i
        for token in (*after, *before):
            if token.lower_ in self.reporting.prepositions and (named := self._next_name(token)):
                return named, token.i
        return None, verbs[0].i if verbs else None

    def _next_name(self, token: Token) -> TokenMention | None:
        """The actor named right after `token`: *so Blinken*, *so der Minister*."""
        for other in self.tokens[token.i + 1 : min(token.i + 6, sentence_of(token)[1])]:
            mention = self.index.get(other.i)
            if other.dep_ == "amod":
                continue  # so der italienische Ministerpräsident: not Italy
            if mention is not None and mention.kind not in ("time", "amount"):
                return denoted(other, self.index)
        return None

    # Indirect speech ----------------------------------------------------------------------------------------------

    def _speaker(self, verb: Token) -> TokenMention | None:
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

    def _read_complements(self, verb: Token) -> None:
        """What a reporting verb governs: *sagte, dass …*; *Moskau kaufe Öl, sagte Rutte*."""
        speaker = self._speaker(verb)
        if lemma_of(verb) in load_syntax().asserting and not is_passive(verb):
            for noun in children(verb, "obj"):  # hob die Zusammenarbeit zwischen der EU und den USA hervor
                self._assign(self._below(noun), "indirect", speaker, verb.i)
        for child in children(verb, "ccomp", "xcomp", "parataxis", "csubj", "advcl"):
            if child.dep_ == "advcl" and not (is_bare_infinitive(child) or self._is_content(child)):
                continue
            for complement in conjuncts(child):
                if complement.i in self.verbs and complement.dep_ == "conj" and not self._is_subjunctive(complement):
                    continue
                if child.dep_ == "parataxis" and not self._is_subjunctive(complement):
                    continue
                self._assign(self._below(complement), "indirect", speaker, verb.i)
        if self._is_as_said(verb) or self._is_aside(verb):
            own = {token.i for token in verb.subtree}
            whole = [i for i in self._below(verb.head) if i not in own]
            self._assign(whole, "indirect", speaker, verb.i)

    def _is_aside(self, verb: Token) -> bool:
        """True for the *sagte Rutte* of *Moskau kaufe Öl, sagte Rutte*, parsed as an aside of what he says."""
        content = is_verb(verb.head) or verb.head.pos_ in ("NOUN", "ADJ", "PROPN")
        return verb.dep_ == "parataxis" and content and verb.head.i not in self.verbs

    def _is_as_said(self, verb: Token) -> bool:
        """True for *wie die Agentur meldet, …*: what it hangs on is the agency's."""
        marks = children(verb, "mark", "advmod")
        return verb.dep_ == "advcl" and any(mark.lower_ in load_syntax().as_said for mark in marks)

    def _is_content(self, clause: Token) -> bool:
        """True for a *dass*-clause, whatever its label."""
        return any(mark.lower_ in load_syntax().complementizers for mark in children(clause, "mark"))

    def _below(self, token: Token) -> list[int]:
        """Tokens of the clause headed by `token`, without clauses coordinated to it."""
        apart = {i for child in children(token, "conj") for i in (other.i for other in child.subtree)}
        return [other.i for other in token.subtree if other.i not in apart]

    def _read_sources(self) -> None:
        """What nouns, prepositions and particles say of a source, in text order."""
        reporting = self.reporting
        for token in self.tokens:
            word = token.lower_
            if token.lemma_ in reporting.nouns and token.pos_ == "NOUN":
                self._read_noun_content(token)
            if word in reporting.prepositions or (word in reporting.noun_prepositions and token.dep_ == "case"):
                self._read_according(token)
            if word in reporting.particles:
                self._read_so(token)

    def _read_according(self, token: Token) -> None:
        """*Laut BBC …*, *… zufolge*, *nach Angaben des Ministers*: the whole clause is theirs."""
        noun = token.head
        if token.lower_ in self.reporting.prepositions:
            source = denoted(noun, self.index)
        elif noun.lemma_ in self.reporting.nouns:
            source = self._source(noun)
        else:
            return
        clause = governing_verb(noun)
        if clause is None:
            return
        own = {other.i for other in noun.subtree}
        self._assign_around([i for i in self._below(clause) if i not in own], source, token.i)

    def _source(self, noun: Token) -> TokenMention | None:
        """Whose words: *Angaben des Ministers*, *Angaben von Amnesty*, *seinen Worten*."""
        for child in dependents(noun):
            if child.dep_ in ("nmod", "nmod:poss", "obl") and child.i > noun.i:
                return denoted(child, self.index)
            if child.dep_ == "det:poss" and child.i in self.index:
                return self.index[child.i]
        return None

    # Speech that goes on -------------------------------------------------------------------------------------------

    def _is_subjunctive(self, verb: Token) -> bool:
        """True for Konjunktiv I: *kaufe*, *sei*, *habe gekauft*; not for *ich kaufe*."""
        finite = finite_of(verb) or verb
        if not is_verb(finite):
            return False
        subject = subject_of(verb)
        if subject is not None and subject.lower_ in self.grammar.first_person:
            return False
        return finite.lower_ in load_verb_forms().subjunctives

    def _read_continuations(self) -> None:
        """Sentences in Konjunktiv I after a reported one: *Moskau kaufe Güter von China.*"""
        speaker: TokenMention | None = None
        cue, since = -1, REACH + 1
        for sent in self.doc.sents:
            voice = self._last_voice(sent)
            root = sent.root
            if self.voices[root.i] is None and self._is_subjunctive(root):
                named = speaker if since <= REACH else None
                self._assign([token.i for token in sent], "indirect", named, cue if cue >= 0 else root.i)
                since = 1
            elif voice is not None and voice.speaker is not None:
                speaker, cue, since = voice.speaker, voice.cue, 1
            elif (verb := self._main_reporting(sent)) is not None:
                speaker, cue, since = self._speaker(verb), verb.i, 1
            else:
                since += 1

    def _last_voice(self, sent: Span) -> Voice | None:
        found = [voice for voice in self.voices[sent.start : sent.end] if voice is not None]
        if not found:
            return None
        last = found[-1]
        return last.outer or last

    def _main_reporting(self, sent: Span) -> Token | None:
        return self.verbs.get(sent.root.i)

    def _read_hearsay(self) -> None:
        """*Er soll angetrunken gewesen sein*: sollen with a perfect infinitive; *angeblich*."""
        hearsay = load_syntax().hearsay
        for token in self.tokens:
            clause: Token | None = None
            speaker: TokenMention | None = None
            if token.dep_ == "aux" and token.lemma_ in (hearsay.modal, hearsay.own):
                others = children(token.head, "aux", "aux:pass", "cop")
                if any(other.i > token.i and other.lower_ in hearsay.auxiliaries for other in others):
                    clause = token.head  # not the passive "soll getötet werden": that is a plan
                    subject = subject_of(clause)
                    if token.lemma_ == hearsay.own and subject is not None:
                        speaker = denoted(subject, self.index)
            elif token.lower_ in self.reporting.hearsay:
                clause = token.head if is_verb(token.head) else governing_verb(token)
            if clause is not None and self.voices[clause.i] is None:
                self._assign(self._below(clause), "hearsay", speaker, token.i)

    def _read_so(self, token: Token) -> None:
        """*Die Miliz habe Goma angegriffen, so die Ministerin*: without quotation marks, the sentence is hers."""
        if not token.i or not token.nbor(-1).is_punct:
            return
        if token.i + 1 >= sentence_of(token)[1] or token.nbor().pos_ not in ("DET", "PROPN", "NOUN"):
            return
        speaker = self._next_name(token)
        if speaker is not None and speaker.referent.type in SPEAKERS:
            words = range(sentence_of(token)[0], token.i)
            self._assign([i for i in words if self.voices[i] is None], "indirect", speaker, token.i)

    def _read_noun_content(self, noun: Token) -> None:
        """*Die Behauptung des Händlers, die Polizei habe ihn entführt*: its content is its owner's."""
        for child in children(noun, "acl", "ccomp"):
            if self._is_content(child) or self._is_subjunctive(child):
                self._assign(self._below(child), "indirect", self._source(noun), noun.i)

    def _assign_around(self, tokens: list[int], speaker: TokenMention | None, cue: int) -> None:
        """Gives a clause to the source of *laut X*; whoever speaks within it goes on to, inside X's words."""
        inside, voice = set(tokens), Voice("according", speaker, cue)
        for i in tokens:
            known = self.voices[i]
            if known is not None and known.cue in inside:
                while known.outer is not None and known.outer.cue in inside:
                    known = known.outer
                known.outer = known.outer or voice
        rest = [i for i in tokens if (held := self.voices[i]) is None or held.cue not in inside]
        self._assign(rest, "according", speaker, cue)

    def _assign(self, tokens: Iterable[int], kind: VoiceKind, speaker: TokenMention | None, cue: int) -> None:
        """Gives `tokens` a voice inside the one they have; the same speaker again changes nothing."""
        made: dict[int, Voice] = {}
        for i in tokens:
            outer = self.voices[i]
            if outer is not None and (speaker is None or outer.speaker is speaker):
                continue
            made.setdefault(id(outer), Voice(kind, speaker, cue, outer))
            self.voices[i] = made[id(outer)]


def _from_above(verb: Token) -> tuple[int, int, int]:
    """Sorts the verbs of each sentence from the root down, so that inner voices meet their outer one."""
    return sentence_of(verb)[0], len(list(verb.ancestors)), verb.i
