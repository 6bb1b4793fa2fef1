"""``fabula correct``."""

import hashlib
import json
from pathlib import Path

import click

from fabula.corrections import log
from fabula.corrections.make import Maker, span_of
from fabula.corrections.operations import CHOICES, BadOperation, Operation, to_json
from fabula.corrections.words import damage, in_words
from fabula.errors import FabulaError
from fabula.exports import story_json
from fabula.pipeline import read as read_story
from fabula.web.library import Library
from fabula.world import Story


class _Job:
    """The file that is corrected; its reading is fetched when an operation needs it."""

    def __init__(self, file: str) -> None:
        self.file = Path(file)
        self.log = log.log_path(file)
        self._story: Story | None = None

    @property
    def story(self) -> Story:
        """The reading of the file: the one that was kept, if it is of this file and these corrections, or a new one."""
        if self._story is None:
            self._story = _kept(self.file, self.log) or read_story(self.file)
        return self._story

    @property
    def maker(self) -> Maker:
        return Maker(self.story)

    def write(self, *ops: Operation) -> None:
        for op in log.append(self.log, ops):
            click.echo(in_words(op))
        click.echo(f"kept in {self.log}; the next reading applies it", err=True)


def _kept(file: Path, path: Path) -> Story | None:
    """A reading of this very file, with these very corrections, from the folder beside it or from the library."""
    if not file.is_file():
        return None  # the reading will say what is wrong
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    standing = tuple(op.id for op in log.read_log(path).standing)
    library = Library()
    places = [file.with_name(f"{file.stem}-fabula") / "story.json"]
    places += [library.folder / e.id / "story.json" for e in library.entries() if e.path == str(file.resolve())]
    for place in places:
        try:
            story = story_json.load(place)
        except FabulaError:
            continue
        if story.source.sha256 == digest and tuple(c.id for c in story.corrections) == standing:
            return story
    return None


@click.group()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.pass_context
def correct(ctx: click.Context, file: str) -> None:
    """Say what is otherwise in FILE. It is kept beside it, in NAME.fabula.jsonl, and applied at every reading.

    People are named as the cast names them. LINES are ids of quotations (q12), runs of them (q12-q20), or some words of
    one; SCENE is the id of a scene (s3).
    """
    ctx.obj = _Job(file)


@correct.command()
@click.argument("name")
@click.argument("others", nargs=-1, required=True)
@click.pass_obj
def merge(job: _Job, name: str, others: tuple[str, ...]) -> None:
    """NAME and OTHERS are one person, called NAME."""
    m = job.maker
    job.write(m.op("merge", who=m.person(name), whom=tuple(map(m.person, others))))


@correct.command()
@click.argument("name")
@click.argument("new")
@click.argument("names", nargs=-1, required=True)
@click.pass_obj
def split(job: _Job, name: str, new: str, names: tuple[str, ...]) -> None:
    """Of the names of NAME, these NAMES mean somebody else, who is called NEW."""
    m = job.maker
    job.write(m.op("split", who=m.person(name), value=new, names=names))


@correct.command()
@click.argument("name")
@click.argument("new")
@click.pass_obj
def rename(job: _Job, name: str, new: str) -> None:
    """NAME is to be shown as NEW."""
    job.write(job.maker.op("rename", who=job.maker.person(name), value=new))


@correct.command()
@click.argument("name")
@click.argument("new")
@click.pass_obj
def alias(job: _Job, name: str, new: str) -> None:
    """NAME is also called NEW, wherever the text says so."""
    job.write(job.maker.op("alias", who=job.maker.person(name), value=new))


@correct.command()
@click.argument("name")
@click.argument("form", required=False)
@click.pass_obj
def pronouns(job: _Job, name: str, form: str | None) -> None:
    """NAME goes by FORM (she, he, they ...); without FORM it is not known."""
    job.write(job.maker.op("pronouns", who=job.maker.person(name), value=form))


@correct.command()
@click.argument("name")
@click.option("--also", multiple=True, metavar="NAME", help="Another name of theirs; may be given several times.")
@click.pass_obj
def person(job: _Job, name: str, also: tuple[str, ...]) -> None:
    """NAME is somebody who is missing from the cast."""
    job.write(job.maker.op("person", value=name, names=also))


@correct.command("not-a-person")
@click.argument("name")
@click.pass_obj
def not_a_person(job: _Job, name: str) -> None:
    """NAME is nobody."""
    job.write(job.maker.op("not a person", who=job.maker.person(name)))


@correct.command()
@click.argument("lines")
@click.argument("name", required=False)
@click.pass_obj
def speaker(job: _Job, lines: str, name: str | None) -> None:
    """LINES are said by NAME, who may be new; without NAME it cannot be told."""
    m = job.maker
    at = m.lines(_ids(job.story, lines))
    ops: list[Operation] = []
    who = None
    if name is not None:
        try:
            who = m.person(name)
        except BadOperation:
            if any(name in c.aliases for c in job.story.characters):
                raise
            added, who = m.newcomer(name)
            ops.append(added)
    job.write(*ops, m.op("speaker", at=at, who=who))


@correct.command()
@click.argument("lines")
@click.argument("names", nargs=-1)
@click.pass_obj
def addressees(job: _Job, lines: str, names: tuple[str, ...]) -> None:
    """LINES are said to NAMES, or to nobody."""
    m = job.maker
    job.write(m.op("addressees", at=m.lines(_ids(job.story, lines)), whom=tuple(map(m.person, names))))


@correct.command()
@click.argument("lines")
@click.argument("what", type=click.Choice(CHOICES["kind"]))
@click.pass_obj
def kind(job: _Job, lines: str, what: str) -> None:
    """LINES are speech, a thought, written, or none of it."""
    m = job.maker
    job.write(m.op("kind", at=m.lines(_ids(job.story, lines)), value=what))


@correct.command()
@click.argument("words")
@click.option("--kind", "what", type=click.Choice(CHOICES["quotation"]), default="speech", help="Default: speech.")
@click.option("--speaker", "name", metavar="NAME", help="Who says it.")
@click.pass_obj
def quotation(job: _Job, words: str, what: str, name: str | None) -> None:
    """WORDS of the text, which stand there once, are a quotation that was missed."""
    m, text = job.maker, job.story.text
    if text.count(words) != 1:
        raise BadOperation(f"{words!r} stands in the text {text.count(words)} times; give words that stand there once")
    at = text.index(words)
    who = m.person(name) if name is not None else None
    job.write(m.op("quotation", at=(m.span((at, at + len(words))),), value=what, who=who))


@correct.command()
@click.argument("scene")
@click.argument("where", required=False)
@click.pass_obj
def place(job: _Job, scene: str, where: str | None) -> None:
    """SCENE is set in WHERE; without WHERE the text does not say."""
    job.write(job.maker.op("place", at=(job.maker.scene(scene),), value=where))


@correct.command()
@click.argument("scene")
@click.argument("names", nargs=-1, required=True)
@click.option("--not", "away", is_flag=True, help="They are not there.")
@click.pass_obj
def present(job: _Job, scene: str, names: tuple[str, ...], away: bool) -> None:
    """NAMES are there in SCENE."""
    m = job.maker
    job.write(m.op("absent" if away else "present", at=(m.scene(scene),), whom=tuple(map(m.person, names))))


@correct.command()
@click.argument("one")
@click.argument("other")
@click.argument("what", type=click.Choice((*CHOICES["bond"], "none")))
@click.option("--was", type=click.Choice(CHOICES["bond"]), help="Which of several bonds between them is meant.")
@click.pass_obj
def bond(job: _Job, one: str, other: str, what: str, was: str | None) -> None:
    """ONE and OTHER are tied so, or not at all."""
    m = job.maker
    value = None if what == "none" else what
    job.write(m.op("bond", who=m.person(one), whom=(m.person(other),), value=value, names=(was,) if was else ()))


@correct.command("not-a-contradiction")
@click.argument("one")
@click.argument("other")
@click.pass_obj
def not_a_contradiction(job: _Job, one: str, other: str) -> None:
    """The lines ONE and OTHER can both be true."""
    m = job.maker
    at = m.lines((*_ids(job.story, one), *_ids(job.story, other)))
    job.write(m.op("not a contradiction", at=at))


@correct.command()
@click.option("--by", metavar="NAME", help="All that the model NAME said, at once.")
@click.pass_obj
def undo(job: _Job, by: str | None) -> None:
    """Take back the last correction, or all that stand of one model."""
    if by is None:
        _back(job, log.undo(job.log), "taken back")
        return
    taken = log.undo_by(job.log, by)
    for op in taken:
        click.echo(f"taken back: {in_words(op)}")
    click.echo(f"{len(taken)} taken back", err=True)


@correct.command()
@click.pass_obj
def redo(job: _Job) -> None:
    """Make the correction stand again that was taken back last."""
    _back(job, log.redo(job.log), "stands again")


def _back(job: _Job, op: Operation, what: str) -> None:
    meant = next(o for o in log.read_log(job.log).operations if o.id == op.value)
    click.echo(f"{what}: {in_words(meant)}")


@correct.command("list")
@click.option("--json", "as_json", is_flag=True, help="The operations as JSON, with what became of each.")
@click.pass_obj
def list_(job: _Job, as_json: bool) -> None:
    """The corrections that stand, and those of them that cannot be applied."""
    held = log.read_log(job.log)
    fared = {c.id: c for c in job.story.corrections} if held.standing else {}
    if as_json:
        rows = [{**to_json(op), "applied": fared[op.id].applied, "why": fared[op.id].why} for op in held.standing]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for op in held.standing:
        c = fared[op.id]
        click.echo(c.about + (f"  [{'not everywhere' if c.applied else 'not'} applied: {c.why}]" if c.why else ""))
    if not held.standing:
        click.echo(f"No corrections stand in {job.log}.")
    for note in damage(held):
        click.echo(note, err=True)


def _ids(story: Story, lines: str) -> list[str]:
    """The ids that LINES means: q12, q12-q20, several with commas, or some words that one quotation alone has."""
    order = [q.id for q in story.quotes]
    number = {id: k for k, id in enumerate(order)}
    out: list[str] = []
    pieces = [p.strip() for p in lines.split(",")]
    if all(p and all(x.strip() in number for x in p.split("-")) and p.count("-") < 2 for p in pieces):
        for p in pieces:
            first, _, last = p.partition("-")
            a, b = number[first.strip()], number[(last or first).strip()]
            if a > b:
                raise BadOperation(f"{p}: {last.strip()} comes before {first.strip()}")
            out += order[a : b + 1]
        return list(dict.fromkeys(out))
    wanted = " ".join(lines.split()).casefold()
    found = [q.id for q in story.quotes if wanted in " ".join(story.text[slice(*span_of(q))].split()).casefold()]
    if len(found) != 1:
        said = (
            "no quotation has these words"
            if not found
            else f"{len(found)} quotations have these words ({', '.join(found[:5])})"
        )
        raise BadOperation(f"{lines!r}: {said}")
    return found
