"""The application: routes, headers of every answer, start and stop of the workers."""

import contextlib
import importlib.resources
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KGError
from kg.serve import pages, protocol
from kg.serve.workers import Limits, Workers

log = logging.getLogger(__name__)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def app(location: str, *, limits: Limits | None = None, workers: int = 4, hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")) -> Starlette:
    """The application on the store at a folder or URL.

    `hosts` are the names by which it may be called: a page elsewhere that makes a browser resolve its own name to this
    machine (DNS rebinding) gets nothing.
    """
    pool = Workers(location, count=workers, limits=limits)

    @contextlib.asynccontextmanager
    async def lifespan(running: Starlette) -> AsyncIterator[None]:
        await pool.start()
        running.state.workers = pool
        yield
        await pool.stop()

    static = importlib.resources.files("kg.serve").joinpath("static")
    made = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/sparql", protocol.sparql, methods=["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]),
            Route("/editor", pages.editor, name="editor"),
            Route("/questions", pages.questions),
            Route("/questions/{name}", pages.question, name="question"),
            Route("/about", pages.about, name="about"),
            Route("/explore", pages.explore, name="explore"),
            Route("/health", health),
            Mount("/static", StaticFiles(directory=str(static)), name="static"),
            Route("/article/{slug}", pages.article, name="article"),
            Route("/{kind}/{rest:path}", pages.by_path),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[h.strip("[]") if h == "[::1]" else h for h in hosts]),
            Middleware(BaseHTTPMiddleware, dispatch=_dressed),
        ],
        exception_handlers={404: pages.missing, 405: pages.missing, KGError: protocol.failed},
        lifespan=lifespan,
    )
    made.router.redirect_slashes = False  # /x and /x/ are two addresses, and a redirect would answer for what is not there
    return made


async def health(request: Request) -> Response:
    """Whether the store answers."""
    answer = await request.app.state.workers.ask("ASK {}", accept="application/sparql-results+json")
    return PlainTextResponse("ok\n" if b"true" in answer.body else "failing\n")


async def _dressed(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every answer with its safety headers, and a line in the log."""
    begun = time.perf_counter()
    response = await call_next(request)
    for name, value in (
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ):
        response.headers.setdefault(name, value)
    log.info("%s %s %d %.0f ms", request.method, request.url.path, response.status_code, 1000 * (time.perf_counter() - begun))
    return response


def serve(location: str, *, host: str = "127.0.0.1", port: int = 8000, limits: Limits | None = None, workers: int = 4) -> None:
    """Serve a store until interrupted."""
    import uvicorn

    from kg.serve.patience import Patient

    names = ("127.0.0.1", "localhost", "::1", host) if host in ("127.0.0.1", "localhost", "::1") else ("*",)
    running = app(location, limits=limits, workers=workers, hosts=names)
    uvicorn.run(running, host=host, port=port, log_level="warning", http=Patient, limit_concurrency=256, timeout_keep_alive=15, server_header=False)
