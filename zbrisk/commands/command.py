"""What every command and group of commands has: its common options, settings from a file, help in two languages."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from zbrisk.commands.config.file import read_config
from zbrisk.commands.output import logger, output_options, set_output
from zbrisk.errors import ZbriskError

__all__ = ["PANEL", "App", "Command", "Group"]

F = TypeVar("F", bound=Callable[..., Any])
OF_ARGUMENTS = {"TABLES": "tables", "MODELS": "registry"}  # the key of zbrisk.toml that an argument may come from
PANEL = "Every command"


class Language(StrEnum):
    """Languages of help."""

    ZH = "zh"
    EN = "en"


# -- the common options -----------------------------------------------------------------------------------------------


def _json(asked: bool) -> None:
    set_output(as_json=asked)


def _quiet(asked: bool) -> None:
    if asked:
        logger.setLevel(logging.WARNING)


def _verbose(asked: bool) -> None:
    if asked:
        logger.setLevel(logging.DEBUG)


def _common(kind: Any, *names: str, **more: Any) -> inspect.Parameter:
    option = typer.Option(*names, expose_value=False, rich_help_panel=PANEL, **more)
    default = False if kind is bool else None
    name = names[0].strip("-").replace("json", "as_json")
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])


JSON = _common(bool, "--json", callback=_json, help="Print the result as one JSON document, for programs. Not masked.")
COMMON = (
    _common(bool, "--quiet", "-q", callback=_quiet, help="Say nothing on stderr but what went wrong."),
    _common(bool, "--verbose", "-v", callback=_verbose, help="Say on stderr what is done, and how long it takes."),
    _common(
        Path | None, "--config", metavar="FILE", help="Settings in TOML, instead of zbrisk.toml in the current folder."
    ),
    _common(Language | None, "--language", help="The language of help, instead of that of your system."),
)


def _with_common(function: F, options: Sequence[inspect.Parameter]) -> F:
    """The function with these options beside its own; their values do not reach it."""
    signature = inspect.signature(function, eval_str=True)
    own = signature.parameters
    more = [each for each in options if each.name not in own]  # a command's own `--language` is that of what it makes

    @wraps(function)
    def command(**given: Any) -> Any:
        return function(**{name: value for name, value in given.items() if name in own})

    parameters = [*own.values(), *more]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command  # type: ignore[return-value]


class App(typer.Typer):
    """A typer application, or a group in one, whose commands have the common options."""

    def __init__(self, *, cls: type[TyperGroup] | None = None, **more: Any) -> None:
        super().__init__(cls=cls or Group, **more)

    def command(self, name: str | None = None, *, prints: bool = True, **more: Any) -> Callable[[F], F]:
        """Add a command.

        Args:
            name: Its name, if not that of the function.
            prints: Whether it gives a result, which `--json` shows; the service, say, gives none.
            **more: See `typer.Typer.command`.
        """
        added: Callable[[F], F] = super().command(name, cls=Command, **more)
        return lambda function: added(_with_common(function, (JSON, *COMMON) if prints else COMMON))

    def callback(self, **more: Any) -> Callable[[F], F]:
        """Add what stands before the group's commands; see `typer.Typer.callback`."""
        added: Callable[[F], F] = super().callback(**more)
        return lambda function: added(_with_common(function, COMMON))


# -- how words are read -----------------------------------------------------------------------------------------------


class _SeveralFaults(typer.BadParameter):
    """All that is wrong with the words that were given."""

    def __init__(self, faults: Sequence[Exception], context: Any) -> None:
        super().__init__("\n".join(getattr(each, "format_message", each.__str__)() for each in faults), ctx=context)

    def format_message(self) -> str:
        """One line, or two, for each."""
        return str(self.message)


class _Common:
    """The part that commands and groups share."""

    get_params: Callable[[Any], list[Any]]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words, with the settings of the file where an option is left out."""
        if ctx.parent is not None and not ctx.resilient_parsing and not {"-h", "--help"} & set(args):
            ctx.default_map = _settings(self.get_params(ctx))
        return super().parse_args(ctx, args)  # type: ignore[misc,no-any-return]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show help, in the language that was asked for."""
        from zbrisk.commands.texts.help import in_language

        in_language(self, ctx, output_options().language)
        super().format_help(ctx, formatter)  # type: ignore[misc]


class Group(_Common, TyperGroup):
    """A group of commands."""


class Command(_Common, TyperCommand):
    """A command that names everything that is wrong with its words at once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; where fewer are given than there are arguments, the first come from the file of settings."""
        try:
            if not ctx.resilient_parsing:
                ctx.default_map = {} if {"-h", "--help"} & set(args) else _settings(self.get_params(ctx))
                args = [*self._left_to_the_file(ctx, args), *args]
            return super(_Common, self).parse_args(ctx, list(args))
        except (typer.BadParameter, ZbriskError) as first:
            if len(faults := self._faults(ctx, args)) > 1:
                raise _SeveralFaults(faults, ctx) from first
            raise

    def _left_to_the_file(self, ctx: Any, args: list[str]) -> list[str]:
        arguments = [param for param in self.get_params(ctx) if param.param_type_name == "argument"]
        if not any(each.name in ctx.default_map for each in arguments):
            return []
        given = self.make_parser(ctx).parse_args(args=list(args))[0]
        lacking = sum(each.required and given.get(each.name) is None for each in arguments)
        first: list[str] = []
        for each in arguments[:lacking]:
            if each.name not in ctx.default_map:
                break
            first.append(ctx.default_map[each.name])
        return first if len(first) < len(arguments) else []

    def _faults(self, ctx: Any, args: list[str]) -> list[Exception]:
        """What each parameter refuses."""
        given, rest, _ = self.make_parser(ctx).parse_args(args=list(args))
        faults: list[Exception] = []
        for param in self.get_params(ctx):
            if not param.is_eager:
                try:
                    param.handle_parse_result(ctx, given, rest)
                except (typer.BadParameter, ZbriskError) as fault:
                    faults.append(fault)
        return faults


def _settings(params: Sequence[Any]) -> dict[str, str]:
    """The values of the file of settings, by the name of the parameter that takes each."""
    config = read_config(output_options().config)
    return {param.name: config[key] for param in params if (key := _key(param)) in config}


def _key(param: Any) -> str:
    """The key of zbrisk.toml that a parameter may come from; most arguments have none."""
    if param.param_type_name == "argument":
        return OF_ARGUMENTS.get(param.metavar, "")
    return str(max(param.opts, key=len)).strip("-").replace("-", "_")
