"""The archives that the page is tried on, and the servers of them."""
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from page_hostile_api import HostileAPI

KEY = "page-test-key"
RANGE = ("--since", "2024-06-01", "--until", "2025-05-01")


class Impossible(Exception):
    """Something that is no answer: a program is missing, or the archives cannot be made."""


class Ground:
    """What there is to look at.

    good: two calendar years with amendments, a gap, expired, redacted and unsettled days, signed.
    damaged: a copy of it with a flipped byte.
    hostile: texts that try to break a page, and a walk that did not reach its end.
    """

    def __init__(self, programs, work):
        self.programs = programs
        self.work = work
        self.good, self.damaged, self.hostile = (
            work / name for name in ("good", "damaged", "hostile"))
        self.public_key = work / "key.pub"
        self.running = []
        self.addresses = {}
        self.environment = {
            "PATH": f"{programs}:{os.environ.get('PATH', '/usr/bin:/bin')}", "HOME": str(work),
            "TOPO_API_KEY": KEY, "TOPO_SIMULATOR_KEY": KEY,
        }
        for program in ("topo-archive", "topo-simulator"):
            if not (programs / program).exists():
                raise Impossible(f"there is no {program} in {programs}: build it first")

    def make(self):
        self.make_good()
        self.make_damaged()
        self.make_hostile()
        for archive in (self.good, self.damaged, self.hostile):
            self.addresses[archive] = self.serve(archive, archive.name)

    def make_good(self):
        port = self.work / "simulator.port"
        self.start(
            "simulator", "topo-simulator", "--activities", "5000", "--days", "420", "--seed", "7",
            "--until", "2025-06-28", "--clock", "2025-06-28T06:00:00Z", "--port-file", port,
            "--unknown-types", "0.004", "--unknown-fields", "0.004", "--unplaceable", "2",
            "--categorise", "0.5")
        wait_for(lambda: port.exists() and port.read_text().strip(), "the simulator")
        url = f"http://127.0.0.1:{port.read_text().strip()}"
        key = self.work / "key"
        self.run("keygen", "--name", "example.com/outreach", "--output", key)
        self.environment["TOPO_ARCHIVE_SIGNING_KEY"] = str(key)
        # The gap comes last: whatever compares the archive with the API would fill it.
        self.run("fetch", "--archive", self.good, "--base-url", url, "--concurrency", "8",
                 "--since", "2024-05-04", "--until", "2025-02-03")
        self.run("reconcile", "--archive", self.good, "--full", "--concurrency", "8", good=(0, 1))
        self.run("fetch", "--archive", self.good, "--concurrency", "8",
                 "--since", "2025-02-06", "--until", "2025-06-28", good=(0, 1))
        self.redacted = self.records("--type", "message.replied", "--since", "2025-03-01")[0]
        # The index keeps the types of what is redacted.
        self.types = self.counts("type", *RANGE)
        self.run("redact", "--archive", self.good, "--yes", "--reason", "asked for, Art. 17",
                 "--person-id", self.redacted["payload"]["person_id"])
        self.run("expire", "--archive", self.good, "--before", "2024-05-11", "--yes")

    def make_damaged(self):
        shutil.copytree(self.good, self.damaged)
        segments = sorted((self.damaged / "activities").glob("*/*.gz"))
        self.victim = segments[len(segments) // 2]
        content = bytearray(self.victim.read_bytes())
        content[len(content) // 2] ^= 1
        self.victim.write_bytes(content)

    def make_hostile(self):
        api = HostileAPI()
        try:
            # Its counts are wrong on purpose, so that a walk is incomplete.
            self.run("fetch", "--archive", self.hostile, "--base-url", api.address,
                     "--since", "2025-03-10", "--until", "2025-03-14", good=(1,))
        finally:
            api.end()

    def run(self, *words, good=(0,)):
        """What a command prints."""
        command = [self.programs / "topo-archive", *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, timeout=600)
        if done.returncode not in good:
            raise Impossible(
                f"topo-archive {' '.join(map(str, words))} ended with {done.returncode}: "
                + done.stderr.decode(errors="replace"))
        return done.stdout

    def grep(self, *words, archive=None):
        """What grep prints, byte for byte; nothing where nothing matches."""
        return self.run("grep", "--archive", archive or self.good, *words, good=(0, 1))

    def records(self, *words, archive=None):
        return [json.loads(line) for line in
                self.grep("--format", "ndjson", *words, archive=archive).splitlines()]

    def counts(self, key, *words):
        """How often grep counts each value."""
        lines = self.grep("--count-by", key, "--format", "ndjson", *words).splitlines()
        rows = [json.loads(line) for line in lines]
        return {row[key.replace("-", "_")]: row["count"] for row in rows}

    def status(self, archive):
        return json.loads(self.run("status", "--archive", archive, "--json"))

    def serve(self, archive, name, *words):
        """The address of a server of an archive, once it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = self.start(
            name, "topo-archive", "serve", "--archive", archive, "--port", port, *words)
        address = f"http://127.0.0.1:{port}"
        log = self.work / f"{name}.log"

        def answers():
            if process.poll() is not None:
                raise Impossible(f"topo-archive serve has ended: {log.read_text()}")
            try:
                return urllib.request.urlopen(address, timeout=5).status == 200
            except (urllib.error.URLError, OSError):
                return False

        wait_for(answers, "topo-archive serve")
        return address

    def serve_with_token(self):
        """The address of a server that asks for a token, and the token."""
        token = secrets.token_hex(32)
        file = self.work / "token"
        file.touch(0o600)
        file.write_text(f"{token}\n")
        return self.serve(self.good, "locked", "--token-file", file), token

    def start(self, name, program, *words):
        with open(self.work / f"{name}.log", "wb") as log:
            process = subprocess.Popen(
                [self.programs / program, *map(str, words)], env=self.environment,
                stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.running.append(process)
        return process

    def end(self):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def line(self, archive, place):
        """A line of a segment, as zcat and sed print it."""
        command = re.fullmatch(r"zcat (\S+) \| sed -n (\d+)p", place)
        if not command:
            raise Impossible(f"not the command that was expected: {place}")
        unpacked = subprocess.run(
            ["gzip", "-dc", archive / command[1]], capture_output=True, check=True).stdout
        return unpacked.splitlines()[int(command[2]) - 1]


def wait_for(condition, what):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise Impossible(f"{what} does not answer")
