"""Threads: how many there are to use, and numpy on one of them while we compute.

Numpy's own threads wait for each other in a loop, and cost six times what they bring on the small matrices we have; the
windows of a text, read side by side, use the processors better.
"""

import os
import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits

_P = ParamSpec("_P")
_R = TypeVar("_R")


_COMPUTING = threading.RLock()


def one_thread(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Decorates a function: numpy's matrix products take one thread in it, and as many as before after it.

    Threads that call such functions follow one another. The limit is the process's: were two inside at once, the first
    to leave would lift it for the other, and the last would put back the limit of the first. Nothing is lost by it,
    since whoever is inside uses every processor.
    """

    @wraps(function)
    def limited(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with _COMPUTING, threadpool_limits(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited


def cores() -> int:
    """The processors we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
