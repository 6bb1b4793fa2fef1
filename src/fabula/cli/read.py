"""``fabula read``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from fabula.cli.consult import read_consulted, yes_option
from fabula.cli.errors import PROBABILITY
from fabula.cli.summary import print_summary
from fabula.errors import FabulaError
from fabula.exports import story_json
from fabula.exports.formats import FORMATS, USUAL
from fabula.pipeline import Progress
from fabula.pipeline import read as read_story
from fabula.text.cast_file import read_cast
from fabula.web.readings import Settings, folder_of, manuscript, read_kept, save_settings, shelve
from fabula.world import Story


def _formats(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(f.strip() for v in value for f in v.split(",") if f.strip()))
    unknown = [f for f in chosen if f not in FORMATS]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is not one of {', '.join(FORMATS)}")
    return chosen or USUAL


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option(
    "-o", "--output", type=click.Path(file_okay=True), help="The folder to write to. Default: FILE-fabula beside FILE."
)
@click.option("--cast", type=click.Path(), help="A cast list of your own, CSV or JSON: name, aliases, pronouns.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    callback=_formats,
    metavar="FORMAT",
    help=f"What to write: {', '.join(FORMATS)}; give several with commas. Default: {', '.join(USUAL)}.",
)
@click.option(
    "--min-confidence",
    type=PROBABILITY,
    default=0.0,
    metavar="P",
    help="Leave a speaker open where we are less sure than P, a probability. Default: 0, the best guess.",
)
@click.option("--consult", "server", metavar="URL", help="First ask a language model there what is uncertain.")
@click.option("--model", metavar="NAME", help="The model to ask, with --consult.")
@yes_option
@click.option("--json", "to_stdout", is_flag=True, help="Put story.json on standard output; write files only with -o.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def read(
    files: tuple[str, ...],
    output: str | None,
    cast: str | None,
    formats: tuple[str, ...],
    min_confidence: float,
    server: str | None,
    model: str | None,
    yes: bool,
    to_stdout: bool,
    quiet: bool,
) -> None:
    """Read the story in FILE.

    What is found is written beside it: who is in the story, who says what to whom, its scenes, and more.

    FILE is text, Markdown, HTML, EPUB, FictionBook, Word, OpenDocument or rich text; - reads standard input. A folder
    is read file after file in its natural order, and so are several FILEs, as they are given.
    """
    file = files[0]
    for f in files:
        manuscript(f)
    folder = _folder(file, output)
    if folder.exists() and not folder.is_dir():
        raise FabulaError(f"{folder}: a file stands where the output folder should be")
    entries = read_cast(cast) if cast is not None else ()
    settings = Settings(entries, min_confidence)
    if server is None and model is None:
        with _progress(quiet) as progress:
            if len(files) > 1:
                story = read_story(files, cast=entries, min_confidence=min_confidence, progress=progress)
            elif file == "-" or (to_stdout and output is None):
                story = read_story(file, cast=entries, min_confidence=min_confidence, progress=progress)
            else:
                story = read_kept(Path(file), settings, progress)
    elif server is None or model is None or file == "-" or len(files) > 1:
        raise click.UsageError("--consult and --model go together, and need a file that corrections are kept beside")
    else:
        story = read_consulted(file, server, model, entries, min_confidence, yes=yes)
    written: list[Path] = []
    if to_stdout:
        click.echo(story_json.dumps(story), nl=False)
    if not to_stdout or output is not None:
        written = write_all(story, folder, "story" if file == "-" else Path(file).stem, formats)
        if file != "-" and len(files) == 1:
            save_settings(folder, settings)
            shelve(file, story, settings)
    if not quiet:
        print_summary(story, folder if written else None, written)


def write_all(story: Story, folder: Path, stem: str, formats: tuple[str, ...]) -> list[Path]:
    """Write the story in the given formats; the paths written."""
    return [path for name in formats for path in FORMATS[name].save(story, folder, stem)]


def _folder(file: str, output: str | None) -> Path:
    if output is not None:
        return Path(output)
    if file == "-":
        return Path("story-fabula")
    return folder_of(Path(file))


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr, where somebody is there to see it."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description:>10}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(),
        console=console, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("opening", total=1.0)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=max(1, total))

        yield tell
