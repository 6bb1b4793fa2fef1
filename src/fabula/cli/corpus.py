"""``fabula corpus``."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fabula.corpus import Shelf
from fabula.corpus.network import export_network
from fabula.corpus.query import records, rows
from fabula.corpus.run import Progress
from fabula.errors import FabulaError
from fabula.exports.rows import flat

if TYPE_CHECKING:
    import duckdb

_SHOWN = 50  # rows of an answer shown on a terminal


@click.group()
def corpus() -> None:
    """Read many books, and ask about all of them at once.

    SHELF is a folder: a list of books, and what was read of each.
    """


@corpus.command()
@click.argument("shelf", type=click.Path(file_okay=False))
@click.argument("files", nargs=-1, type=click.Path())
@click.option(
    "--about",
    type=click.Path(exists=True, dir_okay=False),
    help="CSV with a column file (a name), and title, author, year or whatever else you will ask for.",
)
def add(shelf: str, files: tuple[str, ...], about: str | None) -> None:
    """Put FILES, and what is in folders among them, on a SHELF.

    They are not copied.
    """
    if not files and about is None:
        raise click.UsageError("nothing to add: give files, folders or --about")
    s = Shelf(shelf)
    for book in s.add(files, about):
        click.echo(book.id)
    click.echo(f"{len(s)} books on {shelf}", err=True)


@corpus.command()
@click.argument("shelf", type=click.Path(exists=True, file_okay=False))
@click.argument("book")
def remove(shelf: str, book: str) -> None:
    """Take a BOOK off a SHELF.

    All that was read of it goes; its file stays.
    """
    Shelf(shelf).remove(book)


@corpus.command()
@click.argument("shelf", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="How many processes. Default: one for each processor."
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler (tcp://...) whose workers read, instead.")
@click.option("--retry", is_flag=True, help="Try again what was set aside.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def read(shelf: str, workers: int | None, scheduler: str | None, retry: bool, quiet: bool) -> None:
    """Read the books of a SHELF that wait. What is read is not read again; a file that fails is set aside."""
    if workers is not None and scheduler is not None:
        raise click.UsageError("either --workers, or --scheduler, which has workers of its own")
    s = Shelf(shelf)
    with _progress(quiet) as tell:
        done = s.read(workers, scheduler, retry=retry, progress=tell)
    failed = sorted(d for d in done if d.reason)
    for d in failed:
        click.echo(f"fabula: set aside: {d.id}: {d.reason}", err=True)
    states = Counter(x.state for x in s.status())
    click.echo(
        f"{len(done) - len(failed)} read now, {states['read']} read in all, {states['set aside']} set aside, "
        f"{states['waiting']} waiting",
        err=True,
    )
    if failed and len(failed) == len(done):
        raise FabulaError(f"{shelf}: none of the {len(done)} books could be read")


@corpus.command()
@click.argument("shelf", type=click.Path(exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
def status(shelf: str, as_json: bool) -> None:
    """Tell how each book of a SHELF stands.

    It was read, it waits (new, or changed since), or it was set aside, and why.
    """
    found = Shelf(shelf).status()
    if not found:
        raise FabulaError(f"{shelf}: there are no books on this shelf; fabula corpus add puts them there")
    if as_json:
        data = [{"book": x.book.id, "path": x.book.path, "state": x.state, "reason": x.reason} for x in found]
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for x in found:
        click.echo(f"{x.state:<10} {x.book.id}" + (f": {x.reason}" if x.reason else ""))
    click.echo(", ".join(f"{n} {state}" for state, n in Counter(x.state for x in found).most_common()), err=True)


@corpus.command()
@click.argument("shelf", type=click.Path(exists=True, file_okay=False))
@click.argument("query")
@click.option("--csv", "form", flag_value="csv", help="The whole answer as CSV.")
@click.option("--json", "form", flag_value="json", help="The whole answer as JSON.")
def sql(shelf: str, query: str, form: str | None) -> None:
    """Ask all books of a SHELF in SQL (DuckDB). The tables are those of the exports, with a column book, and books."""
    answer = Shelf(shelf).sql(query)
    if form is None:
        _show(answer)
        return
    if form == "json":
        click.echo(json.dumps(records(answer), ensure_ascii=False, indent=1, default=str))
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(flat(rows(answer)))


@corpus.command()
@click.argument("shelf", type=click.Path(exists=True, file_okay=False))
@click.option(
    "-o", "--output", type=click.Path(file_okay=False), help="The folder to write to. Default: network on the SHELF."
)
def export(shelf: str, output: str | None) -> None:
    """Write one network over all books of a SHELF.

    nodes.csv holds its characters, edges.csv what ties them.
    """
    folder = Path(output) if output is not None else Path(shelf) / "network"
    for path in export_network(Shelf(shelf), folder):
        click.echo(path)


def _show(answer: "duckdb.DuckDBPyRelation") -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, kind in zip(answer.columns, answer.types, strict=True):
        table.add_column(name, justify="right" if _is_number(str(kind)) else "left", overflow="fold")
    found = rows(answer, _SHOWN + 1)
    console = Console(highlight=False)
    cells = [[" ".join(_cell(v).split()) for v in row] for row in found[:_SHOWN]]
    wide = [max(map(len, column)) for column in zip(answer.columns, *cells, strict=True)]
    if sum(wide) + 2 * len(wide) > console.width and cells:
        _show_records(console, answer.columns, cells)
    else:
        for row in cells:
            table.add_row(*map(Text, row))
        console.print(table)
    if len(found) > _SHOWN:
        click.echo(f"the first {_SHOWN} rows; --csv and --json give all", err=True)
    if not found:
        click.echo("no rows", err=True)


def _show_records(console: Console, columns: list[str], cells: list[list[str]]) -> None:
    """Rows too wide for the terminal: one under the other, a line a column."""
    for n, row in enumerate(cells):
        grid = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in zip(columns, row, strict=True):
            grid.add_row(Text(name, style="bold"), Text(value))
        if n:
            console.print()
        console.print(grid)


def _is_number(kind: str) -> bool:
    return any(k in kind for k in ("INT", "DOUBLE", "FLOAT", "DECIMAL"))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """On stderr: a bar where somebody watches, a line a book where not."""
    console = Console(stderr=True, highlight=False)
    if quiet:
        yield None
    elif not console.is_terminal:
        yield lambda p: console.print(f"[{p.done}/{p.total}] {_line(p)}", markup=False, soft_wrap=True)
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        bar = Bar(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console,
            transient=True,
        )  # fmt: skip
        with bar:
            task = bar.add_task("waiting for workers", total=None)
            yield lambda p: bar.update(task, description=_line(p), completed=p.done, total=p.total)


def _line(p: Progress) -> str:
    minutes, seconds = divmod(round(p.left), 60)
    left = f"{minutes} min left" if minutes >= 2 else f"{60 * minutes + seconds} s left"
    return f"{p.last.id}{' set aside' if p.last.reason else ''}, {left}"
