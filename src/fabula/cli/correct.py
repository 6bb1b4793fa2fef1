"""``fabula correct``."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from fabula.corrections import log
from fabula.corrections.make import Maker, NoSuchPerson, span_of
from fabula.corrections.operations import CHOICES, Anchor, BadOperation, Operation, Person, to_json
from fabula.corrections.words import damage, in_words
from fabula.web.readings import kept_reading, manuscript_of, read_again
from fabula.world import Story

F = TypeVar("F", bound=Callable[..., Any])


class _Job:
    """The file that is corrected; its reading is fetched when an operation needs it."""

    def __init__(self, file: str) -> None:
        self.file = manuscript_of(file)
        self.log = log.log_path(self.file)
        self._story: Story | None = None

    @property
    def story(self) -> Story:
        """The reading of the file: the one that was kept, if it is of this file and these corrections, or a new one."""
        if self._story is None:
            self._story = kept_reading(self.file) or read_again(self.file)
        return self._story

    @property
    def maker(self) -> Maker:
        return Maker(self.story)

    def people(self, names: Sequence[str], new: bool) -> tuple[list[Operation], tuple[Person, ...]]:
        """Who is meant, and what adds those who are ``new``. Raises BadOperation for a name that nobody has."""
        m = self.maker
        ops: list[Operation] = []
        out: list[Person] = []
        for name in names:
            try:
                out.append(m.person(name))
            except NoSuchPerson as e:
                if not new:
                    raise NoSuchPerson(f"{e}{'' if str(e).endswith('?') else ';'} --new adds somebody") from None
                added, who = m.newcomer(name)
                ops.append(added)
                out.append(who)
        return ops, tuple(out)

    def place(self, words: str, around: str | None = None) -> Anchor:
        """Where words stand in the text, or within the words ``around`` them. Raises BadOperation unless it is once."""
        text, start = self.story.text, 0
        if around is not None:
            start, text = _once(text, around), around
        at = start + _once(text, words)
        return self.maker.span((at, at + len(words)))

    def write(self, *ops: Operation) -> None:
        for op in log.append(self.log, ops):
            click.echo(in_words(op))
        click.echo(f"kept in {self.log}; the next reading applies it", err=True)


new = click.option("--new", is_flag=True, help="A name that the cast doesn't have is somebody new.")


def unknown(what: str) -> Callable[[F], F]:
    """The option that says that something cannot be told; forgetting an argument must not say so."""
    return click.option("--unknown", is_flag=True, help=what)


def _either(given: bool, unknown: bool, ask: str, flag: str = "--unknown") -> None:
    if given == unknown:
        raise click.UsageError(ask if not given else f"{flag}, or that: not both")


@click.group()
@click.argument("file", type=click.Path(exists=True))
@click.pass_context
def correct(ctx: click.Context, file: str) -> None:
    """Correct a reading of FILE.

    FILE is a manuscript, a story.json read from it, or the folder that holds it. Corrections
    are kept beside the manuscript, in NAME.fabula.jsonl, and applied at every reading.
    People go by their names in the cast. LINES are ids of quotations (q12), runs of them (q12-q20), or some words of
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
    who, whom = m.person(name), tuple(map(m.person, others))
    for other, person in zip(others, whom, strict=True):
        if person.id == who.id:
            raise BadOperation(f"{other} and {name} are one person already")
    job.write(m.op("merge", who=who, whom=whom))


@correct.command()
@click.argument("name")
@click.argument("new")
@click.argument("names", nargs=-1, required=True)
@click.pass_obj
def split(job: _Job, name: str, new: str, names: tuple[str, ...]) -> None:
    """NAMES of NAME mean somebody else, called NEW."""
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
@unknown("The text does not say.")
@click.pass_obj
def pronouns(job: _Job, name: str, form: str | None, unknown: bool) -> None:
    """NAME goes by FORM: she, he, they ..."""
    _either(form is not None, unknown, f"what pronoun does {name} go by? Give it, or --unknown")
    subject = form.split("/")[0].strip().lower() if form is not None else None
    job.write(job.maker.op("pronouns", who=job.maker.person(name), value=subject))


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
    """NAME is not a person."""
    job.write(job.maker.op("not a person", who=job.maker.person(name)))


@correct.command()
@click.argument("lines")
@click.argument("name", required=False)
@unknown("It can't be told who says it.")
@new
@click.pass_obj
def speaker(job: _Job, lines: str, name: str | None, unknown: bool, new: bool) -> None:
    """NAME says LINES."""
    _either(name is not None, unknown, f"who says {lines}? Give a NAME, or --unknown if it can't be told")
    at = job.maker.lines(_ids(job.story, lines))
    ops, who = job.people([name] if name is not None else [], new)
    job.write(*ops, job.maker.op("speaker", at=at, who=who[0] if who else None))


@correct.command()
@click.argument("lines")
@click.argument("names", nargs=-1)
@click.option("--nobody", is_flag=True, help="It is said to nobody.")
@new
@click.pass_obj
def addressees(job: _Job, lines: str, names: tuple[str, ...], nobody: bool, new: bool) -> None:
    """LINES are said to NAMES."""
    _either(bool(names), nobody, f"to whom is {lines} said? Give NAMES, or --nobody", "--nobody")
    at = job.maker.lines(_ids(job.story, lines))
    ops, whom = job.people(names, new)
    job.write(*ops, job.maker.op("addressees", at=at, whom=whom))


@correct.command()
@click.argument("lines")
@click.argument("what", type=click.Choice(CHOICES["kind"]))
@click.pass_obj
def kind(job: _Job, lines: str, what: str) -> None:
    """LINES are speech, thought, written, or none of these."""
    m = job.maker
    job.write(m.op("kind", at=m.lines(_ids(job.story, lines)), value=what))


@correct.command()
@click.argument("words")
@click.option("--kind", "what", type=click.Choice(CHOICES["quotation"]), default="speech", help="Default: speech.")
@click.option("--speaker", "name", metavar="NAME", help="Who says it.")
@new
@click.pass_obj
def quotation(job: _Job, words: str, what: str, name: str | None, new: bool) -> None:
    """WORDS are a quotation that was missed.

    They must stand in the text once.
    """
    at = (job.place(words),)
    ops, who = job.people([name] if name is not None else [], new)
    job.write(*ops, job.maker.op("quotation", at=at, value=what, who=who[0] if who else None))


@correct.command()
@click.argument("scene")
@click.argument("where", required=False)
@unknown("The text does not say.")
@click.pass_obj
def place(job: _Job, scene: str, where: str | None, unknown: bool) -> None:
    """SCENE is set in WHERE."""
    _either(where is not None, unknown, f"where is {scene} set? Give it, or --unknown")
    job.write(job.maker.op("place", at=(job.maker.scene(scene),), value=where))


@correct.command()
@click.argument("scene")
@click.argument("names", nargs=-1, required=True)
@click.option("--not", "away", is_flag=True, help="They are not there.")
@new
@click.pass_obj
def present(job: _Job, scene: str, names: tuple[str, ...], away: bool, new: bool) -> None:
    """NAMES are there in SCENE."""
    m = job.maker
    at = (m.scene(scene),)
    ops, whom = job.people(names, new)
    job.write(*ops, m.op("absent" if away else "present", at=at, whom=whom))


@correct.command()
@click.argument("words")
@click.pass_obj
def scene(job: _Job, words: str) -> None:
    """A scene begins with the paragraph of WORDS.

    They must stand in the text once.
    """
    job.write(job.maker.op("scene", at=(job.place(words),)))


@correct.command("no-scene")
@click.argument("scene")
@click.pass_obj
def no_scene(job: _Job, scene: str) -> None:
    """SCENE is one with the scene before it."""
    job.write(job.maker.op("no scene", at=(job.maker.scene(scene),)))


@correct.command()
@click.argument("words")
@click.argument("name")
@click.argument("what", metavar="EMOTION", type=click.Choice((*CHOICES["feeling"], "none")))
@click.option(
    "--was", metavar="EMOTION", type=click.Choice(CHOICES["feeling"]), help="Which of several there is meant."
)
@new
@click.pass_obj
def feeling(job: _Job, words: str, name: str, what: str, was: str | None, new: bool) -> None:
    """At WORDS, NAME feels EMOTION, or nothing.

    WORDS must stand in the text once. EMOTION is anger, anticipation, disgust, fear, joy, sadness, surprise, trust, or
    none.
    """
    at = (job.place(words),)
    ops, who = job.people([name], new)
    value = None if what == "none" else what
    job.write(*ops, job.maker.op("feeling", at=at, who=who[0], value=value, names=(was,) if was else ()))


@correct.command()
@click.argument("words")
@click.argument("name", required=False)
@unknown("It is nobody of the cast.")
@click.option("--in", "around", metavar="WORDS", help="Where WORDS stand often: more of the text around them.")
@new
@click.pass_obj
def mention(job: _Job, words: str, name: str | None, unknown: bool, around: str | None, new: bool) -> None:
    """WORDS mean NAME: "her", "the old man".

    They must stand in the text once, or once in the words of --in.
    """
    _either(name is not None, unknown, f"whom does {words!r} mean? Give a NAME, or --unknown for nobody of the cast")
    at = (job.place(words, around),)
    ops, who = job.people([name] if name is not None else [], new)
    job.write(*ops, job.maker.op("mention", at=at, who=who[0] if who else None))


@correct.command()
@click.argument("one")
@click.argument("other")
@click.argument("what", metavar="KIND", type=click.Choice((*CHOICES["bond"], "none")))
@click.option("--was", metavar="KIND", type=click.Choice(CHOICES["bond"]), help="Which of several bonds is meant.")
@click.pass_obj
def bond(job: _Job, one: str, other: str, what: str, was: str | None) -> None:
    """ONE and OTHER are tied by KIND, or not at all.

    KIND is family, romance, friendship, rivalry, enmity, work, other, or none.
    """
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
@click.argument("number", type=click.IntRange(1), required=False)
@click.option("--by", metavar="NAME", help="All that the model NAME said, at once.")
@click.pass_obj
def undo(job: _Job, number: int | None, by: str | None) -> None:
    """Take back the last correction, or another.

    NUMBER is the one that `list` shows; --by takes back all that stand of one model.
    """
    if by is None:
        _back(job, log.undo(job.log, number), "taken back")
        return
    if number is not None:
        raise click.UsageError("a NUMBER or --by, not both")
    taken = log.undo_by(job.log, by)
    for op in taken:
        click.echo(f"taken back: {in_words(op)}")
    click.echo(f"{len(taken)} taken back", err=True)


@correct.command()
@click.pass_obj
def redo(job: _Job) -> None:
    """Restore the correction that was taken back last."""
    _back(job, log.redo(job.log), "stands again")


def _back(job: _Job, op: Operation, what: str) -> None:
    meant = next(o for o in log.read_log(job.log).operations if o.id == op.value)
    click.echo(f"{what}: {in_words(meant)}")


@correct.command("list")
@click.option("--json", "as_json", is_flag=True, help="The operations as JSON, with what became of each.")
@click.pass_obj
def list_(job: _Job, as_json: bool) -> None:
    """List the corrections that stand.

    Those that cannot be applied say why.
    """
    held = log.read_log(job.log)
    fared = {c.id: c for c in job.story.corrections} if held.standing else {}
    if as_json:
        rows = [{**to_json(op), "applied": fared[op.id].applied, "why": fared[op.id].why} for op in held.standing]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for n, op in enumerate(held.standing, 1):
        c = fared[op.id]
        click.echo(
            f"{n:>3}  {c.about}" + (f"  [{'not everywhere' if c.applied else 'not'} applied: {c.why}]" if c.why else "")
        )
    if not held.standing:
        click.echo(f"No corrections stand in {job.log}.")
    for note in damage(held):
        click.echo(note, err=True)


def _once(text: str, words: str) -> int:
    """Where words stand in a text. Raises BadOperation unless they stand there once."""
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(found) != 1:
        where = "nowhere in the text" if not found else f"in the text {len(found)} times"
        raise BadOperation(f"{words!r} stands {where}; give words that stand there once")
    return found[0]


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
    for p in pieces:
        ends = [x.strip() for x in p.split("-")]
        if all(re.fullmatch(r"q\d+", x) for x in ends):  # ids, not words of a line
            Maker(story).lines([x for x in ends if x not in number])
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
