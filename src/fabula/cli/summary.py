"""What a reader sees on the terminal after a reading."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fabula.exports.shares import UNCERTAIN, is_uncertain, shares
from fabula.world import Story

SHOWN = 15


def print_summary(story: Story, folder: Path | None, written: list[Path]) -> None:
    """The cast with each one's share of speech, the scenes, what is uncertain, where the files are."""
    console = Console(stderr=True, highlight=False, soft_wrap=False)
    spoken = shares(story)
    total = sum(spoken.words.values())
    title = story.source.title or story.source.name
    console.print(Text(title, style="bold"), Text(f"by {story.source.author}" if story.source.author else ""))
    people = sorted(story.characters, key=lambda c: (-spoken.words[c.id], -c.mentions, c.id))
    if people:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("who", no_wrap=True, overflow="ellipsis", max_width=24)
        table.add_column("also", overflow="ellipsis", no_wrap=True, max_width=max(10, min(34, console.width - 58)))
        table.add_column("", no_wrap=True)
        table.add_column("lines", justify="right", no_wrap=True)
        table.add_column("speech", justify="right", no_wrap=True)
        table.add_column("mentions", justify="right", no_wrap=True)
        for c in people[:SHOWN]:
            also = ", ".join(a for a in c.aliases if a != c.name)
            share = f"{100 * spoken.words[c.id] / total:.0f} %" if total else "–"
            table.add_row(Text(c.name), Text(also), c.pronouns or "–", str(spoken.turns[c.id]), share, str(c.mentions))
        console.print(table)
        if len(people) > SHOWN:
            console.print(f"and {len(people) - SHOWN} more")
    else:
        console.print("Nobody was found.")
    _counts(console, story)
    if story.corrections:
        applied = sum(c.applied for c in story.corrections)
        console.print(f"Corrections: {applied} of {len(story.corrections)} applied.")
    for s in story.set_aside:
        what = f"Missing: {s.title} ({s.text})" if s.kind == "missing" else f"Set aside: {s.title} ({s.kind})"
        console.print(Text(what))
    for note in story.notes:
        console.print(Text(note, style="yellow"))
    if folder is not None:
        console.print(Text(f"Written to {folder}: " + ", ".join(p.name for p in written)))


def _counts(console: Console, story: Story) -> None:
    kinds = {k: sum(q.kind == k for q in story.quotes) for k in ("speech", "thought", "written")}
    parts = [_count(kinds["speech"], "turn of speech", "turns of speech")]
    if kinds["thought"]:
        parts.append(_count(kinds["thought"], "thought", "thoughts"))
    if kinds["written"]:
        parts.append(_count(kinds["written"], "letter or message", "letters and messages"))
    if story.chapters:
        parts.append(_count(len(story.chapters), "chapter", "chapters"))
    parts.append(_count(len(story.scenes), "scene", "scenes"))
    console.print(", ".join(parts) + f"; told in the {story.narration.person} person.")
    if story.quotes:
        nobody = sum(q.speaker is None and is_uncertain(q) for q in story.quotes)
        unsure = sum(q.speaker is not None and is_uncertain(q) for q in story.quotes)
        guesses = f"{_count(unsure, 'line is a guess', 'lines are guesses')} (under {100 * UNCERTAIN:.0f} %)"
        console.print(f"{guesses}; {_count(nobody, 'line has', 'lines have')} no speaker.")


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
