"""Breaks commands at each system call that opens or changes something in the archive.

A point is STAGE:CALL:N:KIND. KIND is an error, with which strace has the N-th CALL fail once, or KILL,
with which the process dies as it makes it. Nothing else changes the disk, so dying before each of
these calls is dying after each of them, too.
"""
import collections
import json
import os
import queue
import re
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from torture_ground import LOCAL, UNTIL, Impossible, copy, files, records


# What verify may report after a break: what is not there yet, never damage.
OPEN = {"coverage_gap", "walk_incomplete"}


class Command(NamedTuple):
    """A command to be broken."""
    words: list[str]
    # Its exit code when nobody disturbs it.
    ends: int
    # What makes everything good again, in order: each with the exit codes that it may end with.
    mending: list[tuple[list[str], set[int]]]
    open: set[str] = OPEN
    # What verify is asked besides.
    asked: list[str] = []


PLAIN = ["fetch", "--until", UNTIL]
FULL = ["reconcile", "--full"]
FETCH = Command(PLAIN, 0, [(PLAIN, {0})])
# A fetch finishes the interrupted commit; what was not compared yet is left to another reconcile.
RECONCILE = Command(FULL, 1, [(PLAIN, {0}), (FULL, {0, 1}), (FULL, {0})])
# Damage that was there before, and no other, may be there until it is healed.
HEAL = ["repair", "--from", "COPY"]
REPAIR = Command(
    HEAL, 0, [(HEAL, {0})], OPEN | {"segment_missing", "checksum_mismatch", "gzip_corrupt"})
REDACTION = ["redact", "--person-id", "PERSON", "--reason", "asked", "--yes"]
# Once it is done, nothing is held of the person any more, which another run says.
REDACT = Command(REDACTION, 0, [(REDACTION, {0, 1})], set())
EXPIRY = ["expire", "--before", "2025-06-27", "--yes"]
EXPIRE = Command(EXPIRY, 0, [(EXPIRY, {0})], set())
# At no moment is there a checkpoint that the key has not signed.
SIGNING = [*PLAIN, "--signing-key", "KEY"]
SIGNED = Command(SIGNING, 0, [(SIGNING, {0})], asked=["--public-key", "KEY.pub"])
STAGES = {
    "first": FETCH, "second": FETCH, "finish": FETCH, "undo": FETCH, "signed": SIGNED,
    "reconcile": RECONCILE, "repair": REPAIR, "redact": REDACT, "expire": EXPIRE}
KINDS = ["EIO", "ENOSPC", "EINTR", "KILL"]
CALLS = [
    "openat", "write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "rename", "renameat",
    "renameat2", "link", "linkat", "unlink", "unlinkat", "ftruncate", "mkdir", "mkdirat", "fchmod",
    "fchmodat", "flock",
]
POINT = re.compile(f"({'|'.join(STAGES)}):({'|'.join(CALLS)}):([1-9][0-9]*):({'|'.join(KINDS)})")

# On a busy machine another thread may take over, and the call that was meant is not reached.
ATTEMPTS = 5

class Failure(Exception):
    """What did not hold."""


class Traced:
    """Runs a command under strace on one processor.

    strace counts the calls of each thread; with one processor the tasks of topo-archive share one
    thread, so its count is that of the run.
    """

    def __init__(self, ground, folder, processor):
        self.ground = ground
        self.archive = folder / "archive"
        self.log = folder / "trace"
        self.processor = processor

    def run(self, words, paths=(), inject=None):
        """`paths` are what is counted and broken, relative to the archive; all there is if empty."""
        command = ["taskset", "-c", str(self.processor), "strace", "-f", "-qq", "-y"]
        command += ["-o", str(self.log), "-e", "signal=none", "-e", "trace=" + ",".join(CALLS)]
        for path in paths:
            command += ["-P", os.path.normpath(self.archive / path)]
        if inject:
            command += ["-e", "inject=" + inject]
        command += self.ground.command(self.archive, *words)
        if words[0] not in LOCAL:
            command += ["--concurrency", "1"]
        return self.ground.run(command)

    def calls(self):
        """The calls of the last run on what is in the archive, each with its thread."""
        lines = self.log.read_text(errors="replace").splitlines()
        found = (re.match(r"(\d+) +(\w+)\(", line) for line in lines if str(self.archive) in line)
        return [(call[1], call[2]) for call in found if call]


class Stage:
    """A command, what it begins with, how often it makes each call there, what must come of it."""

    def __init__(self, name, before, traced, expected=None):
        self.name, self.before, self.command = name, before, STAGES[name]
        self._run(traced, [])
        prefix = str(traced.archive) + "/"
        paths = re.findall(r"<(/[^>]*)>", traced.log.read_text(errors="replace"))
        self.paths = [".", *{p.removeprefix(prefix) for p in paths if p.startswith(prefix)}]
        self.expected = expected or records(traced.archive)
        self.counts = self._run(traced, self.paths)

    def _run(self, traced, paths):
        """Runs the command undisturbed; counts its calls."""
        for _ in range(ATTEMPTS):
            copy(self.before, traced.archive)
            ended = traced.run(self.command.words, paths)
            if ended.returncode != self.command.ends:
                raise Impossible(f"{self.name}: ended with {ended.returncode}: {ended.stderr}")
            calls = traced.calls()
            if len({thread for thread, _ in calls}) == 1:
                return collections.Counter(call for _, call in calls)
        raise Impossible(f"{self.name}: several threads made the calls, which strace counts for each")

    def points(self):
        """Each call that the run makes, with each kind of fault."""
        return [
            (call, number, kind)
            for call in CALLS
            for number in range(1, self.counts[call] + 1)
            for kind in KINDS]


class Calls:
    """Breaks at points, side by side."""

    def __init__(self, ground):
        if not shutil.which("strace"):
            raise Impossible("there is no strace: run scripts/setup tests")
        refused = ground.run(["strace", "-o/dev/null", "true"])
        if refused.returncode != 0:
            raise Impossible(f"strace may trace nothing here: {refused.stderr.strip()}")
        self.ground = ground
        self.free = queue.SimpleQueue()
        processors = sorted(os.sched_getaffinity(0))
        self.workers = len(processors)
        for processor in processors:
            folder = ground.work / f"calls-{processor}"
            folder.mkdir()
            self.free.put(Traced(ground, folder, processor))
        self.broken = collections.Counter()
        self.failures = 0

    def stages(self, names):
        """The stages of these names, made ready."""
        traced = self.free.get()
        stages = {}
        if "first" in names:
            stages["first"] = Stage("first", None, traced)
        if {"second", "finish", "undo"} & set(names):
            second = stages["second"] = Stage("second", self.ground.after_first, traced)
        for name in ("finish", "undo"):
            if name in names:
                before = self._interrupted(name, second, traced)
                stages[name] = Stage(name, before, traced, second.expected)
        if "reconcile" in names:
            stages["reconcile"] = self._reconcile(traced)
        if "repair" in names:
            stages["repair"] = self._repair(traced)
        if "signed" in names:
            stages["signed"] = Stage("signed", self.ground.signed, traced)
        for name in ("redact", "expire"):
            if name in names:
                stages[name] = self._erasing(name, traced)
        self.free.put(traced)
        return {name: stages[name] for name in names}

    def _reconcile(self, traced):
        stage = Stage("reconcile", self.ground.unchanged, traced)
        copy(stage.before, traced.archive)
        dry = self.ground.command(traced.archive, *FULL, "--dry-run", "--json")
        found = json.loads(self.ground.run(dry, expect=1).stdout)
        if not all(found[kind] for kind in ("late", "changed", "vanished")):
            raise Impossible(f"reconcile has too little to find: {found}")
        return stage

    def _repair(self, traced):
        stage = Stage("repair", self.ground.damaged, traced)
        if stage.expected != records(self.ground.unchanged):
            raise Impossible("repair brought back other records")
        copy(stage.before, traced.archive)
        dry = self.ground.command(traced.archive, *HEAL, "--dry-run", "--json")
        ways = {healed["by"] for healed in json.loads(self.ground.run(dry, expect=0).stdout)["healed"]}
        if ways != {"same_file", "replacement"}:
            raise Impossible(f"repair heals by {ways} only")
        return stage

    def _erasing(self, name, traced):
        stage = Stage(name, self.ground.unchanged, traced)
        if stage.expected == records(stage.before):
            raise Impossible(f"{name} has nothing to erase")
        return stage

    def _interrupted(self, name, second, traced):
        """An archive with a commit whose files are in place, but whose lines are not in the index.

        The next run finishes it. If one of its files is lost, it undoes it.
        """
        copy(second.before, traced.archive)
        traced.run(
            second.command.words, second.paths, f"ftruncate:signal=SIGKILL:when={second.counts['ftruncate']}")
        before = self.ground.work / f"before-{name}"
        copy(traced.archive, before)
        named = re.findall(r'"path":"([^"]*)"', (before / "staging/commit").read_text())
        if name == "undo":
            (before / named[-1]).unlink()
        return before

    def run(self, stage, points):
        """Breaks a stage at each point (call, number, kind), and says what does not hold."""
        with ThreadPoolExecutor(self.workers) as pool:
            tried = pool.map(lambda point: self._tried(stage, *point), points)
            for (call, number, kind), failure in zip(points, tried):
                self.broken[call, kind] += 1
                if failure:
                    self.failures += 1
                    print(f"FAILED {stage.name}:{call}:{number}:{kind} {failure}")
                    print(f"  scripts/torture --point {stage.name}:{call}:{number}:{kind}", flush=True)

    def _tried(self, stage, call, number, kind):
        """What does not hold; None if all does."""
        traced = self.free.get()
        try:
            self._break(traced, stage, call, number, kind)
        except Failure as failure:
            copy(traced.archive, self.ground.work / f"failed-{stage.name}-{call}-{number}-{kind}")
            return str(failure).replace(str(traced.archive), "ARCHIVE").strip()
        finally:
            self.free.put(traced)

    def _break(self, traced, stage, call, number, kind):
        ended = self._broken(traced, stage, call, number, kind)
        if kind != "KILL":
            # An interrupted call is made again. Others are a reason to stop, or to go another way.
            good = stage.command.ends
            allowed = [good] if kind == "EINTR" else [good, 2]
            check(ended.returncode in allowed, f"it ended with {ended.returncode}: {ended.stderr}")
            if ended.returncode == good:
                check(records(traced.archive) == stage.expected, "it was content with other records")
            else:
                said = [line.startswith("topo-archive: ") for line in ended.stderr.splitlines()]
                check(sum(said) == 1 and said[-1], f"it did not say why in one line: {ended.stderr}")
        self._mended(traced.archive, stage)

    def _broken(self, traced, stage, call, number, kind):
        fault = "signal=SIGKILL" if kind == "KILL" else f"error={kind}"
        for _ in range(ATTEMPTS):
            copy(stage.before, traced.archive)
            ended = traced.run(stage.command.words, stage.paths, f"{call}:{fault}:when={number}")
            is_dead = ended.returncode == -signal.SIGKILL
            if is_dead if kind == "KILL" else "(INJECTED)" in traced.log.read_text(errors="replace"):
                return ended
        raise Failure("the call was not reached")

    def _mended(self, archive, stage):
        """Nothing looks damaged, and what is to make everything good does so."""
        asked = [word.replace("KEY", str(self.ground.key)) for word in stage.command.asked]
        ended, report = self.ground.verify(archive, *asked)
        if report is None:
            is_none = ended.returncode == 2 and not (archive / "checkpoint").exists()
            check(is_none, f"verify before: {ended.stderr}")
        else:
            kinds = {finding["kind"] for finding in report["findings"]} - stage.command.open
            check(not kinds, f"verify before: {kinds}")
        for words, allowed in stage.command.mending:
            ended = self.ground.run(self.ground.command(archive, *words))
            check(
                ended.returncode in allowed,
                f"the next {words[0]} ended with {ended.returncode}: {ended.stderr}")
        ended, _ = self.ground.verify(archive, *asked)
        check(ended.returncode == 0, f"verify: {ended.stdout}{ended.stderr}")
        check(records(archive) == stage.expected, "the records are others")
        check(not files(archive / "staging"), f"left in staging: {files(archive / 'staging')}")
        for path in [archive, *archive.rglob("*")]:
            mode = path.stat().st_mode & 0o777
            check(mode == (0o700 if path.is_dir() else 0o600), f"{path} has mode {mode:o}")


def check(holds, failure):
    if not holds:
        raise Failure(failure)
