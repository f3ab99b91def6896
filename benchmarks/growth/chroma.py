"""A Chroma server in a process of its own, with the package's own command."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from core.errors import RapporteurError

_START_S = 120.0


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers at ``url``."""

    url: str
    process: "subprocess.Popen[bytes]"

    def memory(self) -> dict[str, int] | None:
        """Resident bytes now and at most so far; None where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        except OSError:
            return None
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith("VmR")}
        peak = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")}
        return {"now": sizes["VmRSS"], "peak": peak["VmHWM"]}


@contextmanager
def chroma(folder: Path, port: int) -> Iterator[Served]:
    """A server over ``folder`` until the block ends. Raises RapporteurError when it does not start."""
    program = str(Path(sys.executable).with_name("chroma"))
    command = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            served = Served(f"http://127.0.0.1:{port}", process)
            until = time.monotonic() + _START_S
            while not _answers(served.url):
                if process.poll() is not None or time.monotonic() > until:
                    raise RapporteurError("The Chroma server did not start.")
                time.sleep(0.1)
            yield served
        finally:
            process.terminate()
            process.wait(_START_S)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v2/heartbeat").is_success
    except httpx.HTTPError:
        return False
