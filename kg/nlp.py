"""The German pipeline: our own or anybody's, with kg's steps added.

This is the only module that names a model. Label schemes are translated by the component `kg_roles`.
"""

from __future__ import annotations

from pathlib import Path

import spacy
import spacy.util
from spacy.language import Language

from kg.errors import ModelError
from kg.sentences import create_sentences
from kg.tiger import create_roles, read_labels

__all__ = ["create_roles", "create_sentences", "load_nlp"]

MODELS = Path(__file__).resolve().parent / "models"
ANNOTATORS = ("kg_mentions", "kg_coref", "kg_attribution", "kg_clauses", "kg_relations")


def load_nlp(model: str | Path = "de", *, annotate: bool = True) -> Language:
    """A pipeline that turns German text into a Doc with everything that `kg.facts` reads.

    `model` is the name of a shipped pipeline, of any installed spaCy pipeline for German, or a path to one.
    With `annotate=False` the five steps of `kg.annotate` are left out and only the parse remains.

    Raises:
        ModelError: there is no such pipeline, it is for another language or it lacks a layer that kg needs.
    """
    nlp = _load(model)
    if nlp.lang != "de":
        raise ModelError(f"pipeline {str(model)!r} is for {nlp.lang!r}; kg reads German ('de')")
    if "kg_sentences" not in nlp.pipe_names:
        nlp.add_pipe("kg_sentences", first=True)
    if "kg_roles" not in nlp.pipe_names:
        nlp.add_pipe("kg_roles")
    _check_layers(nlp, str(model))
    if annotate:
        for name in ANNOTATORS:
            nlp.add_pipe(name)
    return nlp


def shipped_models() -> list[str]:
    """Names of the pipelines that come with kg."""
    return sorted(path.parent.name for path in MODELS.glob("*/config.cfg"))


def _load(model: str | Path) -> Language:
    shipped = MODELS / str(model)
    try:
        if isinstance(model, str) and (shipped / "config.cfg").is_file():
            return spacy.load(shipped)
        if Path(model).is_dir() or spacy.util.is_package(str(model)):
            return spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(f"pipeline {str(model)!r} can't be loaded: {error}") from error
    known = sorted({*shipped_models(), *spacy.util.get_installed_models()})
    names = ", ".join(known) if known else "none; reinstall newskg"
    raise ModelError(f"no pipeline {str(model)!r}. Known: {names}. Or give the path of a spaCy pipeline (--model PATH)")


def _check_layers(nlp: Language, model: str) -> None:
    """Parses the probe and names every layer that stays empty."""
    needs = read_labels().needs
    doc = nlp(needs.probe)
    # presets alone are no sentence borders: they leave the open ones to a parser
    present = {layer: doc.has_annotation(layer) for layer in needs.layers}
    present["SENT_START"] = all(token.is_sent_start is not None for token in doc)
    missing = [needs.layers[layer] for layer in needs.layers if not present[layer]]
    if missing:
        what = ", ".join(layer.what for layer in missing)
        components = ", ".join(dict.fromkeys(layer.component for layer in missing))
        raise ModelError(
            f"pipeline {model!r} lacks {what}. Use kg's own (--model de) or one with the components: {components}"
        )
