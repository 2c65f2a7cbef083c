"""Changes single bytes of an archive, and sees that verify finds each change and names its file."""
import base64
import collections
import hashlib
import json
import os
import queue
import random
from concurrent.futures import ThreadPoolExecutor

from torture_ground import copy, files

CHANGES = ["flip", "delete", "insert", "duplicate"]


class Trial:
    """One change of one file; the same seed and number change the same bytes of the same archive."""

    def __init__(self, archive, seed, number):
        paths = files(archive)
        choice = random.Random(f"{seed} {number}")
        # Each file gets as many changes of each kind, and only the place is left to chance.
        self.path = paths[number % len(paths)]
        self.kind = "replaced" if ".r1." in self.path else self.path.split("/")[0]
        self.change = CHANGES[number // len(paths) % len(CHANGES)]
        before = (archive / self.path).read_bytes()
        at = choice.randrange(len(before) + (self.change == "insert"))
        byte = {
            "flip": lambda: bytes([before[at] ^ 1 << choice.randrange(8)]),
            "delete": lambda: b"",
            "insert": lambda: choice.randbytes(1) + before[at:at + 1],
            "duplicate": lambda: before[at:at + 1] * 2,
        }[self.change]()
        self.at = at
        self.content = before[:at] + byte + before[at + 1:]


def replace_a_segment(archive):
    """Gives a segment's file the name of one that took another's place, as the index then says."""
    index = archive / "index.ndjson"
    lines = index.read_bytes().splitlines()
    entry = next(
        entry for entry in map(json.loads, lines)
        if entry["kind"] == "segment" and entry["stream"] == "activities")
    path = entry["path"].replace(".ndjson.gz", ".r1.ndjson.gz")
    (archive / entry["path"]).rename(archive / path)
    line = {"kind": "replacement", "replaces": entry["path"], "path": path} | {
        name: entry[name] for name in ("size", "sha256", "content_size")}
    line |= {"reason": "torture", "at": "2025-06-28T00:00:00Z"}
    lines.append(json.dumps(line, separators=(",", ":")).encode())
    index.write_bytes(b"".join(line + b"\n" for line in lines))
    checkpoint = archive / "checkpoint"
    origin = checkpoint.read_text().splitlines()[0]
    root = base64.b64encode(merkle_root([hashed(b"\0" + line) for line in lines])).decode()
    checkpoint.write_text(f"{origin}\n{len(lines)}\n{root}\n")


def hashed(data):
    return hashlib.sha256(data).digest()


def merkle_root(leaves):
    """As RFC 9162, section 2.1.1, defines it."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashed(b"\1" + merkle_root(leaves[:split]) + merkle_root(leaves[split:]))


class Bytes:
    """As many trials as asked for, side by side."""

    def __init__(self, ground, archive):
        self.ground, self.archive = ground, archive
        self.workers = os.cpu_count() or 1
        self.copies = queue.SimpleQueue()
        for number in range(self.workers):
            target = ground.work / f"bytes-{number}"
            copy(archive, target)
            self.copies.put(target)
        self.found = collections.Counter()
        self.failures = 0

    def run(self, seed, trials):
        """Tries, and says what was not found or not named."""
        with ThreadPoolExecutor(self.workers) as pool:
            for trial, failure in pool.map(lambda number: self._tried(seed, number), range(trials)):
                if failure is None:
                    self.found[trial.kind, trial.change] += 1
                    continue
                self.failures += 1
                target = self.ground.work / f"failed-bytes-{self.failures}"
                copy(self.archive, target)
                (target / trial.path).write_bytes(trial.content)
                print(f"FAILED {trial.change} at byte {trial.at} of {trial.path}: {failure}")
                print(f"  topo-archive verify --archive {target}", flush=True)

    def _tried(self, seed, number):
        trial = Trial(self.archive, seed, number)
        target = self.copies.get()
        (target / trial.path).write_bytes(trial.content)
        try:
            return trial, self._missed(target, trial.path)
        finally:
            (target / trial.path).write_bytes((self.archive / trial.path).read_bytes())
            self.copies.put(target)

    def _missed(self, target, path):
        """What is wrong with the answer of verify; None if it is right."""
        ended, report = self.ground.verify(target)
        if ended.returncode == 2 and report is None:
            return None if path in ended.stderr else f"not named: {ended.stderr}"
        if ended.returncode != 1 or report is None or report["intact"]:
            return f"not found: it ended with {ended.returncode}"
        findings = report["findings"]
        if any(finding.get("path") == path for finding in findings):
            return None
        # An index and a checkpoint that do not fit, but could each be as it is, are named together.
        pair = [f["message"] for f in findings if f["kind"] == "checkpoint_mismatch"]
        return None if any(path in message for message in pair) else f"not named: {findings}"
