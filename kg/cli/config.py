"""``kg config``: which settings are in force, and where each comes from."""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from kg.cli.frame import app
from kg.cli.kg_toml import find_file
from kg.cli.output import echo_table
from kg.cli.settings import FILE, SHARED, PerCall, Settings, current_settings, kind_of, settable

HEAD = """\
# Settings of kg for this folder and those below it; 'kg config' prints what is in force, and from where.
# The lines that begin with # and a name are what holds anyway: take the # away to change one.
# Names are those of the options without --. The command line goes before the environment, that before this file,
# and a table before the top. Relative paths start at this file."""
_WIDTH = 110
_USER = re.compile(r"(?<=://)[^/?#@]*@")
_SECRET = re.compile(r"((?:^|[?&;#])[^=&;#]*(?:key|pass|pw|secret|token)[^=&;#]*=)[^&;#]*", re.IGNORECASE)


@app.command()
@click.argument("command", required=False)
@click.option(
    "--format",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    cls=PerCall,
    help="json: a list, each value with its type, file and line.",
)
@click.option("--init", is_flag=True, cls=PerCall, help="Write a kg.toml that holds all defaults, to be changed.")
def config(command: str | None, format: str, init: bool) -> None:
    """Print the settings in force and where each comes from, or begin a kg.toml.

    Each option can stand in a file kg.toml by its long name without --: at the top what several commands share (out,
    store, model, labels, decisions), in a table for one command everything else. sources are the SOURCEs of kg build.

    \b
        model = "fast"
        labels = "de"
        [build]
        sources = ["articles/", "news/2024-*.txt"]
        processes = 4
        check = false
        [query]
        limit = 500

    The file is looked for in this folder and, in a repository or your home folder, in those above it up to its root;
    the nearest one counts. --config FILE names another one, --no-config ignores it. The command line goes before the
    environment (KG_STORE), that before the file, and there a table before the top. Relative paths start at the
    folder of the file; ~ is your home folder. What a call is about (a query, a name, --unsure) has no place there,
    nor has a password. A file with a mistake anywhere stops every command before it does something.

    labels at the top is the language of names and leaves IRIs in the answers of kg query that have them; --labels and
    [query] labels put names there, too.

    COMMAND prints those of one command. Secrets in the address of a store are not printed. kg.toml is for the command
    line only: Python code that uses kg does not read it.

    \b
    Examples:
        kg config
        kg config build
        kg config --format json
        kg config --init
    """
    if init:
        click.echo(_begin_file(app.commands))
        return
    if command is not None and command not in app.commands:
        raise click.UsageError(f"no command {command!r}; there are: {', '.join(app.commands)}")
    settings = current_settings()
    lines = lines_of(settings.text)
    chosen = [name for name in app.commands if command in (None, name)]
    rows = [row for name in chosen for row in _rows(name, app.commands[name], settings, lines)]
    if format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    cells = [[row["command"], row["option"], _shown(row["value"]), _place(row)] for row in rows]
    echo_table(["command", "option", "value", "from"], cells)
    if not settings.file and not settings.chosen_by:
        click.echo(f"kg: no {FILE} is read; 'kg config --init' writes one", err=True)


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each value of a valid TOML file begins, by the keys that lead to it.

    >>> lines_of('out = "o"\\n[build]\\nsources = [\\n  "a",\\n]\\ncheck = false')
    {('out',): 1, ('build', 'sources'): 3, ('build', 'check'): 6}
    """
    import tomllib

    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    for end in range(1, len(lines) + 1):
        part = "\n".join(lines[start:end])
        try:  # a value over several lines is none before its last one
            values = tomllib.loads(part)
        except tomllib.TOMLDecodeError:
            continue
        if part.lstrip().startswith("["):
            table = _header(values)
        else:
            found |= {(*table, *keys): start + 1 for keys in _leaves(values)}
        start = end
    return found


def without_secrets(text: str) -> str:
    """`text` without a password or key in an address.

    >>> without_secrets("sparql+https://me:word@db.example/q?token=abc&graph=g")
    'sparql+https://***@db.example/q?token=***&graph=g'
    """
    return _SECRET.sub(r"\1***", _USER.sub("***@", text))


def _rows(
    name: str, command: click.Command, settings: Settings, lines: Mapping[tuple[str, ...], int]
) -> Iterator[dict[str, Any]]:
    """What holds for each option of the command called `name`."""
    defaults = _defaults(name, command)
    for option, param in settable(command).items():
        setting, line = settings.found.get(name, {}).get(option), None
        if (value := param.resolve_envvar_value(click.Context(command))) is not None:
            source = str(param.envvar)
        elif setting is not None:
            value, source, line = setting.value, settings.file, lines[setting.keys]
        else:
            value, source = defaults[option], "default"
        yield {"command": name, "option": option, "value": _plain(value), "from": source, "line": line}


def _plain(value: Any) -> Any:
    """`value` as JSON has it, without secrets."""
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return without_secrets(str(value)) if isinstance(value, str | Path) else value


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


def _place(row: Mapping[str, Any]) -> str:
    return f"{row['from']}:{row['line']}" if row["line"] else str(row["from"])


def _header(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of ``[a.b]``."""
    keys = []
    while isinstance(values, dict) and values:
        key, values = next(iter(values.items()))
        keys.append(key)
    return tuple(keys)


def _leaves(values: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from ((key, *keys) for keys in _leaves(value))
        else:
            yield (key,)


def _begin_file(commands: Mapping[str, click.Command]) -> str:
    """Writes ``kg.toml`` into this folder; gives its name.

    Raises:
        click.ClickException: there is one.
    """
    from kg.files import write_atomically

    if os.path.lexists(FILE):
        raise click.ClickException(f"{FILE}: is there already, and stays as it is")
    if other := find_file():
        click.echo(f"kg: {other} does not count here any more", err=True)
    write_atomically(Path(FILE), ["\n".join(_file_lines(commands)).encode()])
    return FILE


def _file_lines(commands: Mapping[str, click.Command]) -> Iterator[str]:
    """A file in which every setting is a comment: those of all commands, then a table for each."""
    yield HEAD
    tables = {name: (settable(command), _defaults(name, command)) for name, command in commands.items()}
    for option in SHARED:
        params, defaults = next(table for table in tables.values() if option in table[0])
        yield from _option_lines(option, params[option], defaults.get(option))
    for name, (params, defaults) in tables.items():
        own = [option for option in params if option not in SHARED]
        if own:
            yield f"\n[{name}]  # {commands[name].get_short_help_str(_WIDTH)}"
        for option in own:
            yield from _option_lines(option, params[option], defaults.get(option))
    yield ""


def _defaults(name: str, command: click.Command) -> dict[str, Any]:
    """What holds for the options of the command called `name` if nobody says anything; none where it is nothing."""
    bare = command.make_context(name, [], resilient_parsing=True)
    return {option: bare.params.get(str(param.name)) for option, param in settable(command).items()}


def _option_lines(option: str, param: click.Parameter, default: Any) -> Iterator[str]:
    """What `param` does, and its default as TOML; or what it takes."""
    text = getattr(param, "help", None) or "What is read if the command line names no SOURCE."
    yield ""
    yield from textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")
    value = json.dumps(_plain(default), ensure_ascii=False)
    yield f"# {option} is not set; it takes {kind_of(param)[0]}" if default is None else f"#{option} = {value}"
