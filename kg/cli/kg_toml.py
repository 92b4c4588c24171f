"""Finds ``kg.toml``, reads it, and checks it as a whole."""

from __future__ import annotations

import glob
import json
import logging
import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from kg.cli.settings import FILE, SHARED, Setting, Settings, kind_of, name_of, settable

log = logging.getLogger("kg")

_MOST_SHOWN = 40  # characters of a wrong value


class SettingsError(click.ClickException):
    """The file with the settings is malformed: file, place in it, reason."""

    exit_code = 2

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (file, place, reason) if part))


def find_file() -> str:
    """The nearest ``kg.toml``, as a path from here; "" if there is none.

    Looked at are this folder and, in a repository or the home folder, those above up to its root. Elsewhere a folder
    above may be anybody's, as ``/tmp`` is.
    """
    try:
        for up, folder in enumerate(_folders(Path.cwd())):
            if (folder / FILE).is_file():
                return str(Path(*[os.pardir] * up, FILE))
    except OSError as error:  # the folder is gone, or one above can't be searched
        log.debug("no settings: %s", error)
    return ""


def read_settings(file: str, commands: Mapping[str, click.Command]) -> Settings:
    """What `file` sets for `commands`. Relative paths become those from the folder of the file.

    Raises:
        SettingsError: no TOML, an unknown table or name, or a value that an option does not take; names the place.
    """
    text, tables = _load(file)
    known = {name: settable(command) for name, command in commands.items()}
    found: dict[str, dict[str, Setting]] = {name: {} for name in known}
    for key in sorted(tables, key=known.__contains__):  # shared ones first: what a table says goes before
        if key in known:
            _check_table(file, key, tables[key], commands[key])
            for option, value in tables[key].items():
                found[key][option] = _setting(file, (key, option), known[key][option], value)
            continue
        _check_shared(file, key, known)
        for name in known:
            if key in known[name]:
                found[name][key] = _setting(file, (key,), known[name][key], tables[key])
    return Settings(file, text, found)


def _folders(here: Path) -> list[Path]:
    """The folders in which settings for `here` may stand, the nearest first."""
    try:
        home = Path.home().resolve()
    except RuntimeError:  # nobody's
        home = None
    above = [here, *here.parents]
    for count, folder in enumerate(above, start=1):
        if folder == home or (folder / ".git").exists():
            return above[:count]
    return above[:1]


def _load(file: str) -> tuple[str, dict[str, Any]]:
    import tomllib

    try:
        text = Path(file).read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise SettingsError(file, "", f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(file, "", f"byte {error.start} is not UTF-8; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
        raise SettingsError(file, "", f"no valid TOML: {error}") from error


def _check_table(file: str, name: str, table: Any, command: click.Command) -> None:
    """Raises unless `table` is one and names nothing but what a file can set."""
    known = settable(command)
    if not known:
        raise SettingsError(file, name, f"'kg {name}' has nothing to set")
    if not isinstance(table, dict):
        raise SettingsError(file, name, f"must be a table: [{name}]")
    per_call = {name_of(param) for param in command.params} - set(known) | {"help", "version"}
    for option in table:
        positive = option.removeprefix("no-")
        if option in per_call:
            raise SettingsError(file, f"{name}.{option}", "belongs to one call; give it on the command line")
        if positive != option and positive in known:
            raise SettingsError(file, f"{name}.{option}", f"no such option; write {positive} = false")
        if option not in known:
            raise SettingsError(file, f"{name}.{option}", f"no such option; {_instead(option, known)}")


def _check_shared(file: str, key: str, known: Mapping[str, Mapping[str, click.Parameter]]) -> None:
    """Raises unless `key` may stand above the tables."""
    if key in SHARED:
        return
    if owners := [f"[{name}]" for name in known if key in known[name]]:
        raise SettingsError(file, key, f"belongs below {' or '.join(owners)}")
    tables = [name for name in known if known[name]]
    raise SettingsError(file, key, f"no such command or shared option; {_instead(key, [*SHARED, *tables])}")


def _instead(name: str, known: Mapping[str, object] | list[str]) -> str:
    close = get_close_matches(name.replace("_", "-"), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"


def _setting(file: str, keys: tuple[str, ...], param: click.Parameter, value: Any) -> Setting:
    """`value` if `param` takes it."""
    place, (words, types) = ".".join(keys), kind_of(param)
    texts = value if isinstance(value, list) else [value]
    if type(value) not in types or (types == (list,) and not all(type(text) is str for text in texts)):
        shown = json.dumps(value, ensure_ascii=False, default=str)[:_MOST_SHOWN]
        raise SettingsError(file, place, f"must be {words}, not {shown}")
    try:
        if isinstance(value, str | list):
            moved = [_moved(text, Path(file).parent, param) for text in texts]
            value = moved if isinstance(value, list) else moved[0]
        param.type_cast_value(click.Context(click.Command(None)), value)
    except click.BadParameter as error:
        raise SettingsError(file, place, error.message.rstrip(".")) from error
    except (ValueError, RuntimeError) as error:  # a null character; the home of somebody who is not there
        raise SettingsError(file, place, str(error)) from error
    return Setting(value, keys)


def _moved(text: str, folder: Path, param: click.Parameter) -> str:
    """`text`, the path in it one from `folder`."""
    if "\0" in text:
        raise ValueError("a null character has no place here")
    start = _start(text, param)
    if start is None:
        return text
    is_pattern = name_of(param) == "sources" and set("*?[") & set(text)
    base = Path(glob.escape(str(folder))) if is_pattern else folder
    return text[:start] + str(base / Path(text[start:]).expanduser())


def _start(text: str, param: click.Parameter) -> int | None:
    """Where in `text` a path begins; None where there is none."""
    name, is_path = name_of(param), isinstance(param.type, click.Path) and text != "-"
    if name == "store":
        kind, colon, _ = text.partition(":")
        if colon and kind == "oxigraph":
            return len("oxigraph:")
        is_path = bool(text) and (not colon or len(kind) == 1)  # a single letter is a Windows drive
    elif name == "model":
        is_path = bool({"/", os.sep} & set(text))  # else it is the name of a pipeline
    elif name == "sources":
        from kg.addresses import has_scheme

        is_path = text != "-" and not has_scheme(text)
    return 0 if is_path else None
