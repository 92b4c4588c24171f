"""Every error is a KgError, says what and where, and carries its parts."""

from __future__ import annotations

import inspect

import pytest

from kg import errors
from kg.errors import ArticleError, DataError, KgError, QueryError

CLASSES = [cls for _, cls in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("cls", CLASSES)
def test_one_tree(cls):
    """All errors have one root and stand in the drawing at the top of the module, with a docstring of their own."""
    assert issubclass(cls, KgError)
    assert cls.__name__ in (errors.__doc__ or "")
    assert cls.__doc__


def test_data_error():
    """A data error names file, place and reason; parts that are unknown leave no trace."""
    error = DataError("rules.toml", "[buys].verbs", "must not be empty")

    assert "rules.toml: [buys].verbs: must not be empty" == str(error)
    assert ("rules.toml", "[buys].verbs", "must not be empty") == (error.path, error.place, error.reason)
    assert "rules.toml: no such file" == str(DataError("rules.toml", "", "no such file"))


def test_article_error():
    """An article error names the article and the reason."""
    error = ArticleError("a.txt", "is empty")

    assert ("a.txt: is empty", "a.txt", "is empty") == (str(error), error.path, error.reason)


def test_query_error():
    """A query error keeps the query beside the reason."""
    error = QueryError("SELECT", "line 1: no valid SPARQL")

    assert ("line 1: no valid SPARQL", "SELECT") == (str(error), error.query)
