"""Every form a story is written in, by name: what it is, and how it is written into a folder."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from fabula.exports import arrow, booknlp, csv_tables, graphs, sqlite, story_json, tei
from fabula.exports.files import write
from fabula.exports.page import write as page
from fabula.exports.script import casting, fountain, sml, ssml
from fabula.exports.script import tables as lines
from fabula.world import Story


class Format(NamedTuple):
    """A form: what it is, and ``save(story, folder, stem)``, which returns the paths it wrote."""

    about: str
    save: Callable[[Story, Path, str], list[Path]]


def _one(name: str, render: Callable[[Story], str]) -> Callable[[Story, Path, str], list[Path]]:
    """A form of one text file, called ``name``, in which * stands for the stem."""

    def save(story: Story, folder: Path, stem: str) -> list[Path]:
        path = folder / name.replace("*", stem)
        write(path, render(story))
        return [path]

    return save


def _sqlite(story: Story, folder: Path, stem: str) -> list[Path]:
    sqlite.save(story, folder / f"{stem}.sqlite")
    return [folder / f"{stem}.sqlite"]


def _csv(story: Story, folder: Path, stem: str) -> list[Path]:
    return csv_tables.save(story, folder / f"{stem}-tables")


def _parquet(story: Story, folder: Path, stem: str) -> list[Path]:
    return arrow.save(story, folder / f"{stem}-tables")


def _graphs(suffix: str, render: Callable[[Story, graphs.Ties], str]) -> Callable[[Story, Path, str], list[Path]]:
    """A file for each kind of tie."""

    def save(story: Story, folder: Path, stem: str) -> list[Path]:
        paths = {what: folder / f"{stem}.{what}.{suffix}" for what in graphs.TIES}
        for what, path in paths.items():
            write(path, render(story, what))
        return list(paths.values())

    return save


FORMATS: dict[str, Format] = {
    "json": Format("story.json, everything", _one("story.json", story_json.dumps)),
    "html": Format("story.html, one page to read it in", _one("story.html", page.render_page)),
    "booknlp": Format("BookNLP's .tokens, .entities, .quotes, .book", booknlp.save),
    "tei": Format("TEI P5", _one("*.tei.xml", tei.as_tei)),
    "csv": Format("tables as CSV, with a data dictionary", _csv),
    "parquet": Format("the same tables as Parquet", _parquet),
    "sqlite": Format("tables as an SQLite file", _sqlite),
    "gexf": Format(
        "who meets, speaks to and is tied to whom through time, a file each, for Gephi", _graphs("gexf", graphs.as_gexf)
    ),
    "graphml": Format("the same without time, for networkx and others", _graphs("graphml", graphs.as_graphml)),
    "script": Format("every stretch of the text with its voice, as JSON lines", _one("*.script.jsonl", lines.as_jsonl)),
    "script-csv": Format("the same as CSV", _one("*.script.csv", lines.as_csv)),
    "ssml": Format("the script as SSML, a voice for each speaker", _one("*.ssml", ssml.as_ssml)),
    "sml": Format("the script in the markup of ebook2audiobook", _one("*.sml.txt", sml.as_sml)),
    "casting": Format(
        "a casting sheet as CSV, and a list of voices to fill in",
        lambda story, folder, stem: [
            *_one("*.casting.csv", casting.as_casting)(story, folder, stem),
            *_one("*.voices.json", casting.as_voices)(story, folder, stem),
        ],
    ),
    "fountain": Format("the script as a screenplay", _one("*.fountain", fountain.as_fountain)),
}
_VOICED: dict[str, tuple[str, Callable[[Story, Mapping[str, str]], str]]] = {
    "ssml": ("*.ssml", ssml.as_ssml),
    "sml": ("*.sml.txt", sml.as_sml),
    "script": ("*.script.jsonl", lines.as_jsonl),
    "script-csv": ("*.script.csv", lines.as_csv),
}


PROFILES = ("w3c", "azure")  # whose SSML


def with_voices(name: str, voices: Mapping[str, str] | None, profile: str = "w3c") -> Format:
    """A form in which those voices speak: ids or names (and "narrator") to voices; ``profile`` is that of SSML.

    Other forms are as they are.
    """
    if name not in _VOICED or (voices is None and profile == "w3c"):
        return FORMATS[name]
    file, render = _VOICED[name]
    if name == "ssml" and profile == "azure":
        render = ssml.as_azure
    if voices is None and name != "ssml":
        return FORMATS[name]
    return FORMATS[name]._replace(save=_one(file, lambda story: render(story, voices or {})))


USUAL = ("json", "html", "booknlp")  # what a reading writes where nothing is asked for
