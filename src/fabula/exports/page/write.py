"""The page, put together from its templates, style and script."""

from collections import Counter
from functools import partial
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from fabula.exports.files import write
from fabula.exports.page.arcs import ROW, draw_arcs
from fabula.exports.page.knowing import draw_news, draw_pairs
from fabula.exports.page.look import look_of
from fabula.exports.page.network import draw_network
from fabula.exports.page.prose import Prose
from fabula.exports.page.scenes import draw_scenes
from fabula.exports.page.strip import draw_main
from fabula.exports.page.templates import (
    cast_so_far,
    environment,
    group_rows,
    links,
    names_so_far,
    quote_data,
    secret_rows,
)
from fabula.exports.shares import is_uncertain
from fabula.world import Story
from fabula.world.so_far import Telling


def save(story: Story, path: Path) -> None:
    """Write story.html to ``path``, whole or not at all."""
    write(path, render_page(story))


def render_page(story: Story) -> str:
    """The page as a string: no network, no other file."""
    here = files("fabula.exports.page")
    look, telling = look_of(story), Telling(story)
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            **links(),
            title=story.source.title or story.source.name,
            author=story.source.author,
            story=story,
            style=Markup((here / "page.css").read_text(encoding="utf-8")),
            script=Markup((here / "page.js").read_text(encoding="utf-8")),
            cast=cast_so_far(telling, look),
            groups=[(*g, telling.since(g[0])) for g in group_rows(look)],
            names=partial(names_so_far, telling),
            place=story.source.sha256[:16],
            hue=look.hue,
            turns=sum(q.kind == "speech" for q in story.quotes),
            uncertain=sum(map(is_uncertain, story.quotes)),
            strip=draw_main(story, look),
            table=draw_scenes(story, look),
            arcs=draw_arcs(story, look.hue),
            row=ROW,
            network=draw_network(story, look.hue),
            news=draw_news(story, look),
            pairs=draw_pairs(story, look.hue),
            secrets=secret_rows(story),
            paragraphs=Prose(story, look, telling).paragraphs(),
            data=quote_data(telling),
            kinds=Counter(q.kind for q in story.quotes),
            edit=False,
        )
    )
