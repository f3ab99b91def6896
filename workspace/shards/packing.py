"""Records as bytes, on their way from one process to another."""

import pickle
from io import BytesIO
from types import MappingProxyType
from typing import Any


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        """Read-only mappings, which Python's own pickling refuses, are packed as what they show."""
        if isinstance(value, MappingProxyType):
            return read_only, (dict(value),)
        return NotImplemented


def read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """The mapping for reading only; the class itself cannot be named in what is packed."""
    return MappingProxyType(mapping)


def pack(value: object) -> bytes:
    """A record, or a list of them, as bytes."""
    packed = BytesIO()
    _Packer(packed, pickle.HIGHEST_PROTOCOL).dump(value)
    return packed.getvalue()


def unpack(packed: bytes) -> Any:
    """What was packed. Only for what a process of ours has sent."""
    return pickle.loads(packed)  # noqa: S301  never from a file or the network
