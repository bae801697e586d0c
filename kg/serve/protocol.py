"""`/sparql`: the SPARQL 1.1 Protocol's query operation, read-only (W3C recommendation of 21 March 2013).

GET with `query=`, POST of a form, POST of `application/sparql-query`; `default-graph-uri` and `named-graph-uri`; answers in the
media type that Accept prefers (or `format=csv`); without a query the service description, or the editor page for a browser.
"""

import asyncio

from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.errors import KGError, QueryError
from kg.serve import formats
from kg.serve.workers import BusyError, OutOfTimeError, Workers

LONGEST_BODY = 1 << 20  # bytes of a query; the longest that we know of people writing has some thousand
BODY_SECONDS = 10.0  # for a client to send its body
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
READ_ONLY = "this endpoint only reads; change the graph with kg build, kg remove or the decisions of kg (merge, reject, ...)"


class RefusedError(Exception):
    """A request that the protocol does not allow: a status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        """The status and the sentence."""
        super().__init__(message)
        self.status = status


async def sparql(request: Request) -> Response:
    """Answer one request of the protocol."""
    try:
        asked = await _asked(request)
        query, format = _one(asked, "query"), str(asked.get("format", ""))
        if query is None:
            return _without_query(request)
        if format and format not in formats.NAMES:
            raise RefusedError(406, f"no format {format[:40]!r}; there is {', '.join(formats.NAMES)}")
        answer = await _workers(request).ask(
            query,
            accept=formats.NAMES.get(format) or request.headers.get("accept", ""),
            scope="all" if asked.get("scope") == "all" else "facts",
            dataset=_dataset(asked),
        )
    except RefusedError as e:
        return PlainTextResponse(f"{e}\n", e.status, headers={"Allow": "GET, POST"} if e.status == 405 else None)
    except KGError as e:
        return failure(e)
    if answer.media is None:
        return PlainTextResponse(f"nothing here as {request.headers.get('accept', '')[:100]!r}; there is {_offered()}\n", 406)
    headers = {"Vary": "Accept"} | ({"Kg-Truncated": f"at {answer.rows} rows"} if answer.truncated else {})
    return Response(answer.body, media_type=answer.media, headers=headers)


def failure(error: KGError) -> PlainTextResponse:
    """What a client is told of an error, in one line and with the protocol's status."""
    if isinstance(error, BusyError | OutOfTimeError):
        return PlainTextResponse(f"{error}\n", 503, headers={"Retry-After": "5"})
    return PlainTextResponse(f"{error}\n", 400 if isinstance(error, QueryError) else 500)


def _workers(request: Request) -> Workers:
    workers: Workers = request.app.state.workers
    return workers


async def _asked(request: Request) -> QueryParams | FormData:
    """The parameters of a request, wherever the protocol lets them stand."""
    if request.method in ("GET", "HEAD"):
        return request.query_params
    if request.method != "POST":
        raise RefusedError(405, READ_ONLY)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/sparql-update":
        raise RefusedError(403, READ_ONLY)
    if kind not in (FORM, DIRECT):
        raise RefusedError(415, f"the body is {kind[:60] or 'of no stated type'!r}; send {FORM} or {DIRECT}")
    body = await _body(request)
    if kind == DIRECT:
        return QueryParams([*request.query_params.multi_items(), ("query", body)])
    return QueryParams(body)


async def _body(request: Request) -> str:
    """The body, if it is not too long and does not take too long to come."""
    if int(request.headers.get("content-length") or 0) > LONGEST_BODY:
        raise RefusedError(413, f"at most {LONGEST_BODY:,} bytes of query are read")
    data = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                data += piece
                if len(data) > LONGEST_BODY:
                    raise RefusedError(413, f"at most {LONGEST_BODY:,} bytes of query are read")
        return data.decode("utf-8")
    except TimeoutError:
        raise RefusedError(408, f"the body did not come within {BODY_SECONDS:g} seconds") from None
    except UnicodeDecodeError:
        raise RefusedError(400, "the query is not UTF-8") from None


def _one(asked: QueryParams | FormData, name: str) -> str | None:
    """The parameter that may stand once."""
    if "update" in asked:
        raise RefusedError(403, READ_ONLY)
    values = [str(value) for value in asked.getlist(name)]
    if len(values) > 1:
        raise RefusedError(400, f"{len(values)} parameters {name!r}; give one")
    return values[0] if values else None


def _dataset(asked: QueryParams | FormData) -> dict[str, list[str]] | None:
    """The dataset that the request names; it takes the place of the query's own FROM (section 2.1.4)."""
    default, named = ([str(g) for g in asked.getlist(f"{kind}-graph-uri")] for kind in ("default", "named"))
    return {"default": default, "named": named} if default or named else None


def _without_query(request: Request) -> Response:
    """The service description for programs, the editor for people."""
    if request.method == "POST":
        raise RefusedError(400, "no query; send it as the parameter `query` or as the body")
    media = formats.negotiate(request.headers.get("accept", ""), (*formats.TRIPLES, "text/html"))
    if media == "text/html":
        return RedirectResponse(request.url_for("editor").include_query_params(**dict(request.query_params)), 303)
    if media is None:
        raise RefusedError(406, f"nothing here as {request.headers.get('accept', '')[:100]!r}; there is {_offered()}")
    from kg.serve.description import description

    return Response(description(str(request.url.replace(query=""))), media_type=formats.TURTLE, headers={"Vary": "Accept"})


def _offered() -> str:
    return ", ".join((*formats.ROWS, *formats.TRIPLES))
