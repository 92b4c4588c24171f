"""The article comes out of a web page without what stands around it."""

from hypothesis import given
from hypothesis import strategies as st

from kg.webpage import declared_encoding, fields_from_html, is_html

PAGE = """<!DOCTYPE html><html lang="de"><head><title>Besuch | Bote</title>
<meta property="og:title" content="Besuch in Brüssel"><meta name="author" content="A. B.">
<meta property="article:published_time" content="2024-11-14T08:00:00+01:00">
<meta property="og:site_name" content="Bote">
<link rel="canonical" href="https://bote.example/1"><script>var p = "<p>nein</p>";</script></head>
<body><nav><p>Startseite</p></nav><article><header><h1>Besuch in Brüssel</h1></header>
<p>Blinken <b>besuchte</b> Br&uuml;ssel.</p><aside><p>Mehr lesen</p></aside><p>Er sprach<br>mit Rutte.
</article><footer><p>Impressum</p></footer></body></html>"""


def test_page():
    """Paragraphs become lines; menus, scripts, boxes and the footer stay out; the head gives the metadata."""
    expected = {
        "title": "Besuch in Brüssel",
        "author": "A. B.",
        "date": "2024-11-14T08:00:00+01:00",
        "source": "Bote",
        "url": "https://bote.example/1",
        "language": "de",
        "text": "Blinken besuchte Brüssel.\nEr sprach mit Rutte.",
    }

    assert expected == fields_from_html(PAGE)


def test_page_without_article_element():
    """Without <article> and <main>, and even without <body>, the paragraphs of the page are the text."""
    assert "Eins.\nZwei." == fields_from_html("<main></main><p>Eins.</p><p>Zwei.</p>")["text"]


@given(st.text())
def test_any_text(text):
    """Whatever comes in, fields come out."""
    assert "text" in fields_from_html(text)


def test_is_html():
    """A page is told from a text that merely uses angle brackets."""
    assert is_html(PAGE)
    assert not is_html("Der Kurs fiel auf < 3 Euro, schrieb <a@b.example>.")


def test_declared_encoding():
    """The encoding a page declares counts only where the page is no UTF-8."""
    assert "iso-8859-1" == declared_encoding('<meta charset="iso-8859-1">für'.encode("latin-1"))
    assert "utf-8" == declared_encoding('<meta charset="iso-8859-1">für'.encode())
    assert "utf-8" == declared_encoding('<meta charset="klingon">für'.encode("latin-1"))
