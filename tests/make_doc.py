"""Hand-built parses for tests: one line of text, one token per group, no model.

    make_doc("Moskau/PROPN/nsubj>2 kauft/VERB/root Öl/NOUN/obj>2 ./PUNCT/punct>2")

A token is ``form/UPOS/deprel>head`` with 1-based head positions inside its sentence; ``root`` has none. Optional
further fields are ``lemma=…``, ``feats=Case=Dat|Number=Sing``, ``ent=PER`` (``ent=PER-B`` starts a new one) and
``men=Person`` or ``men=Product:nominal``: a mention of that type (and kind; default ``name``) headed by the token.
Sentences are separated by a line break. A form is written without a space before it if it starts with ``+``.
"""

from __future__ import annotations

from spacy.lang.de import German
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab, create_vocab

from kg.annotate.layers import TokenMention


def make_doc(text: str, vocab: Vocab | None = None) -> Doc:
    """The annotated Doc that the notation above describes."""
    words: list[str] = []
    spaces: list[bool] = []
    columns: dict[str, list] = {name: [] for name in ("pos", "deps", "heads", "lemmas", "morphs", "sent_starts")}
    labels: list[str] = []
    marks: list[str] = []
    for line in text.strip().splitlines():
        offset = len(words)
        for position, group in enumerate(line.split()):
            form, pos, relation, *extra = _fields(group)
            options = dict(option.split("=", 1) for option in extra)
            if form.startswith("+") and len(form) > 1:
                form = form[1:]
                if spaces:
                    spaces[-1] = False
            label, _, head = relation.partition(">")
            words.append(form)
            spaces.append(True)
            columns["pos"].append(pos)
            columns["deps"].append("ROOT" if label == "root" else label)
            columns["heads"].append(offset + (int(head) - 1 if head else position))
            columns["lemmas"].append(options.get("lemma", form))
            columns["morphs"].append(options.get("feats", ""))
            columns["sent_starts"].append(position == 0)
            labels.append(options.get("ent", ""))
            marks.append(options.get("men", ""))
    doc = Doc(vocab or create_vocab("de", German.Defaults), words=words, spaces=spaces, **columns)
    doc.ents = _entities(doc, labels)
    doc._.mentions = [_mention(doc, index, mark) for index, mark in enumerate(marks) if mark]
    return doc


def _mention(doc: Doc, index: int, mark: str) -> TokenMention:
    kind, _, sort = mark.partition(":")
    token = doc[index]
    chars = (token.idx, token.idx + len(token))
    return TokenMention(index, index + 1, index, chars, sort or "name", kind, token.lemma_)


def _fields(group: str) -> list[str]:
    """The slash-separated fields of one token; a literal slash is written ``\\s``."""
    return [field.replace("\\s", "/") for field in group.split("/")]


def _entities(doc: Doc, labels: list[str]) -> list[Span]:
    spans: list[list] = []
    for index, mark in enumerate(labels):
        label, _, begin = mark.partition("-")
        if label and spans and not begin and spans[-1][1] == index and spans[-1][2] == label:
            spans[-1][1] = index + 1
        elif label:
            spans.append([index, index + 1, label])
    return [Span(doc, start, end, label=label) for start, end, label in spans]
