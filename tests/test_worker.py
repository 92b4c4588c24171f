"""What a process of its own promises: it gives bytes or a clear error, within time and memory, and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.worker import CAN_FORK, run_beside
from kg.worker import run_apart as run_limited

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system can't fork")
ROOT = Path(__file__).resolve().parent.parent


def run_apart(work, *, timeout, memory=1 << 30):
    """What `work` gives, from a process of its own."""
    return run_limited(work, timeout=timeout, memory=memory)


def test_bytes_come_back():
    """What is done there comes back, more than a pipe holds, and changes nothing here."""
    here = []
    assert run_apart(lambda: here.append(1) or b"x" * 3_000_000, timeout=60) == b"x" * 3_000_000
    assert run_apart(lambda: b"", timeout=60) == b""
    assert here == []


@pytest.mark.parametrize("error", [SyntaxError, ValueError, StoreError, RuntimeError])
def test_errors_come_back(error):
    """So do errors, with their words."""

    def work():
        raise error("Straße gesperrt")

    with pytest.raises(error, match=r"^Straße gesperrt$"):
        run_apart(work, timeout=60)


def test_other_errors():
    """An error that nobody expects is a RuntimeError here."""
    with pytest.raises(RuntimeError, match="division"):
        run_apart(lambda: b"x" * (1 // 0), timeout=60)


def test_too_long(forked):
    """What takes too long is killed, not left alone."""
    with pytest.raises(TimeoutError):
        run_apart(lambda: time.sleep(60) or b"", timeout=0.2)

    (process,) = forked
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def test_too_big():
    """What takes too much memory ends, and not this process."""
    with pytest.raises((MemoryError, RuntimeError)):
        run_apart(lambda: bytes(1 << 30)[:1], timeout=60, memory=1 << 28)


def test_killed():
    """A process that dies is an error."""
    with pytest.raises(MemoryError):
        run_apart(lambda: os.kill(os.getpid(), signal.SIGSEGV) or b"", timeout=60)


def test_says_nothing(capfd):
    """Its last words don't reach the terminal."""
    run_apart(lambda: b"x" * os.write(2, b"panic"), timeout=60)

    assert capfd.readouterr() == ("", "")


def test_beside_other_threads():
    """It works while other threads are busy, also those that hold the lock of the stack size."""
    stop = threading.Event()

    def busy():
        while not stop.is_set():
            run_beside(lambda: None, timeout=60)

    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert [run_apart(lambda: b"done", timeout=30) for _ in range(10)] == [b"done"] * 10
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_stack_size_restored():
    """Other threads keep their usual stack."""
    before = threading.stack_size()
    run_beside(lambda: None, timeout=60)

    assert threading.stack_size() == before


def test_ends_with_its_parent():
    """If the parent is killed, the processor time that it may use is bounded."""
    code = (
        "import sys; from kg.worker import run_apart\n"
        "def work():\n"
        "    import os; print(os.getpid(), flush=True)\n"
        "    while True: pass\n"
        "run_apart(work, timeout=1, memory=1 << 30)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + 60
    while _runs(child):
        assert time.monotonic() < end
        time.sleep(0.1)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
