"""Find a browser for the tests, or get one; print its path on standard output.

    RAPPORTEUR_CHROMIUM=$(python tools/browser.py) pytest

Prints nothing, and says on standard error how to get one, when none can be had; the browser tests
are skipped then. With RAPPORTEUR_REQUIRE_BROWSER=1 that is a failure, exit status 1.
"""

# ruff: noqa: S603 - the commands are made here, or name a browser that the person chose

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMED = "RAPPORTEUR_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def main() -> int:
    """Exit status 0, or 1 when a browser is required and there is none."""
    browser = named() if os.environ.get(NAMED) else found() or from_apt() or from_playwright()
    if browser:
        sys.stdout.write(f"{browser}\n")
        return 0
    required = os.environ.get("RAPPORTEUR_REQUIRE_BROWSER", "") not in ("", "0")
    sys.stderr.write(
        "No browser was found or could be installed, so the browser tests"
        f" {'cannot run' if required else 'are skipped'}; install Chromium (Debian: `apt-get install"
        f" chromium`), or name one that starts with {NAMED}.\n"
    )
    return 1 if required else 0


def named() -> str:
    """The browser that the person named, if it starts; no other is looked for then."""
    path = os.environ[NAMED]
    return path if works(path) else ""


def found() -> str:
    """A browser on PATH, or Playwright's own; empty if there is none that starts."""
    for path in (*(shutil.which(name) for name in NAMES), str(MAC)):
        if path and works(path):
            return path
    path = playwrights()
    return path if works(path) else ""


def from_apt() -> str:
    """Install Debian's Chromium (with a font that has Japanese) where we may."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return ""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]):
        # A failed update may only mean that one of several archives is out of reach.
        subprocess.run([apt, "-qq", *arguments], env=environment, stdout=sys.stderr, check=False)
    return found()


def from_playwright() -> str:
    """Have Playwright download its own."""
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False
    )
    return found()


def playwrights() -> str:
    """Where Playwright's own Chromium is, or would be."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def works(path: str) -> bool:
    """Whether it starts."""
    # Ubuntu's chromium package is a stub that only says how to install a snap.
    try:
        result = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
