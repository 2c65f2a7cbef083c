"""What the tortures stand on: the programs, a simulated API that stands still, and archives of it."""
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "Tests/Interoperability"))

from recompress import recompress

KEY = "torture"
FIRST_UNTIL = "2025-06-27T12:00:00Z"
UNTIL = "2025-06-28T00:00:00Z"
# The clock stands an hour behind the end, so that no day becomes settled while a sweep runs.
WORKSPACE = [
    "--activities", "60", "--days", "3", "--seed", "11", "--unplaceable", "5",
    "--until", UNTIL, "--clock", "2025-06-28T01:00:00Z",
]
# What needs no API.
LOCAL = {"redact", "expire"}
DRIFT_REQUESTS = 14
DRIFT = [
    "--late", "0.4", "--deleted", "0.4", "--categorise", "1",
    "--drift-requests", str(DRIFT_REQUESTS),
]


class Impossible(Exception):
    """Why nothing can be tried."""


class Ground:
    """The programs in `programs`, and a folder with archives of the time before the API changed.

    `after_first` is of a first fetch, which did not get to the end; `unchanged` is whole. `damaged` has
    lost a partition and quarantine, and one of its files, which is changed, had gzip bytes that nobody
    has any more. `signed` is `after_first` with a checkpoint signed by the key in `key`.
    """

    def __init__(self, programs, work):
        self.archiver = str(programs / "topo-archive")
        self.work = work
        self._program = str(programs / "topo-simulator")
        self._simulator = None
        self.environment = {"PATH": os.environ["PATH"], "TOPO_API_KEY": KEY}
        for name in ("LD_LIBRARY_PATH", "TMPDIR"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def __enter__(self):
        """Fetches half of a workspace and all of it, then serves it changed here and there."""
        try:
            self._prepare()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_):
        self._end()

    def _prepare(self):
        self._serve(["--port", "0"])
        self.after_first = self.work / "after-first"
        self.unchanged = self.work / "unchanged"
        self.run(self.fetch(self.after_first, until=FIRST_UNTIL), expect=0)
        self.run(self.fetch(self.unchanged), expect=0)
        self._damage()
        self._sign()
        self._end()
        self._serve(["--port", self.url.rsplit(":", 1)[1], *DRIFT])
        request = urllib.request.Request(
            self.url + "/v1/activities?size=1", headers={"Authorization": f"Bearer {KEY}"})
        # No proxy reaches this machine's own port.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(DRIFT_REQUESTS):
            opener.open(request, timeout=30).close()

    def _damage(self):
        self.damaged = self.work / "damaged"
        copy(self.unchanged, self.damaged)
        first, second = sorted((self.damaged / "activities").iterdir())[:2]
        changed = first / "part-00000.ndjson.gz"
        recompress(self.damaged, str(changed.relative_to(self.damaged)))
        data = bytearray(changed.read_bytes())
        first_block_end = int.from_bytes(data[20:28], "little")
        data[first_block_end - 20] ^= 1
        changed.write_bytes(data)
        shutil.rmtree(second)
        shutil.rmtree(self.damaged / "quarantine")

    def _sign(self):
        self.key = self.work / "key"
        self.signed = self.work / "signed"
        copy(self.after_first, self.signed)
        self.run(
            [self.archiver, "keygen", "--name", "torture", "--output", str(self.key)], expect=0)
        self.run(
            self.command(self.signed, "fetch", "--until", FIRST_UNTIL, "--signing-key", "KEY"), expect=0)

    def _person(self):
        """Somebody of whom `unchanged` holds something."""
        first = sorted((self.unchanged / "activities").rglob("*.gz"))[0]
        return json.loads(gzip.decompress(first.read_bytes()).splitlines()[0])["payload"]["person_id"]

    def command(self, archive, verb, *options):
        """A command that asks the API, or takes from `unchanged`, which is COPY. KEY is the file with a
        signing key, PERSON somebody whose activities are held."""
        command = [self.archiver, verb, "--archive", str(archive)]
        if verb not in LOCAL and "COPY" not in options:
            command += ["--base-url", self.url]
        words = {
            "COPY": lambda: str(self.unchanged), "KEY": lambda: str(self.key), "PERSON": self._person}
        return command + [words[word]() if word in words else word for word in options]

    def fetch(self, archive, until=UNTIL):
        return self.command(archive, "fetch", "--until", until)

    def run(self, command, expect=None):
        """Runs a command to its end; its words are `stdout` and `stderr`."""
        ended = subprocess.run(
            command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, errors="replace", timeout=300)
        if expect is not None and ended.returncode != expect:
            raise Impossible(f"{command} ended with {ended.returncode}: {ended.stderr}")
        return ended

    def verify(self, archive, *options):
        """Runs `verify --json`; gives the run, and its report if there is one."""
        ended = self.run([self.archiver, "verify", "--json", "--archive", str(archive), *options])
        return ended, json.loads(ended.stdout) if ended.stdout else None

    def _serve(self, options):
        port_file = self.work / "port"
        self._simulator = subprocess.Popen(
            [self._program, *WORKSPACE, "--port-file", str(port_file), *options],
            env={**self.environment, "TOPO_SIMULATOR_KEY": KEY}, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not port_file.exists():
            if self._simulator.poll() is not None or time.monotonic() > deadline:
                raise Impossible("the simulator did not start")
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{port_file.read_text().strip()}"

    def _end(self):
        if self._simulator:
            self._simulator.terminate()
            self._simulator.wait()


def files(archive):
    """The paths of all files below a folder, relative to it, in order."""
    return sorted(
        str(path.relative_to(archive)) for path in Path(archive).rglob("*") if not path.is_dir())


def copy(source, target):
    """Makes `target` a copy of an archive; no archive at all if `source` is None."""
    shutil.rmtree(target, ignore_errors=True)
    if source is not None:
        shutil.copytree(source, target, symlinks=True)


def records(archive):
    """The sorted records of each partition, and of quarantine without the time at which they came, nor
    of redacted ones the time at which they went.

    Windows of one run are committed in any order, so parts may be numbered otherwise.
    """
    held = {}
    for path in files(archive):
        if not path.endswith(".gz"):
            continue
        lines = gzip.decompress((Path(archive) / path).read_bytes()).splitlines(keepends=True)
        if path.startswith("quarantine/"):
            items = map(json.loads, lines)
            lines = [f"{item['reason']} {item['base64']}".encode() for item in items]
        lines = [re.sub(rb'("redacted":.*"at":")[^"]*', rb"\1", line) for line in lines]
        held.setdefault(path.rsplit("/", 1)[0], []).extend(lines)
    return {folder: sorted(lines) for folder, lines in held.items()}
