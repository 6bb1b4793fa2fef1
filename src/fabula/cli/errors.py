"""Whatever a user can mend is one line, `fabula: …`, and exit code 2."""

from typing import Any

import click


def in_a_line(error: Exception) -> str:
    """What an error says, in one line.

    >>> in_a_line(click.NoSuchOption("--fats", possibilities=["--fast"]))
    'no such option --fats; did you mean --fast?'
    """
    if isinstance(error, click.NoSuchOption):
        near = f"; did you mean {error.possibilities[0]}?" if error.possibilities else ""
        return f"no such option {error.option_name}{near}"
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        said = _lower(error.message)
        name = _name(error.param)
        said = f"{name} {said}" if said.startswith("must ") else f"{name}: {said}" if name else said
    elif isinstance(error, click.ClickException):
        said = _lower(error.format_message())
    else:
        said = str(error)
    return " ".join(said.split()).removesuffix(".")


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name.upper()


class Probability(click.ParamType):  # type: ignore[type-arg]  # click before 8.4 takes no type
    """A number from 0 to 1."""

    name = "probability"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            self.fail("must be a number from 0 to 1", param, ctx)
        return number


PROBABILITY = Probability()
