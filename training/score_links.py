"""How often the names of gold articles lead to the right entity.

    python -m training.score_links --gold DIR [--model de] [--failures]

A mention counts that is written exactly like a name of one gold entity of its article. Its entity is right if it has
the Wikidata item of the gold entity; where one of the two has none, if it shares a name with it. Further printed:
gold entities whose mentions are all one entity, entities that mix two gold ones, and gold entities with an item that
the registry knows or not. DIR holds one JSON file an article: text, entities with names and items.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

import kg
from kg.builder import extract
from kg.evaluate import article_from_gold, read_gold
from kg.gazetteer import load_gazetteer
from kg.scoring import GoldArticle, fold
from kg.types import Entity

NO_NAMES = ("Amount", "Position", "Product")


def named(gold: GoldArticle, nlp: Language) -> Iterator[tuple[str, str, Entity]]:
    """Each mention of a gold entity: its id, how it is written, what it is linked to."""
    owners: dict[str, set[str]] = defaultdict(set)
    for id, entity in gold.entities.items():
        for name in entity.names:
            owners[fold(name)].add(id)
    for mention in extract(article_from_gold(gold), nlp).mentions:
        ids = owners.get(fold(mention.text), set())
        if mention.kind == "name" and len(ids) == 1 and mention.entity.type not in NO_NAMES:
            yield min(ids), mention.text, mention.entity


def measure(nlp: Language, directory: Path, *, failures: bool) -> Counter[str]:
    """Counts of mentions, items and entities, right and wrong."""
    counts: Counter[str] = Counter()
    known = {entry.qid for entry in load_gazetteer().entries.values()} - {""}
    for gold in read_gold(directory):
        keys: dict[str, set[str]] = defaultdict(set)
        for id, text, entity in named(gold, nlp):
            entry = gold.entities[id]
            keys[id].add(entity.key)
            both = bool(entry.qid and entity.qid)
            names = {fold(name) for name in (entity.label, entity.label_en, *entity.aliases) if name}
            right = entry.qid == entity.qid if both else not names.isdisjoint(map(fold, entry.names))
            counts.update({"mentions": 1, "right": right, "items": both, "items right": both and right})
            if failures and not right:
                print(f"{gold.id}: {text} -> {entity.key} {entity.qid}, not {entry.names[0]} {entry.qid or ''}")
        owners = Counter(key for found in keys.values() for key in found)
        counts["entities"] += len(keys)
        counts["whole"] += sum(len(found) == 1 for found in keys.values())
        counts["mixed"] += sum(count > 1 for count in owners.values())
        with_item = [id for id in keys if gold.entities[id].qid]
        counts["with item"] += len(with_item)
        counts["known"] += sum(gold.entities[id].qid in known for id in with_item)
        if failures:
            for id in keys:
                if len(keys[id]) > 1:
                    print(f"{gold.id}: {gold.entities[id].names[0]} is several: {', '.join(sorted(keys[id]))}")
                if gold.entities[id].qid and gold.entities[id].qid not in known:
                    print(f"{gold.id}: the registry lacks {gold.entities[id].names[0]} {gold.entities[id].qid}")
    return counts


def lines(counts: Counter[str]) -> Iterator[str]:
    """The counts as shares."""
    for part, whole, words in (
        ("right", "mentions", "mentions linked to the right entity"),
        ("items right", "items", "Wikidata items right, where both have one"),
        ("whole", "entities", "gold entities that are one entity"),
        ("known", "with item", "gold items that the registry has"),
    ):
        yield f"{words}: {counts[part]} of {counts[whole]} = {counts[part] / max(1, counts[whole]):.3f}"
    yield f"entities that mix two gold ones: {counts['mixed']}"


def main() -> None:
    """Prints the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--model", default="de")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    print("\n".join(lines(measure(kg.load_nlp(options.model), options.gold, failures=options.failures))))


if __name__ == "__main__":
    main()
