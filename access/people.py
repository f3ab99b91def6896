"""Signing in: a name and a password for a session, with a wait after several wrong ones."""

from dataclasses import dataclass

from access.lockout import Lockout
from access.rates import Rates
from access.sessions import Sessions
from access.users import Users

_FREE_OF_A_NAME = 5
_FREE_OF_AN_ADDRESS = 20  # a desk may share one
_PER_MINUTE, _BURST = 20.0, 10  # attempts of one address, because each costs a processor's time


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of it: the ``cookie`` of a session, or "", and the seconds to ``wait`` before another."""

    cookie: str
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that signs people in: requests from ``addresses`` say in ``header`` who asks. The same header
    from anywhere else is refused."""

    header: str
    addresses: frozenset[str]


class People:
    """Those who may sign in to a served page, and their sessions."""

    def __init__(self, users: Users, sessions: Sessions, rates: Rates | None = None) -> None:
        self.users, self.sessions = users, sessions
        self._names, self._addresses = Lockout(_FREE_OF_A_NAME), Lockout(_FREE_OF_AN_ADDRESS)
        self._rates = rates or Rates(_PER_MINUTE, _BURST)

    def sign_in(self, name: str, password: str, address: str) -> Attempt:
        """Try a password. While a name or an address has to wait, the right one is refused too."""
        waits = (self._names.wait(name), self._addresses.wait(address), self._rates.wait(address))
        if any(waits):
            return Attempt("", max(waits))
        if self.users.verify(name, password):
            self._names.succeeded(name)
            return Attempt(self.sessions.begin(name))
        self._names.failed(name)
        self._addresses.failed(address)
        return Attempt("", max(self._names.wait(name), self._addresses.wait(address)))
