"""Names beside descriptions, by tree and by commas: hand-built parses."""

from kg.annotate.apposition import denoted, names_beside
from kg.annotate.mention_index import mention_index
from tests.make_doc import make_doc


def beside(text, position):
    """The names beside the description headed by the token at `position` (from 0)."""
    doc = make_doc(text)
    index = mention_index(doc)
    return [name.name for name in names_beside(doc, index[position], index)]


def test_title_before_a_name_denotes_the_person():
    """Präsident Macron kam: it is Macron who came."""
    doc = make_doc(
        "Präsident/NOUN/nsubj>3/men=Position:position Macron/PROPN/appos>1/men=Person kam/VERB/root +./PUNCT/punct>3"
    )
    assert denoted(doc[0], mention_index(doc)).name == "Macron"


def test_coordinated_names_share_a_title():
    """Die Minister Pistorius und Faeser: both."""
    assert beside(
        "Minister/NOUN/nsubj>5/men=Position:position Pistorius/PROPN/appos>1/men=Person und/CCONJ/cc>4 "
        "Faeser/PROPN/conj>2/men=Person kamen/VERB/root +./PUNCT/punct>5",
        0,
    ) == ["Pistorius", "Faeser"]


def test_commas_enclose_a_name_whatever_the_parse():
    """Der Vorsitzende, Klaus Müller, kam: also where the parser lost the apposition."""
    assert beside(
        "Der/DET/det>2 Vorsitzende/NOUN/nsubj>6/men=Position:position +,/PUNCT/punct>6 Müller/PROPN/obl>6/men=Person "
        "+,/PUNCT/punct>6 kam/VERB/root +./PUNCT/punct>6",
        1,
    ) == ["Müller"]


def test_description_behind_a_name():
    """Wang Shuai, Sprecher von Yingli, schwieg."""
    assert beside(
        "Wang/PROPN/nsubj>7/men=Person +,/PUNCT/punct>3 Sprecher/NOUN/dep>7/men=Position:position von/ADP/case>5 "
        "Yingli/PROPN/nmod>3/men=Organization +,/PUNCT/punct>3 schwieg/VERB/root +./PUNCT/punct>7",
        2,
    ) == ["Wang"]


def test_a_genitive_is_no_apposition():
    """Der Präsident Frankreichs: France is not the president."""
    doc = make_doc(
        "Präsident/NOUN/nsubj>3/men=Position:position/feats=Case=Nom "
        "Frankreichs/PROPN/appos>1/men=Person/feats=Case=Gen kam/VERB/root +./PUNCT/punct>3"
    )
    assert denoted(doc[0], mention_index(doc)).name == "Präsident"


def test_a_list_is_no_apposition():
    """Der Konzern und Bayer: two, not one."""
    assert (
        beside(
            "Konzern/NOUN/nsubj>4/men=Organization:nominal und/CCONJ/cc>3 Bayer/PROPN/conj>1/men=Organization "
            "kamen/VERB/root +./PUNCT/punct>4",
            0,
        )
        == []
    )


def test_a_side_is_its_country():
    """Die russische Seite schwieg: Russia did."""
    doc = make_doc(
        "russische/ADJ/amod>2/men=Place/lemma=Russland Seite/NOUN/nsubj>3/men=Thing:nominal schwieg/VERB/root +./PUNCT/punct>3"
    )
    assert denoted(doc[1], mention_index(doc)).name == "Russland"


CHAIN = (
    "Der/DET/det>2 Sprecher/NOUN/nsubj>8/men=Position:position des/DET/det>4 "
    "Präsidenten/NOUN/nmod>2/men=Position:position/feats=Case=Gen {}"
)


def test_of_a_chain_of_people_the_first_bears_the_name_behind_the_comma():
    """Der Sprecher des Präsidenten, Jan Lang, kam: Lang is the spokesman, even if the parser hangs him on the other."""
    text = CHAIN.format("+,/PUNCT/punct>8 Lang/PROPN/appos>4/men=Person +,/PUNCT/punct>8 kam/VERB/root")
    assert (beside(text, 1), beside(text, 3)) == (["Lang"], [])


def test_the_last_of_a_chain_bears_the_name_right_behind_it():
    """Der Sprecher des Präsidenten Falk, Lang, kam: Falk is the president, Lang the spokesman."""
    text = CHAIN.replace("nsubj>8", "nsubj>9").format(
        "Falk/PROPN/appos>4/men=Person +,/PUNCT/punct>9 Lang/PROPN/appos>4/men=Person +,/PUNCT/punct>9 kam/VERB/root"
    )
    assert (beside(text, 1), beside(text, 3)) == (["Lang"], ["Falk"])
