"""Indirect speech: what reporting verbs govern, and sentences in Konjunktiv I that go on with it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.annotate.layers import TokenMention, Voice
from kg.annotate.syntax import conjuncts, is_bare_infinitive, is_passive, is_verb, lemma_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, sentence_of
from kg.annotate.voices import Voices, below, is_content

REACH = 2  # sentences after which a speaker no longer carries over to Konjunktiv I


def read_complements(found: Voices) -> None:
    """Gives to each speaker what he reports: *sagte, dass …*; *Moskau kaufe Öl, sagte Rutte*."""
    for verb in sorted(found.verbs.values(), key=_from_above):
        _read_complement(found, verb)


def _from_above(verb: Token) -> tuple[int, int, int]:
    """Sorts the verbs of each sentence from the root down, so that inner voices meet their outer one."""
    return sentence_of(verb)[0], len(list(verb.ancestors)), verb.i


def _read_complement(found: Voices, verb: Token) -> None:
    """What a reporting verb governs: *sagte, dass …*; *Moskau kaufe Öl, sagte Rutte*."""
    speaker = found.speaker_of(verb)
    if lemma_of(verb) in load_syntax().asserting and not is_passive(verb):
        for noun in children(verb, "obj"):  # hob die Zusammenarbeit zwischen der EU und den USA hervor
            found.assign(below(noun), "indirect", speaker, verb.i)
    for child in children(verb, "ccomp", "xcomp", "parataxis", "csubj", "advcl"):
        if child.dep_ == "advcl" and not (is_bare_infinitive(child) or is_content(child)):
            continue
        for complement in conjuncts(child):
            if complement.i in found.verbs and complement.dep_ == "conj" and not found.is_subjunctive(complement):
                continue
            if child.dep_ == "parataxis" and not found.is_subjunctive(complement):
                continue
            found.assign(below(complement), "indirect", speaker, verb.i)
    if _is_as_said(verb) or _is_aside(found, verb):
        own = {token.i for token in verb.subtree}
        whole = [i for i in below(verb.head) if i not in own]
        found.assign(whole, "indirect", speaker, verb.i)


def _is_aside(found: Voices, verb: Token) -> bool:
    """True for the *sagte Rutte* of *Moskau kaufe Öl, sagte Rutte*, parsed as an aside of what he says."""
    content = is_verb(verb.head) or verb.head.pos_ in ("NOUN", "ADJ", "PROPN")
    return verb.dep_ == "parataxis" and content and verb.head.i not in found.verbs


def _is_as_said(verb: Token) -> bool:
    """True for *wie die Agentur meldet, …*: what it hangs on is the agency's."""
    marks = children(verb, "mark", "advmod")
    return verb.dep_ == "advcl" and any(mark.lower_ in load_syntax().as_said for mark in marks)


def read_continuations(found: Voices) -> None:
    """Sentences in Konjunktiv I after a reported one: *Moskau kaufe Güter von China.*"""
    speaker: TokenMention | None = None
    cue, since = -1, REACH + 1
    for sent in found.doc.sents:
        voice = _last_voice(found, sent)
        root = sent.root
        if found.voices[root.i] is None and found.is_subjunctive(root):
            named = speaker if since <= REACH else None
            found.assign([token.i for token in sent], "indirect", named, cue if cue >= 0 else root.i)
            since = 1
        elif voice is not None and voice.speaker is not None:
            speaker, cue, since = voice.speaker, voice.cue, 1
        elif (verb := found.verbs.get(root.i)) is not None:
            speaker, cue, since = found.speaker_of(verb), verb.i, 1
        else:
            since += 1


def _last_voice(found: Voices, sent: Span) -> Voice | None:
    last = next((voice for voice in reversed(found.voices[sent.start : sent.end]) if voice is not None), None)
    return last.outer or last if last is not None else None
