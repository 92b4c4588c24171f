"""Money, measures and counts in German text: ``rund 8 Milliarden Dollar`` -> 8000000000 USD, about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.annotate.value_words import alternatives, group, load_value_words, number_pattern, parse_number
from kg.types import Bound, Value


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text: code points without the words of vagueness before it, and its value."""

    start: int
    end: int
    value: Value


def find_amounts(text: str) -> list[Amount]:
    """All amounts of money and measures of `text`, in order.

    >>> [str(amount.value.number) + amount.value.unit for amount in find_amounts("Es kostet 2,5 Millionen Euro.")]
    ['2500000EUR']
    """
    found = []
    for match in _pattern().finditer(text):
        value = _value(match, text)
        if value is not None:
            found.append(Amount(match.start("figure"), match.end(), value))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Vagueness, number (perhaps a range), multiplier, unit: *18 bis 250 Prozent*, *Hunderte Millionen Euro*."""
    words = load_value_words()
    vague = alternatives([*words.vagueness.about, *words.vagueness.less, *words.vagueness.more, *words.vagueness.exact])
    number, times = number_pattern(), alternatives(words.multiplier)
    many = alternatives(words.many)
    units = alternatives([*words.currency, *words.measure])
    prefix = alternatives({name.split()[0] for name in words.currency_prefix})
    signs = alternatives(sign for sign in words.currency if not sign[0].isalpha())
    count = (
        rf"(?P<many>{many})(?:\svon)?(?:\s(?P<times2>{times}))?|(?P<number>{number})(?:[\s-](?P<times>{times})\b\.?)?"
    )
    upper = rf"(?:\s?(?:bis|und|–|-)\s?(?:zu\s)?(?P<upper>{number})(?:\s(?P<upper_times>{times})\b\.?)?)?"
    return re.compile(
        rf"(?<![\w.,])(?:(?P<vague>{vague})\s)?(?P<figure>(?:(?P<sign>{signs})\s?)?(?:{count}){upper})"
        rf"(?:\s?(?P<prefix>(?:{prefix})\w*)\s|[\s-]?)(?P<unit>{units})(?!\w)",
    )


def _value(match: re.Match[str], text: str) -> Value | None:
    words = load_value_words()
    lexical = text[match.start("figure") : match.end()]
    many = group(match, "many")
    number = words.many[many] if many else parse_number(group(match, "number"))
    if number is None:
        return None
    times = group(match, "times") or group(match, "times2") or group(match, "upper_times")
    number *= words.multiplier[times] if times else 1
    unit = group(match, "unit")
    bound = "about" if many else "more" if group(match, "upper") else _bound(group(match, "vague"))
    if unit in words.measure:
        return Value("quantity", lexical, number=whole(number), unit=words.measure[unit], bound=bound)
    code = _currency(group(match, "prefix"), unit)
    if code.endswith("/100"):
        code, number = code[:3], number / Decimal(100)
    return Value("money", lexical, number=whole(number), unit=code, bound=bound)


def whole(number: Decimal) -> Decimal:
    """`number` without a fraction of zero: 500000000.0 -> 500000000."""
    integral = number.to_integral_value()
    return integral if integral == number else number


def _currency(prefix: str, unit: str) -> str:
    """*kanadische Dollar* -> CAD."""
    words = load_value_words()
    for name, code in words.currency_prefix.items():
        stem, noun = name.split()
        if prefix.startswith(stem) and noun == unit:
            return code
    return words.currency[unit]


def _bound(text: str) -> Bound:
    vagueness = load_value_words().vagueness
    if text in vagueness.about:
        return "about"
    if text in vagueness.less:
        return "less"
    return "more" if text in vagueness.more else "exact"


def counted(numeral: str, before: str, unit: str, lexical: str) -> Value | None:
    """The count of things that a numeral before a noun gives: *rund 10.000* Menschen; None if it is no number."""
    number = load_value_words().many.get(numeral) or parse_number(numeral)
    if number is None:
        return None
    vague = next((word for word in _by_length() if before.rstrip().endswith(word)), "")
    bound = "about" if numeral in load_value_words().many else _bound(vague)
    return Value("quantity", lexical, number=whole(number), unit=unit, bound=bound)


@cache
def _by_length() -> list[str]:
    vagueness = load_value_words().vagueness
    return sorted((*vagueness.about, *vagueness.less, *vagueness.more), key=len, reverse=True)
