"""When, where and for how much: hand-built parses."""

from decimal import Decimal

from kg.annotate.circumstances import add_later_times, circumstances_of
from kg.annotate.clauses import find_clauses
from kg.annotate.layers import RelationMatch
from kg.annotate.lexicon import load_lexicon
from kg.types import Value
from tests.make_doc import make_doc


def roles_of(doc, lemma):
    """Role -> name, of the clause with `lemma`, whose ends are the first two mentions."""
    clause = next(clause for clause in find_clauses(doc, load_lexicon()) if clause.lemma == lemma)
    first, second, *_ = doc._.mentions
    return {role: mention.name for role, mention in circumstances_of(doc, clause, (first, second)).items()}


def test_time_and_place_of_a_clause():
    """Merkel traf Macron am Montag in Paris."""
    doc = make_doc(
        "Merkel/PROPN/nsubj>2/men=Person traf/VERB/root/lemma=treffen Macron/PROPN/obj>2/men=Person am/ADP/case>5 "
        "Montag/NOUN/obl>2/men=Thing:time in/ADP/case>7 Paris/PROPN/obl>2/men=Place +./PUNCT/punct>2"
    )
    assert roles_of(doc, "treffen") == {"time": "Montag", "place": "Paris"}


def test_time_of_another_clause_stays_there():
    """Merkel traf Macron, nachdem er am Montag gewählt wurde: Monday is the election's."""
    doc = make_doc(
        "Merkel/PROPN/nsubj>2/men=Person traf/VERB/root/lemma=treffen Macron/PROPN/obj>2/men=Person +,/PUNCT/punct>9 "
        "nachdem/SCONJ/mark>9 er/PRON/nsubj>9 am/ADP/case>8 Montag/NOUN/obl>9/men=Thing:time "
        "siegte/VERB/advcl>2/lemma=siegen/feats=VerbForm=Fin +./PUNCT/punct>2"
    )
    assert roles_of(doc, "treffen") == {}


def test_money_beside_an_end():
    """Berlin sagte Hilfen von 2 Milliarden Euro zu: that is what the aid amounts to."""
    doc = make_doc(
        "Berlin/PROPN/nsubj>2/men=Place sagte/VERB/root/lemma=sagen Hilfen/NOUN/obj>2/men=Product:nominal von/ADP/case>5 "
        "Euro/NOUN/nmod>3/men=Amount:amount zu/ADP/compound:prt>2 +./PUNCT/punct>2"
    )
    doc._.mentions[2].value = Value("money", "2 Milliarden Euro", number=Decimal(2_000_000_000), unit="EUR")
    assert roles_of(doc, "zusagen") == {"amount": "Euro"}


def test_the_next_sentence_can_give_the_time():
    """Wir haben Hilfe zugesagt. Das war im September."""
    doc = make_doc(
        "Berlin/PROPN/nsubj>2/men=Place kaufte/VERB/root/lemma=kaufen Gas/NOUN/obj>2/men=Product:nominal +./PUNCT/punct>2\n"
        "Das/PRON/nsubj>4 war/AUX/cop>4/lemma=sein im/ADP/case>4 September/NOUN/root/men=Thing:time +./PUNCT/punct>4"
    )
    subject, object, _ = doc._.mentions
    match = RelationMatch("buys", subject, object, "", (1, 2), 0)
    add_later_times(doc, [match])
    assert match.roles["time"].name == "September"
