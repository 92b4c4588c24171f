"""What a definite description stands for: *der Minister*, *das Land*, *die Allianz*, *der Bericht*."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.annotate.apposition import NAME_LABELS
from kg.annotate.inflect import noun_base, value_of
from kg.annotate.layers import TokenMention
from kg.annotate.mention_index import is_compound_part, mention_index
from kg.annotate.nominals import attributes
from kg.annotate.titles import Titles, institutions_of, sides_of
from kg.annotate.tree import children, dependents
from kg.annotate.vocabulary import load_names
from kg.data import KEPT_WORDS
from kg.gazetteer import load_gazetteer
from kg.types import EntityType

CALLABLE: tuple[EntityType, ...] = ("Organization", "Place", "Group", "Event", "Document", "Product")


class Descriptions:
    """Resolves the descriptions of one Doc."""

    def __init__(self, doc: Doc, titles: Titles) -> None:
        self.doc = doc
        self.index = mention_index(doc)
        self.titles = titles
        self.borne = {id(title) for title, _ in self.titles}
        self.mentions: list[TokenMention] = doc._.mentions
        self.names: list[TokenMention] = [m for m in self.mentions if m.kind == "name" and not is_compound_part(doc, m)]

    def antecedent(self, mention: TokenMention) -> TokenMention | None:
        """What `mention` refers back to, None if it brings up something new."""
        head = self.doc[mention.head]
        if id(mention) in self.borne or _is_predicative(head):
            return None
        if mention.type not in ("Person", "Position") and mention.number != "Plur":
            name = self._named(mention, head)
            if name is not None:
                return name
        if not (is_definite(head) or self._owner(head) is not None) or (
            mention.number == "Plur" and mention.type in ("Person", "Position")
        ):
            return None
        if mention.type in ("Position", "Person"):
            return self._bearer_of(mention, head)
        found = self._kind(mention, head)
        return found or (self._same_noun(mention, head) if self._owner(head) is None else None)

    def _named(self, mention: TokenMention, head: Token) -> TokenMention | None:
        """The name in apposition: der Konzern *Bayer*, das Unternehmen *VT Transman*."""
        for child in dependents(head):
            name = self.index.get(child.i)
            if child.dep_ not in NAME_LABELS or child.i < head.i or name is None or name.kind != "name":
                continue
            if child.dep_ == "nmod" and (_has_case(child) or value_of(child, "Case") == "Gen"):
                continue
            if mention.type == "Place" and not self._is_kind(head):
                continue  # der Flughafen Smolensk is not Smolensk
            if name.type == mention.type and not any(self.doc[i].is_punct for i in range(head.i + 1, name.start)):
                return name
        return None

    def _is_kind(self, head: Token) -> bool:
        """True for *Stadt*, *Provinzhauptstadt*, *Bundesland*: nouns that say what a named place is."""
        noun, names = noun_base(head), load_names()
        words = [word for kind in names.described.place for word in names.kinds[kind]]
        return any(noun == word or noun.endswith(word.lower()) for word in words)

    def _bearer_of(self, mention: TokenMention, head: Token) -> TokenMention | None:
        """The latest person before with that title, or one that the title's synonym names."""
        base = noun_base(head)
        for title, person in reversed(self.titles):
            other_sex = {title.gender, mention.gender} == {"Masc", "Fem"}
            if person.start >= mention.start or other_sex:
                continue
            if _same_office(base, noun_base(self.doc[title.head])) and not self._of_another(mention, title):
                return person
        return self._person(mention, base)

    def _of_another(self, mention: TokenMention, title: TokenMention) -> bool:
        """True for *der norwegische Minister* after *der italienische Minister Rossi*."""
        own = {side.key for side in sides_of(self.doc, mention, self.index)}
        others = {side.key for side in sides_of(self.doc, title, self.index)}
        return bool(own and others) and own.isdisjoint(others)

    def _person(self, mention: TokenMention, base: str) -> TokenMention | None:
        """The person last talked about, for a description that fits anybody: *der Politiker*, *die 57-Jährige*."""
        if base.rsplit("-", 1)[-1] not in load_names().kinds["person"]:
            return None
        people = [name for name in self.names if name.type == "Person" and name.end <= mention.start]
        agreeing = [p for p in people if not p.gender or (p.gender == "Fem") == (mention.gender == "Fem")]
        subjects = [p for p in agreeing if self.doc[p.head].dep_ in ("nsubj", "nsubj:pass")]
        found = subjects or agreeing
        return found[-1] if found else None

    def _kind(self, mention: TokenMention, head: Token) -> TokenMention | None:
        """The latest name of the kind that the noun describes: *das Land* -> Niger, *die Allianz* -> NATO."""
        entries, base = load_gazetteer().entries, noun_base(head)
        kinds = kinds_of(base)
        if "side" in kinds:  # die russische Seite
            places = [self.index[child.i] for child in children(head, "amod") if child.i in self.index]
            return places[0] if places else None
        if attributes(head) or _has_attribute(head):
            return None
        if "office" in kinds:
            before = [m for m in self.mentions if m.kind == "position" and m.start < mention.start]
            return before[-1] if before else None
        owner = self._owner(head)
        if owner is not None:
            sides = institutions_of(self.doc, owner, self.titles)
            return next((side for side in sides if side.key and entries[side.key].kind in kinds), None)
        for name in reversed(self.names):
            if name.start >= mention.start:
                continue
            entry = entries.get(name.key)
            if entry is not None and entry.kind in kinds:
                return name
            if kinds and entry is None and name.type == mention.type == "Organization":
                return name
        return None

    def _owner(self, head: Token) -> TokenMention | None:
        """Whose it is, of *sein Land*: the referent of the possessive."""
        for child in children(head, "det:poss"):
            found = self.index.get(child.i)
            return found.referent if found is not None else None
        return None

    def _same_noun(self, mention: TokenMention, head: Token) -> TokenMention | None:
        """The latest earlier mention with the same noun, or a compound of it: *der Bericht* -> Abschlussbericht."""
        if attributes(head) or mention.type not in CALLABLE or _has_attribute(head):
            return None
        base = noun_base(head)
        for other in reversed(self.mentions):
            if other.start >= mention.start or other.kind != "nominal" or other.number != mention.number:
                continue
            before = noun_base(self.doc[other.head])
            if before == base or (other.type == mention.type and before.endswith(base.lower())):
                return other
        return None


@lru_cache(KEPT_WORDS)
def kinds_of(noun: str) -> frozenset[str]:
    """The kinds of registry entries that a noun may refer to: *Land* -> country."""
    return frozenset(kind for kind, words in load_names().kinds.items() if noun in words)


def is_definite(head: Token) -> bool:
    """*der Minister*, *dieses Land*, *im Land*: a definite article, also one inside a contracted preposition."""
    words = load_names().definite
    for child in dependents(head):
        if child.dep_ == "det" and child.lower_ in words:
            return True
        if child.dep_ == "case" and child.lower_ in load_names().contracted - load_names().becoming:
            return True
    return False


def _is_predicative(head: Token) -> bool:
    """*Er ist der Präsident*: says something of the subject."""
    return bool(children(head, "cop"))


def _has_case(token: Token) -> bool:
    return bool(children(token, "case"))


def _has_attribute(head: Token) -> bool:
    """*das Land der Dichter*: an attribute after the noun makes it a thing of its own."""
    return any(child.i > head.i for child in children(head, "nmod", "nmod:poss", "acl"))


def _same_office(base: str, title: str) -> bool:
    """*Minister* ~ *Außenminister*; *Regierungschef* ~ *Ministerpräsident*."""
    base, last = base.rsplit("-", 1)[-1], title.rsplit("-", 1)[-1]  # Ex-Ministerpräsidentin
    if last.lower().endswith(base.lower()) or base.lower().endswith(last.lower()):
        return True
    return any(base in row and (last in row or last.capitalize() in row) for row in load_names().offices)
