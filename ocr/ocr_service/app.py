"""The HTTP interface: translates requests into reading, and problems into answers."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import __version__, engine, openapi, upload
from .problems import Problem
from .queue import ClientGone, Queue
from .request_id import sane
from .settings import Settings
from .supervisor import Supervisor

log = logging.getLogger("ocr_service")


def create_app(
    settings: Settings,
    on_fatal: Callable[[], None] = lambda: None,
    supervisor: Supervisor | None = None,
) -> Starlette:
    """`on_fatal` is called when documents can never be read: the recogniser does not start."""
    description = engine.description(settings.tier)
    queue = Queue(settings.queue_size)
    supervisor = supervisor or Supervisor(settings, on_fatal)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        supervisor.start()
        try:
            yield
        finally:
            await supervisor.stop()

    def authorise(request: Request) -> None:
        if settings.token is None:
            return
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        # Digests have one length: comparing them does not even tell how long the token is.
        same = hmac.compare_digest(_digest(given.strip()), _digest(settings.token))
        if scheme.lower() != "bearer" or not same:
            raise Problem("unauthorized", "Send the service's token: Authorization: Bearer TOKEN.")

    async def documents(request: Request) -> Response:
        request_id = sane(request.headers.get("x-request-id"))
        try:
            authorise(request)
            with queue.place():
                async with upload.received(request, settings.max_bytes) as (path, size):
                    gone = asyncio.ensure_future(_disconnected(request))
                    try:
                        async with queue.turn(gone):
                            return JSONResponse(await read(path, size, gone, request_id))
                    finally:
                        gone.cancel()
        except Problem as problem:
            log.info(
                "document refused code=%s status=%d request_id=%s",
                problem.code, problem.status, request_id,
            )  # fmt: skip
            answer = _answer(problem)
            stalled = problem.code == "upload_timeout"
            if stalled or not await upload.drained(request, settings.max_bytes):
                answer.headers["connection"] = "close"  # else the server reads on for ever
            return answer
        except (ClientGone, ClientDisconnect):
            log.info("document abandoned: the client has gone request_id=%s", request_id)
            return Response(status_code=499)  # reaches nobody

    async def read(
        path: Path, size: int, gone: asyncio.Future[None], request_id: str
    ) -> dict[str, Any]:
        began = time.monotonic()
        pages, warnings, seconds, peak = [], [], [], 0.0
        try:
            count, kind = await supervisor.open(path)
            for index in range(count):
                if gone.done():
                    raise ClientGone
                page_began = time.monotonic()
                answer = await supervisor.page(index)
                seconds.append(time.monotonic() - page_began)
                peak = max(peak, answer["memory"]["peak"])
                pages.append(answer["page"])
                warnings += answer["warnings"]
        finally:
            await supervisor.close()
        total = time.monotonic() - began
        log.info(
            "document read kind=%s bytes=%d pages=%d ocr_pages=%d seconds=%.2f page_seconds=%s "
            "rss_mib=%.0f peak_mib=%.0f request_id=%s",
            kind,
            size,
            count,
            sum(page["source"] == "ocr" for page in pages),
            total,
            ",".join(f"{second:.2f}" for second in seconds),
            supervisor.memory["resident"],
            peak,
            request_id,
        )
        return {
            "engine": description,
            "pages": pages,
            "seconds": round(total, 3),
            "warnings": warnings,
        }

    async def health(_request: Request) -> Response:
        ready = supervisor.ready
        body = {
            "status": "pass" if ready else "warming",
            "queue": queue.waiting,
            "reading": queue.reading,
            "restarts": supervisor.restarts,
        }
        return JSONResponse(body, status_code=200 if ready else 503)

    async def version(request: Request) -> Response:
        authorise(request)
        return JSONResponse(
            {
                "service": __version__,
                "engine": description,
                "weights": description["weights"],
                "licence": description["licence"],
            }
        )

    async def description_document(request: Request) -> Response:
        authorise(request)
        return JSONResponse(openapi.document(settings))

    return Starlette(
        routes=[
            Route("/v1/documents", documents, methods=["POST"]),
            Route("/health", health, methods=["GET"]),
            Route("/version", version, methods=["GET"]),
            Route("/openapi.json", description_document, methods=["GET"]),
        ],
        exception_handlers={
            Problem: _problem,
            HTTPException: _http_exception,
            Exception: _unexpected,
        },
        lifespan=lifespan,
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _answer(problem: Problem) -> JSONResponse:
    return JSONResponse(
        problem.body(),
        status_code=problem.status,
        headers=problem.headers(),
        media_type="application/problem+json",
    )


async def _problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return _answer(problem)


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "method_not_allowed" if error.status_code == 405 else "not_found"
    answer = _answer(Problem(code, f"{request.method} {request.url.path} is not offered here."))
    if error.headers:
        answer.headers.update(error.headers)
    return answer


async def _unexpected(_request: Request, error: Exception) -> Response:
    # Starlette re-raises it for the server's log; the client gets no internals.
    return _answer(Problem("internal", f"The service failed ({type(error).__name__})."))
