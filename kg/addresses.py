"""Web addresses: which ones kg goes to, which are the same, and what the article there is called."""

from __future__ import annotations

import hashlib
import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from kg.decode import clean_text

MAX_ID = 100  # characters
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")
_NO_NAME = re.compile(r"[^\w.~-]+")
_NAMELESS = ("index", "default", "home", "rss", "feed", "amp")  # what is called so is called so anywhere
_TRACKING = re.compile(r"(utm_\w+|wt_\w+|at_\w+|mtm_\w+|pk_\w+|xtor|fbclid|gclid|ref|cmp|cid)$", re.IGNORECASE)


def has_scheme(source: str) -> bool:
    """True if `source` is an address of any kind rather than a file.

    >>> has_scheme("ftp://bote.example/a"), has_scheme("news/a.txt")
    (True, False)
    """
    return bool(_SCHEME.match(source))


def is_web_address(source: str) -> bool:
    """True if `source` is an address that begins with ``http://`` or ``https://``."""
    return source[:8].lower().startswith(("http://", "https://"))


def why_not_fetched(address: str, *, origin: str = "") -> str:
    """The reason why kg does not go to `address`, "" if it does; `origin` is the address that led there, if any.

    >>> why_not_fetched("file:///etc/passwd")
    'kg reads addresses that begin with http:// or https://, no others'
    """
    if not is_web_address(address):
        return "kg reads addresses that begin with http:// or https://, no others"
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or re.search(r"[\x00-\x1f]", address):
        return "is no valid web address"
    if parts.username is not None or parts.password is not None:
        return "has a password in it, which the graph would make known; save the page as .html and name that file"
    if origin and _is_near(address) and not _is_near(origin):
        return "is of this computer or its network, to which kg does not go from the web; name it if you want it"
    return ""


def _is_near(address: str) -> bool:
    """True if `address` names this computer or a local network, which the web has no business with."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa"))


def joined(base: str, link: str) -> str:
    """The address that `link` stands for on the page `base`, without the part of the page that it points to.

    >>> joined("https://bote.example/rss.xml", " /politik/besuch.html#kommentare ")
    'https://bote.example/politik/besuch.html'
    """
    try:
        return urldefrag(urljoin(base, link.strip()))[0]
    except ValueError:
        return link.strip()


def id_from_address(address: str) -> str:
    """What the article at `address` is called: the last piece of its path without the ending.

    A hash of the address makes it unique where that is no name, or a query tells articles apart.

    >>> id_from_address("https://bote.example/politik/besuch-in-bruessel.html?utm_source=rss")
    'besuch-in-bruessel'
    >>> id_from_address("https://bote.example/artikel.php?nr=17")
    'artikel-2a3df3f2'
    """
    try:
        parts = urlsplit(address)
        host, path, query = parts.hostname or "", parts.path, parts.query
    except ValueError:
        host, path, query = "", "", address
    segments = [segment for segment in path.split("/") if segment]
    last = _ENDING.sub("", segments[-1].partition(";")[0]) if segments else ""
    name = _NO_NAME.sub("-", clean_text(unquote(last))).strip("-._~")
    kept = sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(pair[0]))
    named = len(name) <= MAX_ID and name.lower() not in _NAMELESS and any(map(str.isalpha, name))
    if named and not kept:
        return name
    return f"{name[: MAX_ID - 9].rstrip('-._~') or host or 'article'}-{digest_of(host, path, repr(kept))}"


def digest_of(*parts: str) -> str:
    """Eight hexadecimal digits that name `parts`."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:8]
