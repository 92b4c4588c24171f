"""Hand-made rows for tests of pictures and pages: ``make_row("Moskau", "buysFrom", "Iran", speaker="Mark Rutte")``."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from kg.ontology import load_ontology
from kg.statements import ArticleRow, Node, StatementRow
from kg.types import Span

BASE = "https://w3id.org/newskg/id/"
ENGLISH = {"Moskau": "Moscow", "Brüssel": "Brussels", "Güter": "goods", "Drohnentechnologie": "drone technology"}
TYPES = {
    **dict.fromkeys(["Mark Rutte", "Antony Blinken", "Josep Borrell"], "Person"),
    **dict.fromkeys(["NATO", "EU"], "Organization"),
    **dict.fromkeys(["Moskau", "Iran", "China", "Brüssel", "Ukraine"], "Place"),
    **dict.fromkeys(["Güter", "Drohnentechnologie"], "Product"),
}
ARTICLE = ArticleRow(
    BASE + "article/drohnen",
    "drohnen",
    "Drohnen aus dem Iran",
    "Testblatt",
    "",
    date(2024, 11, 14),
    "https://example.org/drohnen",
    "de",
)


def make_node(label: str, **fields: Any) -> Node:
    """The entity called `label`, with the type and English label that the tests give it."""
    known = {"label_en": ENGLISH.get(label, label), "type": TYPES.get(label, "Thing")}
    return Node(BASE + "entity/" + label.replace(" ", "_"), label, **{**known, **fields})


def make_row(subject: str | Node, relation: str, object: str | Node, **fields: Any) -> StatementRow:
    """One statement: a fact unless `speaker`, `modality` or `polarity` say otherwise."""
    subject, object, speaker = (_node(end) for end in (subject, object, fields.pop("speaker", None)))
    known = load_ontology().relations.get(relation)
    labels = (known.label_de, known.label_en, known.group) if known else (relation, relation, "")
    sentence = fields.pop("sentence", f"{subject.label_de} {labels[0]} {object.label_de}.")
    modality = fields.pop("modality", "reported" if speaker else "asserted")
    polarity = fields.pop("polarity", "positive")
    held = modality == "asserted" and polarity == "positive" and speaker is None
    row = {
        "iri": f"{BASE}statement/{subject.label_de}-{relation}-{object.label_de}-{polarity}".replace(" ", "_"),
        **{"time_start": None, "time_end": None, "time_text": "", "time_precision": "", "place": None, "amount": None},
        **{
            "roles": (),
            "article": ARTICLE,
            "sentence_span": Span(0, max(1, len(sentence))),
            "event": "",
            "rule": "made",
        },
        **{"evidence": _evidence(sentence, subject, object), "confidence": 0.8},
    }
    row |= fields
    return StatementRow(
        subject=subject,
        relation=relation,
        relation_de=labels[0],
        relation_en=labels[1],
        group=labels[2],
        object=object,
        polarity=polarity,
        modality=modality,
        speaker=speaker,
        sentence=sentence,
        held_true=held,
        **row,
    )


def moscow_rows() -> list[StatementRow]:
    """Claims by Rutte of what Moscow buys, a meeting, a denial and a plan."""
    said = "Moskau kaufe Güter von China sowie Drohnentechnologie aus dem Iran, sagte Mark Rutte."
    return [
        make_row("Moskau", "buysFrom", "Iran", speaker="Mark Rutte", sentence=said),
        make_row("Moskau", "buys", "Drohnentechnologie", speaker="Mark Rutte", sentence=said),
        make_row("Moskau", "buysFrom", "China", speaker="Mark Rutte", sentence=said),
        make_row(
            "Antony Blinken",
            "meets",
            "Mark Rutte",
            sentence="Blinken traf am Mittwoch in Brüssel Mark Rutte.",
            time_start=date(2024, 11, 13),
            time_end=date(2024, 11, 13),
            time_text="am Mittwoch",
            time_precision="day",
            place=make_node("Brüssel"),
        ),
        make_row("Antony Blinken", "praises", "Mark Rutte"),
        make_row("Iran", "sells", "Drohnentechnologie", polarity="negative"),
        make_row("Antony Blinken", "supports", "Ukraine", modality="planned"),
    ]


def many_rows(nodes: int, rows: int, *, seed: int = 1) -> list[StatementRow]:
    """`rows` statements among `nodes` entities, a few of which take part in many."""
    random = Random(seed)
    ends = [
        make_node(f"Name {number} eines Akteurs", type=random.choice(["Person", "Place"])) for number in range(nodes)
    ]
    relations = ["meets", "supports", "criticises", "buysFrom"]
    found = []
    for number in range(rows):
        subject = number % nodes
        object = int(nodes * random.random() ** 2)
        found.append(
            make_row(
                ends[subject],
                random.choice(relations),
                ends[object if object != subject else (object + 1) % nodes],
                iri=f"{BASE}statement/{number}",
                sentence=f"Satz {number}: Das ist ein Satz von ungefähr gewöhnlicher Länge, in dem etwas geschieht.",
                speaker="Mark Rutte" if number % 3 == 0 else None,
            )
        )
    return found


def _node(end: str | Node | None) -> Any:
    return make_node(end) if isinstance(end, str) else end


def _evidence(sentence: str, *ends: Node) -> tuple[Span, ...]:
    starts = [(sentence.find(end.label_de), len(end.label_de)) for end in ends]
    return tuple(sorted(Span(start, start + length) for start, length in starts if start >= 0))
