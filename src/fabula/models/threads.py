"""Threads: how many there are to use, and numpy on one of them while we compute.

Numpy's own threads wait for each other in a loop, and cost six times what they bring on the small matrices we have; the
windows of a text, read side by side, use the processors better.
"""

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits

_P = ParamSpec("_P")
_R = TypeVar("_R")


def one_thread(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Decorates a function: numpy's matrix products take one thread in it, and as many as before after it."""

    @wraps(function)
    def limited(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with threadpool_limits(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited


def cores() -> int:
    """The processors we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
