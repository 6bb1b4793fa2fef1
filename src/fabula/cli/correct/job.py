"""The file that is corrected, and what the commands have in common."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from fabula.corrections import log
from fabula.corrections.make import Maker, NoSuchPerson, span_of
from fabula.corrections.operations import Anchor, BadOperation, Operation, Person
from fabula.corrections.words import in_words
from fabula.web.readings import kept_reading, manuscript_of, read_again
from fabula.world import Story

F = TypeVar("F", bound=Callable[..., Any])


class Job:
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


def either(given: bool, unknown: bool, ask: str, flag: str = "--unknown") -> None:
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
    ctx.obj = Job(file)


def _once(text: str, words: str) -> int:
    """Where words stand in a text. Raises BadOperation unless they stand there once."""
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(found) != 1:
        where = "nowhere in the text" if not found else f"in the text {len(found)} times"
        raise BadOperation(f"{words!r} stands {where}; give words that stand there once")
    return found[0]


def ids_of(story: Story, lines: str) -> list[str]:
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
