"""Turns bytes into clean text: of a file UTF-8 only, of the web what is declared; no binary, NFC, ``\\n`` line ends."""

from __future__ import annotations

import codecs
import re
import unicodedata

from kg.errors import ArticleError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")  # soft hyphens and joiners inside words
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, from a broken \u escape in JSON
_LINE_END = re.compile("\r\n?|\u0085|\u2028|\u2029")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), *((mark, "utf-16") for mark in _UTF16))
_WESTERN = ("iso8859-1", "ascii")  # what servers call them is Windows-1252, with its dashes and quotation marks
# Not what else Python has codecs for, from zip to the names of hosts.
_TEXTUAL = ("utf-8", "utf-16", "utf-32", "cp", "iso8859", "koi8", "mac", "gb", "big5", "euc", "shift")
MOST_CONTROLS = 0.01  # share of control characters above which a file is binary


def decode_text(raw: bytes, place: str, *, encoding: str = "utf-8", offset: int = 0) -> str:
    """The text of `raw`, which begins at byte `offset` of `place`; a byte order mark is dropped.

    Raises:
        ArticleError: it is binary or in another encoding; names the first bad byte and how to convert the file.
    """
    if offset == 0 and raw.startswith(_UTF16):
        raise ArticleError(place, f"is UTF-16; kg reads UTF-8: {_convert('UTF-16', place)}")
    if b"\0" in raw or len(_CONTROL_BYTES.findall(raw)) > MOST_CONTROLS * len(raw):
        raise ArticleError(place, "is a binary file, no text; save the article as plain text, HTML, JSONL or CSV")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        bad = f"byte {offset + error.start} (0x{raw[error.start]:02X}) is not UTF-8"
        if not _is_cp1252(raw):
            raise ArticleError(place, f"{bad}; save the file as UTF-8") from None
        raise ArticleError(place, f"{bad}; it looks like Windows-1252: {_convert('CP1252', place)}") from None
    return text.removeprefix("\ufeff") if offset == 0 else text


def decode_web(raw: bytes, *declared: str) -> str:
    r"""The text of `raw` as browsers read it: UTF-8 if it is that, else as the first of `declared` that is known.

    >>> decode_web(b"\x84f\xfcr\x93", "klingon", "iso-8859-1")
    '„für“'
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace").removeprefix("\ufeff")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(next(filter(None, map(_codec, declared)), "cp1252"), "replace")


def clean_text(text: str) -> str:
    r"""`text` in NFC with ``\n`` line ends, without control and invisible characters, stripped.

    >>> clean_text("Der Au\u00dfen\u00administer\r\nkommt. ")
    'Der Außenminister\nkommt.'
    """
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _CONTROL.sub(" ", text)
    text = _SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text).strip()


def _codec(name: str) -> str:
    """Python's name of the encoding, "" if it is none."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    if found in _WESTERN:
        return "cp1252"
    return found if found.startswith(_TEXTUAL) else ""


def _is_cp1252(raw: bytes) -> bool:
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _convert(encoding: str, place: str) -> str:
    return f"convert it with 'iconv -f {encoding} -t UTF-8 {place} > new_file'"
