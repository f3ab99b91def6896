"""The tools at ``/mcp`` of a served page (streamable HTTP), made when they are first asked for."""

import asyncio
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from api.asking import Asking
from api.limits import Limits
from api.protocol import Service

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer


class Mounted:
    """An ASGI application. ``close`` ends it; it keeps no session, so a server that starts again costs an
    assistant nothing."""

    def __init__(self, service: Service, asking: Asking, limits: Limits) -> None:
        self._service, self._asking, self._limits = service, asking, limits
        self._making: asyncio.Task[ASGIApp] | None = None
        self._running: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._making is None:
            self._making = asyncio.create_task(self._made())
        app = await asyncio.shield(self._making)
        await app(scope, receive, send)

    async def close(self) -> None:
        """End what runs in the background."""
        self._over.set()
        if self._running is not None:
            await self._running

    async def _made(self) -> ASGIApp:
        from mcp.server.transport_security import TransportSecuritySettings

        server = await asyncio.to_thread(self._server)
        # Host and Origin are looked at before a request comes here (ui/serve.py).
        open_to_all = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        app = server.streamable_http_app(
            stateless_http=True,
            json_response=True,
            max_request_body_size=self._limits.body_bytes,
            transport_security=open_to_all,
        )
        ready = asyncio.Event()

        async def run() -> None:
            async with server.session_manager.run():
                ready.set()
                await self._over.wait()

        # In a task of its own: what it opens must be closed by the task that opened it.
        self._running = asyncio.create_task(run())
        await ready.wait()
        return app

    def _server(self) -> "MCPServer":
        from api.mcp.server import mcp_server

        return mcp_server(self._service, self._asking)
