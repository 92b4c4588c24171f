"""Puts the two trained parts together into one directory that is ready to ship."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import spacy
import srsly
from spacy.language import Language

from kg.tokenizer import german_tokenizer

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SPACE SYM VERB X".split()
CARD = Path(__file__).parent / "MODEL_CARD.md"
CHECKSUMS = "SHA256SUMS"


def assemble(work: Path, output: Path) -> Language:
    """Writes the pipeline of `work/syntax` and `work/names` to `output`, with checksums."""
    nlp = spacy.load(work / "syntax" / "model-best")
    names = spacy.load(work / "names" / "model-best")
    nlp.tokenizer = german_tokenizer(nlp)
    nlp.add_pipe("ner", source=names)
    _add_upos(nlp)
    nlp.config["initialize"] = {}
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["training"] = {}
    nlp.meta.update(
        name="kg_german",
        version="0.1.0",
        description="German news: UPOS, morphology, lemmas, Universal Dependencies, GermEval names",
        license="CC BY-SA 4.0",
        performance={},
    )
    nlp.to_disk(output)
    _prune_strings(nlp, output)
    shutil.copyfile(CARD, output / "README.md")
    write_checksums(output)
    return nlp


def _add_upos(nlp: Language) -> None:
    """The tagger's UPOS, learned on all sentences, replaces that of the morphologizer, learned on half of them."""
    ruler = nlp.add_pipe("attribute_ruler", after="morphologizer")
    for tag in UPOS:
        ruler.add(patterns=[[{"TAG": tag}]], attrs={"POS": tag})


def _prune_strings(nlp: Language, output: Path) -> None:
    """Leaves the endings of the lemmatizer in the list of strings; the words of the corpora are no part of a model.

    All other components store their labels themselves.
    """
    trees = srsly.msgpack_loads(nlp.get_pipe("trainable_lemmatizer").trees.to_bytes())["trees"]
    hashes = {tree[key] for tree in trees for key in ("orig", "subst") if key in tree}
    strings = sorted(nlp.vocab.strings[value] for value in hashes)
    srsly.write_json(output / "vocab" / "strings.json", strings)


def write_checksums(folder: Path) -> None:
    """`SHA256SUMS` in the format of sha256sum, sorted by path."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != CHECKSUMS:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
