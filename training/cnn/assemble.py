"""The trained pipeline -> a directory that is ready to ship."""

from __future__ import annotations

import shutil
from pathlib import Path

import spacy
import srsly
from spacy.language import Language

from kg.tokenizer import german_tokenizer
from training.shipping import SPACY, write_checksums

CARD = Path(__file__).parent / "MODEL_CARD.md"


def assemble(work: Path, output: Path) -> Language:
    """Writes the best pipeline of `work/run` to `output`, without what only training needs, with card and checksums."""
    nlp = spacy.load(work / "run" / "model-best")
    nlp.tokenizer = german_tokenizer(nlp)
    nlp.config["initialize"] = {}
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["training"] = {}
    nlp.meta.update(
        name="kg_german",
        version="0.2.0",
        spacy_version=SPACY,
        description="German news: UPOS, morphology, lemmas, Universal Dependencies, GermEval names",
        license="CC BY-SA 4.0",
        performance={},
    )
    nlp.to_disk(output)
    _prune_strings(nlp, output)
    shutil.copyfile(CARD, output / "README.md")
    write_checksums(output)
    return nlp


def _prune_strings(nlp: Language, output: Path) -> None:
    """Leaves the endings of the lemmatizer in the list of strings; the words of the corpora are no part of a model.

    All other components store their labels themselves.
    """
    trees = srsly.msgpack_loads(nlp.get_pipe("trainable_lemmatizer").trees.to_bytes())["trees"]
    hashes = {tree[key] for tree in trees for key in ("orig", "subst") if key in tree}
    strings = sorted(nlp.vocab.strings[value] for value in hashes)
    srsly.write_json(output / "vocab" / "strings.json", strings)
