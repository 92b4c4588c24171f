"""What all commands share: the group, ``--debug``, errors as one line, exit status, UTF-8."""

from __future__ import annotations

import errno
import io
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

import kg
from kg.errors import KgError

log = logging.getLogger("kg")
STOPPED = 130  # what shells report for a command ended by Ctrl-C
EPILOG = "Start with 'kg build', then open out/graph.html. 'kg COMMAND --help' tells more, with examples."


def _set_debug(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        log.setLevel(logging.DEBUG)


class Command(click.Command):
    """A command that knows ``--debug`` and shows its examples as they are written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(debug_option())


class Group(click.Group):
    """The commands in the order in which a newcomer meets them."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of their definition."""
        return list(self.commands)


def debug_option() -> click.Option:
    """``--debug``, which every command takes."""
    return click.Option(
        ["--debug"],
        is_flag=True,
        expose_value=False,
        callback=_set_debug,
        help="Say what is done; show where an error comes from.",
    )


@click.group(
    cls=Group,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[debug_option()],
)
@click.version_option(kg.__version__, prog_name="kg", message="%(prog)s %(version)s")
def app() -> None:
    """German news articles in, a knowledge graph out: who does what to whom, when, for how much, and who says so.

    Everything runs offline on this computer. The same articles give the same graph, byte for byte.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit status."""
    _speak_utf8()
    _log_to_stderr()
    sys.exit(_run(args))


def _run(args: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if args is None else args)
    try:
        status = app.main(words or ["--help"], prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "kg"
        return _fail(f"{error.format_message().rstrip('.')} ('{command} --help' tells more)", error.exit_code)
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _fail("stopped", STOPPED)
    except KgError as error:
        return _fail(str(error))
    except BrokenPipeError:
        return _end_of_pipe()
    except OSError as error:
        if error.errno == errno.EPIPE:
            return _end_of_pipe()
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Exception as error:  # noqa: BLE001 -- whatever happens, the user gets one line
        return _fail(f"{type(error).__name__}: {error} (a fault of kg; --debug shows where)")
    return status if isinstance(status, int) else 0


def _fail(message: str, status: int = 1) -> int:
    _debug_trace()
    click.echo(f"kg: {' '.join(message.split())}", err=True)
    return status


def _debug_trace() -> None:
    if log.isEnabledFor(logging.DEBUG):
        click.echo(traceback.format_exc(), err=True)


def _end_of_pipe() -> int:
    """Ends quietly when the reader has gone (``kg query … | head``), without a complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _speak_utf8() -> None:
    """Writes UTF-8 whatever the locale says; names that are none are shown, not refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _log_to_stderr() -> None:
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(_Lines())
        log.addHandler(handler)
    log.setLevel(logging.WARNING)


class _Lines(logging.Formatter):
    """``kg: warning: …``, as compilers write it."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        text = f"kg: {record.levelname.lower()}: {record.getMessage()}"
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text
