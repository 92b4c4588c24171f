"""Every error that kg raises on purpose.

KgError
├── DataError      a file in ontologies/ is malformed       (path, place, reason)
├── ArticleError   an article can't be read                 (path, reason)
├── ModelError     a language pipeline is missing or lacks a piece
├── LinkError      a decision about identity contradicts another
├── StoreError     the store can't be opened, read or written
├── QueryError     a query is malformed or not allowed      (query, reason)
└── ViewError      a picture can't be drawn

Each message says what is wrong, where, and what to do; the command line prints it as one line.
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that kg raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (type(self), self.args, vars(self))  # for errors that cross from process to process


class DataError(KgError):
    """A data file of kg is malformed.

    >>> str(DataError("lexicon/de.toml", "[buys].verbs", "must not be empty"))
    'lexicon/de.toml: [buys].verbs: must not be empty'
    """

    def __init__(self, path: str, place: str, reason: str) -> None:
        self.path, self.place, self.reason = path, place, reason
        super().__init__(": ".join(part for part in (path, place, reason) if part))


class ArticleError(KgError):
    """An article can't be read or is no German news text."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


class ModelError(KgError):
    """A language pipeline can't be loaded or lacks a piece that kg needs."""


class LinkError(KgError):
    """A decision about the identity of entities contradicts another."""


class StoreError(KgError):
    """The store can't be opened, read or written."""


class QueryError(KgError):
    """A query is malformed or not allowed."""

    def __init__(self, query: str, reason: str) -> None:
        self.query, self.reason = query, reason
        super().__init__(reason)


class ViewError(KgError):
    """A picture of the graph can't be drawn."""


def _restored(kind: type[KgError], args: tuple[object, ...], fields: dict[str, object]) -> KgError:
    """An error as it was, without asking anew for what it was made from."""
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(fields)
    return error
