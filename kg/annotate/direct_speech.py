"""Direct speech: whose words a quotation is. *„…“, sagte er.*  *Er fügte hinzu: „…“*  *Blinken: Wir müssen handeln.*"""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.inflect import value_of
from kg.annotate.layers import TokenMention
from kg.annotate.quotes import Quote, find_quotes
from kg.annotate.tree import sentence_of
from kg.annotate.vocabulary import load_names
from kg.annotate.voices import Voices

LONGEST_HEAD = 6  # words before the colon


def read_quotes(found: Voices) -> None:
    """Gives each quotation to its speaker; one without goes on where the last speaker ended."""
    last: TokenMention | None = None
    last_end = -1
    for quote in find_quotes(found.doc):
        if not _is_speech(found, quote):
            continue
        speaker, cue = _speaker_of_quote(found, quote)
        if speaker is None and last is not None and last_end >= _sentence_before(found, quote):
            speaker = last  # „…“, sagte Blinken. „…“: he goes on
        found.assign(range(quote.start + 1, quote.end), "quote", speaker, cue if cue is not None else quote.start)
        last, last_end = speaker, quote.end


def read_headlines(found: Voices) -> None:
    """Gives what stands behind a person and a colon to that person, if it sounds like speech.

    *Blinken: Wir brauchen Zeit*, *FDP-Chef Lang: Steuern senken*; but *Lang: Gericht hebt Urteil auf* is about Lang.
    """
    for colon in found.tokens:
        start, end = sentence_of(colon)
        if colon.text != ":" or not start < colon.i <= start + LONGEST_HEAD:
            continue
        speaker = next((m for m in found.index.values() if m.end == colon.i and m.kind == "name"), None)
        if speaker is None or speaker.type != "Person" or speaker.start < start:
            continue
        if colon.i + 1 == end and end < len(found.tokens):
            end = sentence_of(found.tokens[end])[1]  # the parser ended the sentence at the colon
        said = found.tokens[colon.i + 1 : end]
        titled = any(token.pos_ == "NOUN" for token in found.tokens[start : speaker.start])
        if any(value_of(token, "VerbForm") == "Fin" for token in said) and (titled or _sounds_spoken(found, said)):
            free = [token.i for token in said if found.voices[token.i] is None]
            found.assign(free, "quote", speaker, colon.i)


def _sounds_spoken(found: Voices, said: list[Token]) -> bool:
    """True for words with a first person or a modal verb."""
    first = load_names().pronouns.first
    return any(token.lemma_ in found.grammar.modals or token.lower_ in first for token in said)


def _sentence_before(found: Voices, quote: Quote) -> int:
    """First token of the sentence before the one in which `quote` begins."""
    start = sentence_of(found.doc[quote.start])[0]
    return sentence_of(found.doc[start - 1])[0] if start else 0


def _is_speech(found: Voices, quote: Quote) -> bool:
    """True if it says something: *„wichtiges Zeichen“* and titles of works have no verb."""
    inside = found.tokens[quote.start + 1 : quote.end]
    return any(value_of(token, "VerbForm") == "Fin" for token in inside)


def _speaker_of_quote(found: Voices, quote: Quote) -> tuple[TokenMention | None, int | None]:
    """The speaker of a quote and the word that names him, from the words around it.

    *„…“, sagte er.*  *Er fügte hinzu: „…“*  *„…“, so Blinken gegenüber Reportern.*
    """
    before = found.tokens[sentence_of(found.tokens[quote.start])[0] : quote.start]
    after_end = sentence_of(found.tokens[min(quote.end, len(found.tokens) - 1)])[1]
    after = found.tokens[quote.end + 1 : after_end]
    if not after and quote.end + 1 < len(found.doc) and found.doc[quote.end + 1].is_punct:
        start, end = sentence_of(found.tokens[quote.end + 1])  # the comma after “ opened a sentence of its own
        after = found.tokens[start:end]
    verbs = [token for token in (*after, *reversed(before)) if token.i in found.verbs]
    for verb in verbs:
        speaker = found.speaker_of(verb)
        if speaker is not None:
            return speaker, verb.i
    for token in after:
        if token.lower_ in found.reporting.particles and (named := found.name_after(token)):
            return named, token.i
    for token in (*after, *before):
        if token.lower_ in found.reporting.prepositions and (named := found.name_after(token)):
            return named, token.i
    return None, verbs[0].i if verbs else None
