"""The project's own files, found without git, which a bare machine may not have."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BINARY = {".mo", ".png", ".jpg", ".jpeg", ".ico", ".pdf", ".woff2"}
WRITTEN_BY_TOOLS = {"requirements.txt", "requirements-dev.txt", "package-lock.json", "secrets.json"}


def project_files(*patterns: str) -> list[Path]:
    """Return the text files that people wrote, those that match one of the patterns if any."""
    return [
        path
        for path in sorted(_not_ignored())
        if path.suffix not in BINARY
        and path.name not in WRITTEN_BY_TOOLS
        and (not patterns or any(path.match(pattern) for pattern in patterns))
    ]


def _not_ignored() -> Iterator[Path]:
    lines = (ROOT / ".gitignore").read_text().split()
    ignored = [".git", *(line.rstrip("/") for line in lines)]

    def unwanted(folder: str, name: str) -> bool:
        inside = os.path.relpath(Path(folder) / name, ROOT)
        return any(fnmatch(name, pattern) or inside == pattern for pattern in ignored)

    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not unwanted(folder, name)]
        yield from (Path(folder) / name for name in names if not unwanted(folder, name))
