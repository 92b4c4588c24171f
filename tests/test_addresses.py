"""Web addresses are told from files, refused where kg does not go, and give articles their ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.addresses import MAX_ID, has_scheme, id_from_address, is_web_address, joined, why_not_fetched
from kg.articles import article_from_fields
from kg.readers import Record

SEGMENTS = st.text(st.characters(exclude_characters="/?#;", exclude_categories=["Cs"]), max_size=150)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://bote.example/politik/besuch.html", "besuch"),
        ("https://bote.example/politik/besuch-in-br%C3%BCssel-100.html", "besuch-in-brüssel-100"),
        ("https://bote.example/politik/2024-11/besuch/", "besuch"),
        ("https://bote.example/politik/besuch-1.12345", "besuch-1.12345"),
        ("https://bote.example/besuch?utm_source=rss&wt_mc=x#kommentare", "besuch"),
        ("https://bote.example/a%2Fb%20c.html", "a-b-c"),
    ],
)
def test_id_is_the_last_piece(address, expected):
    """An article is called by the last piece of its address, without its ending and what only counts readers."""
    assert expected == id_from_address(address)


@pytest.mark.parametrize(
    ("one", "other", "begin"),
    [
        ("https://bote.example/politik/index.html", "https://bote.example/sport/index.html", "index-"),
        ("https://bote.example/!6049301/", "https://bote.example/x/!6049301/", "6049301-"),
        ("https://bote.example/a.php?nr=1", "https://bote.example/a.php?nr=2", "a-"),
        ("https://bote.example/", "https://blatt.example/", "b"),
        (f"https://bote.example/{'x' * 300}", f"https://bote.example/{'x' * 301}", "x" * (MAX_ID - 9) + "-"),
    ],
)
def test_id_has_a_hash_without_a_name(one, other, begin):
    """Where the last piece is no name, or does not tell articles apart, a hash does."""
    assert id_from_address(one) != id_from_address(other)
    assert id_from_address(one).startswith(begin) and id_from_address(other).startswith(begin)


@given(SEGMENTS, SEGMENTS, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_id_of_any_address(folder, last, query):
    """Whatever the address, its id is short, the same each time, the id of an article, and safe before a slash."""
    address = f"https://bote.example/{folder}/{last}?{query}"
    id = id_from_address(address)

    assert id == id_from_address(address)
    assert 0 < len(id) <= MAX_ID
    assert not set(id) & set("/ \n\t\"'") and id.isprintable()
    assert id == article_from_fields(Record(address, {"text": "Blinken kommt.", "id": id})).id


@given(st.text(max_size=60))
def test_any_text_as_an_address(text):
    """No text, however odd, makes the functions on addresses fail."""
    assert id_from_address(text)
    assert isinstance(joined("https://bote.example/rss.xml", text), str)
    assert isinstance(why_not_fetched(text), str) and isinstance(has_scheme(text), bool)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///etc/passwd", "no others"),
        ("ftp://bote.example/a", "no others"),
        ("javascript:alert(1)", "no others"),
        ("https://", "no valid"),
        ("http://[::1", "no valid"),
        ("http://bote.example:99999/", "no valid"),
        ("https://kg:geheim@bote.example/a", "password"),
    ],
)
def test_refused(address, words):
    """Addresses of other kinds, malformed ones and those with a password are refused, each with its reason."""
    assert words in why_not_fetched(address)
    assert "geheim" not in why_not_fetched(address)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000/a", "http://[::1]/", "http://169.254.169.254/x", "http://10.1.1.1/", "http://localhost/", "http://router/", "http://nas.local./"],
)  # fmt: skip
def test_web_does_not_lead_home(address):
    """What is on the web leads neither to this computer nor into its network; who names that gets there."""
    assert "name it if you want it" in why_not_fetched(address, origin="https://bote.example/rss.xml")
    assert not why_not_fetched(address) and not why_not_fetched(address, origin="http://192.168.0.1/rss.xml")
    assert not why_not_fetched("https://bote.example/a", origin=address)


def test_taken():
    """Addresses of the web are told from files in any case of their scheme."""
    assert not why_not_fetched("HTTPS://Bote.example/ä b.html")
    assert is_web_address("HTTPS://bote.example") and not is_web_address("httpsdocs/a.txt")
    assert not has_scheme("C:\\news\\a.txt") and has_scheme("feed://bote.example")
