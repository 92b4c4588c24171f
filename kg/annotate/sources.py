"""Where a relation comes from: its clause, and the entry of the lexicon or the general rule that gave it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from spacy.tokens import Doc

from kg import data
from kg.annotate.arguments import fits
from kg.annotate.inflect import noun_lemmas
from kg.annotate.layers import Clause, RelationMatch
from kg.annotate.lexicon import Frame, Lexicon, Position, read_frames
from kg.annotate.syntax import slot_matches
from kg.annotate.syntax_tables import FILE as SYNTAX
from kg.annotate.syntax_tables import load_syntax
from kg.ontology import OPEN

Lines: TypeAlias = tuple[tuple[str, str], ...]

SELF = "self"
OBJECT_LIKE = ("object", "genitive")  # what may turn out to be an indirect object: Scholz dankte Biden


def quoted(words: str) -> str:
    """`words` in German quotation marks, on one line."""
    return f"„{' '.join(words.split())}“"


def clause_of(doc: Doc, match: RelationMatch) -> Clause | None:
    """The clause whose predicate `match` rests on, None where a title or an apposition states it."""
    clauses = [clause for clause in doc._.clauses or () if clause.predicate == match.predicate[0]]
    return clauses[0] if clauses else None


def lines_of_rule(doc: Doc, clause: Clause | None, match: RelationMatch, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The rule, the file and table it stands in, its words, slots and example."""
    yield "rule", match.rule
    slots = match.rule.rpartition(": ")[2].split(" → ")
    frame = frame_behind(doc, clause, match, lexicon) if clause is not None and len(slots) == 3 else None
    if frame is not None:
        yield from _lines_of_frame(frame)
    elif match.relation.startswith(OPEN):
        yield "entry", "none: no frame of this predicate fits, so the relation has the sentence's own words"
    elif len(slots) == 2:
        yield from _lines_of_position(doc, match, lexicon)
    else:
        yield "entry", "none: a general rule"


def frame_behind(doc: Doc, clause: Clause, match: RelationMatch, lexicon: Lexicon) -> Frame | None:
    """The frame that gave `match`: of this predicate and relation, slots as in the rule, the most specific first."""
    subject, _, object = match.rule.rpartition(": ")[2].split(" → ")
    object = object.partition(" ")[0]
    found = [
        frame
        for frame in _frames_of(doc, clause, lexicon)
        if frame.relation == match.relation and _has(frame.subject, subject)
        if _has(frame.object, object) or (subject == object and _has(frame.subject, object))
    ]
    met = [frame for frame in found if _is_met(doc, clause, frame)]
    return max(met or found, key=lambda frame: frame.specificity, default=None)


def _frames_of(doc: Doc, clause: Clause, lexicon: Lexicon) -> list[Frame]:
    words = [clause.lemma, doc[clause.predicate].lower_]
    words += [doc[argument.head].lower_ for argument in clause.fillers("predicative")]
    tables = (lexicon.verbs, lexicon.nouns, lexicon.adjectives)
    return [frame for word in dict.fromkeys(words) for table in tables for frame in table.get(word, ())]


def _has(slots: tuple[str, ...], found: str) -> bool:
    """True if a filler in slot `found` may have filled one of `slots`; ``self`` is the noun, or below a filler."""
    for slot in slots:
        if slot == found or slot_matches(slot, found) or (found == SELF and ">" in slot):
            return True
        if slot == "indirect" and found in OBJECT_LIKE:
            return True
    return False


def _is_met(doc: Doc, clause: Clause, frame: Frame) -> bool:
    if frame.reflexive is not None and frame.reflexive != clause.reflexive:
        return False
    return all(_has_word(doc, clause, slot, lemmas) for slot, lemmas in frame.with_.items())


def _has_word(doc: Doc, clause: Clause, slot: str, lemmas: tuple[str, ...]) -> bool:
    """True if one of `lemmas`, or a compound of it, fills `slot`: *führte Krisengespräche*."""
    fillers = [doc[a.head] for a in clause.arguments if fits(slot.partition(">")[0], a, doc)]
    words = {word.casefold() for token in fillers for word in (*noun_lemmas(token), token.lower_)}
    return any(lemma == "*" or word.endswith(lemma.casefold()) for lemma in lemmas for word in words or {""})


def _lines_of_frame(frame: Frame) -> Iterator[tuple[str, str]]:
    yield "entry", place_of_frame(frame)
    yield "words", ", ".join(frame.words)
    yield "slots", f"{' or '.join(frame.subject)} → {frame.relation} → {' or '.join(frame.object)}"
    for slot, lemmas in frame.with_.items():
        yield "demands", f"{slot} = {', '.join(lemmas)}"
    if frame.without:
        yield "excludes", ", ".join(frame.without)
    for end, types in sorted(frame.types.items()):
        yield "types", f"{end} is {' or '.join(types)}"
    if frame.modality:
        yield "makes it", frame.modality
    yield "example", f"{quoted(frame.example)} gives {'; '.join(frame.gives)}"


def place_of_frame(frame: Frame) -> str:
    """File and table of a frame of the lexicon: ``lexicon/frames/trading.toml: [[frame]] 3 (kaufen)``."""
    root = data.root() / "lexicon"
    frames = iter(read_frames(root))
    for path in sorted((root / "frames").glob("*.toml")):
        tables = data.read_toml(f"frames/{path.name}", root)["frame"]
        for number, (_, other) in enumerate(zip(tables, frames, strict=False), start=1):
            if other == frame:
                return f"lexicon/frames/{path.name}: [[frame]] {number} ({frame.words[0]})"
    return "a frame that is in no file"


def _lines_of_position(doc: Doc, match: RelationMatch, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """What a title, an apposition or a copula says: the noun's entry, or the rule of origin."""
    found = (lexicon.position(lemma) for lemma in noun_lemmas(doc[match.predicate[0]]))
    position = next((position for position in found if position is not None), None)
    if position is not None:
        yield "entry", f"lexicon/positions.toml: {_noun_in(position, doc[match.predicate[0]].text)}"
        yield "words", ", ".join(position.nouns)
        yield "relations", f"{', '.join(position.relations)}{'; an office' if position.office else ''}"
        yield "example", f"{quoted(position.example)} gives {'; '.join(position.gives)}"
        return
    for type, relation in sorted(load_syntax().origin.items()):
        if relation == match.relation:
            yield "entry", f"{SYNTAX}: [origin] {type} = {relation}"


def _noun_in(position: Position, text: str) -> str:
    folded = text.casefold()
    matching = [noun for noun in position.nouns if noun.lstrip("-").casefold() in folded]
    return max(matching or position.nouns, key=len)
