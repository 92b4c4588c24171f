"""Hand-made extractions for tests of the graph: three short articles that share entities, facts and claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kg.types import Article, Entity, Extraction, Fact, Mention, Modality, Point, Polarity, Provenance, Span, Value

RUSSIA = Entity("Russland", "Russland", "Place", label_en="Russia", qid="Q159")
MOSCOW = Entity(
    "Moskau", "Moskau", "Place", label_en="Moscow", qid="Q649", stands_for=RUSSIA, point=Point(55.752, 37.6178)
)
IRAN = Entity("Iran", "Iran", "Place", label_en="Iran", aliases=("Islamische Republik Iran",), qid="Q794")
BRUSSELS = Entity("Brüssel", "Brüssel", "Place", label_en="Brussels", qid="Q239", point=Point(50.8505, 4.3488))
UKRAINE = Entity("Ukraine", "Ukraine", "Place", label_en="Ukraine", qid="Q212")
NATO = Entity("NATO", "NATO", "Organization", label_en="NATO", qid="Q7184")
RUTTE = Entity("Mark Rutte", "Mark Rutte", "Person", aliases=("Rutte", "Mark Rutte"), qid="Q57792")
BLINKEN = Entity("Antony Blinken", "Antony Blinken", "Person", aliases=("Blinken",), qid="Q7821917")
MINISTER = Entity("US-Außenminister", "US-Außenminister", "Position", label_en="US Secretary of State")
DRONES = Entity("Drohnentechnologie", "Drohnentechnologie", "Product")
PLAN = Entity("Reise nach Kiew", "Reise nach Kiew", "Event")
BANK = Entity("Deutsche Bank", "Deutsche Bank", "Organization", qid="Q66048")

WEDNESDAY = Value("date", "am Mittwoch", start=date(2024, 11, 13), end=date(2024, 11, 13), precision="day")
AUTUMN = Value("date", "Ende 2025", start=date(2025, 10, 1), end=date(2025, 12, 31), precision="quarter")
BILLIONS = Value("money", "rund 8 Milliarden Dollar", number=Decimal("8E9"), unit="USD", bound="about")
PEOPLE = Value("quantity", "2.000 Soldaten", number=Decimal(2000), unit="Soldaten")


def moscow() -> Extraction:
    """Claims: Rutte says what Moscow buys; a denial; a plan."""
    text = (
        "Moskau kaufe Drohnentechnologie aus dem Iran, sagte Mark Rutte am Mittwoch in Brüssel. "
        "Der Iran bestreitet das nicht. Blinken wolle Kiew helfen. Blinken traf Rutte."
    )
    article = Article("moskau", text, title="Drohnen aus dem Iran", published=date(2024, 11, 14), source="Testblatt")
    one, two, three, four = _sentences(text)
    buys = _source("moskau", text, one, "kaufe", "kaufen: subject → buys → object", "Moskau", "Drohnentechnologie")
    return Extraction(
        article,
        (one, two, three, four),
        (
            _mention(text, "Moskau", MOSCOW),
            _mention(text, "Drohnentechnologie", DRONES, kind="nominal"),
            _mention(text, "Iran", IRAN),
            _mention(text, "Mark Rutte", RUTTE),
            _mention(text, "Brüssel", BRUSSELS),
            _mention(text, "Blinken", BLINKEN),
        ),
        (
            _claim(MOSCOW, "buys", DRONES, buys, speaker=RUTTE, confidence=0.84),
            _claim(MOSCOW, "buysFrom", IRAN, buys, speaker=RUTTE, confidence=0.7),
            Fact(
                RUTTE,
                "says",
                DRONES,
                _source("moskau", text, one, "sagte", "sagen"),
                {"time": WEDNESDAY, "place": BRUSSELS},
            ),
            _claim(
                IRAN,
                "denies",
                DRONES,
                _source("moskau", text, two, "bestreitet", "bestreiten"),
                polarity="negative",
                modality="asserted",
            ),
            _claim(
                BLINKEN, "supports", UKRAINE, _source("moskau", text, three, "helfen", "helfen"), modality="planned"
            ),
            Fact(BLINKEN, "meets", RUTTE, _source("moskau", text, four, "traf", "treffen", "Blinken", "Rutte")),
        ),
    )


def summit() -> Extraction:
    """Facts: a meeting, an office, a pledge with an amount, an open relation; the purchase, now as a fact."""
    text = (
        "US-Außenminister Antony Blinken traf am Mittwoch in Brüssel Mark Rutte. "
        "Die NATO sagte der Ukraine rund 8 Milliarden Dollar zu. Moskau kauft im Iran ein. "
        "Blinken freut sich über die NATO."
    )
    article = Article(
        "gipfel", text, published=date(2024, 11, 14), url="https://example.org/gipfel", author="A. Muster"
    )
    one, two, three, four = _sentences(text)
    meets = _source("gipfel", text, one, "traf", "treffen: subject → meets → object", "Antony Blinken", "Mark Rutte")
    return Extraction(
        article,
        (one, two, three, four),
        (
            _mention(text, "US-Außenminister", MINISTER, kind="position"),
            _mention(text, "Antony Blinken", BLINKEN),
            _mention(text, "Brüssel", BRUSSELS),
            _mention(text, "Mark Rutte", RUTTE),
            _mention(text, "NATO", NATO),
            _mention(text, "Ukraine", UKRAINE),
            _mention(text, "Moskau", MOSCOW),
            _mention(text, "Iran", IRAN),
        ),
        (
            Fact(BLINKEN, "holdsPosition", MINISTER, _source("gipfel", text, one, "US-Außenminister", "Apposition")),
            Fact(BLINKEN, "meets", RUTTE, meets, {"time": WEDNESDAY, "place": BRUSSELS}),
            Fact(
                NATO,
                "pledges",
                BILLIONS,
                _source("gipfel", text, two, "sagte", "zusagen"),
                {"recipient": UKRAINE, "amount": BILLIONS},
            ),
            Fact(
                NATO,
                "providesAidTo",
                UKRAINE,
                _source("gipfel", text, two, "sagte", "zusagen"),
                {"amount": BILLIONS},
                modality="planned",
                confidence=0.5,
            ),
            Fact(MOSCOW, "buysFrom", IRAN, _source("gipfel", text, three, "kauft", "kaufen"), confidence=0.9),
            Fact(
                BLINKEN,
                "open/sich freuen über",
                NATO,
                _source("gipfel", text, four, "freut", "offen"),
                label="freut sich über",
            ),
        ),
    )


def bank() -> Extraction:
    """A question, a possibility with a future time, criticism by an unnamed source, a number of people."""
    text = (
        "Übernimmt die Deutsche Bank die NATO? Rutte könnte Ende 2025 nach Kiew reisen. "
        "Die Deutsche Bank soll Moskau kritisiert haben. 2.000 Soldaten hat die Ukraine."
    )
    article = Article("bank", text, title="Fragen & <Antworten>", published=date(2025, 1, 2), source="Testblatt")
    one, two, three, four = _sentences(text)
    return Extraction(
        article,
        (one, two, three, four),
        (
            _mention(text, "Deutsche Bank", BANK),
            _mention(text, "NATO", NATO),
            _mention(text, "Rutte", RUTTE),
            _mention(text, "Moskau", MOSCOW),
            _mention(text, "Ukraine", UKRAINE),
        ),
        (
            _claim(BANK, "acquires", NATO, _source("bank", text, one, "Übernimmt", "übernehmen"), modality="question"),
            _claim(
                RUTTE,
                "plansTo",
                PLAN,
                _source("bank", text, two, "reisen", "reisen"),
                modality="possible",
                roles={"time": AUTUMN},
            ),
            _claim(BANK, "criticises", MOSCOW, _source("bank", text, three, "kritisiert", "kritisieren")),
            Fact(UKRAINE, "amountsTo", PEOPLE, _source("bank", text, four, "hat", "haben")),
        ),
    )


def _sentences(text: str) -> list[Span]:
    spans, start = [], 0
    for part in text.replace("? ", "?\n").replace(". ", ".\n").split("\n"):
        spans.append(Span(start, start + len(part)))
        start += len(part) + 1
    return spans


def _span(text: str, words: str, start: int = 0) -> Span:
    found = text.index(words, start)
    return Span(found, found + len(words))


def _mention(text: str, words: str, entity: Entity, *, kind="name") -> Mention:
    return Mention(_span(text, words), words, kind, entity)


def _source(id: str, text: str, sentence: Span, predicate: str, rule: str, *ends: str) -> Provenance:
    place = _span(text, predicate, sentence.start)
    evidence = sorted({place, *(_span(text, end, sentence.start) for end in ends)})
    return Provenance(id, sentence, place, tuple(evidence), rule)


def _claim(
    subject: Entity,
    relation: str,
    object: Entity | Value,
    source: Provenance,
    *,
    speaker: Entity | None = None,
    polarity: Polarity = "positive",
    modality: Modality = "reported",
    confidence: float = 1.0,
    roles: dict[str, Entity | Value] | None = None,
) -> Fact:
    return Fact(subject, relation, object, source, roles or {}, polarity, modality, speaker, confidence)
