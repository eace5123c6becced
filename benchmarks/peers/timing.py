"""How long a runner's generations are measured, within a limit of time."""

import signal
import statistics
import time


class TimeUp(BaseException):
    """The limit is reached. Not an Exception, so that no compiler takes it for a failure of its own."""


class alarm:
    """Raises TimeUp in the main thread after some seconds."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        def ring(*_):
            raise TimeUp

        self.former = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, max(self.seconds, 0.01))

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self.former)


def samples(runner, repetitions, generations, deadline):
    """At least the given number of generations unless the deadline comes first; each block begins a fresh search."""
    times = []
    size = runner.fixed or generations
    while len(times) < repetitions and (not times or time.monotonic() < deadline):
        taken = runner.block(size)
        times += taken
        # A block of a second at most, so that the deadline is seen.
        if not runner.fixed:
            size = max(1, min(generations, int(1000 / max(statistics.median(taken), 1e-3))))
    return times
