"""Who says a line, to whom, and what it is."""

import click

from fabula.cli.correct.job import Job, correct, either, ids_of, new, unknown
from fabula.corrections.operations import CHOICES


@correct.command()
@click.argument("lines")
@click.argument("name", required=False)
@unknown("It can't be told who says it.")
@new
@click.pass_obj
def speaker(job: Job, lines: str, name: str | None, unknown: bool, new: bool) -> None:
    """NAME says LINES."""
    either(name is not None, unknown, f"who says {lines}? Give a NAME, or --unknown if it can't be told")
    at = job.maker.lines(ids_of(job.story, lines))
    ops, who = job.people([name] if name is not None else [], new)
    job.write(*ops, job.maker.op("speaker", at=at, who=who[0] if who else None))


@correct.command()
@click.argument("lines")
@click.argument("names", nargs=-1)
@click.option("--nobody", is_flag=True, help="It is said to nobody.")
@new
@click.pass_obj
def addressees(job: Job, lines: str, names: tuple[str, ...], nobody: bool, new: bool) -> None:
    """LINES are said to NAMES."""
    either(bool(names), nobody, f"to whom is {lines} said? Give NAMES, or --nobody", "--nobody")
    at = job.maker.lines(ids_of(job.story, lines))
    ops, whom = job.people(names, new)
    job.write(*ops, job.maker.op("addressees", at=at, whom=whom))


@correct.command()
@click.argument("lines")
@click.argument("what", type=click.Choice(CHOICES["kind"]))
@click.pass_obj
def kind(job: Job, lines: str, what: str) -> None:
    """LINES are speech, thought, written, or none of these."""
    m = job.maker
    job.write(m.op("kind", at=m.lines(ids_of(job.story, lines)), value=what))


@correct.command("not-a-contradiction")
@click.argument("one")
@click.argument("other")
@click.pass_obj
def not_a_contradiction(job: Job, one: str, other: str) -> None:
    """The lines ONE and OTHER can both be true."""
    m = job.maker
    at = m.lines((*ids_of(job.story, one), *ids_of(job.story, other)))
    job.write(m.op("not a contradiction", at=at))
