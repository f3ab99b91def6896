"""The models that the product uses where nothing else is set, by their names in the manifest."""

from pathlib import Path

from models.manifest import load_manifest
from models.store import model_path

ENCODER = "bge-small-en-v1.5-int8"
MULTILINGUAL = "multilingual-e5-small-int8"
RERANKER = "rapporteur-judge-int8"
SUPPORT_MODEL = "rapporteur-entailment-int8"
LLM = "qwen2.5-coder-1.5b-instruct-q4_k_m"
LLM_NAME = "Qwen2.5-Coder-1.5B-Instruct"  # as a reader is told


def model_folder(artefact: str, models_dir: Path | None) -> Path:
    """The folder of an artefact, all of whose files are there and verified. Raises ModelError."""
    (found,) = load_manifest().select([artefact])
    paths = [model_path(artefact, file.name, models_dir) for file in found.files]
    return paths[0].parent


def llm_file(models_dir: Path | None) -> Path:
    """The language model's file. Raises ModelError."""
    return model_folder(LLM, models_dir) / f"{LLM}.gguf"
