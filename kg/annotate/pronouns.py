"""Whom a pronoun stands for: agreement in gender and number, nearness, and a preference for subjects."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.annotate.inflect import number_of_verb
from kg.annotate.layers import TokenMention
from kg.annotate.mention_index import is_compound_part, mention_index
from kg.annotate.titles import Titles
from kg.annotate.tree import children, sentence_of
from kg.annotate.vocabulary import load_names
from kg.annotate.word_order import SUBJECTS
from kg.gazetteer import load_gazetteer

REACH = 3  # sentences back in which an antecedent is looked for
MEANT = ("name", "nominal", "position", "pronoun")
DOUBT = 2.5  # what a gender that is only the parser's costs: more than being a subject or standing near


class Pronouns:
    """Resolves the pronouns of one Doc."""

    def __init__(self, doc: Doc, titles: Titles) -> None:
        self.doc = doc
        self.titles = titles
        self.index = mention_index(doc)
        self.candidates = [m for m in doc._.mentions if m.kind in MEANT and not is_compound_part(doc, m)]
        self.words = load_names().pronouns
        self.sentence = [number for number, sent in enumerate(doc.sents) for _ in range(len(sent))]
        self.borne = {id(title) for title, _ in self.titles}
        self.genders = self._genders()

    def antecedent(self, mention: TokenMention) -> TokenMention | None:
        """The mention that the pronoun stands for, None if nothing fits or it is first person."""
        token = self.doc[mention.head]
        form = token.lower_
        if form in self.words.first or form.startswith(("mein", "unser")):
            return None
        if form in self.words.relative and (_relative_clause(token) is not None or _opens_clause(token)):
            return self._relative(token)
        if form in self.words.relative and token.dep_ not in SUBJECTS and token.dep_ != "det:poss":
            return None
        if form in self.words.clausal:
            return None
        return self._best(mention, token)

    def _genders(self) -> dict[int, str]:
        """Gender of each person as the article shows it: registry, or a title such as *Außenministerin*."""
        known: dict[int, str] = {}
        entries = load_gazetteer().entries
        given = load_gazetteer().given_names
        for mention in self.doc._.mentions:
            if mention.type == "Person" and mention.kind == "name" and " " in mention.name:
                gender = given.get(mention.name.split(" ", 1)[0], "")
                if gender:
                    known[id(mention.referent)] = gender
        for title, person in self.titles:
            if title.gender:
                known.setdefault(id(person.referent), title.gender)
        for mention in self.doc._.mentions:
            if mention.type == "Person" and mention.key and entries[mention.key].gender:
                known[id(mention.referent)] = entries[mention.key].gender
        return known

    def _relative(self, token: Token) -> TokenMention | None:
        """The noun that the relative clause belongs to: die Junta, *die* das Land regiert."""
        allowed = self._relative_agreement(token)
        verb = _relative_clause(token)
        found = self._agreeing_head(verb.head, allowed) if verb is not None else None
        found = found or self._nearest(token, allowed)
        if found is None or found.kind != "position":
            return found
        named = [person for title, person in self.titles if title is found]  # der Minister Müller, der …
        return named[0] if named else found

    def _relative_agreement(self, token: Token) -> frozenset[str]:
        allowed = frozenset(self.words.relative[token.lower_].split("|"))
        number = number_of_verb(token)
        return allowed & {"Plur"} if number == "Plur" else allowed - {"Plur"} if number else allowed

    def _agreeing_head(self, noun: Token, allowed: frozenset[str]) -> TokenMention | None:
        """The noun, or the one above it that agrees: *Soldaten* der Bundeswehr, die dort stehen."""
        while True:
            found = self.index.get(noun.i)
            if found is not None and self._agrees(found, allowed):
                return found
            if noun.dep_ not in ("nmod", "appos", "flat"):
                return None
            noun = noun.head

    def _agrees(self, other: TokenMention, allowed: frozenset[str]) -> bool:
        """True if number and gender, as far as they are known, are those that the pronoun shows."""
        target = other.referent
        if "Plur" in (target.number, other.number):
            return "Plur" in allowed
        gender = self.genders.get(id(target), target.gender if target.type != "Person" else "")
        return gender in allowed or (not gender and not allowed <= {"Plur"})

    def _nearest(self, token: Token, allowed: frozenset[str]) -> TokenMention | None:
        """The last noun before a relative pronoun that agrees with it, where the parse has missed the clause."""
        start, _ = sentence_of(token)
        before = [m for m in self.index.values() if start <= m.start and m.end <= token.i]
        for other in sorted(before, key=lambda m: -m.start):
            if other.kind in ("name", "nominal", "position") and self._agrees(other, allowed):
                if self.doc[other.head].pos_ != "ADJ":
                    return other
        return None

    def _best(self, mention: TokenMention, token: Token) -> TokenMention | None:
        allowed = self._agreement(mention, token)
        possessive = token.dep_ == "det:poss"
        scored = []
        for other in self.candidates:
            if other.start >= mention.start:
                break
            distance = self.sentence[mention.start] - self.sentence[other.start]
            if distance > REACH or not self._fits(other, allowed):
                continue
            if not possessive and distance == 0 and _is_beside(self.doc[other.head], token):
                continue
            scored.append((self._score(other, token, distance), other.start, other))
        return max(scored, key=lambda item: item[:2])[2] if scored else None

    def _agreement(self, mention: TokenMention, token: Token) -> frozenset[str]:
        """Genders (and Plur) that an antecedent may have."""
        form = token.lower_
        if token.dep_ == "det:poss":
            stem = next((stem for stem in self.words.possessive if form.startswith(stem)), "")
            return frozenset(self.words.possessive.get(stem, "").split("|"))
        found = self.words.personal.get(form, "")
        if found:
            allowed = frozenset(found.split("|"))
            if len(allowed) > 1 and "Plur" in allowed and mention.number:
                allowed = allowed & {"Plur"} if mention.number == "Plur" else allowed - {"Plur"}
            return allowed
        return frozenset({"Plur" if mention.number == "Plur" else mention.gender} - {""})

    def _fits(self, other: TokenMention, allowed: frozenset[str]) -> bool:
        if (
            id(other) in self.borne
            or (other.kind == "pronoun" and other.antecedent is None)
            or self.doc[other.head].pos_ == "ADJ"
        ):
            return False
        target = other.referent
        if target.number == "Plur" or other.number == "Plur":
            return "Plur" in allowed
        if target.type == "Person" and target.kind == "name":
            gender = self.genders.get(id(target), "")
            return gender in allowed or (not gender and not allowed.isdisjoint({"Masc", "Fem"}))
        return (target.gender or other.gender) in allowed and target.type != "Amount"

    def _score(self, other: TokenMention, token: Token, distance: int) -> float:
        """Near subjects and persons win: *Borrell dankte Blinken. Er …* -> Borrell."""
        target, head = other.referent, self.doc[other.head]
        score = -2.0 * distance
        score += 1.5 if head.dep_ in SUBJECTS else 0.0
        score += (
            1.0 if target.type in ("Person", "Position") else 0.4 if target.type in ("Group", "Organization") else 0.0
        )
        score += 0.5 if target.kind == "name" else 0.0
        score -= 1.0 if target.type == "Place" and token.lower_ in ("er", "sie") else 0.0
        score -= 0.5 if head.dep_ in ("nmod", "appos") and distance else 0.0
        score -= DOUBT if self._is_doubtful(target, token) else 0.0
        return score

    def _is_doubtful(self, target: TokenMention, token: Token) -> bool:
        """True where only the parser knows a person's gender, and it is the other: *Er* after *Wanja Tolk* (Fem)."""
        if target.type != "Person" or target.kind != "name" or id(target) in self.genders or not target.gender:
            return False
        allowed = self.words.personal.get(token.lower_, "")
        return bool(allowed) and target.gender in ("Masc", "Fem") and target.gender not in allowed.split("|")


def _relative_clause(token: Token) -> Token | None:
    """The verb of the relative clause that `token` opens, None if it opens none."""
    for ancestor in (token, *token.ancestors):
        if ancestor.dep_ in ("acl", "acl:relcl"):
            return ancestor if ancestor.head.i < token.i else None
        if ancestor.dep_ in ("ROOT", "ccomp", "advcl", "parataxis"):
            return None
    return None


def _opens_clause(token: Token) -> bool:
    """True for a pronoun right after a comma, perhaps with a preposition between: *, für die …*."""
    first, start = sentence_of(token)[0], token.i - 1
    if start > first and token.doc[start].pos_ == "ADP":
        start -= 1
    return start > first and token.doc[start].text == "," and token.pos_ == "PRON"


def _is_beside(one: Token, pronoun: Token) -> bool:
    """True for two dependents of one verb: *Er traf ihn* are two people; *Der Rat beriet und lehnte ihn ab*, too."""
    head, clause = _clause_head(one), _clause_head(pronoun)
    if head == clause:
        return True
    while clause.dep_ == "conj" and not children(clause, *SUBJECTS):
        clause = clause.head
        if head == clause and one.dep_ in SUBJECTS:
            return True
    return False


def _clause_head(token: Token) -> Token:
    for ancestor in (token, *token.ancestors):
        if ancestor.pos_ in ("VERB", "AUX") or ancestor.dep_ in ("ROOT", "acl", "ccomp", "advcl", "conj"):
            return ancestor
    return token
