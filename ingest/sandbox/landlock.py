"""Linux's Landlock: a process gives up, for good, files that it does not need to read, and the network.

Numbers and structures are those of <linux/landlock.h>.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Mapping

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every processor
_VERSION = 1  # flag of create_ruleset: only tell the version
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38  # of prctl
_READ_FILE, _LIST = 1 << 2, 1 << 3
# What each version added to the first thirteen rights over files: refer, truncate, ioctl.
_FILE_RIGHTS: Mapping[int, int] = {1: 13, 2: 14, 3: 15, 4: 15}
_NETWORK_RIGHTS = 3  # bind and connect with TCP, from version 4 on
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
_SCOPES = 3  # abstract sockets and signals of other processes, from version 6 on


def restrict_files_and_network(readable: Iterable[str], listed: Iterable[str]) -> bool:
    """Allow this process nothing but reading below ``readable`` and the system's libraries, and listing
    below ``listed``; false where the kernel cannot. To be called while there is one thread."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    system_call = library.syscall
    system_call.restype = ctypes.c_long
    version = system_call(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    if version < 1:
        return False
    handled = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    rules = struct.pack(
        "=QQQ", handled, _NETWORK_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = system_call(
        ctypes.c_long(_CREATE_RULESET), ctypes.c_char_p(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)
    )
    if ruleset < 0:
        return False
    try:
        for path in (*readable, *_LIBRARIES):
            _allow(system_call, ruleset, path, _READ_FILE | _LIST)
        for path in listed:
            _allow(system_call, ruleset, path, _LIST)
        library.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), *[ctypes.c_ulong(0)] * 3)
        restricted = system_call(ctypes.c_long(_RESTRICT_SELF), ctypes.c_int(ruleset), ctypes.c_uint32(0))
        return bool(restricted == 0)
    finally:
        os.close(ruleset)


def _allow(system_call: "ctypes._NamedFuncPointer", ruleset: int, path: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _READ_FILE
        rule = struct.pack("=Qi", rights, opened)
        system_call(
            ctypes.c_long(_ADD_RULE),
            ctypes.c_int(ruleset),
            ctypes.c_int(_PATH_BENEATH),
            ctypes.c_char_p(rule),
            ctypes.c_uint32(0),
        )
    finally:
        os.close(opened)
