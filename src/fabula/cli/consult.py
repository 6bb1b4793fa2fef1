"""``fabula consult``."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fabula.corrections.log import log_path
from fabula.corrections.words import in_words
from fabula.errors import FabulaError, needed
from fabula.world import CastEntry, Story

if TYPE_CHECKING:  # loaded when it is wanted: the other commands start faster without
    from fabula.consult.batch import Asking, Book, Tally
    from fabula.consult.client import Server
    from fabula.consult.kept import Kept


def _about(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    from fabula.consult.questions import ABOUT

    chosen = tuple(dict.fromkeys(x.strip() for x in value.split(",") if x.strip()))
    unknown = [x for x in chosen if x not in ABOUT]
    if unknown or not chosen:
        raise click.BadParameter(f"{value!r} is not of {', '.join(ABOUT)}")
    return chosen


yes_option = click.option("--yes", is_flag=True, help="Passages of the text may leave this machine; do not ask.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--server", required=True, metavar="URL", help="Where it speaks the OpenAI protocol: http://localhost:11434/v1"
)
@click.option("--model", required=True, metavar="NAME", help="The model's name, as the server calls it.")
@click.option(
    "--below", type=click.FloatRange(0, 1), default=0.8, show_default=True, metavar="P",
    help="Ask about lines we are less sure of than P, a probability.",
)  # fmt: skip
@click.option(
    "--most", type=click.IntRange(1), metavar="N", default=300, show_default=True, help="Ask N questions at most."
)
@click.option(
    "--about", callback=_about, default="people,speakers", show_default=True, metavar="WHAT",
    help="What to ask about: people, speakers, addressees, secrets; several with commas.",
)  # fmt: skip
@click.option("--parallel", type=click.IntRange(1, 64), metavar="N", default=1, show_default=True, help="N at once.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=120.0, show_default=True, metavar="SECONDS",
    help="How long to wait for one answer.",
)  # fmt: skip
@yes_option
def consult(
    file: str,
    server: str,
    model: str,
    below: float,
    most: int,
    about: tuple[str, ...],
    parallel: int,
    timeout: float,
    yes: bool,
) -> None:
    """Ask a language model what Fabula is unsure of.

    Its answers about FILE are corrections, which can be undone.

    What it would cost is said first. Where the server is not this machine, passages of the text are sent there, and you
    are asked before. A key, where the server wants one, is taken from the environment: FABULA_API_KEY. What was
    answered is kept, so that a run that was interrupted goes on where it was. Needs `pip install fabula[consult]`.
    """
    from fabula.consult.batch import Asking, Book
    from fabula.consult.client import Server
    from fabula.pipeline import draft_story
    from fabula.text.open import read_file

    asked = Server(server, model, timeout=timeout, parallel=parallel)
    needed("httpx", "fabula[consult]")
    book = Book(draft_story(read_file(file)), log_path(file))
    _run(file, book, asked, Asking(about, below, most), yes=yes, to_stdout=True)  # type: ignore[arg-type]


def read_consulted(
    file: str, server: str, model: str, cast: tuple[CastEntry, ...], min_confidence: float, *, yes: bool
) -> Story:
    """Ask a model what is uncertain in a file, and read it with the answers; with those that came, if it fails."""
    from fabula.consult.batch import Asking, Book, GaveUp
    from fabula.consult.client import Server, ServerDown
    from fabula.corrections.log import read_log
    from fabula.corrections.words import damage
    from fabula.pipeline import draft_story, finish_story
    from fabula.text.open import read_file

    asked = Server(server, model)
    needed("httpx", "fabula[consult]")
    book = Book(draft_story(read_file(file)), log_path(file), cast)
    try:
        _run(file, book, asked, Asking(), yes=yes, to_stdout=False)
    except (ServerDown, GaveUp) as e:
        click.echo(f"fabula: {e}; read without the rest", err=True)
    held = read_log(book.log)
    story = finish_story(book.draft, held.standing, cast, min_confidence=min_confidence)
    return replace(story, notes=(*story.notes, *damage(held)))


def _run(file: str, book: "Book", server: "Server", asking: "Asking", *, yes: bool, to_stdout: bool) -> None:
    """Say what it will cost, ask whether passages may be sent, and consult.

    The corrections are told on standard output if ``to_stdout``. Raises FabulaError where the server cannot be asked;
    what came until then is kept.
    """
    from fabula.consult.batch import estimate
    from fabula.consult.kept import Kept, kept_path

    kept = Kept(kept_path(file))
    cost = estimate(book, asking, kept, server.model)
    click.echo(
        f"{cost.questions} questions in some {cost.requests} requests, about {cost.tokens:,} tokens to send to "
        f"{server.url}",
        err=True,
    )
    if cost.questions:
        agree(server, yes)
    _ask(book, server, asking, kept, to_stdout)


def agree(server: "Server", yes: bool) -> None:
    """Ask whether passages may leave this machine, where they would. Raises FabulaError where they may not."""
    if server.is_here:
        return
    plain = "" if server.url.lower().startswith("https:") else ", unencrypted"
    click.echo(f"{server.url} is not this machine: passages of the text will be sent there{plain}.", err=True)
    if yes:
        return
    try:
        agreed = click.confirm("Send them?", err=True)
    except click.Abort:
        agreed = False
    if not agreed:
        raise FabulaError("nothing was sent; --yes says that passages of the text may leave this machine")


def _ask(book: "Book", server: "Server", asking: "Asking", kept: "Kept", to_stdout: bool) -> None:
    """Consult, and tell what came of it, however it ends."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from fabula.consult.batch import Tally, consult

    tally, console = Tally(), Console(stderr=True)
    bar = Progress(
        TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
    try:
        with bar:
            task = bar.add_task("", total=asking.most)
            consult(book, server, asking, kept, tally, lambda done: bar.update(task, completed=done))
    finally:
        for op in tally.written_down:
            click.echo(in_words(op), err=not to_stdout)
        for line in _report(tally, book.log, server.model):
            click.echo(line, err=True)


def _report(t: "Tally", log: Path, model: str) -> Iterator[str]:
    """What became of the questions, a line each."""
    again = f", and {t.kept} answered before" if t.kept else ""
    made = f"{len(t.written_down)} corrections by {model}"
    yield f"{t.asked} asked{again}: {made}; tokens: {t.sent:,} sent, {t.written:,} written"
    if t.open:
        yield f"{t.open} cannot be told, or are somebody else: they stay as they were read"
    if t.left:
        yield f"{t.left} answers name a turn or a person that does not stand in the question: they were left"
    if t.missing:
        yield f"{t.missing} questions have no answer; they are asked again next time"
    for why, n in t.failed.most_common():
        yield f"{n} {'request' if n == 1 else 'requests'}: {why}"
    if t.written_down:
        yield f"kept in {log}; the next reading applies them; fabula correct FILE undo --by {model} takes them back"
