"""Reads an archive's index against its checkpoint, as the driver does: all of it in memory."""

import read_archive
import spark_json
from spark_checkpoint import Checkpoint, is_signature
from spark_entries import UnsafePath, Unsupported, read_entry
from spark_findings import Findings
from spark_json import LAST, Malformed

MAXIMUM_LINE = 64 << 20
STREAMS = ("activities", "amendments", "quarantine")


class Index:
    """What the lines up to the checkpoint amount to, and what is wrong with them."""

    def __init__(self):
        self.findings = Findings()
        self.checkpoint = self.archive = self.organization = None
        self.is_whole, self.is_vouched_for, self.extends_kept = True, False, False
        self.interrupted_lines = 0
        self.segments, self.walks = {}, []  # segments by the path of their present file
        self.named, self.files_behind = set(), set()
        self.expired_days, self.expired_before = set(), None
        self.entries = 0

    def add(self, kind, message, line=None, path="index.ndjson"):
        self.findings.add(kind, message, path, line)

    def apply(self, line, number):
        try:
            entry = read_entry(line)
        except UnsafePath as error:
            return self.add("path_unsafe", f"the path {error} is none of a segment", number)
        except Unsupported as error:
            self.is_whole = False
            return self.add("index_unsupported", str(error), number)
        except Malformed as error:
            self.is_whole = False
            return self.add("index_malformed", str(error), number)
        self.entries += 1
        kind = entry["kind"]
        if kind == "archive":
            contradiction = None if self.entries == 1 else "a second entry of this kind"
            if contradiction is None:
                self.archive = entry["id"]
        else:
            contradiction = getattr(self, "apply_" + kind)(entry, number)
            if self.entries == 1:
                # What follows a first line that cannot be read is out of place only for that line.
                if number > 1:
                    return None
                contradiction = "the first entry does not say which archive this is"
        if contradiction:
            is_revision = kind in ("redaction", "replacement")
            self.is_whole &= is_revision
            finding = "redaction_unfounded" if is_revision else "index_malformed"
            self.add(finding, contradiction, number)
        elif kind == "walk" and entry["complete"] and entry["reported"] != entry["received"]:
            self.add("count_mismatch", "a complete walk received another number", number)
        elif kind == "segment":
            organization = entry.get("organization_id")
            if organization and self.organization and organization != self.organization:
                self.is_whole = False
                self.add("index_malformed", f"this is of workspace {organization}", number)
        return None

    def apply_segment(self, entry, _):
        if entry["path"] in self.named:
            return f"{entry['path']} was named before"
        self.named.add(entry["path"])
        self.organization = self.organization or entry.get("organization_id")
        self.segments[entry["path"]] = entry | {"redactions": {}, "redacted": 0}
        return None

    def apply_walk(self, entry, number):
        self.walks.append(entry | {"line": number})

    def apply_replacement(self, entry, _):
        if entry["replaces"] not in self.segments:
            return f"the archive does not hold {entry['replaces']} at this point"
        if entry["path"] in self.named:
            return f"{entry['path']} was named before"
        self.named.add(entry["path"])
        names = ("path", "place", "size", "sha256", "content_size")
        segment = self.segments.pop(entry["replaces"])
        self.segments[entry["path"]] = segment | {name: entry[name] for name in names}
        return None

    def apply_redaction(self, entry, number):
        contradiction = self.apply_replacement(entry, number)
        if contradiction is None:
            segment = self.segments[entry["path"]]
            redaction = entry["at"], entry["reason"]
            segment["redactions"] = dict(segment["redactions"])
            count = segment["redactions"].get(redaction, 0)
            segment["redactions"][redaction] = count + entry["redacted"]
            segment["redacted"] += entry["redacted"]
        return contradiction

    def apply_expiry(self, entry, _):
        day = entry["place"][1]
        if entry["path"] not in self.segments:
            return f"the archive does not hold {entry['path']} at this point"
        del self.segments[entry["path"]]
        if day:
            self.expired_days.add(day)
            end = spark_json.start_of(day) + spark_json.DAY
            self.expired_before = max(self.expired_before or end, end)
        return None

    def present(self):
        """The segments that the archive holds, by stream, day and part."""
        return sorted(
            self.segments.values(),
            key=lambda each: (
                STREAMS.index(each["stream"]), each["partition"] or "", each["place"][2]))


def read_index(place, kept=None):
    """Reads the index in a place against its checkpoint and one that was kept elsewhere."""
    index = Index()
    index.checkpoint = read_checkpoint(place, index)
    data, is_link = place.read("index.ndjson")
    if data is None:
        index.is_whole = False
        if is_link:
            index.add("path_unsafe", "a link, or no file, is in this place")
        else:
            index.add("checkpoint_mismatch", "it is missing")
    else:
        read_lines(index, data, place.read("staging/commit")[0], kept)
    if place.read("staging/commit")[1]:
        index.add("path_unsafe", "a link, or no file, is in this place", path="staging/commit")
    return index


def read_checkpoint(place, index):
    data, is_link = place.read("checkpoint")
    if data is None:
        kind = "path_unsafe" if is_link else "checkpoint_missing"
        index.add(kind, "there is no checkpoint", path="checkpoint")
        return None
    try:
        checkpoint = Checkpoint(data)
    except Malformed as error:
        line = getattr(error, "line", None)
        index.add("checkpoint_mismatch", f"no checkpoint: {error}", line, "checkpoint")
        return None
    for number, line in enumerate(checkpoint.signatures, 5):
        if not is_signature(line):
            index.add("signature_invalid", "this line is no signature", number, "checkpoint")
    return checkpoint


def next_line(data, start):
    """Where the line ends that starts there; None without an LF. Raises Malformed for one too long."""
    end = data.find(b"\n", start)
    if (len(data) if end < 0 else end) - start > MAXIMUM_LINE:
        raise Malformed("the line is too long to be an entry")
    return None if end < 0 else end


def read_lines(index, data, staged, kept):
    size = index.checkpoint.size if index.checkpoint else LAST
    leaves, start, kept_root = [], 0, None
    try:
        while len(leaves) < size and (end := next_line(data, start)) is not None:
            line = data[start:end]
            leaves.append(read_archive.leaf_hash(line))
            index.apply(line, len(leaves))
            start = end + 1
    except Malformed as error:
        index.is_whole = False
        return index.add("index_malformed", str(error), len(leaves) + 1)
    is_cut = index.checkpoint is not None and len(leaves) < size
    index.is_whole &= not is_cut
    compare(index, leaves)
    if kept:
        compare_kept(index, leaves, kept)
    # Of an index that was cut, half a line may be left, which follows nothing.
    return None if is_cut else read_tail(index, data, start, staged, len(leaves))


def merkle_root(leaves):
    """The root over any number of leaf hashes."""
    if not leaves:
        return read_archive.merkle_root([])
    while len(leaves) > 1:
        pairs = [
            read_archive.sha256(b"\x01" + leaves[at] + leaves[at + 1])
            for at in range(0, len(leaves) - 1, 2)]
        leaves = pairs + leaves[len(leaves) & ~1:]
    return leaves[0]


def compare(index, leaves):
    checkpoint = index.checkpoint
    if checkpoint is None:
        return
    root = merkle_root(leaves)
    if len(leaves) < checkpoint.size:
        index.add("checkpoint_mismatch", f"it ends after {len(leaves)} of {checkpoint.size} lines")
    elif root != checkpoint.root:
        index.add("checkpoint_mismatch", "the index has another root", path="checkpoint")
    if index.archive and index.archive != checkpoint.archive:
        index.add("checkpoint_mismatch", "it is of another archive", path="checkpoint")
    index.is_vouched_for = root == checkpoint.root and index.archive == checkpoint.archive


def compare_kept(index, leaves, kept):
    if index.archive and index.archive != kept.archive:
        return index.add("checkpoint_mismatch", "the kept checkpoint is of another archive")
    if kept.size > len(leaves):
        return index.add("checkpoint_rollback", f"the kept checkpoint is of {kept.size} lines")
    index.extends_kept = merkle_root(leaves[:kept.size]) == kept.root
    if not index.extends_kept:
        index.add("checkpoint_mismatch", "it does not extend the kept checkpoint")
    return None


def files_of(data, names=("path",)):
    """The segment files that index lines name."""
    found = set()
    for line in data.split(b"\n"):
        try:
            entry = read_entry(line)
        except (Malformed, Unsupported, UnsafePath):
            continue
        if entry["kind"] == "expiry":
            found |= {entry["path"]} if "replaces" in names else set()
        else:
            found |= {entry[name] for name in names if name in entry}
    return found


def read_tail(index, data, start, staged, lines):
    """What follows the checkpoint's lines must be what an interrupted commit was to append."""
    rest = data[start:]
    if index.checkpoint is None:
        # Without a checkpoint only a commit that never ended explains the lines: the first.
        is_first = staged is not None and lines == 1 and staged == data[:start] and index.archive
        if "checkpoint_missing" in index.findings.counts and is_first:
            index.findings = Findings()
            index.is_vouched_for, index.interrupted_lines = True, 1
        return
    try:
        at = start
        while (end := next_line(data, at)) is not None:
            lines, at = lines + 1, end + 1
    except Malformed as error:
        index.is_vouched_for = False
        return index.add("checkpoint_mismatch", str(error), lines + 1)
    is_explained = not rest or staged is not None and len(rest) <= len(staged) and all(
        found in (expected, 0) for found, expected in zip(rest, staged))
    if is_explained:
        index.interrupted_lines = staged.count(b"\n") if staged else 0
    else:
        # Which of the two is the right one, nobody can tell.
        index.is_vouched_for, index.files_behind = False, files_of(rest)
        index.add("checkpoint_mismatch", f"{len(rest)} bytes follow the checkpoint's lines")
    return None
