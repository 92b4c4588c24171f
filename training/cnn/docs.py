"""Sentences -> spaCy Docs to train on: several sentences long, with varied quotation marks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc, Span

from training.retokenise import bio_spans, is_sound, retokenise
from training.sentence import Sentence

QUOTES = (("„", "“"), ("»", "«"), ("“", "”"), ("«", "»"), ("„", '"'))
LONGEST = 4  # sentences in a Doc
BREAK_SHARE = 0.15  # of the borders inside a Doc that are line breaks
QUOTE_SHARE = 0.5  # of the sentences with straight quotation marks that get others
GAP_SHARE = 0.03  # of the sentences that get a double space between two words
STOPLESS_SHARE = 0.03  # of the sentences that lose their final stop, as headlines do


def training_docs(
    nlp: Language,
    sentences: Sequence[Sentence],
    *,
    seed: int,
    vary: bool = True,
    complete: Callable[[Sentence], Sentence] | None = None,
) -> Iterator[Doc]:
    """Docs of one to four neighbouring sentences on the tokens of `nlp`, with layers filled in by `complete`."""
    chance = random.Random(seed)
    for _, group in groupby(sentences, key=lambda sentence: sentence.source.split("/")[0]):
        run = list(group)
        while run:
            size = chance.randint(1, LONGEST)
            chosen, run = run[:size], run[size:]
            if vary:
                chosen = [_vary(sentence, chance) for sentence in chosen]
            chosen = [_on_tokens_of(nlp, sentence) for sentence in chosen]
            chosen = [sentence for sentence in chosen if is_sound(sentence)]
            if complete is not None:
                chosen = [complete(sentence) for sentence in chosen]
            if vary:
                chosen = [_widen_gap(sentence, chance) for sentence in chosen]
            if chosen:
                yield doc_from_sentences(nlp, chosen, chance=chance if vary else None)


def doc_from_sentences(nlp: Language, sentences: Sequence[Sentence], *, chance: random.Random | None = None) -> Doc:
    """One Doc with all that is annotated; with `chance`, some borders are line breaks."""
    columns: dict[str, list] = {name: [] for name in ("words", "spaces", "tags", "feats", "lemmas")}
    heads: list[int | None] = []
    deps: list[str | None] = []
    ents: list[str | None] = []
    for number, sentence in enumerate(sentences):
        has_tree = sentence.heads[0] is not None
        if number and chance is not None and chance.random() < BREAK_SHARE:
            columns["spaces"][-1] = False
            columns["words"].append(chance.choice(("\n", "\n\n")))
            columns["spaces"].append(False)
            columns["tags"].append("SPACE")
            columns["feats"].append("")
            columns["lemmas"].append(columns["words"][-1])
            heads.append(len(heads) - 1 if has_tree else None)
            deps.append("dep" if has_tree else None)
            ents.append(None if sentence.ents[0] is None else "O")
        elif number:
            columns["spaces"][-1] = True
        offset = len(heads)
        for name in columns:
            columns[name] += getattr(sentence, name)
        heads += [None if head is None else head + offset for head in sentence.heads]
        deps += ["ROOT" if dep == "root" else dep for dep in sentence.deprels]
        ents += sentence.ents
    return _doc(nlp, columns, heads, deps, ents)


def _doc(
    nlp: Language,
    columns: dict[str, list],
    heads: list[int | None],
    deps: list[str | None],
    ents: list[str | None],
) -> Doc:
    with_tree = any(head is not None for head in heads)
    known = zip(columns["tags"], columns["feats"], strict=True)
    doc = Doc(
        nlp.vocab,
        words=columns["words"],
        spaces=columns["spaces"],
        # the morphologizer takes UPOS without features for a word that has none
        pos=[tag if tag and feats is not None else "" for tag, feats in known],
        lemmas=[lemma or "" for lemma in columns["lemmas"]],
        # in a tree only the rest of a split word has no head: `km/h` -> km < / < h
        heads=[i - 1 if head is None else head for i, head in enumerate(heads)] if with_tree else None,
        deps=[dep or "dep" for dep in deps] if with_tree else None,
    )
    for token, feats in zip(doc, columns["feats"], strict=True):
        if feats is not None:
            token.set_morph(feats)
    if any(tag is not None for tag in ents):
        doc.set_ents([Span(doc, a, b + 1, label=label) for label, a, b in bio_spans(ents)])
    return doc


def _on_tokens_of(nlp: Language, sentence: Sentence) -> Sentence:
    tokens = [token for token in nlp.tokenizer(sentence.text) if not token.is_space]
    spaces = [bool(token.whitespace_) for token in tokens]
    return retokenise(sentence, [token.text for token in tokens], spaces)


def _vary(sentence: Sentence, chance: random.Random) -> Sentence:
    words = list(sentence.words)
    if words.count('"') >= 2 and words.count('"') % 2 == 0 and chance.random() < QUOTE_SHARE:
        pair, opens = chance.choice(QUOTES), True
        for i, word in enumerate(words):
            if word == '"':
                words[i] = pair[0] if opens else pair[1]
                opens = not opens
    sentence = replace(sentence, words=tuple(words))
    if words[-1] == "." and len(words) > 3 and chance.random() < STOPLESS_SHARE:
        return _without_last(sentence)
    return sentence


def _without_last(sentence: Sentence) -> Sentence:
    layers = ("words", "spaces", "tags", "feats", "lemmas", "heads", "deprels", "ents")
    last = len(sentence.words) - 1
    if sentence.heads[last] == last or last in sentence.heads[:last]:
        return sentence  # something hangs on the full stop
    return replace(sentence, **{name: getattr(sentence, name)[:-1] for name in layers})


def _widen_gap(sentence: Sentence, chance: random.Random) -> Sentence:
    """The sentence with a word ` ` somewhere, which is what spaCy makes of a second space."""
    inside = [str(tag).startswith("I-") for tag in sentence.ents]
    gaps = [i for i, space in enumerate(sentence.spaces[:-1]) if space and not inside[i + 1]]
    if not gaps or chance.random() >= GAP_SHARE:
        return sentence
    at = chance.choice(gaps)
    has_tree, has_names = sentence.heads[0] is not None, sentence.ents[0] is not None
    filler = {
        "words": " ",
        "spaces": False,
        "tags": "SPACE",
        "feats": "",
        "lemmas": " ",
        "heads": at if has_tree else None,
        "deprels": "dep" if has_tree else None,
        "ents": "O" if has_names else None,
    }
    moved = [head if head is None or head <= at else head + 1 for head in sentence.heads]
    layers = {name: list(getattr(sentence, name)) for name in filler} | {"heads": moved}
    for name, value in filler.items():
        layers[name].insert(at + 1, value)
    return replace(sentence, **{name: tuple(layer) for name, layer in layers.items()})
