"""What a file can set: the options and arguments of the commands, and what one file gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import click
from click.core import ParameterSource

FILE = "kg.toml"
SHARED = ("out", "store", "model", "labels", "decisions")  # may stand above the tables, for all that have them
KEPT = "kg.settings"  # where the context of a command keeps its `Settings`


class PerCall(click.Option):
    """An option that belongs to one call, such as a query: no file can set it."""


class SettableArgument(click.Argument):
    """An argument of any number of values that the file can give where the command line gives none."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """The values of the command line, else those of the file; click 8.2 and older ask the first alone."""
        return super().type_cast_value(ctx, value or ctx.lookup_default(self.name or "") or ())


@dataclass(frozen=True, slots=True)
class Setting:
    """One value, and the keys that lead to it in the file."""

    value: Any
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file `file`, whose text is `text`, sets: by command and long name of the option."""

    file: str = ""
    text: str = ""
    found: Mapping[str, Mapping[str, Setting]] = field(default_factory=dict)
    chosen_by: tuple[str, ...] = ()  # the options by which this file, or none, was asked for

    def defaults_of(self, name: str, command: click.Command) -> dict[str, Any]:
        """The values for the command called `name`, by parameter, as click takes them."""
        params = settable(command)
        return {str(params[option].name): setting.value for option, setting in self.found.get(name, {}).items()}

    def shared(self, option: str, default: str) -> str:
        """What is set for all commands that have `option`, else `default`."""
        settings = (table[option] for table in self.found.values() if option in table)
        return next((str(setting.value) for setting in settings if setting.keys == (option,)), default)


def current_settings() -> Settings:
    """The settings of the command that runs."""
    found = click.get_current_context().meta.get(KEPT)
    return found if isinstance(found, Settings) else Settings()


def is_shared(option: str) -> bool:
    """True if what holds for `option` of the command that runs stands in the file, above the tables."""
    context = click.get_current_context()
    setting = current_settings().found.get(context.info_name or "", {}).get(option)
    params = settable(context.command)
    source = context.get_parameter_source(params[option].name or "")
    return setting is not None and setting.keys == (option,) and source is ParameterSource.DEFAULT_MAP


def settable(command: click.Command) -> dict[str, click.Parameter]:
    """The parameters of `command` that a file can set, by the names that they have there."""
    return {
        name_of(param): param
        for param in command.params
        if isinstance(param, SettableArgument) or (isinstance(param, click.Option) and not isinstance(param, PerCall))
    }


def name_of(param: click.Parameter) -> str:
    """The long option without ``--``, or the name of an argument."""
    return next((option[2:] for option in param.opts if option.startswith("--")), param.name or "")


def kind_of(param: click.Parameter) -> tuple[str, tuple[type, ...]]:
    """What TOML must give for `param`, in words and as types."""
    if param.nargs != 1:
        return "a list of texts", (list,)
    if isinstance(param, click.Option) and param.is_flag:
        return "true or false", (bool,)
    if isinstance(param.type, click.types.IntParamType):
        return "a whole number", (int,)
    if isinstance(param.type, click.types.FloatParamType):
        return "a number", (int, float)
    if isinstance(param.type, click.Choice):
        return f"one of {', '.join(json.dumps(choice) for choice in param.type.choices)}", (str,)
    return "text in quotes", (str,)
