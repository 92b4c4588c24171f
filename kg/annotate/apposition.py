"""Names beside descriptions: *US-Außenminister Antony Blinken*; *Wang Shuai, Sprecher von Yingli*; *der Konzern VW*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.annotate.layers import TokenMention
from kg.annotate.mention_index import MentionIndex
from kg.annotate.syntax import case_of, conjuncts, preposition_of
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import children, dependents, tree_of
from kg.types import EntityType

NAME_LABELS = frozenset({"appos", "flat", "flat:name", "compound", "nmod", "dep", "conj"})
PEOPLE: tuple[EntityType, ...] = ("Person", "Position")
CLOSERS = frozenset(",;()–-.:!?")


def denoted(token: Token, index: MentionIndex) -> TokenMention | None:
    """The mention that a noun phrase headed by `token` denotes: the name where one stands in apposition.

    *NATO-Generalsekretär Mark Rutte* is headed by the office but denotes the person; *der Konzern Bayer* the firm.
    """
    if token.i not in index.denoted:
        index.denoted[token.i] = _denoted(token, index)
    return index.denoted[token.i]


def _denoted(token: Token, index: MentionIndex) -> TokenMention | None:
    mention = index.get(token.i)
    if mention is None:
        return next(_attached(token, token.i + 1, index), None)
    if mention.kind not in ("position", "nominal"):
        return mention
    side = _side(token, index)
    return side if side is not None else next(_names_after(token.doc, mention, index), mention)


def _side(token: Token, index: MentionIndex) -> TokenMention | None:
    """The country of *die russische Seite*: who acts for it is not said."""
    if token.lemma_ not in load_syntax().sides:
        return None
    places = (index.get(child.i) for child in children(token, "amod"))
    return next((place for place in places if place is not None and place.type == "Place"), None)


def names_beside(doc: Doc, mention: TokenMention, index: MentionIndex) -> list[TokenMention]:
    """The names that a description stands beside, before or after it, with those coordinated to them.

    *Die Ministerpräsidenten David McAllister und Wolfgang Böhmer* -> both names.
    """
    if mention not in index.beside:
        index.beside[mention] = _names_beside(doc, mention, index)
    return index.beside[mention]


def _names_beside(doc: Doc, mention: TokenMention, index: MentionIndex) -> list[TokenMention]:
    first = next(_names_after(doc, mention, index), None) or _name_before(doc, mention, index)
    if first is None:
        return []
    if first.start < mention.start:
        return [first]
    found = [index[token.i] for token in conjuncts(doc[first.head]) if token.i in index]
    return [name for name in dict.fromkeys(found) if name.kind == "name" and name.type == first.type]


def _is_of_another(doc: Doc, mention: TokenMention, name: TokenMention, index: MentionIndex) -> bool:
    """True for a name behind a comma and a chain of people, which is the first's, and for one right behind the last.

    *der Sprecher des Präsidenten Putin, Dmitri Peskow*: Peskow is the spokesman, Putin the president.
    """
    if _is(doc, name.start - 1, ","):
        return _is_inner(doc, mention, index)
    below = _person_below(doc, mention, index)
    return below is not None and name.start == below.end


def _names_after(doc: Doc, mention: TokenMention, index: MentionIndex) -> Iterator[TokenMention]:
    """Names behind a description, as far as they are not those of somebody else in it."""
    return (name for name in _names_behind(doc, mention, index) if not _is_of_another(doc, mention, name, index))


def _names_behind(doc: Doc, mention: TokenMention, index: MentionIndex) -> Iterator[TokenMention]:
    """Names behind a description: right behind it, between commas, or hung on it by the parser."""
    behind = index.name_at(mention.end)
    if behind is not None and can_be_called(mention.type, behind.type):
        if not _is_genitive(doc[behind.head], doc[mention.head]):
            yield behind
    tokens = tree_of(doc).tokens
    for token in (tokens[mention.head], *tokens[mention.start : mention.end]):
        for name in _attached(token, mention.end, index):
            if can_be_called(mention.type, name.type):
                yield name
    comma = _end_of_chain(doc, mention, index)
    enclosed = index.name_at(comma + 1) if _is(doc, comma, ",") else None
    if enclosed is not None and mention.type in PEOPLE and enclosed.type == "Person" and _is_closed(doc, enclosed.end):
        yield enclosed


def _end_of_chain(doc: Doc, mention: TokenMention, index: MentionIndex) -> int:
    """The end of a description with the people below it and their names: *der Sprecher des Präsidenten Putin* |, …"""
    end = mention.end
    while (below := _person_below(doc, mention, index)) is not None and below.end > end:
        mention, end = below, below.end
        named = index.name_at(end)
        if named is not None and named.type == "Person":
            end = named.end
    return end


def _person_below(doc: Doc, mention: TokenMention, index: MentionIndex) -> TokenMention | None:
    """The description whose genitive hangs on another: *des Präsidenten* on *der Sprecher*."""
    for child in children(doc[mention.head], "nmod", "nmod:poss"):
        below = index.get(child.i)
        if (
            below is not None
            and below.type in PEOPLE
            and below.kind in ("position", "nominal")
            and child.i > mention.head
        ):
            return below if case_of(child) == "gen" and not preposition_of(child) else None
    return None


def _is_inner(doc: Doc, mention: TokenMention, index: MentionIndex) -> bool:
    """True for *des Präsidenten* in *der Bruder des Präsidenten, Jan Lang,*: the name is that of the brother."""
    above = index.get(doc[mention.head].head.i)
    return above is not None and above.type in PEOPLE and _person_below(doc, above, index) is mention


def _attached(token: Token, start: int, index: MentionIndex) -> Iterator[TokenMention]:
    """Names at or behind `start` that hang on `token` and are no genitive: not *Russlands* in *Präsident Russlands*."""
    for child in dependents(token):
        name = index.get(child.i)
        if name is None or name.kind != "name" or child.i < start or child.dep_ not in NAME_LABELS:
            continue
        if preposition_of(child):
            continue
        coordinated = child.dep_ == "conj" and any(word.dep_ == "cc" for word in dependents(child))
        if not coordinated and not _is_genitive(child, token):
            yield name


def _is_genitive(name: Token, description: Token) -> bool:
    """True for *Präsident Russlands*, not for *des Präsidenten Putin* or *die Rede Präsident Putins*."""
    return case_of(name) == "gen" and case_of(description) != "gen"


def _name_before(doc: Doc, mention: TokenMention, index: MentionIndex) -> TokenMention | None:
    """The name that a description follows: *Wang Shuai, Sprecher von Yingli,*; *Hugo Chávez, Präsident Venezuelas*."""
    head = doc[mention.head]
    above = index.get(head.head.i)
    if head.dep_ in NAME_LABELS - {"conj"} and above is not None and above.kind == "name" and not preposition_of(head):
        if can_be_called(mention.type, above.type) and above.start < mention.start:
            return above
    if mention.type in PEOPLE and _is(doc, mention.start - 1, ","):
        for name in index.values():
            if name.end == mention.start - 1 and name.kind == "name" and name.type == "Person":
                edge = head.right_edge
                return name if edge.text in CLOSERS or _is_closed(doc, edge.i + 1) else None
    return None


def _is(doc: Doc, position: int, text: str) -> bool:
    return 0 <= position < len(doc) and doc[position].text == text


def _is_closed(doc: Doc, end: int) -> bool:
    """True if an apposition ends here: punctuation, or the end of the text."""
    return end >= len(doc) or doc[end].text in CLOSERS or doc[end].is_space


def can_be_called(described: EntityType, named: EntityType) -> bool:
    """True if a description of one type can be the name's: a position names a person, a thing anything."""
    return described in (named, "Thing") or (named == "Person" and described in (*PEOPLE, "Group"))
