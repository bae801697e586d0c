"""URL -> Articles: pages and feeds over HTTP, politely.

Politeness is this: `robots.txt` is obeyed, a host is asked at most once in `PAUSE` seconds (or its Crawl-delay), answers are
kept and asked for again with If-None-Match and If-Modified-Since, and a request ends after `TIMEOUT` seconds or `LONGEST_FILE` bytes.
"""

import json
import os
import pathlib
import time
import urllib.robotparser
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from kg.errors import SourceError
from kg.iri import sha8, sha256, slug
from kg.read import LONGEST_FILE, Read, Unread, feed, html
from kg.read.bounded import bounded

AGENT = "geopolitical-kg (+https://pypi.org/project/geopolitical-kg/)"
PAUSE = 1.0  # seconds between two requests to one host
TIMEOUT = 20.0  # seconds for a whole answer
MOST_REDIRECTS = 5
LONGEST_RULES = 1_000_000  # bytes of a robots.txt; RFC 9309 asks that at least 500 KiB be read

_last: dict[str, float] = {}
_robots: dict[str, urllib.robotparser.RobotFileParser] = {}


def read(url: str) -> Iterator[Read]:
    """Yield the article of a page, or the articles that a feed links to or holds.

    >>> [item.reason for item in read("http://")]
    ['it names no host']
    """
    try:
        data, kind = get(url)
        if "html" in kind or not _is_feed(data, kind):
            yield html.page(data, _label(url), url=url)
            return
        for entry, _, _ in feed.entries(data):
            link = str(entry.get("link", ""))
            if link.startswith(("http://", "https://")):
                yield from _linked(link)
    except SourceError as e:
        yield Unread(url, str(e))


def _linked(link: str) -> Iterator[Read]:
    """The page behind a feed's entry; an entry that leads to another feed is not followed."""
    try:
        data, kind = get(link)
        yield Unread(link, f"its content is {kind!r}, not a page") if _is_feed(data, kind) else html.page(data, _label(link), url=link)
    except SourceError as e:
        yield Unread(link, str(e))


def get(url: str) -> tuple[bytes, str]:
    """The bytes and content type behind a URL, from the cache where the server says that they are unchanged.

    Raises:
        SourceError: out of reach, forbidden by robots.txt, too large, too slow, or an answer other than 200.
    """
    import httpx

    host = urlsplit(url).netloc
    if not host:
        raise SourceError("it names no host")
    try:
        with httpx.Client(headers={"User-Agent": AGENT}, timeout=TIMEOUT, follow_redirects=True, max_redirects=MOST_REDIRECTS) as client:
            if not _allowed(client, url):
                raise SourceError("its robots.txt does not allow it to be read")
            _wait(host, _robots_of(client, url).crawl_delay(AGENT))
            return _conditional(client, url)
    except (httpx.HTTPError, httpx.InvalidURL) as e:
        raise SourceError(f"cannot be fetched ({type(e).__name__}: {str(e)[:80]})") from e


def _conditional(client: Any, url: str) -> tuple[bytes, str]:
    """Ask for a page only if it changed since it was kept."""
    kept, about = _kept(url)
    asked = {key: about[name] for key, name in (("If-None-Match", "etag"), ("If-Modified-Since", "modified")) if kept and about.get(name)}
    with client.stream("GET", url, headers=asked) as answer:
        if answer.status_code == 304 and kept:
            return kept.read_bytes(), about["kind"]
        if answer.status_code != 200:
            raise SourceError(f"HTTP status {answer.status_code}")
        data = bounded(answer.iter_bytes(), most=LONGEST_FILE, seconds=TIMEOUT)
        kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
        _keep(url, data, {"kind": kind, "etag": answer.headers.get("ETag"), "modified": answer.headers.get("Last-Modified")})
        return data, kind


def _wait(host: str, delay: object) -> None:
    pause = max(PAUSE, float(str(delay))) if delay else PAUSE
    rest = _last.get(host, 0.0) + min(pause, 60.0) - time.monotonic()
    if host in _last and rest > 0:
        time.sleep(rest)
    _last[host] = time.monotonic()


def _allowed(client: Any, url: str) -> bool:
    return _robots_of(client, url).can_fetch(AGENT, url)


def _robots_of(client: Any, url: str) -> urllib.robotparser.RobotFileParser:
    """The rules of a host; a missing robots.txt allows all, one that cannot be had forbids all (RFC 9309)."""
    parts = urlsplit(url)
    if parts.netloc not in _robots:
        rules = urllib.robotparser.RobotFileParser()
        with client.stream("GET", f"{parts.scheme}://{parts.netloc}/robots.txt") as answer:
            if answer.status_code >= 500:
                rules.parse(["User-agent: *", "Disallow: /"])
            elif answer.status_code >= 400:
                rules.parse([])
            else:
                text = bounded(answer.iter_bytes(), most=LONGEST_RULES, seconds=TIMEOUT).decode("utf-8", "replace")
                rules.parse(text.splitlines())
        rules.modified()
        _robots[parts.netloc] = rules
    return _robots[parts.netloc]


def _is_feed(data: bytes, kind: str) -> bool:
    start = data[:1024].lstrip().lower()
    return "rss" in kind or "atom" in kind or b"<rss" in start or b"<feed" in start or b"<rdf:rdf" in start


def _label(url: str) -> str:
    return f"{slug(url.split('://', 1)[-1])[-60:].strip('-')}-{sha8(url)}"


def _folder() -> pathlib.Path:
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "kg" / "pages"


def _kept(url: str) -> tuple[pathlib.Path | None, dict[str, str]]:
    body, about = _folder() / sha256(url), _folder() / f"{sha256(url)}.json"
    try:
        return (body, json.loads(about.read_text())) if body.exists() else (None, {})
    except (OSError, ValueError):
        return None, {}  # a cache is only a cache: what cannot be read is fetched anew


def _keep(url: str, data: bytes, about: dict[str, str | None]) -> None:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / sha256(url)).write_bytes(data)
    (folder / f"{sha256(url)}.json").write_text(json.dumps(about))
