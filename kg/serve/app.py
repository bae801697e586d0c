"""The application: routes, headers of every answer, start and stop of the workers."""

import contextlib
import importlib.resources
import logging
import time
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KGError
from kg.serve import pages, protocol
from kg.serve.workers import Limits, Workers

log = logging.getLogger(__name__)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

SAFETY = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
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
            Route("/worlds", pages.worlds, name="worlds"),
            Route("/health", health),
            Mount("/static", StaticFiles(directory=str(static)), name="static"),
            Route("/article/{slug}", pages.article, name="article"),
            Route("/{kind}/{rest:path}", pages.by_path),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[h.strip("[]") if h == "[::1]" else h for h in hosts]),
            Middleware(Dressed),
        ],
        exception_handlers={404: pages.missing, 405: pages.missing, KGError: pages.told},
        lifespan=lifespan,
    )
    made.router.redirect_slashes = False  # /x and /x/ are two addresses, and a redirect would answer for what is not there
    return made


async def health(request: Request) -> Response:
    """Whether the store answers."""
    answer = await request.app.state.workers.ask("ASK {}", accept="application/sparql-results+json")
    return PlainTextResponse("ok\n" if b"true" in answer.body else "failing\n")


class Dressed:
    """Every answer with its safety headers, and a line in the log (plain ASGI: starlette's own base class costs a third of a small answer)."""

    def __init__(self, app: ASGIApp) -> None:
        """Around an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status, own = message["status"], {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in SAFETY if pair[0] not in own)]
            await send(message)

        await self.app(scope, receive, dressed)
        log.info("%s %s %d %.0f ms", scope["method"], scope["path"], status, 1000 * (time.perf_counter() - begun))


def serve(location: str, *, host: str = "127.0.0.1", port: int = 8000, limits: Limits | None = None, workers: int = 4) -> None:
    """Serve a store until interrupted."""
    import uvicorn

    from kg.serve.patience import Patient

    names = ("127.0.0.1", "localhost", "::1", host) if host in ("127.0.0.1", "localhost", "::1") else ("*",)
    running = app(location, limits=limits, workers=workers, hosts=names)
    uvicorn.run(
        running, host=host, port=port, log_level="warning", http=Patient, ws="none", proxy_headers=False,
        limit_concurrency=256, timeout_keep_alive=15, server_header=False,
    )  # fmt: skip
