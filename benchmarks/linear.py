"""Doubling a text must double the time within a third, for prose and for what is made to hurt.

python benchmarks/linear.py [TOKENS]
"""

import sys
import time

import fabula

SHAPES = {
    "dialogue": '"It is late, Tom," said Ida.\n\n"So it is," he said, and shut the door.\n\nIda laughed at him.\n\n',
    "one paragraph": '"It is late," said Ida. Tom laughed at her and shut the door again. ',
    "one paragraph, two speak": '"It is late," said Ida. "So it is," said Tom, and Ida laughed at him. ',
    "unclosed straight": '"Oh, it was late. ',
    "unclosed curly": "“Oh, it was late. ",
    "unclosed single": "‘Oh, it was late. ",
    "no dialogue": "Ida walked a mile in the rain and thought of nothing at all.\n\n",
    "many names": None,
}


def text_of(shape: str, size: int) -> str:
    """About ``size`` code points of a shape."""
    pattern = SHAPES[shape]
    if pattern is None:
        rows = (
            f"Ann{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} Brown{chr(97 + i // 676 % 26)} laughed.\n\n"
            for i in range(size // 28)
        )
        return "".join(rows)
    return pattern * (size // len(pattern))


def seconds(text: str) -> float:
    """How long a reading takes."""
    start = time.perf_counter()
    fabula.read_text(text)
    return time.perf_counter() - start


def main() -> None:
    """One line a shape: the ratio of the times of a text and of its double."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds("Ida sat.")
    for shape in SHAPES:
        one, two = seconds(text_of(shape, size)), seconds(text_of(shape, 2 * size))
        print(f"{shape:20} {one:6.2f} s {two:6.2f} s  ratio {two / one:.2f}{'' if two / one < 2.67 else '  TOO STEEP'}")


if __name__ == "__main__":
    main()
