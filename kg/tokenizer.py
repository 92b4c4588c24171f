"""German tokenization for news: spaCy's own rules with the corrections of lexicon/tokenizer.toml."""

from __future__ import annotations

import re
from typing import Any, cast

import spacy
from pydantic import BaseModel, ConfigDict
from spacy.language import Language
from spacy.symbols import ORTH  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.util import compile_infix_regex, compile_suffix_regex

from kg.data import read_toml, validate

FILE = "lexicon/tokenizer.toml"


class Exceptions(BaseModel):
    """Strings that the punctuation rules must not split."""

    model_config = ConfigDict(extra="forbid")
    drop: str
    abbreviations: list[str]
    roman: list[str]


class Corrections(BaseModel):
    """The tables of lexicon/tokenizer.toml; patterns are regular expressions."""

    model_config = ConfigDict(extra="forbid")
    suffixes: dict[str, str]
    infixes: dict[str, str]
    exceptions: Exceptions


def german_tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer on the vocabulary of `nlp`; a saved pipeline carries it along.

    >>> nlp = spacy.blank("de")
    >>> [token.text for token in german_tokenizer(nlp)("Papst Benedikt XVI. kam 2008. Dann (8) ging er.")]
    ['Papst', 'Benedikt', 'XVI.', 'kam', '2008', '.', 'Dann', '(', '8', ')', 'ging', 'er', '.']
    >>> [token.text for token in german_tokenizer(nlp)("Sie trat in die AfD. Seitdem …")]
    ['Sie', 'trat', 'in', 'die', 'AfD', '.', 'Seitdem', '…']
    """
    corrections = validate(FILE, "", Corrections, read_toml(FILE))
    german = spacy.blank("de")
    defaults, base = german.Defaults, cast(Any, german.tokenizer)
    suffixes = [*corrections.suffixes.values(), *(defaults.suffixes or ())]
    infixes = [*corrections.infixes.values(), *(defaults.infixes or ())]
    drop = re.compile(corrections.exceptions.drop)
    rules = {text: parts for text, parts in (defaults.tokenizer_exceptions or {}).items() if not drop.match(text)}
    for text in (*corrections.exceptions.abbreviations, *corrections.exceptions.roman):
        rules[text] = [{ORTH: text}]
    return Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=base.prefix_search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=base.token_match,
        url_match=base.url_match,
    )
