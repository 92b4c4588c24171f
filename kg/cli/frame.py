"""What all commands share: the group, ``--config``, ``--debug``, errors as one line, exit status, UTF-8."""

from __future__ import annotations

import errno
import io
import logging
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import click

import kg
from kg.cli.kg_toml import find_file, read_settings
from kg.cli.settings import KEPT, PerCall, Settings
from kg.errors import KgError

log = logging.getLogger("kg")
_CHOSEN, _IGNORED = "kg.config", "kg.no_config"  # where a context keeps the file that was asked for, or none
STOPPED = 130  # what shells report for a command ended by Ctrl-C
EPILOG = (
    "Start with 'kg build', then open out/graph.html. 'kg COMMAND --help' tells more, with examples. Options can stand "
    "in a file kg.toml: 'kg config --help'."
)


def _set_debug(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        log.setLevel(logging.DEBUG)


def _use_config(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Keeps ``--config FILE``; in a command, reads the settings before any other option is looked at."""
    if value:
        ctx.meta[_CHOSEN] = value
    _check_one(ctx)
    commands = ctx.find_root().command
    if ctx.parent is None or ctx.resilient_parsing or not isinstance(commands, click.Group):
        return
    chosen_by = ("--config", ctx.meta[_CHOSEN]) if _CHOSEN in ctx.meta else ("--no-config",) * (_IGNORED in ctx.meta)
    file = ctx.meta.get(_CHOSEN) or ("" if chosen_by else find_file())
    log.debug("settings: %s", file or "none")
    settings = replace(read_settings(file, commands.commands) if file else Settings(), chosen_by=chosen_by)
    ctx.meta[KEPT] = settings
    ctx.default_map = settings.defaults_of(ctx.info_name or "", ctx.command)


def _ignore_config(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta[_IGNORED] = True
    _check_one(ctx)


def _check_one(ctx: click.Context) -> None:
    if _CHOSEN in ctx.meta and _IGNORED in ctx.meta:
        raise click.UsageError("give --config or --no-config, not both", ctx)


class Command(click.Command):
    """A command that knows ``--config`` and ``--debug``, and shows its examples as they are written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += shared_options()


class Group(click.Group):
    """The commands in the order in which a newcomer meets them."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of their definition."""
        return list(self.commands)


def shared_options() -> list[click.Parameter]:
    """``--config``, ``--no-config`` and ``--debug``, which kg and every command take."""
    return [
        PerCall(
            ["--config"],
            type=click.Path(exists=True, dir_okay=False),
            metavar="FILE",
            is_eager=True,
            expose_value=False,
            callback=_use_config,
            help="Read the settings from this file instead of kg.toml.",
        ),
        _flag("--no-config", _ignore_config, "Leave kg.toml unread."),
        _flag("--debug", _set_debug, "Say what is done; show where an error comes from."),
    ]


def _flag(name: str, callback: Callable[[click.Context, click.Parameter, bool], None], help: str) -> PerCall:
    return PerCall([name], is_flag=True, is_eager=True, expose_value=False, callback=callback, help=help)


@click.group(
    cls=Group,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=shared_options(),
)
@click.version_option(kg.__version__, prog_name="kg", message="%(prog)s %(version)s")
def app() -> None:
    """German news articles in, a knowledge graph out: who does what to whom, when, for how much, and who says so.

    Everything runs on this computer, and offline but for the web addresses that you name. The same articles give the
    same graph, byte for byte.
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
