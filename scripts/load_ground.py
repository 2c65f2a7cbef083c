"""What the load test stands on: an archive, the server of it, and a fetch that goes on."""
import contextlib
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from typing import NamedTuple

KEY = "load"
DAYS = 120
HALF = "2026-01-01T00:00:00Z"
UNTIL = "2026-03-02T00:00:00Z"
# So many requests the second half takes, one after the other, each with this delay: over the time of
# the readers, on any machine.
LATENCY = "60ms"


class Impossible(Exception):
    """Why nothing can be tried."""


class Broken(Exception):
    """What did not hold, so that nothing else can be tried."""


class Held(NamedTuple):
    """What is in the archive."""
    activities: int
    entries: int


class Ground:
    """The programs in `programs`, half of a workspace in `archive`, and `url`, where it is served."""

    def __init__(self, programs, work, activities):
        self._archiver, self._simulator = (
            str(programs / name) for name in ("topo-archive", "topo-simulator"))
        self.work = work
        self.archive = str(work / "archive")
        self.workspace = [
            "--activities", str(activities), "--days", str(DAYS), "--seed", "1", "--until", UNTIL]
        self._environment = {"PATH": os.environ["PATH"], "TOPO_API_KEY": KEY, "TOPO_SIMULATOR_KEY": KEY}
        for name in ("LD_LIBRARY_PATH", "TMPDIR"):
            if name in os.environ:
                self._environment[name] = os.environ[name]
        # No proxy reaches this machine's own port.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            with self._simulating(0) as port:
                self._port = port
                ended = self.run(*self._fetch(), "--until", HALF)
                if ended.returncode != 0:
                    raise Impossible(f"the first fetch failed: {ended.stderr}")
            stack.enter_context(self._serving())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def _fetch(self):
        return "fetch", "--archive", self.archive, "--base-url", f"http://127.0.0.1:{self._port}"

    def run(self, *arguments):
        """Runs topo-archive to its end; its words are `stdout` and `stderr`."""
        return subprocess.run(
            [self._archiver, *arguments], env=self._environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=600)

    def records(self, *arguments):
        """What grep prints, parsed."""
        ended = self.run("grep", "--archive", self.archive, "--format", "ndjson", *arguments)
        return [json.loads(line) for line in ended.stdout.splitlines()]

    def held(self):
        """What `status` says is in the archive."""
        status = json.loads(self.run("status", "--archive", self.archive, "--json").stdout)
        return Held(status["activities"], status["checkpoint"]["size"])

    def get(self, path):
        """The body of an answer that is good."""
        with self._opener.open(self.url + path, timeout=60) as answer:
            return answer.read()

    def shown(self):
        """How many activities are served, once the server has had time to see the last commit."""
        time.sleep(2)
        return json.loads(self.get("/v1/activities?size=1"))["total_count"]

    def memory(self):
        """What the server takes of this machine's memory, in bytes; None once it has ended."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self._server.pid)], capture_output=True, text=True)
        return int(shown.stdout) * 1024 if self._server.poll() is None else None

    def server_words(self):
        """What the server has said."""
        return (self.work / "server.log").read_text()

    @contextlib.contextmanager
    def fetching(self):
        """A fetch of the rest, which is interrupted at the end."""
        with self._simulating(self._port, "--latency", LATENCY):
            process = self._start([self._archiver, *self._fetch(), "--concurrency", "1"], "fetch")
            try:
                yield Fetch(process)
            finally:
                end(process)

    @contextlib.contextmanager
    def _simulating(self, port, *options):
        file = self.work / "port"
        file.unlink(missing_ok=True)
        process = self._start(
            [self._simulator, *self.workspace, "--port", str(port), "--port-file", str(file), *options],
            "simulator")
        try:
            yield int(self._awaited(process, file, r"(\d+)\s*$"))
        finally:
            end(process)

    @contextlib.contextmanager
    def _serving(self):
        self._server = self._start(
            [self._archiver, "serve", "--archive", self.archive, "--port", "0"], "server")
        try:
            self.url = self._awaited(
                self._server, self.work / "server.log", r"served at (http://[^/\s]+)/")
            yield
        finally:
            end(self._server)

    def _start(self, command, name):
        with open(self.work / f"{name}.log", "w") as log:
            return subprocess.Popen(
                command, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _awaited(self, process, file, pattern):
        """What a program writes once it can be asked."""
        deadline = time.monotonic() + 60
        while True:
            found = re.search(pattern, file.read_text()) if file.exists() else None
            if found:
                return found[1]
            if process.poll() is not None or time.monotonic() > deadline:
                logs = "".join(log.read_text() for log in self.work.glob("*.log"))
                raise Impossible(f"{process.args[0]} did not start: {logs}")
            time.sleep(0.02)


class Fetch:
    def __init__(self, process):
        self._process = process

    def is_running(self):
        return self._process.poll() is None


def end(process):
    """Ends a program as Ctrl-C does, and waits for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
