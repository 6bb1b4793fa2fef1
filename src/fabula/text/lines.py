"""The lines of a stretch of text."""


def lines_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Each line of [start, end) without the blanks at its edges, in code points; an empty one is (a, a).

    >>> lines_of(" Ida\\n\\nTom ", 0, 10)
    [(1, 4), (5, 5), (6, 9)]
    """
    out = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        a, b = at, stop
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        out.append((a, b))
        at = stop + 1
    return out
