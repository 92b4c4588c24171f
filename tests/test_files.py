"""What writing files promises."""

from __future__ import annotations

import pytest

from kg.errors import StoreError
from kg.files import write_atomically


def test_write_whole(tmp_path):
    """All chunks are written, directories made, nothing else left."""
    write_atomically(tmp_path / "neu" / "graph.nq", [b"a\n", b"b\n"])

    assert (tmp_path / "neu" / "graph.nq").read_bytes() == b"a\nb\n"
    assert [path.name for path in (tmp_path / "neu").iterdir()] == ["graph.nq"]


def test_write_nothing_on_error(tmp_path):
    """If the content fails half-way, the old file stays and no part is left."""

    def chunks():
        yield b"half"
        raise OSError(28, "No space left on device")

    path = tmp_path / "graph.nq"
    path.write_bytes(b"old")
    with pytest.raises(StoreError, match=r"graph\.nq: can't be written: No space left"):
        write_atomically(path, chunks())

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_write_below_a_file(tmp_path):
    """A place that can't be is named."""
    (tmp_path / "datei").touch()

    with pytest.raises(StoreError, match=r"graph\.nq: can't be written"):
        write_atomically(tmp_path / "datei" / "graph.nq", [b""])
