"""The script in ebook2audiobook's markup (SML): text in which a voice is switched on and off again.

``[voice:FILE]...[/voice]`` gives words another voice than the book's, ``[pause]`` is a pause; as its README has them.
"""

import re
from collections.abc import Mapping

from fabula.exports.script.voices import by_paragraph, voice_of
from fabula.world import Story

_TAG = re.compile(r"\[(\s*/?\s*(?:break|pause|voice|heading)\b[^\]]*)\]")


def as_sml(story: Story, voices: Mapping[str, str] | None = None) -> str:
    """The script as plain text, a paragraph a line with an empty line after it.

    ``voices`` maps ids or names of characters, and "narrator", to files of voices; who is not in it keeps the voice of
    the book. Without a map everybody who speaks has ``voices/ID.wav``. A bracket in the prose that would be a tag
    becomes a round one.

    >>> from fabula import read_text
    >>> as_sml(read_text('"It is late," said Ida.'), {"Ida": "ida.wav"})
    '[voice:ida.wav]"It is late,"[/voice] said Ida.\\n'
    """
    out = []
    for p, voiced in by_paragraph(story):
        if p.kind == "break":
            out.append("[pause]")
            continue
        line = ""
        for who, words in voiced:
            inside = " ".join(_TAG.sub(r"(\1)", words).split())
            before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
            voice = f"voices/{who}.wav" if voices is None and who is not None else voice_of(story, who, voices or {})
            line += " " * bool(before) + (f"[voice:{voice}]{inside}[/voice]" if voice else inside) + " " * bool(after)
        out.append(line.strip())
    return "\n\n".join(x for x in out if x) + "\n"
