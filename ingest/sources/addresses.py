"""Which network addresses may be asked for a page: public ones, and no other.

A page that is added by its URL, or the redirect that it answers with, must not reach this machine or the
network it stands in. So a host's name is resolved once, every address of it is checked, and the connection
is made to an address that was checked: a name that resolves to another one the second time gains nothing.
"""

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from core.errors import UnreadableError

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """True for an address that anybody can reach: global unicast, and where it embeds an IPv4 address
    (mapped, 6to4, Teredo, NAT64) that one is too."""
    if isinstance(address, IPv4Address):
        return address.is_global and not (address.is_multicast or address.is_reserved)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    inner = [one for one in (address.sixtofour, *(address.teredo or ())) if one is not None]
    return (
        address in _GLOBAL_UNICAST
        and address.is_global
        and address.scope_id is None
        and all(is_public(one) for one in inner)
    )


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of ``host`` by the system's resolver. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """How names become addresses, and which addresses may be connected to."""

    allows: Callable[[Address], bool] = is_public
    resolver: Callable[[str, int], Sequence[str]] = resolve

    def addresses(self, host: str, port: int, url: str, timeout_s: float) -> tuple[str, ...]:
        """The addresses of ``host``, all of them allowed.

        Raises UnreadableError, naming ``url``, when there are none within ``timeout_s`` seconds or one
        of them is not allowed.
        """
        answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self.resolver(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        # The system's resolver cannot be told how long it may take.
        threading.Thread(target=ask, daemon=True).start()
        answer: Sequence[str] | OSError | UnicodeError = ()
        with suppress(queue.Empty):
            answer = answers.get(timeout=max(timeout_s, 0.01))
        if isinstance(answer, (OSError, UnicodeError)) or not answer:
            raise UnreadableError(
                f"{url} cannot be reached, because no host {host} was found; check the address and the "
                "connection."
            )
        for text in answer:
            try:
                allowed = self.allows(ip_address(text))
            except ValueError:
                allowed = False
            if not allowed:
                raise UnreadableError(
                    f"{url} points to {text}, which is not a public address, and was not fetched; "
                    "save the page and add the file."
                )
        return tuple(answer)
