"""The interface as an application, on which the page is mounted too."""

from fastapi import FastAPI

from api import problems
from api.gate import Gate, Named
from api.limits import Limits
from api.metrics import Metrics
from api.protocol import Service
from api.routes import routes

VERSION = "1"
_LIMITS = Limits()


def create(service: Service, named: Named | None = None, limits: Limits = _LIMITS) -> FastAPI:
    """An application that answers under ``/api/v1``. ``named`` gives a token's name, ``""`` for one that lets
    nobody in; None asks for no token."""
    metrics = Metrics()
    app = FastAPI(
        title="Rapporteur",
        version=VERSION,
        description="Questions to a library of diplomatic statements; every sentence of an answer cites the "
        "paragraph that supports it. Errors are problem documents (RFC 9457) whose `detail` is one sentence.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # it would load scripts from another host
        redoc_url=None,
    )
    problems.install(app)
    app.include_router(routes(service, limits, metrics))
    app.add_middleware(Gate, named=named, limits=limits, metrics=metrics)
    return app
