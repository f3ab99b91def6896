"""A long piece of work of one request: in a thread of its own, with a limit of time, stopped when the caller
leaves."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import TypeVar

from core.errors import RapporteurError

T = TypeVar("T")

TICK_S = 1.0
_GRACE_S = 10.0  # a model that reads its prompt cannot be interrupted for seconds


class TimeLimitError(RapporteurError):
    """The work took longer than a request may."""


async def steps(work: Iterator[T], stop: threading.Event, seconds: float) -> AsyncGenerator[T | None]:
    """What ``work`` yields, and None for every second in which it yields nothing.

    After ``seconds`` the work is asked to stop, and finishes with what it has. ``stop`` is set when this
    ends, however it ends. An error of the work is raised here; TimeLimitError when it does not stop.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[tuple[T | None, BaseException | None]] = asyncio.Queue()

    def tell(item: T | None, error: BaseException | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(arrived.put_nowait, (item, error))

    def run() -> None:
        try:
            for item in work:
                tell(item, None)
        except BaseException as error:  # noqa: BLE001 - raised again where the request is answered
            tell(None, error)
        else:
            tell(None, StopAsyncIteration())

    threading.Thread(target=run, name="request", daemon=True).start()
    began = time.monotonic()
    try:
        while True:
            spent = time.monotonic() - began
            if spent > seconds:
                stop.set()
            if spent > seconds + _GRACE_S:
                raise TimeLimitError(f"This took longer than {seconds:.0f} s; ask for less at once.")
            try:
                item, error = await asyncio.wait_for(arrived.get(), TICK_S)
            except TimeoutError:
                yield None
                continue
            if isinstance(error, StopAsyncIteration):
                return
            if error is not None:
                raise error
            yield item
    finally:
        stop.set()


class LeftError(RapporteurError):
    """The caller left before there was a result; nobody sees this."""


async def last(items: AsyncGenerator[T | None], gone: Callable[[], Awaitable[bool]]) -> T:
    """The last of what :func:`steps` yields. Each second ``gone`` is asked whether the caller has left; then
    the work is stopped, and LeftError raised."""
    found: T | None = None
    async with aclosing(items):
        async for item in items:
            if item is not None:
                found = item
            elif await gone():
                raise LeftError("The caller has left.")
    assert found is not None  # noqa: S101  all work here ends with a result
    return found
