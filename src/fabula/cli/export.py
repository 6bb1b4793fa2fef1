"""``fabula export``."""

import json
from collections import Counter
from pathlib import Path

import click

from fabula.corrections.make import did_you_mean
from fabula.errors import FabulaError
from fabula.exports.formats import FORMATS, PROFILES, with_voices
from fabula.exports.script.voices import NARRATOR
from fabula.web.readings import story_of
from fabula.world import Story


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--to",
    "formats",
    multiple=True,
    required=True,
    type=click.Choice(tuple(FORMATS)),
    metavar="FORMAT",
    help=f"The form; may be given several times: {', '.join(FORMATS)}.",
)
@click.option(
    "-o", "--output", type=click.Path(file_okay=False), help="The folder to write to. Default: where FILE is."
)
@click.option(
    "--voices",
    type=click.Path(exists=True, dir_okay=False),
    help="For ssml, sml and the scripts: JSON, names or ids (and narrator) to voices.",
)
@click.option("--profile", type=click.Choice(PROFILES), default="w3c", help="Whose SSML. Default: w3c.")
def export(file: str, formats: tuple[str, ...], output: str | None, voices: str | None, profile: str) -> None:
    """Write the story in FILE in other forms.

    FILE is a story.json that was written before, the folder that holds it, or a manuscript, which is read first.
    """
    story = story_of(file)
    path = Path(file)
    folder = Path(output) if output is not None else path if path.is_dir() else path.parent
    stem = Path(story.source.name).stem if story.source.name != "standard input" else "story"
    cast = _voices(voices, story) if voices is not None else None
    for name in dict.fromkeys(formats):
        form = with_voices(name, cast, profile)
        for p in form.save(story, folder, stem):
            click.echo(p)


def _voices(path: str, story: Story) -> dict[str, str]:
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise FabulaError(f"{path}: not a list of voices ({e})") from None
    if not isinstance(data, dict) or not all(isinstance(v, str) for v in data.values()):
        raise FabulaError(f"{path}: a list of voices is an object of names and voices")
    groups = {q.speaker for q in story.quotes if q.speaker is not None and q.speaker.startswith("group:")}
    known = {NARRATOR, *groups, *(g.removeprefix("group:") for g in groups)}
    known |= {n for c in story.characters for n in (c.id, c.name)}
    data = {name: voice for name, voice in data.items() if voice}  # a template that is not filled in
    for name in data:
        if name not in known:
            raise FabulaError(f"{path}: no {name} here{did_you_mean(name, known)}")
    spoken = Counter(q.speaker for q in story.quotes if q.speaker is not None)
    without = [story.name(w) for w, _ in spoken.most_common() if w not in data and story.name(w) not in data]
    if without:
        more = f" and {len(without) - 5} more" if len(without) > 5 else ""
        click.echo(f"fabula: no voice for {', '.join(without[:5])}{more}", err=True)
    return data
