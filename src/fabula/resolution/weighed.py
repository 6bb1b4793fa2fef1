"""What the second reading says, weighed with what the words of the text say by rule."""

import math
from typing import NamedTuple


class Weighed(NamedTuple):
    """``least``: the log odds of the second reading from which something is so; ``rule``: what it adds to them that the
    rule says so, too.
    """

    least: float
    rule: float

    def probability(self, read: float, ruled: bool) -> float:
        """The probability of both together.

        >>> Weighed(0.0, 1.0).probability(0.5, False), round(Weighed(0.0, 1.0).probability(0.5, True), 2)
        (0.5, 0.73)
        """
        read = min(max(read, 0.001), 0.999)
        z = math.log(read / (1 - read)) + self.rule * ruled - self.least
        return 1 / (1 + math.exp(-z))
