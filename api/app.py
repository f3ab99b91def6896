"""The interface as an application, on which the page is mounted too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.routing import Route

from api.asking import Asking
from api.http import problems
from api.http.dossier_routes import dossier_routes
from api.http.gate import Gate, Named
from api.http.routes import routes
from api.http.watch_routes import watch_routes
from api.limits import Limits
from api.mcp.mounted import Mounted
from api.metrics import Metrics
from api.protocol import Service

VERSION = "1"
_LIMITS = Limits()


def create(service: Service, named: Named | None = None, limits: Limits = _LIMITS) -> FastAPI:
    """An application that answers under ``/api/v1``, and assistants at ``/mcp``. ``named`` gives a token's
    name, ``""`` for one that lets nobody in; None asks for no token."""
    metrics = Metrics()
    asking = Asking(service, limits, metrics)
    tools = Mounted(service, asking, limits)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        await tools.close()

    app = FastAPI(
        lifespan=life,
        title="Rapporteur",
        version=VERSION,
        description="Questions to a library of diplomatic statements; every sentence of an answer cites the "
        "paragraph that supports it. Errors are problem documents (RFC 9457) whose `detail` is one sentence.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # it would load scripts from another host
        redoc_url=None,
    )
    problems.install(app)
    app.include_router(watch_routes(service, asking))
    app.include_router(dossier_routes(service))
    app.include_router(routes(service, asking, metrics))
    app.router.routes.append(Route("/mcp", tools))
    app.add_middleware(Gate, named=named, limits=limits, metrics=metrics)
    return app
