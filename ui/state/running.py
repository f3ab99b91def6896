"""Which browser sessions have something running, and the switch that stops each."""

import threading


class Running:
    """Stop switches by session; one piece of work (a question, a run of adding) at a time in each. Safe
    to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._switches: dict[str, threading.Event] = {}

    def start(self, session: str) -> threading.Event | None:
        """A switch for a new question, or None while the session's last one is still running."""
        with self._lock:
            if session in self._switches:
                return None
            self._switches[session] = switch = threading.Event()
            return switch

    def busy(self, session: str) -> bool:
        """Whether something of the session's is running."""
        with self._lock:
            return session in self._switches

    def stop(self, session: str) -> None:
        """Ask the session's question to stop; nothing happens when there is none."""
        with self._lock:
            switch = self._switches.get(session)
        if switch is not None:
            switch.set()

    def forget(self, session: str) -> None:
        """Stop the session's question, and let a new one start at once; ``holds`` is false for it now."""
        with self._lock:
            switch = self._switches.pop(session, None)
        if switch is not None:
            switch.set()

    def holds(self, session: str, switch: threading.Event) -> bool:
        """Whether the question of ``switch`` is still the session's own."""
        with self._lock:
            return self._switches.get(session) is switch

    def end(self, session: str, switch: threading.Event) -> None:
        """The question is over; its switch is thrown so that nothing goes on working for it."""
        switch.set()
        with self._lock:
            if self._switches.get(session) is switch:
                del self._switches[session]
