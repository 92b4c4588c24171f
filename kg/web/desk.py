"""What the app works with: the graph as it is now, texts that were read and not stored, and a way to store them."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kg.errors import KgError
from kg.export import page_from_rows
from kg.iris import digest
from kg.site.library import Library
from kg.statements import ArticleRow, Language
from kg.store import Store
from kg.web.edition import Edition
from kg.web.turns import Turns

MOST_DRAFTS = 20  # texts that were read and are kept in memory
PATIENCE = 60.0  # seconds that a text waits for the one before it


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be read: pasted, or a file with its name; what is known of it may be empty. ``date`` is as typed."""

    text: str = ""
    file: str = ""
    content: bytes = b""
    title: str = ""
    date: str = ""
    source: str = ""

    @property
    def key(self) -> str:
        """Digits that name it in addresses."""
        content = self.content.decode("utf-8", "surrogateescape")
        return digest(self.text, self.file, content, self.title, self.date, self.source)


class Scribe(Protocol):
    """Reads texts, which needs a German pipeline: the part of the app that comes from outside the graph half."""

    def read(self, draft: Draft) -> Store:
        """A store in memory with what is found in the text.

        Raises:
            KgError: it can't be read; says why.
        """

    def keep(self, draft: Draft, base: str) -> str:
        """Puts the text into the graph on disk, whose IRIs begin with `base`; gives the id of its article."""


class Desk:
    """The state of the app. `writes` says whether texts may be put into the graph.

    Queries run `at_once`, each at most `seconds` long.
    """

    def __init__(
        self,
        publish: Callable[[], Edition],
        scribe: Scribe,
        *,
        labels: Language,
        writes: bool,
        at_once: int,
        seconds: float,
    ) -> None:
        self.labels, self.writes = labels, writes
        self.seconds = seconds
        self.turns = Turns(at_once, patience=seconds * 3)
        self.reading = Turns(1, patience=PATIENCE)  # for `read` and `keep`: a pipeline reads one text at a time
        self.token = secrets.token_urlsafe(24)  # stands in our own forms only
        self.edition = publish()
        self._publish, self._scribe = publish, scribe
        self._drafts: OrderedDict[str, tuple[Draft, Library]] = OrderedDict()

    def read(self, draft: Draft) -> str:
        """Reads a text, keeps what is found in memory for a while, and gives its key.

        Raises:
            KgError: it can't be read.
        """
        if draft.key not in self._drafts:
            library = Library(self._scribe.read(draft))
            self._drafts[draft.key] = draft, library
            while len(self._drafts) > MOST_DRAFTS:
                self._drafts.popitem(last=False)
        return draft.key

    def drafted(self, key: str) -> tuple[Draft, Library] | None:
        """A text that was read, and what was found in it; None if it is no longer here."""
        return self._drafts.get(key)

    def picture_of_draft(self, key: str, labels: Language) -> str:
        """The picture of a text that was read, "" if it is no longer here."""
        found = self.drafted(key)
        return "" if found is None else _picture(found[1], labels)

    def keep(self, key: str) -> ArticleRow:
        """Puts a text that was read into the graph; all see it in the next edition.

        Raises:
            KgError: the app is read-only, the text is no longer here, or it can't be stored.
        """
        found = self.drafted(key)
        if not self.writes:
            raise KgError("this graph is read-only here; start with: kg serve --write")
        if found is None:
            raise KgError("that text is no longer in memory; read it again")
        id = self._scribe.keep(found[0], self.edition.library.iris.base)
        self.edition = self._publish()
        return self.edition.library.articles[id]


def _picture(library: Library, labels: Language) -> str:
    return page_from_rows(library.rows, list(library.articles.values()), labels=labels)
