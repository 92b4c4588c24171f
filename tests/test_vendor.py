from __future__ import annotations

import gzip
import hashlib
import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "kg" / "_vendor"
TABLE = tomllib.loads((FOLDER / "VENDOR.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLE)
def test_file_is_unchanged(name):
    """What we carry of others is byte for byte what they published, packed and unpacked."""
    entry = TABLE[name]
    packed = (FOLDER / entry["file"]).read_bytes()

    assert entry["sha256"] == hashlib.sha256(packed).hexdigest()
    assert entry["sha256_unpacked"] == hashlib.sha256(gzip.decompress(packed)).hexdigest()


@pytest.mark.parametrize("name", TABLE)
def test_version_and_licence_are_named(name):
    """Each names its version, as the code itself does (parts of it: their licence), and comes with its licence."""
    entry = TABLE[name]
    code = gzip.decompress((FOLDER / entry["file"]).read_bytes()).decode("utf-8")

    assert entry.get("says", f"@version {entry['version']}") in code
    assert entry["licence"]
    assert "Permission is hereby granted" in (FOLDER / entry["licence_file"]).read_text(encoding="utf-8")


def test_nothing_else_is_vendored():
    """Every file in the folder stands in the table."""
    known = {"VENDOR.toml"} | {entry[key] for entry in TABLE.values() for key in ("file", "licence_file")}

    assert known == {path.name for path in FOLDER.iterdir()}
