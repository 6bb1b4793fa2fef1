"""Where a scene is set, who is there, and whether it is one."""

import click

from fabula.cli.correct.job import Job, correct, either, new, unknown


@correct.command()
@click.argument("scene")
@click.argument("where", required=False)
@unknown("The text does not say.")
@click.pass_obj
def place(job: Job, scene: str, where: str | None, unknown: bool) -> None:
    """SCENE is set in WHERE."""
    either(where is not None, unknown, f"where is {scene} set? Give it, or --unknown")
    job.write(job.maker.op("place", at=(job.maker.scene(scene),), value=where))


@correct.command()
@click.argument("scene")
@click.argument("names", nargs=-1, required=True)
@click.option("--not", "away", is_flag=True, help="They are not there.")
@new
@click.pass_obj
def present(job: Job, scene: str, names: tuple[str, ...], away: bool, new: bool) -> None:
    """NAMES are there in SCENE."""
    m = job.maker
    at = (m.scene(scene),)
    ops, whom = job.people(names, new)
    job.write(*ops, m.op("absent" if away else "present", at=at, whom=whom))


@correct.command("no-scene")
@click.argument("scene")
@click.pass_obj
def no_scene(job: Job, scene: str) -> None:
    """SCENE is one with the scene before it."""
    job.write(job.maker.op("no scene", at=(job.maker.scene(scene),)))
