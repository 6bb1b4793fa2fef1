"""``fabula ask``."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import click

from fabula.ask import answers
from fabula.ask.names import told
from fabula.web.readings import story_of
from fabula.world import Story


@click.group()
@click.argument("file", type=click.Path(allow_dash=True))
@click.pass_context
def ask(ctx: click.Context, file: str) -> None:
    """Ask about the story in FILE.

    FILE is a story.json, the folder that holds it, or a manuscript, which is read first.
    """
    ctx.obj = file


as_json = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
at_place = click.option(
    "--at", metavar="PLACE", help="As far as the end of a chapter (number or title), a scene (s3) or a line (q12)."
)


def _so_far(file: str, at: str | None) -> Story:
    """The story of a file, as far as ``at``."""
    return told(story_of(file), at)


def _print(answer: dict[str, Any], lines: Iterator[str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(line)


@ask.command()
@click.argument("name")
@at_place
@as_json
@click.pass_obj
def who(file: str, name: str, at: str | None, as_json: bool) -> None:
    """Who is NAME?"""
    a = answers.who(_so_far(file, at), name)
    _print(a, _who(a), as_json)


def _who(a: dict[str, Any]) -> Iterator[str]:
    yield (
        a["name"]
        + (f" ({a['pronouns']})" if a["pronouns"] else "")
        + (", who tells the story" if a["tells_the_story"] else "")
    )
    if a["also"]:
        yield "Also: " + ", ".join(a["also"])
    spoken = f"{_count(a['turns'], 'turn')} of speech ({100 * a['share_of_turns']:.0f} %)"
    yield f"{spoken}, {_count(a['mentions'], 'mention')}, {_count(a['scenes'], 'scene')}"
    for word in ("first", "last"):
        if a[word] and a[word]["chapter"]:
            yield f"{word.capitalize()} in {a[word]['chapter']}"
    if a["with"]:
        yield "Most with " + ", ".join(f"{x['name']} ({_count(x['scenes'], 'scene')})" for x in a["with"][:5])
    for b in a["bonds"]:
        yield _bond(b)


@ask.command()
@click.argument("one")
@click.argument("other")
@at_place
@as_json
@click.pass_obj
def between(file: str, one: str, other: str, at: str | None, as_json: bool) -> None:
    """What is between ONE and OTHER?"""
    a = answers.between(_so_far(file, at), one, other)
    _print(a, _between(a), as_json)


def _between(a: dict[str, Any]) -> Iterator[str]:
    yield " and ".join(a["of"])
    for b in a["bonds"]:
        yield _bond(b)
        yield from (f"    {_quoted(e)}" for e in b["evidence"])
        if b["warmth"]:
            yield "    warmth, scene by scene: " + ", ".join(f"{v:+.1f}" for _, v in b["warmth"])
    if not a["bonds"]:
        yield "No bond was found."
    yield f"Together in {_count(len(a['scenes_together']), 'scene')}; " + (
        ", ".join(f"{w} speaks to the other {_count(n, 'time')}" for w, n in a["turns"].items())
        or "neither speaks to the other"
    )
    for x in a["contradictions"]:
        yield from _contradiction(x)


most_news = click.option(
    "--most", type=click.IntRange(1), default=20, show_default=True, help="Show this many, the most salient."
)


@ask.command()
@click.argument("name")
@most_news
@at_place
@as_json
@click.pass_obj
def knows(file: str, name: str, most: int, at: str | None, as_json: bool) -> None:
    """What does NAME know?"""
    a = answers.knows(_so_far(file, at), name, most)
    _print(a, _knows(a), as_json)


def _knows(a: dict[str, Any]) -> Iterator[str]:
    learned = a["learned"]
    left = f" ({len(learned)} of {a['facts']} facts)" if len(learned) < a["facts"] else ""
    yield f"{a['name']} knows{left}:" if learned else f"{a['name']} has been told nothing about anybody."
    for x in learned:
        where = f", {x['learned_in']}" if x["learned_in"] else ""
        yield f"    {x['by']}: {_quoted_words(x)} ({x['how']} in {x['line']}{where})"
    if a["not_heard"]:
        yield f"{a['name']} has not heard:"
        yield from (f"    {x['by']}: {_quoted_words(x)}" for x in a["not_heard"])
    for x in a["in_the_dark"]:
        yield f"In the dark: has heard {x['holder']} say one side only, {_quoted(x)}"


def _quoted_words(x: dict[str, Any]) -> str:
    return f"“{x['words']}”"


@ask.command()
@click.option("--about", metavar="NAME", help="Only what is told of NAME.")
@most_news
@at_place
@as_json
@click.pass_obj
def news(file: str, about: str | None, most: int, at: str | None, as_json: bool) -> None:
    """Which facts are told of people, and who learned them where?"""
    a = answers.news(_so_far(file, at), about, most)
    _print(a, _news(a), as_json)


def _news(a: dict[str, Any]) -> Iterator[str]:
    chapter = None
    for n in a["news"]:
        if n["chapter"] and n["chapter"] != chapter:
            chapter = n["chapter"]
            yield chapter
        first, *others = n["learned"]
        yield f"  {n['by']} ({first['line']}): {_quoted_words(n)}"
        by_line: dict[tuple[str, str, str | None], list[str]] = {}
        for x in others:
            by_line.setdefault((x["line"], x["how"], x["chapter"]), []).append(x["name"])
        for (line, how, learned_in), who in by_line.items():
            later = "" if line == first["line"] else f" in {line}" + (f", {learned_in}" if learned_in else "")
            yield f"      {_plural(how, len(who))}{later}: {', '.join(who)}"
        if not others and first["how"] == "says":
            yield "      nobody hears it"
    if not a["news"]:
        yield "Nothing is told of " + (a["about"] or "anybody whom the text names") + "."
    elif len(a["news"]) < a["facts"]:
        yield f"The {len(a['news'])} most salient of {a['facts']}; --most {a['facts']} shows all."


def _plural(how: str, n: int) -> str:
    """What several do: "are told", "overhear"."""
    return {"is told": "are told", "overhears": "overhear", "reads": "read", "says": "say", "thinks": "think",
            "writes": "write"}[how] if n > 1 else how  # fmt: skip


@ask.command()
@at_place
@as_json
@click.pass_obj
def secrets(file: str, at: str | None, as_json: bool) -> None:
    """What is kept from whom?"""
    a = answers.secrets(_so_far(file, at))
    _print(a, _secrets(a), as_json)


def _secrets(a: dict[str, Any]) -> Iterator[str]:
    for s in a["secrets"]:
        known = f"known to {', '.join(s['known_by'])}" if s["known_by"] else "known to nobody else"
        yield f"{s['holder']} keeps from {', '.join(s['kept_from'])}: {s['about']} ({known})"
    for x in a["contradictions"]:
        yield from _contradiction(x)
    if not a["secrets"] and not a["contradictions"]:
        yield "No secrets were found: nobody says one thing here and another there."


@ask.command()
@click.option("--of", metavar="NAME", help="Only what NAME says.")
@click.option("--to", metavar="NAME", help="Only what is said to NAME.")
@click.option("--uncertain", is_flag=True, help="Only lines whose speaker is uncertain.")
@click.option("--scene", metavar="ID", help="Only the lines of a scene: s3.")
@at_place
@as_json
@click.pass_obj
def lines(
    file: str, of: str | None, to: str | None, uncertain: bool, scene: str | None, at: str | None, as_json: bool
) -> None:
    """Which lines are there? Each with its id, for `fabula correct`."""
    a = answers.lines(_so_far(file, at), of, to, uncertain, scene)
    _print(a, _lines(a), as_json)


def _lines(a: dict[str, Any]) -> Iterator[str]:
    for x in a["lines"]:
        to = f" → {', '.join(x['to'])}" if x["to"] else ""
        sure = f", {100 * x['confidence']:.0f} % sure" if x["uncertain"] and x["speaker"] else ""
        kind = "" if x["kind"] == "speech" else f" ({x['kind']})"
        yield f"{x['id']} [{x['scene']}] {x['speaker'] or '?'}{to}{kind}{sure}: {_short(x['words'])}"
    if not a["lines"]:
        yield "There are no such lines."


@ask.command()
@click.option("--with", "name", metavar="NAME", help="Only the scenes in which NAME is present.")
@click.option("--table", "form", flag_value="table", help="A table of scenes by characters.")
@click.option("--csv", "form", flag_value="csv", help="That table as CSV.")
@at_place
@as_json
@click.pass_obj
def scenes(file: str, name: str | None, form: str | None, at: str | None, as_json: bool) -> None:
    """Which scenes are there?"""
    if form is not None:
        if name is not None:
            raise click.UsageError("the table has everybody: --with goes without it")
        t = answers.table(_so_far(file, at))
        _print(t, _csv_table(t) if form == "csv" else _table(t), as_json)
        return
    a = answers.scenes(_so_far(file, at), name)
    _print(a, _scenes(a), as_json)


def _table(t: dict[str, Any]) -> Iterator[str]:
    """A row for each scene, a column for each of those who are in most: the number of lines, or a dot for presence."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    grid = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    people = t["people"][: max(1, (console.width - 34) // 8)]
    for head in ("scene", "place", *people):
        grid.add_column(head, overflow="fold", min_width=2, max_width=7 if head in people else 16)
    grid.add_column("what happens", overflow="fold", min_width=16)
    for s in t["scenes"]:
        there = [str(s["there"][w] or "·") if w in s["there"] else "" for w in people]
        grid.add_row(s["id"], Text(s["place"] or ""), *there, Text(s["happens"]))
    with console.capture() as shown:
        console.print(grid)
    yield shown.get().rstrip("\n")
    if len(people) < len(t["people"]):
        yield f"and {_count(len(t['people']) - len(people), 'more person', 'more people')}; --csv has everybody"


def _csv_table(t: dict[str, Any]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["scene", "chapter", "place", "happens", *t["people"]])
    for s in t["scenes"]:
        writer.writerow(
            [s["id"], s["chapter"], s["place"], s["happens"], *(s["there"].get(w, "") for w in t["people"])]
        )
    yield out.getvalue().rstrip("\n")


def _scenes(a: dict[str, Any]) -> Iterator[str]:
    for s in a["scenes"]:
        where = f" {s['place']}:" if s["place"] else ""
        chapter = f" [{s['chapter']}]" if s["chapter"] else ""
        yield f"{s['id']}{chapter}{where} {', '.join(s['present']) or 'nobody'}"
        if s["happens"]:
            yield f"    “{s['happens']}”"
        notes = [f"{m['name']} {m['what']}" for m in s["moves"]]
        notes += [f"{w} listens unseen" for w in s["listening"]] + [
            f"{w} is on the telephone" for w in s["on_the_line"]
        ]
        if notes:
            yield "    " + ", ".join(notes)
    if not a["scenes"]:
        yield f"{a['with']} is present in no scene."


@ask.command()
@click.argument("name")
@at_place
@as_json
@click.pass_obj
def feels(file: str, name: str, at: str | None, as_json: bool) -> None:
    """What does NAME feel?"""
    a = answers.feels(_so_far(file, at), name)
    _print(a, _feels(a), as_json)


def _feels(a: dict[str, Any]) -> Iterator[str]:
    yield a["name"]
    for s in a["arc"]:
        yield f"{s['scene']}: " + ", ".join(f"{e} {w:.1f}" for e, w in s["feelings"].items())
    for p in a["peaks"]:
        hidden = ", and hides it" if p["hidden"] else ""
        yield f"most {p['emotion']} ({p['manner']}{hidden}): {_quoted(p)}"
    if not a["peaks"]:
        yield "No feelings were found."


def _bond(b: dict[str, Any]) -> str:
    role = f" ({b['role']})" if b["role"] else ""
    return f"{b['kind']}: {b['a']} {'→' if b['directed'] else '–'} {b['b']}{role}, {100 * b['confidence']:.0f} % sure"


def _contradiction(x: dict[str, Any]) -> Iterator[str]:
    yield f"{x['holder']} contradicts themselves ({x['evidence']}, {100 * x['confidence']:.0f} % sure):"
    for side in ("a", "b"):
        yield f"    {_quoted(x[side])}" + ("  ← to be believed" if x["true_side"] == side else "")
    if x["in_the_dark"]:
        yield f"    in the dark: {', '.join(x['in_the_dark'])}"


def _short(text: str) -> str:
    return text if len(text) < 160 else text[:157] + "…"


def _quoted(x: dict[str, Any]) -> str:
    text = _short(x["text"])
    text = text if text[:1] in '“"‘«' else f"“{text}”"  # a sentence that is speech has its own marks
    return text + (f" [{x['chapter']}]" if x.get("chapter") else "")


def _count(n: int, word: str, words: str = "") -> str:
    return f"{n} {word if n == 1 else words or word + 's'}"
