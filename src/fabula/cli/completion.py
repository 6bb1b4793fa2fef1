"""``fabula completion``."""

import click
from click.shell_completion import get_completion_class

from fabula.errors import FabulaError


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell. For bash: eval "$(fabula completion bash)"."""
    from fabula.cli import main

    found = get_completion_class(shell)
    if found is None:
        raise FabulaError(f"no completion for {shell}")
    click.echo(found(main, {}, "fabula", "_FABULA_COMPLETE").source())
