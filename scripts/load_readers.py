"""The readers of the load test: wrk, and what came of it."""
import json
import subprocess
import threading
import time
from pathlib import Path

from load_ground import Broken, Impossible

SCRIPT = Path(__file__).resolve().parent / "load.lua"
THREADS = 2
# A server that is busy is no error; one that does not answer is.
TIMEOUT = 30


def read(ground, paths, readers, seconds):
    """Lets `readers` ask for `paths` for some seconds; gives the outcome."""
    file = ground.work / "paths"
    file.write_text("".join(path + "\n" for path in paths))
    with Memory(ground) as memory:
        ended = subprocess.run(
            ["wrk", "--threads", str(THREADS), "--connections", str(readers),
             "--duration", f"{seconds}s", "--timeout", f"{TIMEOUT}s", "--script", str(SCRIPT),
             ground.url, "--", str(file)],
            capture_output=True, text=True, timeout=seconds + 120)
    if memory.has_gap():
        raise Broken(f"the server has ended: {ground.server_words()}")
    lines = [line for line in ended.stdout.splitlines() if line.startswith("{")]
    if ended.returncode != 0 or not lines:
        raise Impossible(f"wrk failed: {ended.stdout}{ended.stderr}")
    return Outcome(json.loads(lines[-1]), memory)


class Outcome:
    """What wrk counted, and the memory meanwhile."""

    def __init__(self, counted, memory):
        self.memory = memory
        self.requests, self.bytes = counted["requests"], counted["bytes"]
        self.seconds = counted["microseconds"] / 1e6
        self.p50, self.p99, self.longest = (counted[key] / 1e3 for key in ("p50", "p99", "longest"))
        self._counted = counted

    def statuses(self):
        return ", ".join(f"{count:,} of {status}" for status, count in self._sorted_statuses())

    def _sorted_statuses(self):
        return sorted(self._counted["statuses"].items())

    def errors(self):
        """What was no good answer, in words."""
        if not self.requests:
            yield "nothing was answered"
        for kind in ("connect", "read", "write", "timeout"):
            if self._counted["sockets"][kind]:
                yield f"{self._counted['sockets'][kind]:,} errors of sockets: {kind}"
        for status, count in self._sorted_statuses():
            if not status.startswith("2"):
                yield f"{count:,} answers were {status}"
        for sample in sorted(set(self._counted["samples"])):
            yield f"such as {sample}"


class Memory:
    """What the server takes, looked at each half second until the end."""

    def __init__(self, ground):
        self._ground = ground
        self._seen = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._is_over.set()
        self._thread.join()

    def _look(self):
        started = time.monotonic()
        while True:
            self._seen.append((time.monotonic() - started, self._ground.memory()))
            if self._is_over.wait(0.5):
                return

    def has_gap(self):
        """Whether the server had ended before the end."""
        return any(memory is None for _, memory in self._seen)

    def halves(self):
        """The most of the first half, and of the second, of what follows the warm-up, a fifth."""
        seen = [memory for _, memory in self._seen]
        rest = seen[len(seen) // 5:]
        middle = len(rest) // 2
        return max(rest[:middle] or rest), max(rest[middle:])

    def over_time(self):
        """A dozen of values at most."""
        step = -(-len(self._seen) // 12)
        return ", ".join(f"{memory / 1e6:,.0f} at {at:.0f} s" for at, memory in self._seen[::step])
