"""Each page about a graph as HTML, in one language, with addresses that its owner chooses.

`Pages` is what ``kg serve`` and ``kg report`` share: the first gives addresses of a server, the second of files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from kg import __version__
from kg.html import read_template
from kg.site.library import Library
from kg.site.marks import Block, blocks_of, passages_of, visible, voices_of
from kg.site.words import Words
from kg.statements import ArticleRow, Node, StatementRow
from kg.view import LOOKS

if TYPE_CHECKING:
    from jinja2 import Environment

Item = TypeVar("Item")

ROWS_PER_PAGE = 150
ITEMS_PER_PAGE = 300
STRONGEST = 20  # actors, speakers and articles that an overview names
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ITEM = re.compile(r"Q\d+")


@cache
def style_sheet() -> str:
    """The style of all pages, with a colour for each type of entity."""
    light = "".join(f".t-{name} {{ --type: {look.light}; }}\n" for name, look in LOOKS.items())
    dark = "".join(f".t-{name} {{ --type: {look.dark}; }}\n" for name, look in LOOKS.items())
    base, own = map(read_template, ("base.css", "site/site.css"))
    return f"{base}{own}\n{light}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


class Links(Protocol):
    """Where things are: addresses for the pages of one owner, "" for what has no page."""

    def page(self, name: str, number: int = 1) -> str:
        """One of the pages in the menu, such as "actors"."""

    def entity(self, node: Node, number: int = 1) -> str:
        """The page of an entity."""

    def article(self, article: ArticleRow, start: int | None = None) -> str:
        """The page of an article, at the sentence that begins at `start`."""

    def style(self) -> str:
        """The style sheet."""

    def search(self) -> str:
        """Where words are searched for."""

    def language(self, language: str) -> str:
        """This page in another language."""


@dataclass(frozen=True, slots=True)
class Slice(Generic[Item]):
    """One page of many items; numbers count from 1."""

    items: Sequence[Item]
    number: int
    count: int


def slice_of(items: Sequence[Item], number: int, size: int) -> Slice[Item]:
    """Page `number` of `items`, `size` on each; the nearest page that there is."""
    count = page_count(len(items), size)
    number = min(max(1, number), count)
    return Slice(items[(number - 1) * size : number * size], number, count)


def page_count(items: int, size: int) -> int:
    """How many pages so many items take; none take one, too."""
    return max(1, -(-items // size))


class Pages:
    """The pages about one graph. ``menu`` names those that every page links to."""

    def __init__(self, library: Library, words: Words, links: Links, *, menu: Sequence[str], policy: str = "") -> None:
        self.library, self.words, self.links, self.menu, self.policy = library, words, links, tuple(menu), policy

    def render(self, template: str, *, here: str = "", **content: Any) -> str:
        """The page that `template` makes; `here` is the item of the menu that is open."""
        shared = {"words": self.words, "links": self.links, "menu": self.menu, "here": here, "policy": self.policy}
        title = self.words.title(list(self.library.articles.values()))
        known = {"library": self.library, "title": title, "version": __version__}
        return _environment().get_template(f"site/{template}.html.j2").render(shared | known | content)

    def overview(self) -> str:
        """The first page of a report: what there is, and the strongest of each kind."""
        library = self.library
        newest = [row for row in library.newest if row.held_true]
        return self.render(
            "overview",
            here="overview",
            actors=library.actors[:STRONGEST],
            speakers=library.speakers[:STRONGEST],
            blocks=blocks_of(newest[:STRONGEST]),
            articles=library.newest_articles[:STRONGEST],
        )

    def actors(self, number: int = 1) -> str:
        """Everybody, the strongest first."""
        return self.render("actors", here="actors", part=slice_of(self.library.actors, number, ITEMS_PER_PAGE))

    def entity(self, node: Node, number: int = 1, *, picture: str = "") -> str:
        """All about one entity: facts and claims by time, what it says, who it has to do with, its articles.

        `picture` is the address of a picture of its neighbourhood.
        """
        nodes = self.library.meant_by(node)
        spoken = self.library.spoken_by(nodes)
        part = slice_of(self.library.about(nodes), number, ROWS_PER_PAGE)
        return self.render(
            "entity",
            node=node,
            also=nodes[1:],
            stands_for=self.library.nodes.get(node.stands_for),
            part=part,
            days=self.by_day(part.items),
            said=blocks_of(spoken[:ROWS_PER_PAGE]),
            more_said=len(spoken[ROWS_PER_PAGE:]),
            companions=self.library.companions(nodes),
            articles=self.library.mentioning(nodes),
            item=node.qid if _ITEM.fullmatch(node.qid) else "",
            picture=picture,
        )

    def timeline(self, number: int = 1) -> str:
        """What happened when, newest first: facts and claims."""
        part = slice_of(self.library.newest, number, ROWS_PER_PAGE)
        return self.render("timeline", here="timeline", part=part, days=self.by_day(part.items))

    def claims(self, number: int = 1) -> str:
        """Who claims what, speaker by speaker."""
        part = slice_of(self.library.claims, number, ROWS_PER_PAGE)
        groups = [
            (node, blocks_of(row for _, row in some)) for node, some in groupby(part.items, key=lambda pair: pair[0])
        ]
        return self.render(
            "claims", here="claims", part=part, groups=groups, speakers=self.library.speakers[:STRONGEST]
        )

    def articles(self, number: int = 1) -> str:
        """All articles with what is known of them, and how much each publisher gave."""
        articles = self.library.newest_articles
        counts = Counter(article.source for article in articles)
        publishers = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        part = slice_of(articles, number, ITEMS_PER_PAGE)
        return self.render("articles", here="articles", part=part, publishers=publishers)

    def article(self, article: ArticleRow, *, template: str = "article", **content: Any) -> str:
        """One article to read: who is mentioned, and which sentence is whose claim."""
        rows = self.library.of_article(article.id)
        passages = passages_of(self.library.read(article), rows)
        return self.render(
            template,
            article=article,
            rows=rows,
            passages=passages,
            voices=voices_of(rows),
            blocks=blocks_of(rows),
            **content,
        )

    def by_day(self, rows: Iterable[StatementRow]) -> list[tuple[str, list[Block]]]:
        """`rows` under the days, months, years or spans that they are about."""
        return [(heading, blocks_of(some)) for heading, some in groupby(rows, key=self._heading)]

    def _heading(self, row: StatementRow) -> str:
        if row.time_start or row.time_end:
            return self.words.when(row)
        return self.words.day(row.article.published) or str(self.words["undated"])


def web_address(url: str) -> str:
    """`url` if it leads to the web, else "": a link must not run a script or open a file."""
    return url if _WEB.fullmatch(url) else ""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("kg"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.filters |= {"visible": visible, "web": web_address}
    return found
