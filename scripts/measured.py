"""Runs commands and says what each took of this machine."""
import os
import statistics
import subprocess
import sys
import time


class Failed(Exception):
    """A command that did not do its work."""


class Measure:
    """One run: CPU seconds and wall seconds, and the peak of memory in MB, which is this process's own if
    that is higher, as a process that is started takes it over.

    `lines` is how many lines it printed. What it prints goes to the files `output` and `errors` of the
    folder `work`: a grep reads less if its output is /dev/null. Raises `Failed` unless it ends with 0 or 1.
    """

    def __init__(self, command, work):
        with open(f"{work}/output", "wb") as output, open(f"{work}/errors", "wb") as errors:
            start = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - start
        # The process is known to have ended, also to itself.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            with open(f"{work}/errors", errors="replace") as errors:
                raise Failed(f"{command[:4]} ended with {process.returncode}: {errors.read()}")
        with open(f"{work}/output", "rb") as output:
            self.lines = sum(piece.count(b"\n") for piece in iter(lambda: output.read(1 << 16), b""))
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)


class Series:
    """The runs of one command."""

    def __init__(self, runs=()):
        self.all = list(runs)

    def median(self, field):
        return statistics.median(getattr(each, field) for each in self.all)

    def peak(self):
        """The most memory that any of them took, in MB."""
        return max(each.memory for each in self.all)
