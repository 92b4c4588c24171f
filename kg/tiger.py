"""TIGER trees -> Universal Dependencies, for spaCy's de_core_news_* pipelines.

TIGER puts auxiliaries above verbs, prepositions above nouns and strings coordination in a chain; here the content
words come on top, as in our own pipeline. The tables are in labels.toml.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict
from spacy.attrs import DEP, HEAD  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.data import read_toml, validate

FILE = "labels.toml"
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
VERBS = frozenset({"VERB", "AUX"})
MODIFYING = frozenset({"DET", "ADJ", "NUM", "ADV"})


class Verbs(BaseModel):
    """Lemmas that decide how a clause is built."""

    model_config = ConfigDict(extra="forbid")
    copula: frozenset[str]
    passive: frozenset[str]


class Tiger(BaseModel):
    """The table [tiger]: label -> condition -> label."""

    model_config = ConfigDict(extra="forbid")
    labels: dict[str, dict[str, str]]
    verbs: Verbs


class Layer(BaseModel):
    """A layer of annotation that kg needs, and the spaCy component that writes it."""

    model_config = ConfigDict(extra="forbid")
    what: str
    component: str


class Needs(BaseModel):
    """What a pipeline must provide."""

    model_config = ConfigDict(extra="forbid")
    probe: str
    layers: dict[str, Layer]


class Labels(BaseModel):
    """All of labels.toml."""

    model_config = ConfigDict(extra="forbid")
    needs: Needs
    tiger: Tiger
    names: dict[str, str]


@cache
def read_labels() -> Labels:
    """The tables of labels.toml, validated."""
    return validate(FILE, "", Labels, read_toml(FILE))


def is_tiger(labels: frozenset[str] | set[str]) -> bool:
    """Whether a parser with these labels speaks TIGER: it has a subject `sb` and no `nsubj`."""
    return "sb" in labels and "nsubj" not in labels


@Language.factory("kg_roles", requires=["token.dep", "token.head", "token.pos"], assigns=["token.dep", "token.head"])
def create_roles(nlp: Language, name: str) -> RoleAdapter:
    """The component `kg_roles`; it leaves docs that are UD already as they are."""
    return RoleAdapter()


class RoleAdapter:
    """Rewrites a TIGER parse to UD and foreign names of entity types to ours."""

    def __init__(self) -> None:
        self.labels = read_labels()

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with UD trees and our entity labels."""
        if is_tiger({token.dep_ for token in doc}):
            tree = _Tree(doc, self.labels.tiger)
            tree.convert()
            tree.write(doc)
        known = self.labels.names
        if any(known.get(ent.label_) != ent.label_ for ent in doc.ents):
            kept = [ent for ent in doc.ents if ent.label_ in known]
            doc.set_ents([Span(doc, ent.start, ent.end, label=known[ent.label_]) for ent in kept])
        return doc


class _Tree:
    """Heads and labels of a Doc while they are being rewritten."""

    def __init__(self, doc: Doc, tiger: Tiger) -> None:
        self.tiger = tiger
        self.pos = [token.pos_ for token in doc]
        self.lemmas = [token.lemma_ for token in doc]
        self.forms = ["".join(token.morph.get("VerbForm", [])) for token in doc]
        self.heads = [token.head.i for token in doc]
        self.deps = [token.dep_ for token in doc]
        self.passive: set[int] = set()

    def convert(self) -> None:
        """Turns TIGER into UD, step by step; each step leaves a tree."""
        self._flatten_coordination()
        self._lower_prepositions()
        self._lower_auxiliaries()
        self._lower_copulas()
        self._order_names()
        self._rename()

    def write(self, doc: Doc) -> None:
        """Puts the tree on `doc`."""
        offsets = (np.asarray(self.heads, dtype="int64") - np.arange(len(doc))).astype("uint64")
        labels = np.asarray([doc.vocab.strings.add(label) for label in self.deps], dtype="uint64")
        columns: Any = np.column_stack([offsets, labels])
        doc.from_array([HEAD, DEP], columns)

    def _children(self, head: int, *labels: str) -> list[int]:
        return [i for i, h in enumerate(self.heads) if h == head and i != head and self.deps[i] in labels]

    def _raise(self, child: int, head: int, label: str) -> None:
        """`child` takes the place of `head`, which hangs below it with `label`, and all other dependents."""
        for i, h in enumerate(self.heads):
            if h == head and i not in (head, child):
                self.heads[i] = child
        self.heads[child] = child if self.heads[head] == head else self.heads[head]
        self.deps[child] = self.deps[head]
        self.heads[head], self.deps[head] = child, label

    def _flatten_coordination(self) -> None:
        """A <-cd- und <-cj- B becomes A <-conj- B <-cc- und."""
        for i, label in enumerate(self.deps):
            if label == "cd":
                for conjunct in self._children(i, "cj"):
                    self.heads[conjunct] = self.heads[i]
                    self.heads[i] = conjunct
        for i, label in enumerate(self.deps):
            # Güter, Waffen und Öl: all conjuncts hang on the first
            if label == "cj":
                while self.deps[self.heads[i]] == "cj":
                    self.heads[i] = self.heads[self.heads[i]]

    def _lower_prepositions(self) -> None:
        """in <-nk- Brüssel becomes Brüssel <-case- in."""
        for i, pos in enumerate(self.pos):
            complements = self._children(i, "nk") if pos == "ADP" and self.deps[i] not in ("svp", "ac", "cm") else []
            if complements:
                after = [child for child in complements if child > i]
                self._raise((after or complements)[0], i, "case")

    def _lower_auxiliaries(self) -> None:
        """hat <-oc- gekauft becomes gekauft <-aux- hat, from the innermost verb outwards."""
        for i in sorted(range(len(self.pos)), key=self._depth, reverse=True):
            verbs = [child for child in self._children(i, "oc") if self.forms[child] in ("Part", "Inf")]
            if self.pos[i] == "AUX" and verbs and not self._children(verbs[0], "pm", "cp"):
                passive = self.lemmas[i] in self.tiger.verbs.passive and self.forms[verbs[0]] == "Part"
                if passive:
                    self.passive.add(verbs[0])
                self._raise(verbs[0], i, "aux:pass" if passive else "aux")

    def _depth(self, i: int) -> int:
        depth = 0
        while self.heads[i] != i and depth < len(self.heads):
            i, depth = self.heads[i], depth + 1
        return depth

    def _lower_copulas(self) -> None:
        """ist <-pd- Ministerin becomes Ministerin <-cop- ist."""
        for i, lemma in enumerate(self.lemmas):
            if lemma in self.tiger.verbs.copula and self.deps[i] not in ("aux", "aux:pass"):
                predicates = [child for child in self._children(i, "pd") if self.pos[child] not in VERBS]
                if predicates:
                    self._raise(predicates[0], i, "cop")

    def _order_names(self) -> None:
        """Angela -pnc-> Merkel becomes Angela <-flat- Merkel; Kanzlerin -nk-> Merkel becomes Kanzlerin <-appos- M."""
        for i, pos in enumerate(self.pos):
            parts = [child for child in self._children(i, "pnc") if child < i]
            if pos in NOUNS and parts:
                self._raise(parts[0], i, "flat")
                for part in self._children(parts[0], "pnc"):
                    self.deps[part] = "flat"
        for i, pos in enumerate(self.pos):
            titles = [child for child in self._children(i, "nk") if child < i and self.pos[child] == "NOUN"]
            if pos == "PROPN" and titles:
                self._raise(titles[-1], i, "appos")

    def _rename(self) -> None:
        renamed = list(self.deps)
        for i, label in enumerate(self.deps):
            conditions = self.tiger.labels.get(label)
            if conditions is None:
                continue  # already UD
            renamed[i] = self._choose(i, conditions)
            if i not in self.passive and self.heads[i] in self.passive and renamed[i] in ("nsubj", "csubj"):
                renamed[i] += ":pass"
        self.deps = renamed

    def _choose(self, i: int, conditions: dict[str, str]) -> str:
        head = self.heads[i]
        is_case_marked = any(h == i and d == "case" for h, d in zip(self.heads, self.deps, strict=True))
        if self.pos[i] in VERBS and "clause" in conditions:
            # versucht zu kaufen: an infinitive has no subject of its own
            open_ended = conditions["clause"] == "ccomp" and self.forms[i] == "Inf"
            return "xcomp" if open_ended else conditions["clause"]
        if self.pos[i] in conditions and not (is_case_marked and self.pos[i] in MODIFYING):
            return conditions[self.pos[i]]
        if self.pos[head] in NOUNS and "under_noun" in conditions:
            return conditions["under_noun"]
        return conditions["default"]
