"""Bad input costs one clear line: what, where and what to do; the rest of the batch is read."""

import os

import pytest

from kg.articles import read_articles
from kg.errors import ArticleError
from kg.types import Article

GOOD = "Blinken besuchte am Mittwoch Brüssel und sprach mit Rutte."

BAD_FILES = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b"\xef\xbb\xbf \r\n\t\n", "is empty"),
    "front.txt": (b"---\ntitle: T\n---\n", "has no text"),
    "open.txt": (b"---\ntitle: T\nBlinken besuchte ...", "name: value"),
    "endless.txt": (b"---\ntitle: T\n", "no second line '---'"),
    "date.txt": (f"---\ndate: gestern\n---\n{GOOD}".encode(), "'gestern' is no date; write 'date: 2024-11-14'"),
    "day.txt": (f"---\ndate: 2024-02-30\n---\n{GOOD}".encode(), "'2024-02-30' is no date"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "latin.txt": ("Brüssel für Grüße".encode("latin-1"), "iconv -f CP1252 -t UTF-8"),
    "utf16.txt": (GOOD.encode("utf-16"), "UTF-16"),
    "long.txt": (b"Wort und " * 600_000, "split it"),
    "endless_sentence.txt": (b"der Minister und " * 1_000, "without the end of a sentence"),
    "huge.txt": (b"Wort und " * 2_400_000, "is larger than 20,000,000 bytes"),
    "english.txt": (b"The minister said that he was in the city.", "is English"),
    "numbers.txt": (b"1 2 3 4 5", "has no German sentence"),
    "page.txt": (b"<!DOCTYPE html><html><p>Blinken</p></html>", "rename it to .html"),
    "empty.html": (b"<html><body><script>1</script></body></html>", "has no text"),
    "empty.jsonl": (b"", "is empty"),
    "list.jsonl": (b'["a"]', "no JSON object"),
    "deep.jsonl": (b"[" * 100_000, "no JSON object"),
    "half.jsonl": (b'{"text": "\\ud800 und"', "no JSON object"),
    "empty.csv": (b"", "is empty"),
    "columns.csv": (b"a,b\n1,2\n", "needs a column 'text'"),
    "report.docx": (b"PK", "it reads .csv .htm .html .jsonl .md .txt"),
    "noname": (GOOD.encode(), "can't read this kind of file"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file(tmp_path, name):
    """A bad file is one error of one line that begins with the file's path; its neighbour is read."""
    raw, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")

    found = list(read_articles([tmp_path / name, tmp_path / "good.txt"]))

    (error,) = (item for item in found if isinstance(item, ArticleError))
    assert str(error).startswith(str(tmp_path / name)) and words in str(error)
    assert "\n" not in str(error)
    assert ["good"] == [item.id for item in found if isinstance(item, Article)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("missing.txt", "no such file or folder"),
        ("*.tex", "nothing matches"),
        (".", "no article in this folder"),
        ("a**b", "can't be searched"),
        ("x" * 5_000, "can't be searched"),
        ("file:///etc/passwd", "http:// or https://, no others"),
        ("ftp://example.org/a.txt", "http:// or https://, no others"),
    ],
)
def test_bad_source(tmp_path, monkeypatch, source, words):
    """A source that names nothing says why."""
    monkeypatch.chdir(tmp_path)

    (error,) = read_articles([source])

    assert isinstance(error, ArticleError) and words in str(error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path):
    """A file without read permission is named with the system's reason."""
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)

    (error,) = read_articles([path])

    assert "Permission denied" in str(error)
