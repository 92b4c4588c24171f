"""Attribution: each token learns who vouches for it (``doc._.voices``).

A voice comes from a direct quote, from the complement of a reporting verb, from ``laut X`` / ``nach Angaben von X``,
from Konjunktiv I in a sentence that follows, or from hearsay (*soll gekauft haben*). None means the article itself.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.coref import resolve_first_person
from kg.annotate.direct_speech import read_headlines, read_quotes
from kg.annotate.indirect_speech import read_complements, read_continuations
from kg.annotate.layers import Voice
from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.named_sources import read_hearsay, read_sources
from kg.annotate.voices import Voices


@Language.factory("kg_attribution", assigns=["doc._.voices"], requires=["token.dep", "token.lemma", "token.morph"])
def create_attribution(nlp: Language, name: str) -> Attribution:
    """The spaCy component of this step."""
    return Attribution()


class Attribution:
    """Writes ``doc._.voices``: one `Voice` or None per token."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with voices."""
        doc._.voices = read_voices(doc, load_lexicon())
        resolve_first_person(doc)
        return doc


def read_voices(doc: Doc, lexicon: Lexicon) -> list[Voice | None]:
    """One voice or None per token; inner voices know their outer one."""
    found = Voices(doc, lexicon)
    for read in (read_quotes, read_headlines, read_complements, read_sources, read_continuations, read_hearsay):
        read(found)
    return found.voices
