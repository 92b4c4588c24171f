"""Date expressions: what they cover and which days they denote."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import calendar
from kg.annotate.calendar import Interval
from kg.annotate.dates import bound_before, dated, find_dates
from kg.annotate.named_dates import Context
from kg.annotate.value_words import date_cores, date_patterns, load_value_words

PUBLISHED = date(2023, 5, 17)  # a Wednesday
days = st.dates(date(1950, 1, 1), date(2080, 12, 31))


def read(text: str, *, published: date | None = PUBLISHED, future: bool = False) -> list[tuple[str, Interval | None]]:
    context = Context(published, future)
    return [(text[item.start : item.end], interval) for item, interval in dated(find_dates(text), context, text)]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("am Montag", "2023-05-15", "2023-05-15", "day"),
        ("am Mittwochabend", "2023-05-17", "2023-05-17", "day"),
        ("am vergangenen Mittwoch", "2023-05-10", "2023-05-10", "day"),
        ("am kommenden Freitag", "2023-05-19", "2023-05-19", "day"),
        ("am gestrigen Dienstag", "2023-05-16", "2023-05-16", "day"),
        ("Freitag vergangener Woche", "2023-05-12", "2023-05-12", "day"),
        ("am Sonntag, den 7. Mai", "2023-05-07", "2023-05-07", "day"),
        ("am 3. März 2011", "2011-03-03", "2011-03-03", "day"),
        ("am 03.03.2011.", "2011-03-03", "2011-03-03", "day"),
        ("im Dezember", "2022-12-01", "2022-12-31", "month"),
        ("im Juni", "2023-06-01", "2023-06-30", "month"),
        ("im Oktober 1989", "1989-10-01", "1989-10-31", "month"),
        ("Anfang Oktober 1989", "1989-10-01", "1989-10-10", "interval"),
        ("Ende 1989", "1989-10-01", "1989-12-31", "quarter"),
        ("im Jahr 1998", "1998-01-01", "1998-12-31", "year"),
        ("zwischen 1998 und 2005", "1998-01-01", "2005-12-31", "interval"),
        ("im vergangenen Jahr", "2022-01-01", "2022-12-31", "year"),
        ("Mitte kommender Woche", "2023-05-24", "2023-05-25", "interval"),
        ("vor drei Tagen", "2023-05-14", "2023-05-14", "day"),
        ("vor zwei Wochen", "2023-05-01", "2023-05-07", "week"),
        ("vor einem Jahr", "2022-01-01", "2022-12-31", "year"),
        ("vor wenigen Monaten", "2022-11-01", "2023-03-31", "interval"),
        ("in den letzten zwei Jahren", "2021-01-01", "2023-05-17", "interval"),
        ("im dritten Quartal 2020", "2020-07-01", "2020-09-30", "quarter"),
        ("in den neunziger Jahren", "1990-01-01", "1999-12-31", "decade"),
        ("im 19. Jahrhundert", "1801-01-01", "1900-12-31", "century"),
        ("an Ostern 2021", "2021-04-04", "2021-04-04", "day"),
        ("im Sommer 2010", "2010-06-01", "2010-08-31", "season"),
        ("gestern Abend", "2023-05-16", "2023-05-16", "day"),
        ("vom 3. bis 5. Mai", "2023-05-03", "2023-05-05", "interval"),
        ("am Wochenende", "2023-05-13", "2023-05-14", "interval"),
        ("zum Jahresende 2019", "2019-10-01", "2019-12-31", "quarter"),
    ],
)
def test_expressions_denote_days(text: str, start: str, end: str, precision: str) -> None:
    """Each kind of expression is one expression with these days, seen from the article's date."""
    [(_, interval)] = read(text)
    assert interval == Interval(date.fromisoformat(start), date.fromisoformat(end), precision)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("bis zum 20. Juni", None, "2023-06-20"),
        ("seit 2014", "2014-01-01", None),
        ("seit drei Tagen", "2023-05-14", None),
        ("vor dem 1. März", None, "2023-02-28"),
        ("ab Juli", "2023-07-01", None),
    ],
)
def test_prepositions_open_one_side(text: str, start: str | None, end: str | None) -> None:
    """A deadline has no beginning, what began has no end."""
    [(_, interval)] = read(text)
    assert interval is not None
    assert (interval.start and interval.start.isoformat(), interval.end and interval.end.isoformat()) == (start, end)


def test_a_future_verb_turns_weekdays_forward() -> None:
    """wird am Freitag beraten: the coming Friday."""
    assert read("am Freitag", future=True)[0][1] == calendar.day(date(2023, 5, 19))


def test_the_same_year_and_the_day_after_look_back_in_the_text() -> None:
    """desselben Jahres and darauffolgend take up what was named before."""
    found = read("im März 1974, im August desselben Jahres")
    assert found[1][1] == calendar.month(1974, 8)
    found = read("Am Mittwoch vergangener Woche und am darauffolgenden Montag")
    assert found[1][1] == calendar.day(date(2023, 5, 15))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Am 3. Mai 2011 kam er, am selben Tag ging er", calendar.day(date(2011, 5, 3))),
        ("Am 3. Mai 2011 kam er, im gleichen Jahr ging er", calendar.year(2011)),
        ("Am 3. Mai 2011 kam er, am Folgetag ging er", calendar.day(date(2011, 5, 4))),
        ("Am 3. Mai 2011 kam er, drei Tage später ging er", calendar.day(date(2011, 5, 6))),
        ("Er kam am 3. Mai 2011 und ging am Abend", calendar.day(date(2011, 5, 3))),
        ("Das war im Vorjahr und am 3. Mai 2011", calendar.day(date(2011, 5, 3))),
    ],
)
def test_other_expressions_count_from_what_was_named_before(text: str, days: Interval) -> None:
    """am selben Tag, am Folgetag, drei Tage später, am Abend."""
    assert read(text)[1][1] == days


def test_a_capital_at_the_beginning_of_a_sentence_changes_nothing() -> None:
    """Letzte Woche, Drei Tage …"""
    assert [text for text, _ in read("Letzte Woche kam er.")] == ["Letzte Woche"]


@pytest.mark.parametrize("text", ["am Mittwoch", "gestern", "im vergangenen Jahr", "vor drei Jahren", "im Mai"])
def test_without_the_articles_date_relative_times_stay_open(text: str) -> None:
    """The expression is found, its days are not."""
    [(_, interval)] = read(text, published=None)
    assert interval is None


@pytest.mark.parametrize("text", ["Er kauft 2,5 Tonnen.", "1.969 Euro", "die Maische", "So kam es", "um 19,5 Prozent"])
def test_other_words_and_numbers_are_no_dates(text: str) -> None:
    """Numbers with decimals or thousands, and words that begin like months, are left alone."""
    assert read(text) == []


def test_impossible_days_stay_open() -> None:
    """am 31. Juni: found, but no day."""
    assert read("am 31. Juni")[0][1] is None


def test_bounds_are_read_across_articles() -> None:
    """bis zum and vor dem are read as one."""
    assert bound_before("bis zum 3. Mai", 8) == "until"
    assert bound_before("Er kam am 3. Mai", 10) == ""


@given(days)
def test_a_written_date_is_read_back(day: date) -> None:
    """Every day written in figures is found whole and read as that day, with or without the article's date."""
    text = f"{day.day}.{day.month}.{day.year}"
    assert read(text, published=None) == [(text, calendar.day(day))]


@given(days, st.sampled_from(["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]))
def test_a_weekday_is_at_most_six_days_back(published: date, name: str) -> None:
    """An unmarked weekday lies in the week that ends with the article's day."""
    [(_, interval)] = read(f"am {name}", published=published)
    assert interval is not None and interval.start is not None
    assert timedelta(0) <= published - interval.start < timedelta(days=7)


@given(st.integers(1900, 2099))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    """Easter Sunday lies between 22 March and 25 April."""
    sunday = calendar.easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


@given(days, st.sampled_from(["day", "week", "month", "quarter", "year", "decade", "weekend"]), st.integers(-30, 30))
def test_units_follow_each_other_without_gap(day: date, unit: str, offset: int) -> None:
    """The next unit begins after the one before ends; weekends leave the working week between."""
    first, second = calendar.unit(day, unit, offset), calendar.unit(day, unit, offset + 1)
    assert first.end is not None and second.start is not None
    assert second.start - first.end == timedelta(days=6 if unit == "weekend" else 1)


def test_no_kind_of_date_stands_without_its_core():
    """Each kind has a core, and whatever its pattern finds in these sentences holds it: no date is passed over."""
    text = (
        "2024-11-14, 14.11.2024, Sonntag, den 4. Juni, vom 3. bis 5. Mai, Anfang August 2011, 1998–2005, im Jahr 2011, "
        "Ende kommender Woche, die letzten drei Jahre, im vergangenen Jahr, vor wenigen Wochen, in zwei Jahren, "
        "seit drei Tagen, am Donnerstagabend, gestern Abend, im Spätherbst, das erste Quartal, die neunziger Jahre, "
        "im 19. Jahrhundert, Ostern 2011, zum Jahresende, im selben Jahr, am Vortag, drei Tage später, am Abend, "
        "am Wochenende"
    )
    cores, patterns, core_of = date_cores(), date_patterns(), load_value_words().core

    assert core_of.keys() == patterns.keys()
    for kind, pattern in patterns.items():
        found = [match.group() for match in pattern.finditer(text)]
        assert found, kind
        assert all(cores[core_of[kind]].search(words) for words in found), (kind, found)
