"""``fabula mcp``."""

from pathlib import Path

import click

from fabula.cli.ask import load_story
from fabula.errors import FabulaError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
def mcp(files: tuple[str, ...]) -> None:
    """Answer an assistant's questions about the stories in FILES, over the Model Context Protocol on standard input.

    FILES are story files, folders they are in, or manuscripts, which are read first. Needs `pip install fabula[mcp]`.
    """
    try:
        from fabula.ask.server import make_server
    except ImportError:
        raise FabulaError("fabula mcp needs the package mcp: pip install 'fabula[mcp]'") from None
    stories = {}
    for file in files:
        story = load_story(file)
        name = story.source.title or Path(story.source.name).stem
        stories[name if name not in stories else f"{name} ({file})"] = story
    make_server(stories).run("stdio")
