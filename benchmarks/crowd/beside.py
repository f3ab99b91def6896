"""What runs beside the page, each in a process of its own: who adds statements, and a model server."""

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from benchmarks.child import Emit, Task
from core.config import load_config
from models.shipped import llm_file
from workspace.workspace import Workspace

_SERVER_TOKENS = 4096  # of each question's context


def adding(task: Task, emit: Emit) -> None:
    """Add the files of ``task["folder"]`` to ``task["home"]``, one every ``task["every_s"]`` seconds;
    reports ``added`` with the name of each when it is said to be stored."""
    config = replace(
        load_config({}, home=Path(task["home"]), models_dir=_path(task)), home=Path(task["home"])
    )
    with closing(Workspace.open(config.without_llm())) as workspace:
        for file in sorted(Path(task["folder"]).iterdir()):
            for item in workspace.ingest([file]):
                if item.outcome == "added":
                    emit("added", {"name": file.stem})
            time.sleep(task["every_s"])


def model_server(task: Task, emit: Emit) -> None:
    """llama.cpp with the built-in model as an OpenAI-compatible server at ``task["port"]``, which works on
    ``task["at_once"]`` prompts at the same time, until the process is ended; reports ``ready``."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(llm_file(_path(task)))
    params.n_parallel = task["at_once"]
    params.n_ctx = _SERVER_TOKENS * task["at_once"]
    params.hostnames, params.port = ["127.0.0.1"], task["port"]
    params.verbosity = 0
    params.fit_params = params.warmup = params.ui = False
    params.no_extra_bufts = True
    server = xllamacpp.Server(params)
    emit("ready", {"address": server.listening_address})
    while True:
        time.sleep(1)


def _path(task: Task) -> Path | None:
    return Path(task["models_dir"]) if task["models_dir"] else None
