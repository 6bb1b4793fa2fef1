"""Numpy has one thread while anybody computes, and its own number afterwards, however many threads compute."""

import threading
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from fabula.models.threads import one_thread

HUNG = 60


def blas() -> set[int]:
    assert np.ones(1) @ np.ones(1) == 1  # its library is loaded
    return {int(pool["num_threads"]) for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_threads_that_compute_find_one_thread_and_leave_what_was() -> None:
    before, seen, inside = blas(), [], []

    @one_thread
    def compute() -> None:
        inside.append(1)
        seen.append((blas(), len(inside)))
        inside.pop()

    def run(start: Callable[[], object]) -> None:
        start()
        for _ in range(30):
            compute()

    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=run, args=(lambda: barrier.wait(HUNG),)) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(HUNG)
    assert seen == [({1}, 1)] * 120 and blas() == before


def test_within_one_another_and_when_it_fails() -> None:
    @one_thread
    def inner() -> set[int]:
        return blas()

    @one_thread
    def outer() -> None:
        assert inner() == blas() == {1}
        raise KeyError("x")

    with threadpool_limits(limits=2, user_api="blas"):
        try:
            outer()
        except KeyError:
            assert blas() == {2}
