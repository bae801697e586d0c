"""A reconciliation service over HTTP: the W3C Reconciliation Service API 0.2, asked politely and never believed blindly."""

import json
import math
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import ServiceError, SourceError
from kg.read.bounded import bounded
from kg.vocab import WIKIDATA

if TYPE_CHECKING:
    import httpx

BATCH = 10
PAUSE = 0.5
"""Seconds between two batches."""
TIMEOUT = 30.0
"""Seconds for a whole answer."""
TRIES = 3
LONGEST_WAIT = 30.0
"""The most seconds that a server may ask us to wait before we give up on it."""
LONGEST_ANSWER = 4_000_000
HEADERS = {"User-Agent": "geopolitical-kg (+https://pypi.org/project/geopolitical-kg/)", "Accept": "application/json"}
CLASSES = {
    "person": "human",
    "state": "country",
    "igo": "international organization",
    "government": "organization",
    "military": "organization",
    "armed_group": "organization",
    "party": "political party",
    "ngo": "organization",
    "company": "organization",
    "media": "organization",
    "organisation": "organization",
    "vessel": "ship",
    "territory": "geographic region",
    "bloc": "",
    "aircraft": "",
}
"""The kinds of actors that have an identity of their own, each with the label of the class that it must be of; "" where no one class fits."""
_IDENTIFIERS = re.compile(r"https?://www\.wikidata\.org/entity/")


class Service:
    """A reconciliation service; its manifest is fetched when it is made."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT, pause: float = PAUSE) -> None:
        """`timeout` seconds for each answer, `pause` between two questions.

        Raises:
            ServiceError: out of reach, or not a service that links to Wikidata.
        """
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise ServiceError(f"{url!r} is no address of a reconciliation service; give its http(s) URL")
        self.url, self.timeout, self.pause = url, timeout, pause
        self._types: dict[str, str] = {}
        self._asked = -math.inf
        manifest = self._dict(self._json("GET", url), "manifest")
        space = str(manifest.get("identifierSpace"))
        if not _IDENTIFIERS.fullmatch(space):
            raise ServiceError(f"{url}: links to {one_line(space)!r}, not to {WIKIDATA}; name a service of Wikidata's items")
        size = manifest.get("batchSize")
        self.batch = min(BATCH, size) if isinstance(size, int) and size > 0 else BATCH
        self._suggest = self._suggestions(manifest)

    def ask(self, actors: list[tuple[str, str]]) -> list[list[Any]]:
        """The candidates for each of a batch of actors (name and kind), as the service gives them."""
        queries = {f"q{i}": self._query(name, kind) for i, (name, kind) in enumerate(actors)}
        said = self._dict(self._json("POST", self.url, data={"queries": json.dumps(queries)}), "answer")
        answers = [self._dict(said.get(key), f"answer to {key}").get("result") for key in queries]
        if not all(isinstance(answer, list) for answer in answers):
            raise ServiceError(f"{self.url}: answered without a list of results; is it a service of the Reconciliation API 0.2?")
        return answers  # type: ignore[return-value]

    def _query(self, name: str, kind: str) -> dict[str, Any]:
        type = self.type_of(kind)
        return {"query": name, "limit": 5} | ({"type": type} if type else {})

    def type_of(self, kind: str) -> str:
        """The service's own id of the class that a kind of actor belongs to, "" where it knows none of that label."""
        label = CLASSES[kind]
        if label not in self._types:
            self._types[label] = self._type(label) if label and self._suggest else ""
        return self._types[label]

    def _type(self, label: str) -> str:
        said = self._dict(self._json("GET", self._suggest, params={"prefix": label}), "list of types").get("result")
        entries = [entry for entry in (said if isinstance(said, list) else []) if isinstance(entry, dict)]
        return next((e["id"] for e in entries if e.get("name") == label and isinstance(e.get("id"), str)), "")

    def _suggestions(self, manifest: dict[str, Any]) -> str:
        """Where types are suggested; only at the service's own host, so that no manifest sends us elsewhere."""
        at = manifest.get("suggest")
        at = at.get("type") if isinstance(at, dict) else None
        address = f"{at.get('service_url')}{at.get('service_path')}" if isinstance(at, dict) else ""
        return address if urlsplit(address).netloc == urlsplit(self.url).netloc else ""

    def _dict(self, value: Any, what: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ServiceError(f"{self.url}: its {what} is no JSON object; is it a service of the Reconciliation API 0.2?")
        return value

    def _json(self, method: str, url: str, **sent: Any) -> Any:
        body = self._body(method, url, **sent)
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as e:
            raise ServiceError(f"{url}: answered with something that is not JSON ({one_line(body[:60].decode('utf-8', 'replace'))!r})") from e

    def _body(self, method: str, url: str, **sent: Any) -> bytes:
        """The whole answer; a server that is busy is asked again, as late as it wants."""
        import httpx

        for attempt in range(1, TRIES + 1):
            time.sleep(max(0.0, self._asked + self.pause - time.monotonic()))
            self._asked = time.monotonic()
            try:
                with httpx.stream(method, url, headers=HEADERS, timeout=self.timeout, **sent) as answer:
                    if answer.status_code == 200:
                        return self._read(answer, url)
                    wait = _wait(answer.headers.get("Retry-After"), attempt)
                    if answer.status_code not in (429, 502, 503, 504) or attempt == TRIES or wait > LONGEST_WAIT:
                        raise ServiceError(f"{url}: {_status(answer)}")
            except (httpx.HTTPError, httpx.InvalidURL) as e:
                raise ServiceError(f"{url}: out of reach ({type(e).__name__}: {one_line(e)}); is it the address of a running service?") from e
            time.sleep(wait)
        raise AssertionError("unreachable")

    def _read(self, answer: "httpx.Response", url: str) -> bytes:
        try:
            return bounded(answer.iter_bytes(), most=LONGEST_ANSWER, seconds=self.timeout)
        except SourceError as e:
            raise ServiceError(f"{url}: its answer was {e}") from e


def _wait(said: str | None, attempt: int) -> float:
    return float(said) if said is not None and re.fullmatch(r"\d{1,6}", said) else 0.5 * attempt


def _status(answer: "httpx.Response") -> str:
    moved = f", it has moved to {one_line(answer.headers.get('Location'))}; give that address" if answer.is_redirect else ""
    return f"HTTP status {answer.status_code}{moved}"


def one_line(value: object) -> str:
    """Foreign text that may stand in a comment or on a terminal."""
    return "".join(c if c.isprintable() else " " for c in str(value or ""))[:120].strip()
