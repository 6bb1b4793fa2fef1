"""Who is who: names, pronouns, who is somebody, what ties two."""

import click

from fabula.cli.correct.job import Job, correct, either, unknown
from fabula.corrections.operations import CHOICES, BadOperation


@correct.command()
@click.argument("name")
@click.argument("others", nargs=-1, required=True)
@click.pass_obj
def merge(job: Job, name: str, others: tuple[str, ...]) -> None:
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
def split(job: Job, name: str, new: str, names: tuple[str, ...]) -> None:
    """NAMES of NAME mean somebody else, called NEW."""
    m = job.maker
    job.write(m.op("split", who=m.person(name), value=new, names=names))


@correct.command()
@click.argument("name")
@click.argument("new")
@click.pass_obj
def rename(job: Job, name: str, new: str) -> None:
    """NAME is to be shown as NEW."""
    job.write(job.maker.op("rename", who=job.maker.person(name), value=new))


@correct.command()
@click.argument("name")
@click.argument("new")
@click.pass_obj
def alias(job: Job, name: str, new: str) -> None:
    """NAME is also called NEW, wherever the text says so."""
    job.write(job.maker.op("alias", who=job.maker.person(name), value=new))


@correct.command()
@click.argument("name")
@click.argument("form", required=False)
@unknown("The text does not say.")
@click.pass_obj
def pronouns(job: Job, name: str, form: str | None, unknown: bool) -> None:
    """NAME goes by FORM: she, he, they ..."""
    either(form is not None, unknown, f"what pronoun does {name} go by? Give it, or --unknown")
    subject = form.split("/")[0].strip().lower() if form is not None else None
    job.write(job.maker.op("pronouns", who=job.maker.person(name), value=subject))


@correct.command()
@click.argument("name")
@click.option("--also", multiple=True, metavar="NAME", help="Another name of theirs; may be given several times.")
@click.pass_obj
def person(job: Job, name: str, also: tuple[str, ...]) -> None:
    """NAME is somebody who is missing from the cast."""
    job.write(job.maker.op("person", value=name, names=also))


@correct.command("not-a-person")
@click.argument("name")
@click.pass_obj
def not_a_person(job: Job, name: str) -> None:
    """NAME is not a person."""
    job.write(job.maker.op("not a person", who=job.maker.person(name)))


@correct.command()
@click.argument("one")
@click.argument("other")
@click.argument("what", metavar="KIND", type=click.Choice((*CHOICES["bond"], "none")))
@click.option("--was", metavar="KIND", type=click.Choice(CHOICES["bond"]), help="Which of several bonds is meant.")
@click.pass_obj
def bond(job: Job, one: str, other: str, what: str, was: str | None) -> None:
    """ONE and OTHER are tied by KIND, or not at all.

    KIND is family, romance, friendship, rivalry, enmity, work, other, or none.
    """
    m = job.maker
    value = None if what == "none" else what
    job.write(m.op("bond", who=m.person(one), whom=(m.person(other),), value=value, names=(was,) if was else ()))
