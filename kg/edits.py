"""Lemmas as edit rules: what to cut from and to add to a word to get its dictionary form."""

from __future__ import annotations

from difflib import SequenceMatcher

WHOLE = "="
SEPARATOR = "|"
AS_WRITTEN, LOWER, CAPITAL = "a", "l", "c"
UMLAUT = "u"
PLAIN_VOWELS = str.maketrans("äöü", "aou")
UMLAUT_COST = 1


def rule_from_pair(word: str, lemma: str) -> str:
    """The rule that makes `lemma` from `word`: case, prefix cut and added, suffix cut and added.

    >>> rule_from_pair("Häuser", "Haus")
    'cu|0||2|'
    >>> rule_from_pair("gekauft", "kaufen")
    'l|2||1|en'
    >>> rule_from_pair("ist", "sein")
    '=sein'
    """
    if SEPARATOR in lemma:
        return WHOLE + lemma
    low, target = word.lower(), lemma.lower()
    options = [(low, 0, "")]
    if low != low.translate(PLAIN_VOWELS):
        options.append((low.translate(PLAIN_VOWELS), UMLAUT_COST, UMLAUT))
    edits = [(_edit(form, target), cost, mark) for form, cost, mark in options]
    for edit, _, mark in sorted(edits, key=lambda option: _cost(option[0]) + option[1]):
        # a rule that keeps one letter of a longer word says nothing about other words
        kept = len(low) - int(edit[0]) - int(edit[2])
        for case in _cases(lemma):
            rule = SEPARATOR.join([case + mark, *edit])
            if kept > min(1, len(low) - 1) and apply_rule(rule, word) == lemma:
                return rule
    return WHOLE + lemma


def apply_rule(rule: str, word: str) -> str | None:
    """The lemma, or `None` where the rule does not fit the word.

    >>> apply_rule("cu|0||2|", "Mäuser")
    'Maus'
    >>> apply_rule("l|2||1|en", "gebraut")
    'brauen'
    >>> apply_rule("l|0||4|en", "da") is None
    True
    """
    if rule.startswith(WHOLE):
        return rule.removeprefix(WHOLE)
    case, cut_front, front, cut_back, back = rule.split(SEPARATOR)
    start, end = int(cut_front), len(word) - int(cut_back)
    if end <= start:
        return None
    kept = word[start:end] if case.startswith(AS_WRITTEN) else word[start:end].lower()
    if case.endswith(UMLAUT):
        kept = kept.translate(PLAIN_VOWELS)
    lemma = front + kept + back
    return lemma[:1].upper() + lemma[1:] if case.startswith(CAPITAL) else lemma


def _cases(lemma: str) -> list[str]:
    """Ways in which the lemma can be written: `haus`, `Haus`, or as the word is (`NATO`)."""
    low = lemma.lower()
    if lemma == low:
        return [LOWER]
    return [CAPITAL, AS_WRITTEN] if lemma == low[:1].upper() + low[1:] else [AS_WRITTEN]


def _edit(word: str, lemma: str) -> tuple[str, str, str, str]:
    """Prefix cut, prefix added, suffix cut, suffix added around the longest common part."""
    same = 0
    while same < min(len(word), len(lemma)) and word[same] == lemma[same]:
        same += 1
    plain = ("0", "", str(len(word) - same), lemma[same:])
    match = SequenceMatcher(None, word, lemma, autojunk=False).find_longest_match()
    end = match.b + match.size
    inner = (str(match.a), lemma[: match.b], str(len(word) - match.a - match.size), lemma[end:])
    # `ging` and `gehen` share their beginning: prefer a rule that other words share
    return plain if same and _cost(plain) <= _cost(inner) + 2 else inner


def _cost(edit: tuple[str, str, str, str]) -> int:
    cut_front, front, cut_back, back = edit
    return int(cut_front) + len(front) + int(cut_back) + len(back)
