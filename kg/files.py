"""Writes files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kg.errors import StoreError


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Writes `chunks` to `path`: it holds all of them afterwards, or (on an error) what it held before.

    Raises:
        StoreError: no permission, disk full, no such directory; names the path.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror or error}") from error
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            for chunk in chunks:
                handle.write(chunk)
            handle.flush()
            os.fsync(handle.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    """What this process takes away from the permissions of new files; mkstemp alone would leave them private."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
