"""Offices, memberships and origins that titles, appositions and copulas state.

*US-Außenminister Antony Blinken*; *Klaus Müller, Chef der IG Bau*; *Sie ist Mitglied der SPD*; *der deutsche Konzern
Bayer*.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.annotate.apposition import names_beside
from kg.annotate.inflect import noun_lemmas
from kg.annotate.layers import Clause, RelationMatch, TokenMention, voiced
from kg.annotate.lexicon import Lexicon, Position
from kg.annotate.mention_index import MentionIndex
from kg.annotate.syntax import case_of, conjuncts, preposition_of, slot_matches
from kg.annotate.syntax_tables import load_syntax
from kg.annotate.tree import dependents, sentence_of
from kg.gazetteer import load_gazetteer
from kg.ontology import Ontology, accepts

CONFIDENCE = 0.9
PARTY, SPEAKS = "memberOfParty", "speaksFor"
BRACKET_ENDS = (")", ",", "/")


def position_matches(doc: Doc, index: MentionIndex, lexicon: Lexicon, ontology: Ontology) -> Iterator[RelationMatch]:
    """Who holds which office, leads or belongs to what, and comes from where."""
    copulas = {clause.predicate: clause for clause in doc._.clauses or () if clause.kind == "copula"}
    for mention in index.values():
        yield from _party_in_brackets(doc, mention, index)
        position = _position(doc, mention, lexicon)
        if position is None:
            yield from _origins(doc, mention, index, ontology)
            continue
        clause = copulas.get(_first_conjunct(doc[mention.head]).i) or _inverse_copula(mention, copulas)
        if SPEAKS in position.relations and _speaks(doc, mention) and not names_beside(doc, mention, index):
            for institution in _belongings(doc, mention, index):  # ein Sprecher des Weißen Hauses sagte, …
                if accepts(institution.referent.type, ontology.relations[SPEAKS].range):
                    yield _match(doc, SPEAKS, mention, institution, mention, None)
        for holder in _holders(doc, mention, index, clause):
            if position.office and mention.kind == "position" and holder.referent.type == "Person":
                yield _match(doc, "holdsPosition", holder, mention, mention, clause)
            for relation, institution in _institutions(doc, mention, position, index, holder, ontology):
                yield _match(doc, relation, holder, institution, mention, clause)


def _position(doc: Doc, mention: TokenMention, lexicon: Lexicon) -> Position | None:
    """What the lexicon knows of a description: *Präsident*, *Mitglied*; None for other mentions."""
    if mention.kind not in ("position", "nominal"):
        return None
    found = (lexicon.position(lemma) for lemma in noun_lemmas(doc[mention.head]))
    return next((position for position in found if position is not None), None)


def _holders(doc: Doc, mention: TokenMention, index: MentionIndex, clause: Clause | None) -> list[TokenMention]:
    """Who holds an office or is a member: names beside it, or else the subject of its copula."""
    found = names_beside(doc, mention, index)
    if clause is not None and not found:
        slot = "subject" if clause.predicate == _first_conjunct(doc[mention.head]).i else "predicative"
        found = [argument.mention for argument in clause.fillers(slot) if argument.mention is not None]
    return [holder for holder in dict.fromkeys(found) if holder.referent.kind != "pronoun"]


def _institutions(
    doc: Doc,
    mention: TokenMention,
    position: Position,
    index: MentionIndex,
    holder: TokenMention,
    ontology: Ontology,
) -> Iterator[tuple[str, TokenMention]]:
    """What the office belongs to, and the relation that its holder has to it.

    *US-*Außenminister; Präsident *der Ukraine*; Sprecher *von Yingli*; *bolivianischer* Präsident.
    """
    seen: set[int] = set()
    for institution in _belongings(doc, mention, index):
        target = institution.referent
        if id(target) in seen or target is holder.referent or target.kind in ("pronoun", "amount", "time"):
            continue
        by_adjective = institution.kind == "name" and doc[institution.head].dep_ == "amod"
        by_party = _is_party(target) and (by_adjective or "memberOf" in position.relations)
        for name in (PARTY, *position.relations) if by_party else position.relations:
            relation = ontology.relations[name]
            if accepts(holder.referent.type, relation.domain) and accepts(target.type, relation.range):
                seen.add(id(target))
                yield name, institution
                break


def _speaks(doc: Doc, mention: TokenMention) -> bool:
    """True for an unnamed person whose words the article gives."""
    return any(voice is not None and voice.speaker is mention for voice in doc._.voices or ())


def _first_conjunct(token: Token) -> Token:
    """*wurde Direktor und schließlich Minister*: the copula stands with the first."""
    while token.dep_ == "conj":
        token = token.head
    return token


def _inverse_copula(mention: TokenMention, copulas: dict[int, Clause]) -> Clause | None:
    """*Ministerpräsident bleibt Giuseppe Conte*: the parser takes the name for the predicate."""
    for clause in copulas.values():
        holder = next((argument.mention for argument in clause.fillers("predicative")), None)
        if holder is not None and holder.kind == "name":
            if any(argument.mention is mention for argument in clause.fillers("subject")):
                return clause
    return None


def _is_party(mention: TokenMention) -> bool:
    entry = load_gazetteer().entries.get(mention.key)
    return entry is not None and entry.kind == "party"


def _party_in_brackets(doc: Doc, person: TokenMention, index: MentionIndex) -> Iterator[RelationMatch]:
    """*Guido Westerwelle (FDP)*: the party of a politician."""
    if person.kind != "name" or person.type != "Person" or person.end + 2 >= len(doc) or doc[person.end].text != "(":
        return
    party = index.get(person.end + 1)
    if party is not None and _is_party(party.referent) and doc[party.end].text in BRACKET_ENDS:
        yield _match(doc, PARTY, person, party, person, None)


def _belongings(doc: Doc, mention: TokenMention, index: MentionIndex) -> Iterator[TokenMention]:
    head = doc[mention.head]
    yield from index.parts.get(head.i, ())
    for child in dependents(head):
        found = index.get(child.i)
        if found is None or found.kind == "time":
            continue
        preposition = preposition_of(child)
        before = child.i == head.i - 1  # UEFA Präsident, Russlands Präsident: whatever case the tagger sees
        genitive = child.dep_ in ("nmod", "nmod:poss") and not preposition and (before or case_of(child) in ("gen", ""))
        place = preposition.split("+")[0]
        within = place in load_syntax().belonging_within and found.referent.type == "Organization"
        if genitive or _is_bare_genitive(child, head, found) or within or place in load_syntax().belonging:
            for token in conjuncts(child):
                if token.i in index:
                    yield index[token.i]
        elif child.dep_ in ("det:poss", "amod"):
            yield found


def _is_bare_genitive(child: Token, head: Token, place: TokenMention) -> bool:
    """True for *Präsident Perus*, which the parser takes for a name of his: the registry has *Peru*, no *Perus*."""
    inflected = child.text.endswith(load_syntax().genitive_endings) and child.text not in load_gazetteer().by_name
    return child.i == head.i + 1 and child.dep_ in ("appos", "flat") and place.type == "Place" and inflected


def _origins(doc: Doc, mention: TokenMention, index: MentionIndex, ontology: Ontology) -> Iterator[RelationMatch]:
    """Where a named thing lies or comes from: *der spanische Konzern Grupo ACS*, *Katyn in Westrussland*."""
    if mention.kind not in ("name", "nominal"):
        return
    head = doc[mention.head]
    beside = [] if mention.kind == "name" else names_beside(doc, mention, index)
    name = mention if mention.kind == "name" else next((n for n in beside if n.type == mention.type), None)
    if name is None or name.type not in load_syntax().origin:
        return
    relation = load_syntax().origin[name.type]
    for child in dependents(head):
        place = index.get(child.i)
        if place is None or place.type != "Place" or place is name or place.kind != "name":
            continue
        adjective = child.dep_ == "amod" and child.i < head.i
        inside = name.type == "Place" and slot_matches("in+dat", preposition_of(child)) and not _is_listed(child)
        if (adjective or inside) and accepts(name.type, ontology.relations[relation].domain):
            yield _match(doc, relation, name, place, mention, None)


def _is_listed(child: Token) -> bool:
    """True for the second of *in Europa, im Nahen Osten und in Asien*: a list, no place within a place."""
    edge = child.left_edge
    return child.dep_ in ("conj", "appos") or (edge.i > 0 and edge.nbor(-1).is_punct) or edge.pos_ == "PUNCT"


def _match(
    doc: Doc, relation: str, subject: TokenMention, object: TokenMention, mention: TokenMention, clause: Clause | None
) -> RelationMatch:
    voices = doc._.voices or [None] * len(doc)
    voice = voices[mention.head] if clause is not None else None  # a title inside a quote is the paper's knowledge
    modality = clause.modality if clause is not None else "asserted"
    return RelationMatch(
        relation=relation,
        subject=subject,
        object=object,
        rule=f"{mention.name}: {'copula' if clause is not None else 'apposition'} → {relation}",
        predicate=(mention.head, mention.head + 1),
        sentence=sentence_of(doc[mention.head])[0],
        polarity=clause.polarity if clause is not None else "positive",
        modality=voiced(modality, voice),
        voice=voice,
        confidence=CONFIDENCE,
    )
