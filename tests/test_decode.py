"""Bytes become clean text, or an error that says what to do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decode import clean_text, decode_text
from kg.errors import ArticleError


@given(st.text())
def test_clean_text_is_stable(text):
    """Cleaning twice changes nothing more, and the result is NFC, stripped, without control characters."""
    clean = clean_text(text)

    assert clean == clean_text(clean)
    assert unicodedata.is_normalized("NFC", clean) and clean == clean.strip()
    assert all(unicodedata.category(char) != "Cc" or char in "\n\t" for char in clean)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_utf8_round_trip(text):
    """UTF-8 comes through as it is, with or without a byte order mark."""
    assert text.removeprefix("\ufeff") == decode_text(text.encode(), "a.txt")
    assert text == decode_text(b"\xef\xbb\xbf" + text.encode(), "a.txt")


@given(st.binary(min_size=1))
def test_any_bytes(raw):
    """Whatever the bytes, there is a text or an ArticleError."""
    try:
        decode_text(raw, "a.txt")
    except ArticleError as error:
        assert str(error).startswith("a.txt: ")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Grüße".encode("cp1252"), ["byte 2 (0xFC)", "Windows-1252", "iconv -f CP1252 -t UTF-8 a.txt"]),
        ("Grüße".encode("utf-16"), ["UTF-16", "iconv -f UTF-16"]),
        (b"\x7fELF\x02\x01\x01\0\0\0", ["binary"]),
        (b"Gr\x81\xfce", ["byte 2 (0x81)", "save the file as UTF-8"]),
    ],
)
def test_foreign_bytes(raw, words):
    """Another encoding and binary data are named, with the byte and the way out."""
    with pytest.raises(ArticleError) as caught:
        decode_text(raw, "a.txt")

    assert all(word in str(caught.value) for word in words)
