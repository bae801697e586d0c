"""Pages for people: the front page, the editor, named questions, and one page for every IRI (RDF of it by content negotiation)."""

import importlib.resources
import json
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from kg.dates import day
from kg.errors import KGError, QueryError
from kg.iri import DEFAULT_BASE
from kg.rdf.terms import safe
from kg.serve import formats
from kg.serve.protocol import failure
from kg.serve.wording import properties, short, title, width
from kg.serve.workers import Workers
from kg.store.convert import written
from kg.vocab import Iri

EXAMPLE = """# What is taken to have happened, latest first
SELECT ?date ?actor ?type ?recipient WHERE {
  ?event a sem:Event ; sem:eventType/skos:prefLabel ?type ; kg:actor/skos:prefLabel ?actor .
  OPTIONAL { ?event kg:recipient/skos:prefLabel ?recipient }
  OPTIONAL { ?event sem:hasTimeStamp ?date }
} ORDER BY DESC(STR(?date)) LIMIT 50
"""
PATHS = ("actor", "place", "happening", "publisher", "article")


async def home(request: Request) -> Response:
    """How much there is, who acts most, what happened last."""
    return _page(request, "home.html", **await _workers(request).view("overview"))


async def editor(request: Request) -> Response:
    """The SPARQL editor, with the answer below it."""
    query, scope = request.query_params.get("query", ""), request.query_params.get("scope", "facts")
    rows, error = None, None
    if query:
        try:
            answer = await _workers(request).ask(query, accept=f"{formats.JSON}, {formats.NTRIPLES}", scope="all" if scope == "all" else "facts")
            rows = _table(answer.body, answer.media) | {"truncated": answer.truncated, "count": answer.rows}
        except KGError as e:
            error = str(e)
    return _page(request, "editor.html", query=query or EXAMPLE, scope=scope, answer=rows, error=error, status=400 if error else 200)


async def about(request: Request) -> Response:
    """The page of an IRI, or its RDF."""
    iri = request.query_params.get("iri", "")
    return await _about(request, iri)


async def by_path(request: Request) -> Response:
    """The page of an IRI by its own path: `/actor/russia`."""
    kind, rest = request.path_params["kind"], request.path_params["rest"]
    if kind not in PATHS or not rest:
        return missing(request)
    base = await _base(request)
    return await _about(request, safe(f"{base}{kind}/{rest}"))


async def article(request: Request) -> Response:
    """An article with its findings at their words."""
    slug = request.path_params["slug"]
    data = await _workers(request).view("article", slug=slug)
    if data is None:
        return missing(request)
    return _page(request, "article.html", found=request.query_params.get("find", ""), **data)


async def _about(request: Request, iri: str) -> Response:
    wanted = formats.NAMES.get(request.query_params.get("format", "")) or request.headers.get("accept", "")
    media = formats.negotiate(wanted, ("text/html", *formats.TRIPLES))
    try:
        data = await _workers(request).view("thing", iri=iri)
        if data is None:
            return await _gone(request, iri)
        if "moved" in data:
            return RedirectResponse(link(data["moved"]), 301)
        if media is not None and media != "text/html":
            answer = await _workers(request).ask(f"DESCRIBE {written(Iri(safe(iri)))}", accept=media, scope="all")
            return Response(answer.body, media_type=media, headers={"Vary": "Accept"})
    except KGError as e:
        return told(request, e)
    return _page(request, "thing.html", title=title(data), properties=properties(data["about"]), **data)


async def _gone(request: Request, iri: str) -> Response:
    """What has no page: moved (301), taken away (410), or never there (404)."""
    data = await _workers(request).view("moved", iri=iri)
    if data is None:
        return missing(request)
    return RedirectResponse(link(data["to"]), 301) if data["to"] else _page(request, "missing.html", path=iri, status=410, gone=True)


def missing(request: Request, error: Exception | None = None) -> Response:
    """Nothing here."""
    return _page(request, "missing.html", path=request.url.path, status=getattr(error, "status_code", 404))


def told(request: Request, error: Exception) -> Response:
    """What went wrong: a page for people, a line for programs."""
    assert isinstance(error, KGError)
    line = failure(error)
    if formats.negotiate(request.headers.get("accept", ""), ("text/plain", "text/html")) != "text/html":
        return line
    page = _page(request, "missing.html", status=line.status_code, message=str(error))
    if "retry-after" in line.headers:
        page.headers["Retry-After"] = line.headers["retry-after"]
    return page


def _page(request: Request, template: str, *, status: int = 200, **data: Any) -> Response:
    return _templates().TemplateResponse(request, template, data, status_code=status, headers={"Vary": "Accept"})


@cache
def _templates() -> Jinja2Templates:
    made = Jinja2Templates(directory=str(importlib.resources.files("kg.serve").joinpath("templates")))  # escapes everything in .html
    made.env.filters["link"] = link
    made.env.filters |= {"short": short, "day": day, "width": width}
    return made


def link(iri: str) -> str:
    """Where the page of an IRI is on this server: articles and their findings inside their article's page, others under /about."""
    if "/article/" in iri or iri.startswith(DEFAULT_BASE + "article/"):
        path, _, fragment = iri.partition("#")
        slug = path.split("article/", 1)[1].split("/")[0]
        if not fragment:
            return f"/article/{quote(slug)}"
    return f"/about?iri={quote(iri, safe='')}"


def _table(body: bytes, media: str | None) -> dict[str, Any]:
    """Columns and rows of an answer, each cell its text and whether it is an IRI."""
    if media == formats.NTRIPLES:
        return {"columns": [], "rows": [], "text": body.decode()}
    data = json.loads(body)
    if "boolean" in data:
        return {"columns": ["answer"], "rows": [[{"text": "yes" if data["boolean"] else "no", "iri": False}]]}
    columns = data["head"]["vars"]
    cells = ([row.get(c) for c in columns] for row in data["results"]["bindings"])
    return {"columns": columns, "rows": [[None if c is None else {"text": c["value"], "iri": c["type"] == "uri"} for c in row] for row in cells]}


async def _base(request: Request) -> str:
    """The base IRI of the store, read once."""
    state = request.app.state
    if not hasattr(state, "base"):
        state.base = await _workers(request).view("base")
    return str(state.base)


def _workers(request: Request) -> Workers:
    workers: Workers = request.app.state.workers
    return workers


async def questions(request: Request) -> Response:
    """The list of named questions."""
    return _page(request, "questions.html", questions=await _workers(request).view("questions"))


async def question(request: Request) -> Response:
    """One named question: its form and its answer; as CSV or JSON with `?format=`."""
    name = request.path_params["name"].partition(".")[0]
    format = request.path_params["name"].partition(".")[2] or request.query_params.get("format", "")
    values = {key: value for key, value in request.query_params.items() if value and key != "format"}
    try:
        if format and format not in formats.NAMES:
            raise QueryError(f"no format {format[:40]!r}; there is {', '.join(formats.NAMES)}")
        if format:
            answer = await _workers(request).ask_named(name, values, media=formats.NAMES[format])
            return Response(answer.body, media_type=answer.media)
        data = await _workers(request).view("question", name=name, values=values)
    except KGError as e:
        return told(request, e)
    return missing(request) if data is None else _page(request, "question.html", **data)


async def explore(request: Request) -> Response:
    """The interactive page of the relations around an actor, straight from the store; with `format=json` the acts of one actor for it."""
    actor = request.query_params.get("actor", "")
    try:
        if request.query_params.get("format") == "json":
            return JSONResponse(await _workers(request).view("around", actor=actor, before=request.query_params.get("before", "")))
        data = await _workers(request).view("explore", actor=actor)
    except KGError as e:
        return told(request, e)
    return HTMLResponse(data["page"], headers={"Content-Security-Policy": data["policy"]})


async def worlds(request: Request) -> Response:
    """Two claimants' worlds side by side (`?one=Russia&other=NATO`, also `by`, `relayed`); with `format=json` as data; without names a form."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("one", "other", "by")}
    options = {**asked, "relayed": request.query_params.get("relayed", "") not in ("", "0", "false")}
    try:
        if request.query_params.get("format") == "json":
            return JSONResponse(await _workers(request).view("laid", **options))
        if not asked["one"] or not asked["other"]:
            return _page(request, "worlds.html", one=asked["one"], other=asked["other"])
        data = await _workers(request).view("worlds", **options)
    except KGError as e:
        return told(request, e)
    return HTMLResponse(data["page"], headers={"Content-Security-Policy": data["policy"]})
