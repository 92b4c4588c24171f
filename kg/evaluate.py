"""How good the facts are: builds gold articles afresh and compares what is found with what readers found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from spacy.language import Language as Pipeline

from kg.builder import Progress, add_articles
from kg.data import error_at
from kg.days import date_from_text
from kg.errors import ArticleError, DataError
from kg.iris import OWL, RDFS, SKOS, WIKIDATA
from kg.ontology import load_ontology
from kg.scoring import GoldArticle, Names, Prediction, Score, fold, score_article, scored_relations
from kg.statements import statement_rows
from kg.store import Store, open_store
from kg.tables import Properties, read_table
from kg.types import Article

_LABELS = tuple(space + name for space, name in ((RDFS, "label"), (SKOS, "prefLabel"), (SKOS, "altLabel")))
_ITEMS = (OWL + "sameAs", SKOS + "exactMatch")
_LISTED = ", ".join(f"<{iri}>" for iri in (*_LABELS, *_ITEMS))
_NAMES = f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(?p IN ({_LISTED})) }}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The score of each gold article, by id, and the articles that could not be built."""

    scores: dict[str, Score]
    gold: dict[str, GoldArticle]
    failed: tuple[ArticleError, ...]


def evaluate(folder: str | Path, nlp: Pipeline, *, progress: Progress | None = None) -> Evaluation:
    """Builds the articles of the gold files ``*.json`` in `folder` and compares their facts.

    Raises:
        DataError: there is no gold file, or one is malformed.
    """
    gold = {article.id: article for article in read_gold(Path(folder))}
    mirrors = scored_relations(load_ontology())
    with open_store("memory:") as store:
        batch = add_articles(store, map(article_from_gold, gold.values()), nlp, progress=progress)
        found = predictions(store)
    scores = {id: score_article(found.get(id, []), article, mirrors) for id, article in gold.items()}
    return Evaluation(scores, gold, tuple(batch.failed))


def read_gold(folder: Path) -> Iterator[GoldArticle]:
    """The gold articles of `folder`, by file name.

    Raises:
        DataError: there is none, or one is malformed; names the file and the field.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DataError(str(folder), "", "no gold file *.json there")
    for path in paths:
        try:
            yield GoldArticle.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise error_at(str(path), "", error) from error


def article_from_gold(gold: GoldArticle) -> Article:
    """The article that a gold file annotates."""
    published = date_from_text(gold.source.get("published") or "", gold.id)
    return Article(gold.id, gold.text, title=gold.source.get("title") or "", published=published)


def predictions(store: Store) -> dict[str, list[Prediction]]:
    """All statements of `store` with every name of their ends, by article id."""
    names = {iri: _names(properties) for iri, properties in read_table(store, _NAMES).items()}
    nobody = Names(frozenset())
    found: dict[str, list[Prediction]] = defaultdict(list)
    for row in statement_rows(store):
        found[row.article.id].append(
            Prediction(
                subject=names.get(row.subject.iri, nobody),
                relation=row.relation,
                object=names.get(row.object.iri, nobody),
                polarity=row.polarity,
                modality=row.modality,
                speaker=names.get(row.speaker.iri, nobody) if row.speaker else None,
                evidence=" ".join(row.sentence.split()),
            )
        )
    return found


def summary_lines(evaluation: Evaluation) -> list[str]:
    """Precision, recall and F1 of facts, recall of pairs, and how often voice came out right, in three lines."""
    scores = evaluation.scores.values()
    predicted, right = sum(score.predicted for score in scores), sum(score.right for score in scores)
    required, found = sum(score.required for score in scores), sum(score.found for score in scores)
    pairs = sum(score.pairs for score in scores)
    voices: Counter[str] = Counter()
    for score in scores:
        voices.update(score.voices)
    precision, recall = right / max(1, predicted), found / max(1, required)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    hits, speakers = max(1, voices["found"]), max(1, voices["speakers"])
    return [
        f"facts   precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}   "
        f"({right}/{predicted} right, {found}/{required} found)",
        f"pairs   recall {pairs / max(1, required):.3f}",
        f"of the found: polarity {voices['polarity'] / hits:.3f}  modality {voices['modality'] / hits:.3f}  "
        f"speaker {voices['speaker'] / speakers:.3f}",
    ]


def article_lines(evaluation: Evaluation, *, errors: bool = False) -> Iterator[str]:
    """One line an article; with `errors`, every wrong and every missed fact below it, beside its sentence."""
    for id, score in evaluation.scores.items():
        precision, recall = score.right / max(1, score.predicted), score.found / max(1, score.required)
        counts = f"predicted {score.predicted:3}  required {score.required:3}"
        yield f"{id:24} P {precision:.2f}  R {recall:.2f}  {counts}"
        if errors:
            entities = evaluation.gold[id].entities
            for wrong in score.wrong:
                yield f"  wrong  {_some(wrong.subject)} -{wrong.relation}-> {_some(wrong.object)}"
                yield f"         | {wrong.evidence}"
            for missed in score.missed:
                yield f"  missed {entities[missed.s].names[0]} -{missed.rel[0]}-> {entities[missed.o].names[0]}"
                yield f"         | {missed.evidence}"


def _names(properties: Properties) -> Names:
    folded = frozenset(fold(label) for name in _LABELS for label in properties.all(name))
    items = [iri.removeprefix(WIKIDATA) for name in _ITEMS for iri in properties.all(name) if iri.startswith(WIKIDATA)]
    return Names(folded, items[0] if items else "")


def _some(names: Names) -> str:
    return "/".join(sorted(names.folded)[:2])
