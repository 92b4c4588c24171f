"""What robots.txt says is understood as RFC 9309 has it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.robots import Rules, may_read, rules_from_text

SITE = "https://bote.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Rules()),
        ("User-agent: *\nDisallow:\n", Rules()),
        ("user-AGENT : * # alle\nDISALLOW : /plus/ # bezahlt\ncrawl-delay: 2.5", Rules(((False, "/plus/"),), 2.5)),
        ("User-agent: a\nUser-agent: *\nSitemap: x\n\nAllow: /b\n", Rules(((True, "/b"),))),
        ("User-agent: *\nDisallow: /\nUser-agent: NewsKG/1.0\nDisallow: /a", Rules(((False, "/a"),))),
        ("User-agent: newskg\nUser-agent: b\n\nUser-agent: *\nDisallow: /", Rules(((False, "/"),))),
        ("User-agent: *\nDisallow: /\nUser-agent: newskg\nDisallow:", Rules()),
        ("User-agent: newskg\nDisallow: /a\nUser-agent: b\nDisallow: /b\nUser-agent: newskg\nAllow: /c",
         Rules(((False, "/a"), (True, "/c")))),
        ("User-agent: news\nDisallow: /", Rules()),
        ("Disallow: /\n<html>:</html>\nCrawl-delay: bald", Rules()),
    ],
)  # fmt: skip
def test_rules(text, expected):
    """The groups that name a program are its rules, all together; without one those for all."""
    assert expected == rules_from_text(text, "newskg")


@pytest.mark.parametrize(
    ("path", "patterns", "expected"),
    [
        ("/a", [], True),
        ("/a/b", ["-/a"], False),
        ("/b", ["-/a"], True),
        ("/a/b", ["-/a", "+/a/b"], True),
        ("/a/b", ["+/", "-/a"], False),
        ("/a", ["-/a", "+/a"], True),
        ("", ["-/"], False),
        ("/a/druck.html", ["-/*/druck"], False),
        ("/a.pdf", ["-/*.pdf$"], False),
        ("/a.pdf?x", ["-/*.pdf$"], True),
        ("/a", ["-/a$"], False),
        ("/ab", ["-/a$"], True),
        ("/x?print=1", ["-/*?print="], False),
        ("/%C3%BCber", ["-/über"], False),
        ("/aba", ["-/ab*ba$"], True),
    ],
)
def test_may_read(path, patterns, expected):
    """The longest rule that fits decides; * is anything, $ the end."""
    rules = Rules(tuple((pattern[0] == "+", pattern[1:]) for pattern in patterns))

    assert expected == may_read(rules, SITE + path)


def test_many_stars():
    """A rule made to take for ever takes no time."""
    start = time.monotonic()

    assert may_read(Rules(((False, "/" + "*a" * 2_000 + "$"),)), f"{SITE}/{'a' * 1_900}b")
    assert time.monotonic() - start < 1


@given(st.text(st.sampled_from("User-agent: *\nDisallow/Allow#$%"), max_size=200), st.text("/a*$%?", max_size=20))
def test_any_robots(text, path):
    """Whatever a server says, there is an answer."""
    assert may_read(rules_from_text(text, "newskg"), f"{SITE}/{path}") in (True, False)
