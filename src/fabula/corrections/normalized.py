"""A text without what an editor or a conversion changes unasked: line ends, kinds of quotation marks, emphasis."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from fabula.world import Paragraph, Span

_CHANGES = re.compile(r"\s+|[“”„‟«»″]+|[‘’‚‛′`]|[-‐-―]+|\.{2,}|…|[_*]+")


def _become(run: str) -> str:
    first = run[0]
    if first.isspace():
        return " "
    if first in "“”„‟«»″":
        return '"' * len(run)
    if first in "‘’‚‛′`":
        return "'"
    if first in "_*":
        return ""
    return "." if first in ".…" else "-"


def normalize(words: str) -> str:
    """Words as they are compared.

    >>> normalize("“So *late*,”\\nhe said — alone …")
    '"So late," he said - alone .'
    """
    return _CHANGES.sub(lambda m: _become(m.group()), words)


class NormalizedText:
    """A whole text normalized, paragraphs joined by line ends, with the way back.

    >>> n = NormalizedText("Ida  sat.\\n\\n“No.”", (Paragraph(0, 9), Paragraph(11, 16)))
    >>> n.text, n.back(n.text.index('"'), len(n.text))
    ('Ida sat.\\n"No."', (11, 16))
    """

    def __init__(self, text: str, paragraphs: Iterable[Paragraph]) -> None:
        out: list[str] = []
        at: list[int] = []
        to: list[int] = []

        def keep(a: int, b: int) -> None:
            out.append(text[a:b])
            at.extend(range(a, b))
            to.extend(range(a + 1, b + 1))

        end = 0
        for p in paragraphs:
            if p.start == p.end:
                continue
            if out:
                out.append("\n")
                at.append(end)
                to.append(end)
            done, end = p.start, p.end
            for m in _CHANGES.finditer(text, p.start, p.end):
                keep(done, m.start())
                new = _become(m.group())
                if new:
                    out.append(new)
                    at.extend(range(m.start(), m.start() + len(new)))
                    to.extend(range(m.start() + 1, m.start() + len(new)))
                    to.append(m.end())
                done = m.end()
            keep(done, p.end)
        self.text = "".join(out)
        self._at, self._to = [*at, len(text)], to

    def back(self, start: int, end: int) -> Span:
        """The code points of the text itself that a span of it stands for."""
        return self._at[start], self._to[end - 1] if end > start else self._at[start]

    def forth(self, position: int) -> int:
        """The position here of a code point of the text itself."""
        return bisect_left(self._at, position)
