"""``fabula consult``."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from fabula.corrections.log import log_path
from fabula.corrections.words import in_words
from fabula.errors import FabulaError, needed
from fabula.world import CastEntry

if TYPE_CHECKING:  # loaded when it is wanted: the other commands start faster without
    from fabula.consult.batch import Asking, Book, Tally
    from fabula.consult.client import Server
    from fabula.pipeline import Draft

F = TypeVar("F", bound=Callable[..., Any])


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
    help="Ask about lines of which we are less sure than P, a probability.",
)  # fmt: skip
@click.option("--most", type=click.IntRange(1), default=300, show_default=True, help="Questions at most.")
@click.option(
    "--about", callback=_about, default="people,speakers", show_default=True, metavar="WHAT",
    help="What to ask about: people, speakers, addressees, secrets; several with commas.",
)  # fmt: skip
@click.option("--parallel", type=click.IntRange(1, 64), default=1, show_default=True, help="Requests at once.")
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
    """Ask a language model what Fabula is not sure of in FILE; its answers are kept as corrections, which can be undone.

    What it would cost is said first. Where the server is not this machine, passages of the text are sent there, and you
    are asked before. A key, where the server wants one, is taken from the environment: FABULA_API_KEY. What was
    answered is kept, so that a run that was interrupted goes on where it was. Needs `pip install fabula[consult]`.
    """
    from fabula.consult.batch import Asking
    from fabula.consult.client import Server

    asked = Server(server, model, timeout=timeout, parallel=parallel)
    run(file, asked, Asking(about, below, most), yes=yes)  # type: ignore[arg-type]


def run(file: str, server: "Server", asking: "Asking", *, yes: bool, cast: Sequence[CastEntry] = ()) -> "Draft":
    """Ask about a file, and say on standard error what came of it; the draft, for a reading that follows.

    Raises FabulaError where the server cannot be asked; what came until then is kept.
    """
    from fabula.consult.batch import Book, estimate
    from fabula.consult.kept import Kept, kept_path
    from fabula.pipeline import draft_story
    from fabula.text.open import read_file

    needed("httpx", "fabula[consult]")
    kept = Kept(kept_path(file))
    book = Book(draft_story(read_file(file)), log_path(file), cast)
    cost = estimate(book, asking, kept, server.model)
    click.echo(
        f"{cost.questions} questions in some {cost.requests} requests, about {cost.tokens:,} tokens to send to "
        f"{server.url}",
        err=True,
    )
    agree(server, yes)
    with _telling(book, server, asking, kept) as tally:
        for op in tally.written_down:
            click.echo(in_words(op), err=True)
    return book.draft


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


@contextmanager
def _telling(book: "Book", server: "Server", asking: "Asking", kept: Any) -> Iterator["Tally"]:
    """Consult, with what came of it told in the end, however it ends."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from fabula.consult.batch import Tally, consult

    tally = Tally()
    bar = Progress(
        TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal,
    )  # fmt: skip
    try:
        with bar:
            task = bar.add_task("", total=asking.most)
            consult(book, server, asking, kept, tally, lambda done: bar.update(task, completed=done))
    finally:
        for line in _report(tally, book.log, server.model):
            click.echo(line, err=True)
    yield tally


def _report(t: "Tally", log: Path, model: str) -> Iterator[str]:
    """What became of the questions, a line each."""
    again = f", and {t.kept} answered before" if t.kept else ""
    yield f"{t.asked} asked{again}: {len(t.written_down)} corrections by {model}; tokens: {t.sent:,} sent, {t.written:,} written"
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
