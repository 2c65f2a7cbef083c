#!/usr/bin/env python3
"""Reads a topo-archive/1 and checks it, by schemas/FORMAT.md alone and with nothing but Python.

Usage: read_archive.py ARCHIVE
Prints one JSON object of what it counted; anything wrong is a line on stderr and exit code 1.
"""

import base64
import datetime
import hashlib
import json
import pathlib
import re
import sys
import uuid
import zlib

BLOCK, GROUP = 1024, 8 * 1024
MASK32, MASK64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
PATH = re.compile(
    r"(?:(activities|amendments)/created_date=(\d{4}-\d\d-\d\d)|(quarantine))"
    r"/part-(\d{5,9})(?:\.r([1-9]\d{0,8}))?\.ndjson\.gz")
TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))")
NAME = re.compile(r'[!#-\[\]-~]{1,64}')


class Damage(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Damage(message)


# Hashes


def sha256(data):
    return hashlib.sha256(data).digest()


def merkle_root(leaves):
    """The root over leaf hashes, as RFC 9162, section 2.1.1, defines it."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + merkle_root(leaves[:split]) + merkle_root(leaves[split:]))


def leaf_hash(line):
    return sha256(b"\x00" + line)


PRIME1, PRIME2, PRIME3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
PRIME4, PRIME5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5


def rotate(value, bits):
    return (value << bits | value >> (64 - bits)) & MASK64


def xxh64_of_16_bytes(data):
    """XXH64 with seed 0 of exactly sixteen bytes."""
    digest = (PRIME5 + 16) & MASK64
    for start in (0, 8):
        word = int.from_bytes(data[start:start + 8], "little")
        digest ^= rotate(word * PRIME2 & MASK64, 31) * PRIME1 & MASK64
        digest = (rotate(digest, 27) * PRIME1 + PRIME4) & MASK64
    return avalanche(digest)


def avalanche(digest):
    """The last step of XXH64."""
    digest = (digest ^ digest >> 33) * PRIME2 & MASK64
    digest = (digest ^ digest >> 29) * PRIME3 & MASK64
    return digest ^ digest >> 32


SALT = (0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D,
        0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31)


MAXIMUM_FILTER_LENGTH = 128  # in units of 32 bytes


def bloom_filter(length, digests):
    words = [0] * (8 * length)
    for digest in digests:
        block = (digest >> 32) * length >> 32
        for index, salt in enumerate(SALT):
            bit = ((digest & MASK32) * salt & MASK32) >> 27
            words[8 * block + index] |= 1 << bit
    return b"".join(word.to_bytes(4, "little") for word in words)


class GroupFilter:
    """The gzip member at `start` that says what is in a group of blocks; Damage if it is none."""

    FIXED, END = 30, b"\x03" + bytes(9)

    def __init__(self, data, start):
        head = bytes(data[start:start + self.FIXED])
        require(head[:10] == bytes.fromhex("1f8b08040000000000ff"), "not the fixed gzip fields")
        require(len(head) == self.FIXED and head[12:14] == b"TF" and head[16] == 1, "no filter")
        self.third = int.from_bytes(head[28:30], "little")
        self.size = self.FIXED + 3 * self.third + 14
        lengths = (self.size - 22).to_bytes(2, "little"), (self.size - 26).to_bytes(2, "little")
        require((head[10:12], head[14:16]) == lengths and self.third > 0, "a filter's lengths")
        require(head[17] <= 1 and 1 <= head[19] <= 8, "a filter's fields")
        self.is_always_read, self.seed, self.block_count = head[17] == 1, head[18], head[19]
        self.blocks_end = int.from_bytes(head[20:28], "little", signed=True)
        self.fingerprints = bytes(data[start + self.FIXED:start + self.size - 14])
        end = bytes(data[start + self.size - 14:start + self.size])
        require(end[4:] == self.END, "a filter's end")
        self.total_size = int.from_bytes(end[:4], "little")

    def may_contain(self, digest):
        mixed = avalanche(digest ^ self.seed)
        found = (mixed ^ mixed >> 32) & 0xFF
        for number in range(3):
            place = (rotate(mixed, 21 * number) & MASK32) * self.third >> 32
            found ^= self.fingerprints[number * self.third + place]
        return found == 0

    def holds(self, is_always_read, digests):
        """Whether it rules nothing out that is in the group."""
        return self.is_always_read or not is_always_read and all(map(self.may_contain, digests))


# Records


def object_of_distinct_keys(pairs):
    members = dict(pairs)
    require(len(members) == len(pairs), "an object has a key twice")
    return members


def parse(line):
    def refuse(word):
        raise Damage(f"{word} is no JSON")

    try:
        return json.loads(line.decode("utf-8"), object_pairs_hook=object_of_distinct_keys,
                          parse_constant=refuse)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Damage(f"no JSON: {error}") from error


def as_uuid(text):
    if not isinstance(text, str) or not re.fullmatch(
            r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        return None
    return uuid.UUID(text)


def nanoseconds(text):
    match = TIME.fullmatch(text) if isinstance(text, str) else None
    require(match, f"no time: {text!r}")
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    fraction, sign, zone_hours, zone_minutes = match.groups()[6:]
    moment = datetime.datetime(year, month, day, hour, minute, second)
    seconds = (moment - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1)
    if sign:
        offset = int(zone_hours) * 3600 + int(zone_minutes) * 60
        seconds -= offset if sign == "+" else -offset
    return seconds * 10**9 + int((fraction or "").ljust(9, "0"))


def utc_day(instant):
    return str((datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=instant // 10**9)).date())


def redaction_of(value, line, redactions):
    """When and why a record was redacted; None if it was not."""
    redacted = value.get("redacted")
    if not isinstance(redacted, dict) or not {"at", "reason", "leaf"} == redacted.keys():
        return None
    spelled = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    names = [["id", "created_at", "redacted"], ["received_at", "redacted"]]
    redaction = redacted["at"], redacted["reason"]
    founded = list(value) in names and spelled == line and redaction in redactions
    return redaction if founded and re.fullmatch("[0-9a-f]{64}", redacted["leaf"]) else None


class Record:
    """What placing, hashing and filtering need of a record."""

    def __init__(self, line, stream, redactions):
        self.line = line
        self.leaf = leaf_hash(line)
        self.digests = []
        self.always_read = stream == "quarantine"
        value = parse(line)
        require(isinstance(value, dict), "a record is no object")
        self.redaction = redaction_of(value, line, redactions)
        if self.redaction:
            self.leaf = bytes.fromhex(value["redacted"]["leaf"])
            value.setdefault("base64", "")
        if stream == "quarantine":
            self.instant = nanoseconds(value["received_at"])
            base64.b64decode(value["base64"], validate=True)
            return
        self.id = as_uuid(value.get("id"))
        require(self.id, "a record has no UUID id")
        self.instant = nanoseconds(value.get("created_at"))
        payload = value.get("payload")
        payload = payload if isinstance(payload, dict) else {}
        self.type = payload.get("type")
        self.organization = as_uuid(payload.get("organization_id"))
        self.digests = [xxh64_of_16_bytes(self.id.bytes)]
        for name in ("person_id", "sequence_id"):
            if payload.get(name) is not None:
                found = as_uuid(payload[name])
                self.always_read |= found is None
                self.digests += [xxh64_of_16_bytes(found.bytes)] if found else []


# Segments


def check_header(header, member_size, content, records):
    """Compares a block's header with the block."""
    count = len(records)
    require(header[:10] == bytes.fromhex("1f8b08040000000000ff"), "not the fixed gzip fields")
    length = 12 + int.from_bytes(header[10:12], "little")
    expected = b"TA" + (length - 16).to_bytes(2, "little")
    expected += bytes([1, int(any(record.always_read for record in records))])
    expected += count.to_bytes(2, "little")
    expected += member_size.to_bytes(8, "little") + len(content).to_bytes(8, "little")
    for edge in (min, max):
        instant = edge(record.instant for record in records)
        expected += instant.to_bytes(8, "little", signed=True)
    expected += merkle_root([record.leaf for record in records])
    units = (length - 86) // 32
    require(1 <= units <= MAXIMUM_FILTER_LENGTH, "the length of the filter")
    expected += units.to_bytes(2, "little")
    expected += bloom_filter(units, digests_of(records))
    require(header[12:] == expected, "the header differs from the block")


def digests_of(records):
    return [digest for record in records for digest in record.digests]


def check_filters(data, start, records, ends):
    """Compares the filters that follow the last block with the records."""
    first, blocks = start, GROUP // BLOCK
    if start == len(data):
        return
    for number in range(0, (len(records) + GROUP - 1) // GROUP):
        group = records[number * GROUP:(number + 1) * GROUP]
        ends_of_group = ends[number * blocks:(number + 1) * blocks]
        found = GroupFilter(data, start)
        start += found.size
        require(found.block_count == len(ends_of_group), "a filter has another number of blocks")
        require(found.blocks_end == ends_of_group[-1], "a filter's blocks end elsewhere")
        require(found.total_size == start - first, "the filters have another size")
        is_always_read = any(record.always_read for record in group)
        require(found.holds(is_always_read, digests_of(group)), "a filter rules out what is there")
    require(start == len(data), "something follows the last block and its filters")


def read_blocks(data, stream, redactions):
    """All records of a segment, block by block."""
    records, start, ends = [], 0, []
    while data[start + 12:start + 14] != b"TF" and start < len(data):
        require(len(records) % BLOCK == 0, "a short block is not the last one")
        length = 12 + int.from_bytes(data[start + 10:start + 12], "little")
        inflater = zlib.decompressobj(wbits=31)
        try:
            content = inflater.decompress(data[start:])
        except zlib.error as error:
            raise Damage(f"no gzip: {error}") from error
        require(inflater.eof, "a gzip member does not end")
        member_size = len(data) - start - len(inflater.unused_data)
        require(content.endswith(b"\n"), "a record does not end in LF")
        block = [Record(line, stream, redactions) for line in content[:-1].split(b"\n")]
        require(len(block) <= BLOCK, "a block is too long")
        check_header(data[start:start + length], member_size, content, block)
        records += block
        start += member_size
        ends.append(start)
    check_filters(data, start, records if stream != "quarantine" else [], ends)
    return records


def check_activities(entry, records):
    day = entry["partition"]
    require(all(utc_day(record.instant) == day for record in records), "wrong partition")
    keys = [(record.instant, record.id) for record in records]
    require(keys == sorted(keys), "out of order")
    require(len({record.id for record in records}) == len(records), "an id twice")
    require(nanoseconds(entry["created_at_min"]) == keys[0][0], "created_at_min")
    require(nanoseconds(entry["created_at_max"]) == keys[-1][0], "created_at_max")
    require(entry["id_min"] == str(min(record.id for record in records)), "id_min")
    require(entry["id_max"] == str(max(record.id for record in records)), "id_max")
    types = {}
    for record in records:
        name = record.type
        if isinstance(name, str) and NAME.fullmatch(name) and (name in types or len(types) < 256):
            types[name] = types.get(name, 0) + 1
    redacted = sum(record.redaction is not None for record in records)
    gone = {name: count - types.get(name, 0) for name, count in entry["types"].items()}
    require(list(entry["types"]) == sorted(entry["types"]) and types.keys() <= gone.keys(), "types")
    require(min(gone.values(), default=0) >= 0 and sum(gone.values()) <= redacted, "types")
    organization = next((record.organization for record in records if record.organization), None)
    if organization or not redacted:
        require(entry["organization_id"] == (str(organization) if organization else None),
                "organization_id")


def check_segment(archive, entry):
    path = entry["path"]
    match = PATH.fullmatch(path)
    require(match and (match[1] or match[3]) == entry["stream"], f"not a segment's path: {path!r}")
    require(match[2] == entry.get("partition"), "partition")
    data = (archive / path).read_bytes()
    require(len(data) == entry["size"], "size")
    require(sha256(data).hex() == entry["sha256"], "sha256")
    redactions = entry.get("redactions", {})
    records = read_blocks(data, entry["stream"], redactions)
    for redaction, count in redactions.items():
        found = sum(record.redaction == redaction for record in records)
        require(found == count, f"redactions: {found} for {count}")
    require(len(records) == entry["count"], "count")
    require(sum(len(record.line) + 1 for record in records) == entry["content_size"],
            "content_size")
    require(merkle_root([record.leaf for record in records]).hex() == entry["content_root"],
            "content_root")
    if entry["stream"] != "quarantine":
        check_activities(entry, records)
    return records


# Index


def read_index(archive):
    """The entries that the checkpoint commits to."""
    checkpoint = (archive / "checkpoint").read_bytes()
    match = re.match(rb"topo-archive/([0-9a-f-]{36})\n([1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n", checkpoint)
    require(match, "the checkpoint is malformed")
    size = int(match[2])
    lines = (archive / "index.ndjson").read_bytes().split(b"\n")[:size]
    require(len(lines) == size, "the index is shorter than its checkpoint")
    root = merkle_root([leaf_hash(line) for line in lines])
    require(base64.b64encode(root) == match[3], "the index has another root than its checkpoint")
    entries = [parse(line) for line in lines]
    require(entries[0]["kind"] == "archive" and entries[0]["format"] == 1, "not format 1")
    require(entries[0]["id"] == match[1].decode(), "the checkpoint is of another archive")
    return entries


def live_segments(entries):
    """The entries of the segments that are there now, as redactions and the like left them."""
    live = {}
    for entry in entries:
        if entry["kind"] == "segment":
            require(entry["path"] not in live, "a segment twice")
            live[entry["path"]] = entry
        elif entry["kind"] == "expiry":
            del live[entry["path"]]
        elif entry["kind"] in ("redaction", "replacement"):
            changed = {name: entry[name] for name in ("path", "size", "sha256", "content_size")}
            live[entry["path"]] = live.pop(entry["replaces"]) | changed
            if entry["kind"] == "redaction":
                redaction = entry["at"], entry["reason"]
                counts = dict(live[entry["path"]].get("redactions", {}))
                counts[redaction] = counts.get(redaction, 0) + entry["redacted"]
                live[entry["path"]]["redactions"] = counts
    return live


# Snapshots


def folder_of(path):
    """The archive's folder, which lies in the payload of a bag."""
    is_bag = (path / "bagit.txt").is_file() and not (path / "index.ndjson").exists()
    return path / "data" if is_bag else path


def snapshot_days(archive, entries):
    """The days that a snapshot holds, as a pair of dates; None of a whole archive."""
    file = archive / "snapshot.json"
    if not file.exists():
        return None
    data = file.read_bytes()
    require(len(data) <= 4096 and data.endswith(b"\n"), "snapshot.json is malformed")
    snapshot = parse(data[:-1])
    require(snapshot["format"] == 1, "not format 1")
    require(snapshot["archive_id"] == entries[0]["id"], "the snapshot is of another archive")
    checkpoint = (archive / "checkpoint").read_text().split("\n")
    require([str(snapshot["checkpoint"]["size"]), snapshot["checkpoint"]["root"]] == checkpoint[1:3],
            "the snapshot is of another checkpoint")
    bounds = [snapshot["from"], snapshot["until"]]
    require(all(time.endswith("T00:00:00Z") for time in bounds), "not midnights")
    require(bounds[0] < bounds[1], "no days")
    return [time[:10] for time in bounds]


def is_held(days, archive, entry):
    """Whether a segment must be there: of a snapshot, those of its days and those that are."""
    if days is None or (archive / entry["path"]).exists():
        return True
    return "partition" in entry and days[0] <= entry["partition"] < days[1]


def main(path):
    archive = folder_of(path)
    entries = read_index(archive)
    days = snapshot_days(archive, entries)
    named = live_segments(entries)
    live = {path: entry for path, entry in named.items() if is_held(days, archive, entry)}
    counts = {"entries": len(entries), "segments": len(live)}
    counts |= {"activities": 0, "amendments": 0, "quarantine": 0}
    ids, damages = {}, []
    for path, entry in live.items():
        try:
            records = check_segment(archive, entry)
        except (Damage, KeyError, OSError) as error:
            damages.append(f"{path}: {error}")
            continue
        counts[entry["stream"]] += len(records)
        if entry["stream"] == "activities":
            seen = ids.setdefault(entry["partition"], set())
            if seen & {record.id for record in records}:
                damages.append(f"{path}: an id twice in a partition")
            seen |= {record.id for record in records}
    for folder in ("activities", "amendments", "quarantine"):
        for file in sorted((archive / folder).rglob("*")):
            if file.is_file() and str(file.relative_to(archive)) not in live:
                damages.append(f"{file.relative_to(archive)}: not in the index")
    print(json.dumps(counts))
    return damages


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: read_archive.py ARCHIVE")
    try:
        found = main(pathlib.Path(sys.argv[1]))
    except (Damage, KeyError, OSError) as error:
        found = [str(error)]
    for line in found:
        print(line, file=sys.stderr)
    sys.exit(1 if found else 0)
