"""``fabula export``."""

import json
from pathlib import Path

import click

from fabula.cli.ask import load_story
from fabula.errors import FabulaError
from fabula.exports.files import write
from fabula.exports.formats import FORMATS
from fabula.exports.script.ssml import as_ssml


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--to",
    "formats",
    multiple=True,
    required=True,
    type=click.Choice(tuple(FORMATS)),
    help="The form; may be given several times.",
)
@click.option(
    "-o", "--output", type=click.Path(file_okay=False), help="The folder to write to. Default: where FILE is."
)
@click.option(
    "--voices",
    type=click.Path(exists=True, dir_okay=False),
    help="For ssml: JSON, names or ids (and narrator) to names of voices.",
)
def export(file: str, formats: tuple[str, ...], output: str | None, voices: str | None) -> None:
    """Write the story in FILE in other forms.

    FILE is a story.json that was written before, the folder it is in, or a manuscript, which is read first.
    """
    story = load_story(file)
    path = Path(file)
    folder = Path(output) if output is not None else path if path.is_dir() else path.parent
    stem = Path(story.source.name).stem if story.source.name != "standard input" else "story"
    for name in dict.fromkeys(formats):
        if name == "ssml" and voices is not None:
            written = [folder / f"{stem}.ssml"]
            write(written[0], as_ssml(story, _voices(voices)))
        else:
            written = FORMATS[name].save(story, folder, stem)
        for p in written:
            click.echo(p)


def _voices(path: str) -> dict[str, str]:
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise FabulaError(f"{path}: not a list of voices ({e})") from None
    if not isinstance(data, dict) or not all(isinstance(v, str) for v in data.values()):
        raise FabulaError(f"{path}: a list of voices is an object of names and voices")
    return data
