"""Scores of any German spaCy pipeline on the test sets.

python -m training.score PIPELINE --corpora DIR [--json FILE] [--sets gsd-test,germeval-test]

Two settings for trees:

- `raw`: the sentences of a test set joined to running text, 20 at a time; the pipeline finds words and
  sentence borders. A word counts only if its first and last character are those of a gold word; P and R are
  taken over all words, so a different tokenization costs both. (`im` is one word in gold too.)
- `words`: gold sentence by sentence on the pipeline's own tokens; gold words that the tokenizer keeps
  together (`EU - Ländern`) are merged first. This measures the models alone.

Labels are compared without subtypes (`LAS`), as in the CoNLL shared tasks, except in the per-relation F1.
Names: strict spans over gold words, all GermEval types (`all`), and PER, LOC, ORG, MISC alone (`four`).
"""

from __future__ import annotations

import argparse
import itertools
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from training.corpora import training_sets
from training.retokenise import bio_spans, retokenise
from training.sentence import Sentence

RELATIONS = ("nsubj", "obj", "obl", "nmod", "conj", "acl", "ccomp")
FOUR = ("PER", "LOC", "ORG", "MISC")
CHUNK = 20  # sentences of running text that are parsed together
PUBLISHED = Path(__file__).parent / "published.toml"
NER_ONLY = ("germeval-dev", "germeval-test", "uner-pud", "europarl")
Span = tuple[int, int]


class Tally:
    """Counts of right, proposed and gold items; `f1` and accuracy-like scores from them."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.system: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()

    def add(self, name: str, *, right: int, system: int, gold: int) -> None:
        """Adds the counts of one sentence or text under `name`."""
        self.right[name] += right
        self.system[name] += system
        self.gold[name] += gold

    def add_sets(self, name: str, system: set, gold: set) -> None:
        """Adds two sets of which only equal members are right."""
        self.add(name, right=len(system & gold), system=len(system), gold=len(gold))

    def f1(self) -> dict[str, float]:
        """F1 in [0, 1] by name; where both sides are complete it equals accuracy."""
        return {
            name: round(2 * self.right[name] / (self.system[name] + self.gold[name]), 4)
            for name in self.gold
            if self.system[name] + self.gold[name]
        }


def score_trees(nlp: Language, sentences: Sequence[Sentence], *, raw: bool) -> dict[str, float]:
    """UPOS, FEATS, lemma, UAS, LAS, relations and sentence borders as F1."""
    tally = Tally()
    if raw:
        chunks = [sentences[i : i + CHUNK] for i in range(0, len(sentences), CHUNK)]
        texts = (" ".join(sentence.text for sentence in chunk) for chunk in chunks)
        for chunk, doc in zip(chunks, nlp.pipe(texts), strict=True):
            _compare(tally, list(chunk), doc)
    else:
        for sentence, doc in zip(sentences, nlp.pipe(s.text for s in sentences), strict=True):
            tokens = [token for token in doc if not token.is_space]
            spaces = [bool(token.whitespace_) for token in tokens]
            _compare(tally, [retokenise(sentence, [t.text for t in tokens], spaces)], doc)
    return tally.f1()


def _compare(tally: Tally, gold: list[Sentence], doc: Doc) -> None:
    tokens = [token for token in doc if not token.is_space]
    mine = dict(zip((token.i for token in tokens), _spans(t.text for t in tokens), strict=True))
    theirs = _spans(word for sentence in gold for word in sentence.words)
    right_tokens = {span: tokens[n] for n, span in enumerate(mine.values())}
    tally.add_sets("words", set(mine.values()), set(theirs))
    starts, at = set(), 0
    for sentence in gold:
        _compare_sentence(tally, sentence, theirs[at : at + len(sentence.words)], right_tokens, mine)
        starts.add(theirs[at][0])
        at += len(sentence.words)
    # SPACE tokens may open a sentence of spaCy's: its first word counts
    firsts = ([t for t in sent if not t.is_space] for sent in doc.sents)
    found = {mine[words[0].i][0] for words in firsts if words}
    tally.add_sets("sents", _borders(found, theirs), _borders(starts, theirs))
    relations = Counter(token.dep_.split(":")[0] for token in tokens)
    for name in RELATIONS:
        tally.system[name] += relations[name]
    for name in ("upos", "feats", "lemma", "uas", "las", "las_subtypes"):
        tally.system[name] += len(tokens)


def _borders(starts: set[int], spans: list[Span]) -> set[Span]:
    """Sentences as stretches, so that one wrong border spoils two of them."""
    ordered = [*sorted(starts), spans[-1][1]]
    return set(itertools.pairwise(ordered))


def _compare_sentence(
    tally: Tally, sentence: Sentence, spans: list[Span], tokens: dict[Span, spacy.tokens.Token], mine: dict[int, Span]
) -> None:
    for i, span in enumerate(spans):
        for name in ("upos", "feats", "lemma", "uas", "las", "las_subtypes"):
            tally.gold[name] += 1
        relation = (sentence.deprels[i] or "").split(":")[0]
        if relation in RELATIONS:
            tally.gold[relation] += 1
        token = tokens.get(span)
        if token is None:
            continue
        tally.right["upos"] += token.pos_ == sentence.tags[i]
        tally.right["feats"] += _feats(str(token.morph)) == _feats(sentence.feats[i] or "")
        tally.right["lemma"] += token.lemma_ == sentence.lemmas[i]
        head = sentence.heads[i]
        is_root = token.head.i == token.i
        attached = is_root if head == i else head is not None and not is_root and mine[token.head.i] == spans[head]
        label = "root" if token.dep_ == "ROOT" else token.dep_
        tally.right["uas"] += attached
        same = attached and label.split(":")[0] == relation
        tally.right["las"] += same
        tally.right["las_subtypes"] += attached and label == sentence.deprels[i]
        if same and relation in RELATIONS:
            tally.right[relation] += 1


def _feats(text: str) -> frozenset[str]:
    return frozenset(text.split("|")) - {""}


def _spans(words: Iterable[str]) -> list[Span]:
    """First and last character of each word in the text without blanks."""
    spans, at = [], 0
    for word in words:
        length = len("".join(word.split()))
        spans.append((at, at + length))
        at += length
    return spans


def score_names(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """F1 of names by type, over all types (`all`) and over the four plain ones (`four`)."""
    tally = Tally()
    for sentence, doc in zip(sentences, nlp.pipe(s.text for s in sentences), strict=True):
        words = _spans(sentence.words)
        gold = {(label, words[a][0], words[b][1]) for label, a, b in bio_spans(sentence.ents)}
        tokens = [token for token in doc if not token.is_space]
        mine = dict(zip((token.i for token in tokens), _spans(t.text for t in tokens), strict=True))
        found = {(ent.label_, mine[ent.start][0], mine[ent.end - 1][1]) for ent in doc.ents}
        tally.add_sets("all", found, gold)
        tally.add_sets("four", _only(found, FOUR), _only(gold, FOUR))
        for label in {item[0] for item in found | gold}:
            tally.add_sets(label, _only(found, (label,)), _only(gold, (label,)))
    return dict(sorted(tally.f1().items()))


def _only(items: set, labels: Sequence[str]) -> set:
    return {item for item in items if item[0] in labels}


def score(nlp: Language, corpora: Path, *, sets: Sequence[str] = ()) -> dict[str, dict[str, float]]:
    """All scores by test set; `gsd-test raw` and `gsd-test words` for trees."""
    data = training_sets(corpora)
    results = {}
    for name, sentences in (data.test | data.dev).items():
        if sets and name not in sets:
            continue
        if name in NER_ONLY:
            results[name] = score_names(nlp, sentences)
        else:
            results[f"{name} raw"] = score_trees(nlp, sentences, raw=True)
            results[f"{name} words"] = score_trees(nlp, sentences, raw=False)
    return results


def published_lines(sets: Iterable[str]) -> list[str]:
    """What others publish for the test sets in `sets`, a line per system, from ``published.toml``."""
    scored = {name.split()[0] for name in sets}
    figures = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["figure"]
    return [
        "\t".join(
            (
                f"{figure['set']} elsewhere",
                "  ".join(f"{name} {value:.1f}" for name, value in figure["scores"].items()),
                f"{figure['system']}, {figure['source']}",
            )
        )
        for figure in figures
        if figure["set"] in scored
    ]


def main() -> None:
    """Prints a table and what others publish for the same sets; writes JSON where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipeline", help="name or path of a spaCy pipeline")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sets", default="", help="comma-separated; default: all")
    options = parser.parse_args()
    from kg.nlp import load_nlp

    nlp = load_nlp(options.pipeline, annotate=False)
    results = score(nlp, options.corpora, sets=[name for name in options.sets.split(",") if name])
    for name, scores in results.items():
        print(name, "  ".join(f"{key} {100 * value:.1f}" for key, value in scores.items()), sep="\t")
    for line in published_lines(results):
        print(line)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
