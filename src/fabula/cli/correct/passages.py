"""What words of the text are: a quotation, the beginning of a scene, a feeling, a mention of somebody."""

import click

from fabula.cli.correct.job import Job, correct, either, new, unknown
from fabula.corrections.operations import CHOICES


@correct.command()
@click.argument("words")
@click.option("--kind", "what", type=click.Choice(CHOICES["quotation"]), default="speech", help="Default: speech.")
@click.option("--speaker", "name", metavar="NAME", help="Who says it.")
@new
@click.pass_obj
def quotation(job: Job, words: str, what: str, name: str | None, new: bool) -> None:
    """WORDS are a quotation that was missed.

    They must stand in the text once.
    """
    at = (job.place(words),)
    ops, who = job.people([name] if name is not None else [], new)
    job.write(*ops, job.maker.op("quotation", at=at, value=what, who=who[0] if who else None))


@correct.command()
@click.argument("words")
@click.pass_obj
def scene(job: Job, words: str) -> None:
    """A scene begins with the paragraph of WORDS.

    They must stand in the text once.
    """
    job.write(job.maker.op("scene", at=(job.place(words),)))


@correct.command()
@click.argument("words")
@click.argument("name")
@click.argument("what", metavar="EMOTION", type=click.Choice((*CHOICES["feeling"], "none")))
@click.option(
    "--was", metavar="EMOTION", type=click.Choice(CHOICES["feeling"]), help="Which of several there is meant."
)
@new
@click.pass_obj
def feeling(job: Job, words: str, name: str, what: str, was: str | None, new: bool) -> None:
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
def mention(job: Job, words: str, name: str | None, unknown: bool, around: str | None, new: bool) -> None:
    """WORDS mean NAME: "her", "the old man".

    They must stand in the text once, or once in the words of --in.
    """
    either(name is not None, unknown, f"whom does {words!r} mean? Give a NAME, or --unknown for nobody of the cast")
    at = (job.place(words, around),)
    ops, who = job.people([name] if name is not None else [], new)
    job.write(*ops, job.maker.op("mention", at=at, who=who[0] if who else None))
