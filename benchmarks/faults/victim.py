"""The process that things are done to: it adds statements and says of each when it is stored."""

from contextlib import closing
from pathlib import Path

from benchmarks.child import Emit, Task
from core.config import Config, VectorsConfig, load_config
from workspace.workspace import Workspace


def configured(task: Task) -> Config:
    """The settings of a task, without a language model."""
    models_dir = Path(task["models_dir"]) if task["models_dir"] else None
    config = load_config({}, home=Path(task["home"]), models_dir=models_dir, llm="none")
    vectors = VectorsConfig(url=task.get("vectors", ""), collection="faults" if task.get("vectors") else "")
    return Config(config.home, config.models_dir, llm=config.llm, vectors=vectors)


def adding(task: Task, emit: Emit) -> None:
    """Add the files of ``task["folder"]``, one after the other; reports ``open``, and ``added`` with the name
    of each when it is said to be stored. With ``task["most_bytes"]`` no file may grow beyond so many, as on
    a disk that is full. Raises LibraryError when nothing can be stored."""
    with closing(Workspace.open(configured(task))) as workspace:
        emit("open", {})
        if most := task.get("most_bytes"):
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        for file in sorted(Path(task["folder"]).iterdir()):
            for item in workspace.ingest([file]):
                if item.outcome == "added":
                    emit("added", {"name": file.stem})
                elif item.outcome == "refused":
                    emit("refused", {"why": item.detail})
