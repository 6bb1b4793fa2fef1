"""``fabula open``."""

import os
import sys
from pathlib import Path

import click

from fabula.cli.consult import agree, yes_option
from fabula.errors import FabulaError, needed


@click.command("open")
@click.argument("file", type=click.Path(), required=False)
@click.option("--cast", type=click.Path(), help="A cast list of your own, CSV or JSON: name, aliases, pronouns.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="The port. Default: 8642, or one that is free; 0 is any."
)
@click.option(
    "--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen. Default: 127.0.0.1, this machine alone."
)
@click.option("--library", "folder", type=click.Path(file_okay=False), help="The folder that keeps what was read.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--server", metavar="URL", help="A language model's server: a button asks it about a line.")
@click.option("--model", metavar="NAME", help="The model to ask there.")
@yes_option
def open_(
    file: str | None,
    cast: str | None,
    port: int | None,
    host: str,
    folder: str | None,
    no_browser: bool,
    server: str | None,
    model: str | None,
    yes: bool,
) -> None:
    """Read FILE in the browser.

    Its cast, its scenes and what is known by then stand beside the text. FILE is a manuscript, a story.json that was
    read from one, or the folder that holds it. Without FILE, choose from what was read before.

    The reader listens to this machine alone, and nothing leaves it; with --server the passage around a line is sent
    there when you press "ask". Ctrl-C ends it.
    """
    # the server is loaded when it is wanted: the other commands start faster without
    from fabula.text.cast_file import read_cast
    from fabula.web.library import Library
    from fabula.web.readings import Settings, load_settings, manuscript_of, save_settings, settings_of
    from fabula.web.serve import LOOPBACK, PORT, serve

    if (server is None) != (model is None):
        raise click.UsageError("--server and --model go together")
    asked = None
    if server is not None and model is not None:
        from fabula.consult.client import Server

        needed("httpx", "fabula[consult]")
        asked = Server(server, model)
        agree(asked, yes)
    if cast is not None and file is None:
        raise click.UsageError("--cast is the cast of a FILE: give that, too")
    library = Library(Path(folder) if folder is not None else None)
    try:
        entry = None
        if file is not None:
            path = manuscript_of(file)
            before = settings_of(path, library) if path.exists() else Settings()
            entry = library.add(path)
            settings = before._replace(cast=read_cast(cast)) if cast is not None else before
            if settings != (load_settings(library.folder / entry.id) or Settings()):
                library.forget(entry)  # it was read with another cast
            save_settings(library.folder / entry.id, settings)
    except OSError as e:
        raise FabulaError(f"{library.folder}: the library cannot be written ({e.strerror or e})") from None
    if host not in LOOPBACK:
        click.echo(
            f"fabula: {host} can be reached from other machines; whoever has the address can read and correct", err=True
        )

    def tell(address: str) -> None:
        click.echo("Open this address in your browser; Ctrl-C ends it:", err=True)
        click.echo(address)

    serve(
        library, entry, host=host, port=PORT if port is None else port, browser=not no_browser, model=asked, tell=tell
    )
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a reading that goes on in its thread would abort in native code while Python takes itself apart
