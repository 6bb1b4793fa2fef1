"""The command line: one file per command. stdout carries data, stderr the rest."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from fabula.cli.ask import ask
from fabula.cli.completion import completion
from fabula.cli.consult import consult
from fabula.cli.corpus import corpus
from fabula.cli.correct import correct
from fabula.cli.doctor import doctor
from fabula.cli.errors import in_a_line
from fabula.cli.export import export
from fabula.cli.mcp import mcp
from fabula.cli.open import open_
from fabula.cli.read import read
from fabula.errors import FabulaError
from fabula.version import __version__


class _Group(click.Group):
    """Turns what a user can mend into one line and exit code 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            sys.exit(super().main(args, prog_name, complete_var, standalone_mode=False, **extra))
        except click.exceptions.NoArgsIsHelpError as e:
            e.show()
        except (FabulaError, click.ClickException) as e:
            click.echo(f"fabula: {in_a_line(e)}", err=True)
        except (KeyboardInterrupt, click.Abort):
            click.echo("fabula: interrupted; no file is left half-written", err=True)
            sys.exit(130)
        sys.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fabula")
def main() -> None:
    """Read prose fiction and get the world of the story.

    Who is in it, who says what to whom, where, what they feel, and what they know.
    """


main.add_command(read)
main.add_command(open_)
main.add_command(correct)
main.add_command(consult)
main.add_command(export)
main.add_command(corpus)
main.add_command(mcp)
main.add_command(ask)
main.add_command(completion)
main.add_command(doctor)
