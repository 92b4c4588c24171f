"""What both pipelines are shipped with: the versions of spaCy that they run on, and checksums.

The checksums have the format of sha256sum: `cd kg/models/de && sha256sum -c SHA256SUMS`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

CHECKSUMS = "SHA256SUMS"
SPACY = ">=3.8.2,<3.9.0"  # as in pyproject.toml


def write_checksums(folder: Path) -> None:
    """Writes `SHA256SUMS`: a line for every other file in `folder`, sorted by path."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != CHECKSUMS:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
