"""People of the registry: members of parliaments, speakers of the Bundestag, heads of state and of government."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from kg.name_forms import spelling
from training.registry_rows import Countries, Row, joined, read_table, row

PARLIAMENTS = re.compile(
    r"Germany|Austria|Switzerland|France|UK/|United_States|Italy|Spain|Poland/|Turkey/|Netherlands|Belgium"
    r"|Canada|Israel|Ukraine|Greece|Denmark|Sweden|Norway|Finland|Ireland/|Czech|Hungary|Luxembourg|Japan"
)
GENDERS = {"male": "Masc", "female": "Fem"}
NAME = re.compile(r"[A-ZÀ-Ž][\w’'.-]+(?: [\w’'.-]+)*")
LEADER = "900000"
"""Weight of those in office: they come before members of parliaments, but a surname alone is not enough."""
FAMOUS = 1_000_000
ALIKE, SURNAMES_ALIKE = 0.75, 0.8
"""How much two spellings of one name, and of its last word, have in common."""
ROLES = {"chief of state": "Staatsoberhaupt|Staatschef", "head of government": "Regierungschef"}
TITLES = {
    "President": "Präsident", "Prime Minister": "Ministerpräsident|Premierminister", "King": "König",
    "Queen": "Königin", "Chancellor": "Bundeskanzler|Kanzler", "Prince": "Fürst",
    "Sultan": "Sultan", "Amir": "Emir", "Premier": "Premier",
    "Vice President": "Vizepräsident", "Governor": "Gouverneur", "Governor General": "Generalgouverneur",
    "Federal Chancellor": "Bundeskanzler|Kanzler", "Supreme Leader": "Oberster Führer", "Pope": "Papst",
}  # fmt: skip
"""English titles at the beginning of a name, and the German words for them."""
ACTING = re.compile(r"^(?:Acting|Interim|Transitional|Transition|Caretaker) ")
RANKS = re.compile(r"(?:(?:Dr|Gen|Sr|Capt|Col|Sir|Lt)\.? )+")
NO_NAMES = frozenset("of Crown Prince Sheikh Sultan Lord Mayor".split())
NUMERALS = frozenset("II III IV V VI VII VIII IX X XVI".split())


def people(tables: Path, countries: Countries) -> Iterator[Row]:
    """Members of parliaments that German news write about, and speakers of the Bundestag."""
    births: dict[str, set[str]] = defaultdict(set)
    birth_of: dict[str, str] = {}
    for line in read_table(tables / "everypolitician_2015_wikidata.tsv"):
        label = line["name_de"] or line["name_en"]
        taken = line["name_de"] and (PARLIAMENTS.search(line["legislatures"]) or line["legislatures"].count("/") > 1)
        if not taken or " " not in label or not NAME.fullmatch(label):
            continue
        birth = birth_of[line["qid"]] = line["birth"][:4]
        if births[label] and (not birth or birth in births[label] or "" in births[label]):
            continue  # the same person under two items
        births[label].add(birth)
        yield row(label, "Person", "politician", label_en=line["name_en"], qid=line["qid"],
                  aliases=joined([line["name_en"]], label), gender=GENDERS.get(line["gender"], ""),
                  country=homes(line, countries), weight="1000", source="everypolitician", apart=birth)  # fmt: skip
    for line in read_table(tables / "bundestag_speakers_wp19_21.tsv"):
        label = " ".join(part for part in (line["vorname"], line["namenszusatz"], line["nachname"]) if part)
        if line["fraktion"] and " " in label:
            yield row(label, "Person", "politician", label_en=label, qid=line["wikidata_qid"],
                      country=countries.key("DE"), weight="1000", source="bundestag",
                      apart=birth_of.get(line["wikidata_qid"], ""))  # fmt: skip


def homes(line: Row, countries: Countries) -> str:
    """The countries in whose parliaments a politician sat."""
    return joined(countries.named(part.split("/")[0]) for part in line["legislatures"].split("|"))


def offices(line: Row) -> str:
    """The offices of a speaker in a word each: ``Bundesministerin``, ``Staatssekretär``."""
    roles = (role.replace("Parl. ", "").split() for role in line["rollen"].split(";"))
    return joined(words[0] for words in roles if words and words[0][0].isupper() and "." not in words[0])


def leaders(tables: Path, countries: Countries, known: Iterable[Row]) -> Iterator[Row]:
    """Heads of state and of government whom `known` lacks."""
    people = _Known(known)
    seen: set[str] = set()
    for leader in _leaders(tables, countries):
        if people.find(leader) is None and leader.name not in seen:
            seen.add(leader.name)
            aliases = [f"{given} {leader.surname}" for given in leader.given]
            yield row(leader.name, "Person", "politician", label_en=leader.name, country=leader.country,
                      aliases=joined(aliases, leader.name), weight=LEADER, source="factbook")  # fmt: skip


def office_rows(tables: Path, countries: Countries, known: Iterable[Row]) -> list[Row]:
    """Who holds or held which office, and where: key, country and offices, sorted by key."""
    people, found = _Known(known), defaultdict[str, list[tuple[str, str, str]]](list)
    for leader in _leaders(tables, countries):
        if person := people.find(leader):
            found[person["key"]].append((leader.country, leader.offices, "factbook"))
    for line in read_table(tables / "bundestag_speakers_wp19_21.tsv"):
        if person := people.named(f"{line['vorname']} {line['nachname']}", line["wikidata_qid"]):
            country = countries.key("DE")
            if offices(line) or not person["country"]:
                found[person["key"]].append((country, offices(line), "bundestag"))
    for line in read_table(tables / "everypolitician_2015_wikidata.tsv"):
        person = people.named(line["name_de"] or line["name_en"], line["qid"])
        if person and not person["country"]:
            found[person["key"]].append((homes(line, countries), "", "everypolitician"))
    return [_merged(key, parts) for key, parts in sorted(found.items())]


def _merged(key: str, parts: list[tuple[str, str, str]]) -> Row:
    columns = ("country", "offices", "source")
    return {"key": key} | {
        name: joined(word for part in parts for word in part[place].split("|")) for place, name in enumerate(columns)
    }


class Leader(NamedTuple):
    """Somebody in office."""

    name: str
    given: list[str]
    surname: str
    country: str
    offices: str

    @property
    def words(self) -> set[str]:
        """All words of the name, folded."""
        return set(spelling(self.name).split())


def _leaders(tables: Path, countries: Countries) -> Iterator[Leader]:
    """The rows of the table of leaders that name somebody by a first and a last name."""
    for line in read_table(tables / "world_leaders_factbook2026.tsv"):
        text = ACTING.sub("", line["name_with_title"])
        title = max((title for title in TITLES if text.startswith(title + " ")), key=len, default="")
        words = RANKS.sub("", text.removeprefix(title).strip()).split()
        country = countries.named(line["country_en"])
        surname = " ".join(_capital(word) for word in words if _is_surname(word))
        name = " ".join(_capital(word) if _is_surname(word) else word for word in words)
        if title and country and surname and surname != name and NAME.fullmatch(name) and not NO_NAMES & set(words):
            given = [word for word in takewhile(lambda word: not _is_surname(word), words) if len(word) > 2]
            held = joined([*TITLES[title].split("|"), *ROLES[line["role"]].split("|")])
            yield Leader(name, given, surname, country, held)


def _is_surname(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters) and word not in NUMERALS


def _capital(word: str) -> str:
    """*DIAZ-CANEL* -> *Diaz-Canel*."""
    return "-".join(part.capitalize() for part in word.split("-"))


def _are_alike(leader: Leader, name: str) -> bool:
    """True for *Alyaksandr Lukashenka* and *Alexander Lukashenko*."""
    last = SequenceMatcher(None, leader.surname, name.rsplit(" ", 1)[-1]).ratio()
    return last >= SURNAMES_ALIKE and SequenceMatcher(None, leader.name, name).ratio() > ALIKE


class _Known:
    """The persons of the registry, to be found by name or item."""

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        self.famous = [line for line in rows if line["type"] == "Person" and int(line["weight"]) >= FAMOUS]
        self.by_item: dict[str, Row] = {}
        self.by_name: dict[str, list[Row]] = defaultdict(list)
        self.by_word: dict[str, list[tuple[set[str], Row]]] = defaultdict(list)
        for line in rows:
            if line["type"] != "Person":
                continue
            if line["qid"]:
                self.by_item[line["qid"]] = line
            for name in {line["label_de"], line["label_en"], *line["aliases"].split("|")} - {""}:
                self.by_name[spelling(name)].append(line)
                words = spelling(name).split()
                if len(set(words)) > 1:
                    self.by_word[words[-1]].append((set(words), line))
                    self.by_word[words[0]].append((set(words), line))

    def named(self, name: str, item: str) -> Row | None:
        """The person with this item, else the only one with this name who has no other item."""
        found = self.by_name.get(spelling(name), [])
        same = {line["key"]: line for line in found if not (item and line["qid"])}
        return self.by_item.get(item) or (next(iter(same.values())) if len(same) == 1 else None)

    def find(self, leader: Leader) -> Row | None:
        """The weightiest person all of whose name stands in the leader's, the surname included."""
        near = (pair for word in spelling(leader.surname).split() for pair in self.by_word.get(word, []))
        fits = {line["key"]: line for words, line in near if words <= leader.words}
        if not fits:  # Alyaksandr Lukashenka, Alexander Lukashenko
            fits = {line["key"]: line for line in self.famous if _are_alike(leader, line["label_en"])}
        return max(fits.values(), key=lambda line: (int(line["weight"]), line["key"]), default=None)


def given_names(tables: Path) -> Iterator[str]:
    """First names that (nearly) only men or only women in parliaments bear, each with the gender, as lines."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in read_table(tables / "everypolitician_2015_wikidata.tsv"):
        words = (line["name_de"] or line["name_en"]).split()
        if len(words) > 1 and line["gender"] in GENDERS and NAME.fullmatch(words[0]) and len(words[0]) > 2:
            counts[words[0]][GENDERS[line["gender"]]] += 1
    for name in sorted(counts):
        (gender, often), total = counts[name].most_common(1)[0], counts[name].total()
        if total >= 2 and often >= 0.95 * total:
            yield f"{name}\t{gender}"
