"""What `deploy/` would start: options and images that there are, ports and tokens that agree, and, run as
processes, Chroma behind a gate that asks for the token."""

import configparser
import http.server
import re
import shlex
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from cli.parser import _parser
from core.config import load_config
from index.vectors.server import TOKEN, ChromaServer
from index.vectors.store import VectorStoreError
from models.shipped import LLM
from tests.index.vectors.places import Server
from tests.rooms import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: Mapping[str, dict] = COMPOSE["services"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
CADDY = (DEPLOY / "Caddyfile").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def environment() -> dict[str, str]:
    lines = (DEPLOY / "systemd" / "environment").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read_string(path.read_text("utf-8"))
    return read


def started(path: Path) -> list[str]:
    """The command of a unit, with its variables put in."""
    line = unit(path)["Service"]["ExecStart"]
    return shlex.split(re.sub(r"\$\{(\w+)\}", lambda found: environment()[found[1]], line))


def commands() -> Iterator[tuple[str, list[str]]]:
    for path in UNITS:
        yield path.stem, started(path)
    for name, service in SERVICES.items():
        if "command" in service:
            yield name, service["command"]
    docker = re.search(r"^CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.M)
    assert docker
    yield "Dockerfile", yaml.safe_load(docker[1])


def option(command: list[str], name: str) -> str:
    return command[command.index(name) + 1]


def test_every_command_of_ours_is_understood() -> None:
    ours = [(name, words) for name, words in commands() if words[0].endswith("rapporteur")]
    assert len(ours) == 3
    for name, words in ours:
        args = _parser().parse_args(words[1:])
        assert (args.command if hasattr(args, "command") else words[1], args.port) == ("serve", 7860), name
        assert args.sign_in, name


def test_chroma_has_the_options_that_the_tests_start_it_with() -> None:
    chroma = started(DEPLOY / "systemd" / "rapporteur-chroma.service")
    assert chroma[1] == "run"
    assert {word for word in chroma if word.startswith("--")} == {"--path", "--host", "--port"}


def test_settings_are_those_that_the_program_reads(tmp_path: Path) -> None:
    for settings in (environment(), SERVICES["app"]["environment"]):
        config = load_config(settings, cwd=tmp_path)
        assert config.llm.provider == "openai"
        assert config.llm.base_url.endswith("/v1")
        assert config.vectors.url
        assert TOKEN in settings


@pytest.mark.parametrize("how", ["compose", "systemd"])
def test_the_model_server_works_on_as_many_questions_as_it_is_sent(how: str) -> None:
    settings: Mapping[str, str] = environment() if how == "systemd" else SERVICES["app"]["environment"]
    words = started(DEPLOY / "systemd" / "rapporteur-model.service")
    if how == "compose":
        words = SERVICES["model"]["command"]
    at_once = int(settings["RAPPORTEUR_LLM_AT_ONCE"])
    assert int(option(words, "--parallel")) == at_once
    assert int(option(words, "--ctx-size")) == 4096 * at_once
    assert option(words, "--model").endswith(f"/{LLM}/{LLM}.gguf")
    assert urlsplit(settings["RAPPORTEUR_LLM_BASE_URL"]).port == int(option(words, "--port"))


def test_ports_agree_from_the_gate_to_what_is_behind_it() -> None:
    defaults = dict(re.findall(r"\{\$(RAPPORTEUR_\w+):([^}]+)\}", CADDY))
    page = started(DEPLOY / "systemd" / "rapporteur.service")
    chroma = started(DEPLOY / "systemd" / "rapporteur-chroma.service")
    assert defaults["RAPPORTEUR_APP"] == f"{option(page, '--host')}:{option(page, '--port')}"
    assert defaults["RAPPORTEUR_CHROMA"] == f"{option(chroma, '--host')}:{option(chroma, '--port')}"
    assert environment()["RAPPORTEUR_VECTORS_URL"] == f"http://{defaults['RAPPORTEUR_GATE']}"
    gate, app = SERVICES["gate"]["environment"], SERVICES["app"]
    assert gate["RAPPORTEUR_APP"] == f"app:{option(app['command'], '--port')}"
    assert app["environment"]["RAPPORTEUR_VECTORS_URL"] == f"http://gate{gate['RAPPORTEUR_GATE']}"
    assert set(re.findall(r"\{\$(\w+)", CADDY)) == set(gate)
    assert CADDY.count("{") == CADDY.count("}")


def test_images_have_versions_and_chromas_is_the_one_that_is_locked() -> None:
    images = {name: service["image"] for name, service in SERVICES.items() if "image" in service}
    assert all(":" in image and not image.endswith(":latest") for image in images.values())
    locked = re.search(r"^chromadb==(\S+)", LOCK, re.M)
    assert locked
    assert images["chroma"] == f"chromadb/chroma:{locked[1]}"
    built = SERVICES["app"]["build"]
    assert (DEPLOY / built["context"] / built["dockerfile"]).is_file()


def test_only_the_gate_is_reached_from_outside_and_nothing_starts_without_a_token() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["gate"]
    inside = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    for name, service in SERVICES.items():
        outside = set(service["networks"]) - inside
        assert outside == ({"outside"} if name == "gate" else set()), name
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        named = [volume.split(":")[0] for volume in service.get("volumes", ())]
        assert [v for v in named if v not in COMPOSE["volumes"] and not (DEPLOY / v).is_file()] == []
    assert set(SERVICES["chroma"]["networks"]) == {"vectors"}
    assert [name for name, one in SERVICES.items() if "vectors" in one["networks"]] == ["gate", "chroma"]
    assert ":?" in SERVICES["app"]["environment"][TOKEN]
    assert environment()[TOKEN] == ""
    assert TOKEN in unit(DEPLOY / "systemd" / "rapporteur-gate.service")["Service"]["ExecStartPre"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_as_somebody_with_little_and_comes_back(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["User"] != "root"
    assert service["Restart"] == "on-failure"
    assert service["NoNewPrivileges"] == service["PrivateTmp"] == "yes"
    assert service["ProtectSystem"] == "strict"
    wanted = unit(path)["Unit"].get("Wants", "").split()
    assert [
        name for name in wanted if name.startswith("rapporteur") and not (path.parent / name).exists()
    ] == []


class Gate(http.server.BaseHTTPRequestHandler):
    """What the Caddyfile says of the vectors, in Python."""

    behind = ""

    def _pass_on(self) -> None:
        if self.headers["Authorization"] != "Bearer secret":
            self.send_error(401)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kept = {name: value for name, value in self.headers.items() if name.lower() == "content-type"}
        reply = httpx.request(
            self.command, self.behind + self.path, content=body, headers=kept, trust_env=False
        )
        self.send_response(reply.status_code)
        self.send_header("Content-Type", reply.headers.get("Content-Type", "application/json"))
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content)

    do_GET = do_POST = do_DELETE = do_PUT = _pass_on  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # other people's packages warn of each other
def test_chroma_behind_a_gate_is_used_with_the_token_and_refused_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chroma = Server(tmp_path)
    monkeypatch.setattr(Gate, "behind", chroma.url)
    gate = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    threading.Thread(target=gate.serve_forever, args=(0.01,), daemon=True).start()
    url = f"http://127.0.0.1:{gate.server_port}"
    try:
        for token in ("", "wrong"):
            monkeypatch.setenv(TOKEN, token)
            with pytest.raises(VectorStoreError):
                ChromaServer(url, "gated").create("an encoder")
        monkeypatch.setenv(TOKEN, "secret")
        store = ChromaServer(url, "gated")
        store.create("an encoder")
        assert store.exists()
        store.close()
    finally:
        gate.shutdown()
        gate.server_close()
        chroma.kill()
