"""The corrections that stand, and taking them back."""

import json

import click

from fabula.cli.correct.job import Job, correct
from fabula.corrections import log
from fabula.corrections.operations import Operation, to_json
from fabula.corrections.words import damage, in_words


@correct.command()
@click.argument("number", type=click.IntRange(1), required=False)
@click.option("--by", metavar="NAME", help="All that the model NAME said, at once.")
@click.pass_obj
def undo(job: Job, number: int | None, by: str | None) -> None:
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
def redo(job: Job) -> None:
    """Restore the correction that was taken back last."""
    _back(job, log.redo(job.log), "stands again")


def _back(job: Job, op: Operation, what: str) -> None:
    meant = next(o for o in log.read_log(job.log).operations if o.id == op.value)
    click.echo(f"{what}: {in_words(meant)}")


@correct.command("list")
@click.option("--json", "as_json", is_flag=True, help="The operations as JSON, with what became of each.")
@click.pass_obj
def list_(job: Job, as_json: bool) -> None:
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
