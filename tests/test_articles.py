"""Articles come out of files, folders, patterns and standard input, clean and with their metadata."""

import io
import sys
from datetime import date

import pytest

from kg.articles import find_files, read_articles
from kg.errors import ArticleError
from kg.types import Article

TEXT = "Blinken besuchte am Mittwoch Brüssel und sprach mit Rutte."


def test_plain_text(tmp_path):
    """A plain text file is an article whose id is the file's stem."""
    path = tmp_path / "besuch.txt"
    path.write_text(TEXT + "\n", encoding="utf-8")

    assert [Article(id="besuch", text=TEXT)] == list(read_articles([path]))


def test_front_matter(tmp_path):
    """Front matter gives every field of an article."""
    path = tmp_path / "a.txt"
    path.write_text(
        "---\ntitle: 'Besuch: der erste'\ndate: 14.11.2024\nsource: Bote\nauthor: A. B.\nurl: https://x.example/1\n"
        f"language: de-DE\nid: bote-1\n---\n\n{TEXT}",
        encoding="utf-8",
    )

    expected = Article(
        id="bote-1",
        text=TEXT,
        title="Besuch: der erste",
        published=date(2024, 11, 14),
        source="Bote",
        author="A. B.",
        url="https://x.example/1",
        language="de",
    )
    assert [expected] == list(read_articles([path]))


def test_same_fields_from_every_kind_of_file(tmp_path):
    """Text, Markdown, HTML, JSON lines and CSV give the same article."""
    contents = {
        "a.txt": f"---\ntitle: Besuch\ndate: 2024-11-14\nid: x\n---\n{TEXT}",
        "a.md": f"---\ndate: 2024-11-14\nid: x\n---\n# Besuch\n\n**Blinken** [besuchte](https://x.example){TEXT[16:]}",
        "a.jsonl": f'{{"id": "x", "title": "Besuch", "date": "2024-11-14", "text": "{TEXT}", "extra": [1]}}',
        "a.csv": f'id;date;title;text\nx;14.11.2024;Besuch;"{TEXT}"\n',
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    expected = Article(id="x", text=TEXT, title="Besuch", published=date(2024, 11, 14))

    for name in contents:
        assert [expected] == list(read_articles([tmp_path / name])), name


def test_several_articles_in_one_file(tmp_path):
    """Articles of one JSONL or CSV file that have no id are numbered by their lines."""
    path = tmp_path / "many.jsonl"
    path.write_text(f'{{"text": "{TEXT}"}}\n\n{{"text": "{TEXT} Danach reiste er ab."}}\n', encoding="utf-8")

    assert ["many-1", "many-3"] == [article.id for article in read_articles([path])]


def test_one_bad_line_costs_one_article(tmp_path):
    """A malformed line of a JSONL or CSV file is an error naming the line; the lines around it are read."""
    jsonl, table = tmp_path / "a.jsonl", tmp_path / "b.csv"
    jsonl.write_bytes(b'{"text": "%s"}\n{"text": \n[1]\n{"text": "f\xfcr"}\n{"text": 1.5}\n{}\n' % TEXT.encode())
    table.write_text(f'text,id\n"{TEXT}",one\nzu,viele,Felder\n"{TEXT}",two\n', encoding="utf-8")

    found = list(read_articles([jsonl, table]))

    assert ["a-1", "one", "two"] == [item.id for item in found if isinstance(item, Article)]
    errors = [str(item) for item in found if isinstance(item, ArticleError)]
    assert [f"{jsonl}:2", f"{jsonl}:3", f"{jsonl}", f"{jsonl}:5", f"{jsonl}:6", f"{table}:3"] == [
        error.split(": ")[0] for error in errors
    ]
    offset = jsonl.read_bytes().index(b"\xfc")
    assert f"byte {offset} (0xFC) is not UTF-8" in errors[2] and "iconv -f CP1252" in errors[2]


def test_folder_pattern_and_file_overlap(tmp_path):
    """A file named twice, by a folder and by a pattern, is read once; hidden and foreign files are left."""
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "sub/a.txt", ".git/c.txt", ".d.txt", "e.png"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")

    found = list(find_files([tmp_path, str(tmp_path / "*.txt"), tmp_path / "b.txt"]))

    assert [tmp_path / "b.txt", tmp_path / "sub/a.txt"] == found


def test_order_of_sources_does_not_matter(tmp_path):
    """The same sources in any order give the same articles in the same order."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{TEXT} Das ist {name}.", encoding="utf-8")
    sources = [tmp_path / "c.txt", tmp_path / "a.txt", tmp_path / "b.txt"]

    assert list(read_articles(sources)) == list(read_articles(reversed(sources)))


@pytest.mark.parametrize(
    ("raw", "article_id", "title"),
    [
        (f"---\ntitle: T\n---\n{TEXT}".encode(), "stdin", "T"),
        (f'{{"title": "T", "text": "{TEXT}"}}'.encode(), "stdin-1", "T"),
        (f"<!doctype html><title>T</title><p>{TEXT}</p>".encode(), "stdin", "T"),
    ],
)
def test_standard_input(monkeypatch, raw, article_id, title):
    """Standard input is read as text, JSON lines or HTML, by what it begins with."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(raw))))

    assert [Article(id=article_id, text=TEXT, title=title)] == list(read_articles(["-"]))


def test_same_id_twice(tmp_path):
    """The second article with an id is refused with an error that names both files."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(TEXT, encoding="utf-8")

    first, second = read_articles([tmp_path])

    assert isinstance(first, Article)
    assert isinstance(second, ArticleError)
    assert str(tmp_path / "a/x.txt") in str(second) and str(tmp_path / "b/x.txt") in str(second)


def test_unknown_front_matter_is_named(tmp_path, caplog):
    """A misspelt name in front matter is reported with the known ones, not swallowed."""
    path = tmp_path / "a.txt"
    path.write_text(f"---\ndatum: 2024-11-14\n---\n{TEXT}", encoding="utf-8")

    (article,) = read_articles([path])

    assert article.published is None
    assert "unknown name 'datum'" in caplog.text and "date" in caplog.text


def test_language_with_a_region(tmp_path):
    """de-AT and de_AT are German."""
    path = tmp_path / "a.txt"
    for tag in ("de-AT", "de_AT"):
        path.write_text(f"language: {tag}\n---\n{TEXT}", encoding="utf-8")
        (article,) = read_articles([path])
        assert isinstance(article, Article) and article.language == "de"


def test_any_language(tmp_path):
    """A text in another language is refused by name and read when asked for."""
    path = tmp_path / "a.txt"
    path.write_text("The minister arrived in Brussels on Wednesday for talks with the EU.", encoding="utf-8")

    (refused,) = read_articles([path])
    (taken,) = read_articles([path], any_language=True)

    assert "is English" in str(refused) and "--any-language" in str(refused)
    assert isinstance(taken, Article)


def test_one_source_needs_no_list(tmp_path):
    """A single path is one source, not one source for each of its letters."""
    path = tmp_path / "a.txt"
    path.write_text(
        "Die Kanzlerin ist am Montag nach Paris gereist und hat dort den Präsidenten getroffen.\n", encoding="utf-8"
    )
    for source in (path, str(path)):
        assert [article.id for article in read_articles(source)] == ["a"]
