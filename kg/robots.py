"""What a server's robots.txt lets kg read (RFC 9309).

The parser of the standard library knows no ``*`` inside a path, and takes the first rule that fits, not the longest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_AGENT = re.compile(r"[\w-]+|\*")


class Rules(NamedTuple):
    """The rules for one program: whether it may, and where; and the seconds that it shall wait between requests."""

    paths: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0


def rules_from_text(text: str, agent: str) -> Rules:
    """What the robots.txt `text` says to `agent`: in the groups that name it, else in those for all.

    >>> rules_from_text("User-agent: *\\nDisallow: /plus/", "newskg")
    Rules(paths=((False, '/plus/'),), delay=0.0)
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for agents, rule in _rules(text):
        for name in agents:
            groups.setdefault(name, []).extend([rule] if rule[0] else [])
    chosen = groups.get(agent.lower(), groups.get("*", []))
    delays = [float(value) for key, value in chosen if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    return Rules(
        paths=tuple((key == "allow", value) for key, value in chosen if key in ("allow", "disallow") and value),
        delay=max(delays, default=0.0),
    )


def may_read(rules: Rules, address: str) -> bool:
    """True if `rules` let their program read `address`: the longest path that fits decides, of two the milder.

    >>> may_read(Rules(((False, "/"), (True, "/politik/*.html$"))), "https://bote.example/politik/besuch.html")
    True
    """
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fitting = [(len(pattern), allowed) for allowed, pattern in rules.paths if _fits(pattern, unquote(path))]
    return max(fitting, default=(0, True))[1]


def _rules(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, str]]]:
    """Each rule with the programs that it is for; an empty one for programs that are named without any."""
    agents: tuple[str, ...] = ()
    open_group = False
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent" and colon:
            name = _AGENT.match(value)
            agents = (*(agents if open_group else ()), name[0].lower() if name else "")
            open_group = True
            yield agents, ("", "")
        elif key in ("allow", "disallow", "crawl-delay"):
            open_group = False
            yield agents, (key, value)


def _fits(pattern: str, path: str) -> bool:
    """True if `path` begins as `pattern` says; ``*`` in it is anything, ``$`` at its end the end."""
    first, *others = (unquote(piece) for piece in pattern.removesuffix("$").split("*"))
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if others and pattern.endswith("$") else None
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not pattern.endswith("$") or at == len(path)
