"""Brings the treebanks to one scheme: that of today's German GSD."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from training.lexicon import Lexicon
from training.sentence import Sentence

# Attributes that only one treebank has, or that nobody reads.
DROPPED_FEATURES = frozenset(
    "AdpType Aspect ConjType Gender[psor] Hyph Number[psor] PartType Polite PunctType "
    "Style Typo Variant VerbType Voice Abbr".split()
)
KEPT_SUBTYPES = frozenset({"aux:pass", "compound:prt", "det:poss", "nsubj:pass", "obl:agent"})
KEPT_SUBTYPES |= {"obl:arg", "csubj:pass", "expl:pv"}
CLOSED_TAGS = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"})
LEXICAL_FEATURES = frozenset({"Definite", "NumType", "Poss", "PronType", "Reflex", "Polarity"})
UNINFLECTED = frozenset({"ADP", "ADV", "CCONJ", "NUM", "PART", "PUNCT", "SCONJ", "SYM"})
CONTRACTION_ENDS = ("im", "am", "om", "um", "ns", "ur", "fs", "rs", "ms")  # im, am, vom, zum, ins, zur, aufs
AGREEING = frozenset({"amod", "det", "det:poss"})
AMBIGUOUS = ","

Feats = dict[str, str]
Table = dict[tuple[str, str], tuple[str, Feats]]


def harmonise(
    sentences: Iterable[Sentence], table: Table, *, lexicon: Lexicon | None = None, official: bool = False
) -> list[Sentence]:
    """The sentences with one set of labels, features and closed-class lemmas.

    `table` is what `closed_class_table` learned from the treebanks of today's scheme.
    `official=True` is for GSD and PUD as released: nothing is completed or set to missing.
    Otherwise `lexicon` fills lemmas and moods that the corpus lacks.
    """
    return [_harmonise(sentence, table, lexicon, official=official) for sentence in sentences]


def closed_class_table(sentences: Iterable[Sentence]) -> Table:
    """(form, UPOS) -> lemma and features that go with it in at least 9 of 10 places."""
    seen: dict[tuple[str, str], list[tuple[str, Feats]]] = defaultdict(list)
    for sentence in sentences:
        for word, tag, lemma, feats in zip(sentence.words, sentence.tags, sentence.lemmas, sentence.feats, strict=True):
            if tag in CLOSED_TAGS and lemma is not None and feats is not None:
                seen[word.lower(), tag].append((lemma, _parse(feats)))
    table = {}
    for key, places in seen.items():
        lemma = _majority([lemma for lemma, _ in places])
        lexical = {}
        # `seine` is third person wherever it stands, `haben` is not
        for name in sorted(LEXICAL_FEATURES | ({"Person"} if key[1] == "DET" else set())):
            value = _majority([feats.get(name, "") for _, feats in places])
            if value:
                lexical[name] = value
        table[key] = (lemma, lexical)
    return table


def _majority(values: list[str]) -> str:
    value, count = min(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    return value if count >= 0.9 * len(values) else ""


def _harmonise(sentence: Sentence, table: Table, lexicon: Lexicon | None, *, official: bool) -> Sentence:
    hdt = sentence.source.startswith("hdt")
    parsed = [None if feats is None else _parse(feats) for feats in sentence.feats]
    if not official:
        _share_agreement(sentence, parsed)
    feats, lemmas, deprels = [], [], []
    for i, word in enumerate(sentence.words):
        tag, lemma = sentence.tags[i], sentence.lemmas[i]
        known, lexical = table.get((word.lower(), tag or ""), ("", {}))
        if lemma is not None and known and not official:
            lemma = known
        # HDT lemmatises `Kundendaten` as `Datum`; `NULL`, `er|es|sie` are gaps
        if lemma and ((hdt and tag in ("NOUN", "PROPN", "X")) or lemma == "NULL" or "|" in lemma):
            lemma = None
        # HDT begins lemmas of first words with a capital: `Außerdem`
        if lemma and hdt and tag not in ("NOUN", "PROPN"):
            lemma = lemma.lower()
        if lexicon is not None:
            lemma = _lemma_from_lexicon(word, tag, lemma, lexicon)
            _complete_mood(word, tag, parsed[i], lexicon)
        lemmas.append(lemma)
        deprel = _deprel(sentence.deprels[i], parsed[i], is_hdt=hdt)
        deprels.append(deprel)
        if parsed[i] is None and not official and _has_one_analysis(word, tag):
            parsed[i] = {}
        completed = _word_feats(tag, parsed[i], {} if official else lexical)
        incomplete = completed is None or _is_incomplete(tag, completed, deprel)
        if completed is None or (incomplete and not official):
            feats.append(None)
        else:
            feats.append(_format(completed))
    return replace(sentence, feats=tuple(feats), lemmas=tuple(lemmas), deprels=tuple(deprels))


def _lemma_from_lexicon(word: str, tag: str | None, lemma: str | None, lexicon: Lexicon) -> str | None:
    """`lemma`, or what the word lists say if there is none or it is spelt as before 1996."""
    if tag == "VERB" and lemma is None:
        return lexicon.verb_lemma(word)
    if tag != "NOUN":
        return lemma
    found = lexicon.noun_lemma(word)
    # GSD lemmatises `Einfluss` as `Einfluß`
    if lemma is None or (found is not None and found == lemma.replace("ß", "ss")):
        return found
    return lemma


def _complete_mood(word: str, tag: str | None, feats: Feats | None, lexicon: Lexicon) -> None:
    """`kam`, finite without mood in the reconstructed train, becomes indicative past."""
    if feats is None or tag not in ("VERB", "AUX") or "Mood" in feats:
        return
    if feats.get("VerbForm") == "Fin" and {"Number", "Person"} <= feats.keys():
        feats |= lexicon.mood(word, feats["Number"], feats["Person"]) or {}


def _share_agreement(sentence: Sentence, parsed: list[Feats | None]) -> None:
    """`Gender=Masc,Neut` of *dem* in *im Haus* becomes what the noun or adjective says."""
    for i, head in enumerate(sentence.heads):
        if head is None or sentence.deprels[i] not in AGREEING:
            continue
        mine, noun = parsed[i], parsed[head]
        if mine is None or noun is None:
            continue
        for name in ("Gender", "Case"):
            both = {*mine.get(name, "").split(AMBIGUOUS)} & {*noun.get(name, "").split(AMBIGUOUS)}
            if len(both) == 1 and "" not in both:
                mine[name] = noun[name] = next(iter(both))


def _has_one_analysis(word: str, tag: str | None) -> bool:
    """Whether the UPOS alone tells the features; not so in `im`, which has a case."""
    contraction = tag == "ADP" and word.lower().endswith(CONTRACTION_ENDS) and len(word) < 6
    return tag in UNINFLECTED and not contraction


def _word_feats(tag: str | None, feats: Feats | None, lexical: Feats) -> Feats | None:
    """Features in today's scheme."""
    if feats is None:
        return None
    feats = {name: value for name, value in feats.items() if name not in DROPPED_FEATURES}
    feats |= {name: value for name, value in lexical.items() if name not in feats}
    drop: tuple[str, ...] = ()
    if tag == "NUM":
        feats = {"NumType": "Card"} | feats
        drop = ("Number", "Person")
    elif tag in ("VERB", "AUX"):
        if "Mood" in feats:
            feats["VerbForm"] = "Fin"
        drop = () if "Mood" in feats else ("Tense",)
    elif tag == "ADV":
        drop = ("Degree",)
    elif tag in ("NOUN", "PROPN", "ADJ", "X"):
        drop = ("Person",)
    elif tag in ("DET", "PRON"):
        if tag == "PRON" and "Person" in feats:
            feats.setdefault("PronType", "Prs")
        # `die` of the plural and `sich` have one form for all
        drop = ("Degree", "Gender") if feats.get("Number") == "Plur" else ("Degree",)
        drop += ("Number",) if feats.get("Reflex") == "Yes" else ()
        drop += () if feats.get("PronType") == "Art" else ("Definite",)
    return {name: value for name, value in feats.items() if name not in drop}


def _is_incomplete(tag: str | None, feats: Feats, deprel: str | None) -> bool:
    """Whether a word certainly has features beyond those noted.

    The features of the reconstructed train and of HDT have gaps: `sagte` without `Mood`,
    `seine` without `Case`, `Häuser` without `Gender`.
    """
    if any(AMBIGUOUS in feats.get(name, "") for name in ("Case", "Gender", "Number")):
        return True
    if tag in ("NOUN", "PROPN"):
        return not {"Case", "Gender", "Number"} <= feats.keys() and "Foreign" not in feats
    if tag == "ADJ" and feats.get("Number") == "Sing" and "Gender" not in feats:
        return True
    if tag in ("DET", "PRON") or (tag == "ADJ" and deprel == "amod"):
        wanted = {"Case"} if "Reflex" in feats else {"Case", "Number"}
        return not wanted <= feats.keys() and "Foreign" not in feats
    if tag in ("VERB", "AUX"):
        finite = feats.get("VerbForm") == "Fin"
        return "VerbForm" not in feats or (finite and not {"Mood", "Number"} <= feats.keys())
    # only contractions such as `im` have a case of their own, and then a number too
    return tag == "ADP" and "Case" in feats and "Number" not in feats


def _deprel(deprel: str | None, feats: Feats | None, *, is_hdt: bool) -> str | None:
    """GSD's label: no subtypes but those in KEPT_SUBTYPES, datives are `obl:arg`."""
    if deprel is None:
        return None
    # HDT: `Diesen Gerüchten liegt … zugrunde` has a dative `obj`; PUD has a few `iobj`
    if deprel == "iobj" or (is_hdt and deprel == "obj" and (feats or {}).get("Case") == "Dat"):
        return "obl:arg"
    # HDT: `sich` of inherent reflexives is `expl:pv`, in GSD nearly always `obj`
    if is_hdt and deprel == "expl:pv":
        return "obj"
    if is_hdt and deprel == "det" and (feats or {}).get("Poss") == "Yes":
        return "det:poss"
    return deprel if deprel in KEPT_SUBTYPES else deprel.split(":")[0]


def _parse(feats: str) -> Feats:
    return dict(pair.split("=", 1) for pair in feats.split("|")) if feats else {}


def _format(feats: Feats) -> str:
    return "|".join(f"{name}={feats[name]}" for name in sorted(feats, key=str.lower))
