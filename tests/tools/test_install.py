"""What pip is configured with reaches uv, and no CUDA build comes by accident."""

import importlib.util
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


install = load("install")
browser = load("browser")


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pip.conf, and an environment that says nothing about pip or uv."""
    for name in [*os.environ]:
        if name.startswith(("PIP_", "UV_", "SSL_")) or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(install, "PYTHON", Path(sys.executable))
    path = tmp_path / "pip.conf"
    monkeypatch.setenv("PIP_CONFIG_FILE", str(path))
    return path


def test_values_of_every_section_are_read_and_the_stronger_wins(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured.write_text(
        "[global]\nextra-index-url =\n  https://a.example/simple\n  https://b.example/simple\n"
        "find-links = /weak\n[install]\nfind-links = /stronger\ncert = /ca.pem\n"
    )
    settings = install.pip_settings()
    assert settings["extra-index-url"] == ["https://a.example/simple", "https://b.example/simple"]
    assert settings["find-links"] == ["/stronger"]
    assert settings["cert"] == ["/ca.pem"]
    monkeypatch.setenv("PIP_FIND_LINKS", "/one /two")
    assert install.pip_settings()["find-links"] == ["/one", "/two"]


def test_uv_is_told_by_variables_so_that_passwords_stay_off_the_command_line(configured: Path) -> None:
    flags, variables = install.uv_settings(
        {
            "find-links": ["/one", "/two"],
            "index-url": ["https://me:secret@a.example/simple"],
            "extra-index-url": ["https://b.example", "https://c.example"],
            "cert": ["/ca.pem"],
            "no-index": ["true"],
        }
    )
    assert flags == ["--no-index"]
    assert variables == {
        "UV_FIND_LINKS": "/one,/two",
        "UV_INDEX_URL": "https://me:secret@a.example/simple",
        "UV_EXTRA_INDEX_URL": "https://b.example https://c.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "SSL_CERT_FILE": "/ca.pem",
    }


def test_what_is_set_for_uv_itself_stands(configured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "https://mine.example")
    assert install.uv_settings({"index-url": ["https://pips.example"]}) == ([], {})


def test_an_unconfigured_pip_tells_uv_nothing() -> None:
    assert install.uv_settings({}) == ([], {})


def test_a_torch_wheel_counts_only_for_the_python_that_is_used(tmp_path: Path) -> None:
    tag = f"cp{sys.version_info.major}{sys.version_info.minor}"
    settings = {"find-links": ["/no/such/folder", tmp_path.as_uri()]}
    (tmp_path / "torch-2.0-cp27-cp27-linux.whl").touch()
    (tmp_path / f"torchvision-2.0-{tag}-{tag}-linux.whl").touch()
    assert not install.holds_torch(settings)
    (tmp_path / f"torch-2.0+cpu-{tag}-{tag}-linux.whl").touch()
    assert install.holds_torch(settings)


def test_a_browser_is_one_that_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works, stub = tmp_path / "works", tmp_path / "stub"
    works.write_text("#!/bin/sh\necho Chromium 1\n")
    stub.write_text("#!/bin/sh\necho 'install the snap' >&2\nexit 1\n")
    works.chmod(0o755)
    stub.chmod(0o755)
    found = {}
    for path in (works, stub, tmp_path / "missing"):
        monkeypatch.setenv("RAPPORTEUR_CHROMIUM", str(path))
        found[path.name] = browser.named()
    assert found == {"works": str(works), "stub": "", "missing": ""}


def test_no_browser_fails_only_where_one_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for way in ("found", "from_apt", "from_playwright"):
        monkeypatch.setattr(browser, way, lambda: "")
    monkeypatch.delenv("RAPPORTEUR_REQUIRE_BROWSER", raising=False)
    monkeypatch.delenv("RAPPORTEUR_CHROMIUM", raising=False)
    assert browser.main() == 0
    assert "are skipped" in capsys.readouterr().err
    monkeypatch.setenv("RAPPORTEUR_REQUIRE_BROWSER", "1")
    assert browser.main() == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "cannot run" in output.err


def test_the_engine_is_built_in_the_locked_release_for_this_processor(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    native = load("native")
    asked: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(native, "run", lambda command, _, variables: asked.append((command, variables)))
    monkeypatch.setattr(native.shutil, "which", lambda name: f"/usr/bin/{name}")
    native.build()
    ((command, variables),) = asked
    assert f"\n{command[-1]}" in (ROOT / "requirements.lock").read_text("utf-8")
    assert re.fullmatch(r"xllamacpp==[0-9.]+", command[-1])
    assert "--no-deps" in command
    assert "NATIVE=OFF" not in variables["CMAKE_ARGS"]


def test_the_engine_is_not_built_without_a_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    native = load("native")
    monkeypatch.setattr(native.shutil, "which", lambda _: None)
    with pytest.raises(native.SetupError, match="without cmake and c"):
        native.build()
