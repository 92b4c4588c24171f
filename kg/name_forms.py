"""Names and their other forms: genitive, adjectives in another case, plain spelling; and the keys made of them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from kg.data import KEPT_WORDS, read_toml, validate


class Inflection(BaseModel):
    """Endings of names and attributive adjectives; ``nominative`` maps a gender (or Plur) to its strong ending.

    ``sons`` stand before the name of somebody's father. ``city`` makes an adjective of a city's name, which may have
    lost one of ``city_lost``: *Bremer* from Bremen. ``feminine`` makes a word for a woman of one for a man:
    *Ministerin*.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    genitive: tuple[str, ...]
    demonym: tuple[str, ...]
    adjective: tuple[str, ...]
    nominative: dict[str, str]
    sons: frozenset[str]
    city: str
    city_lost: tuple[str, ...]
    feminine: str


def name_forms(text: str) -> list[str]:
    """`text` and the base forms that it may be the genitive of: ``Blinkens`` -> ``Blinken``; ``Shultz'``."""
    endings = load_inflection().genitive
    if not text.endswith(endings):
        return [text]
    cut = (len(ending) for ending in endings if text.endswith(ending) and len(text) > len(ending) + 2)
    return [text, *(text[:-length] for length in cut)]


@cache
def load_inflection() -> Inflection:
    """The endings of names, ``[inflection]`` in ``lexicon/names.toml``.

    Raises:
        DataError: the table is missing or malformed.
    """
    name = "lexicon/names.toml"
    return validate(name, "inflection", Inflection, read_toml(name).get("inflection"))


@cache
def _adjective_ending() -> re.Pattern[str]:
    """*russischen* -> *russisch*: what is left without it has three letters at least."""
    return re.compile(rf"(?<=\w{{3}})(?:{'|'.join(map(re.escape, load_inflection().adjective))})$")


def spelling(name: str) -> str:
    """`name` without accents, hyphens and capitals.

    >>> spelling("Recep Tayyip Erdoğan")
    'recep tayyip erdogan'
    """
    plain = unicodedata.normalize("NFKD", name.replace("-", " ")).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ı", "i")


def name_stem(name: str) -> str:
    """`name` with the adjective endings of all words but the last cut off: ``Vereint Nationen``."""
    *front, last = name.split(" ")
    return " ".join([*map(word_stem, front), last])


@lru_cache(KEPT_WORDS)
def word_stem(word: str) -> str:
    """`word` without an adjective ending: ``Vereinten`` -> ``Vereint``."""
    return _adjective_ending().sub("", word)


def name_key(name: str) -> str:
    """A key from a name: words joined by underscores.

    >>> name_key("Harouna Djibrilla Adamou")
    'Harouna_Djibrilla_Adamou'
    """
    return "_".join(name.split())


def local_key(article: str, key: str) -> str:
    """The key of somebody whom only one article (given by its id) knows by the name behind `key`; without spaces.

    >>> local_key("Bericht (2)", "Kowar")
    'Bericht_(2)/Kowar'
    """
    return f"{article.replace(' ', '_')}/{key}"
