"""Checks one segment, as an executor does: its file, blocks and records against the index."""

import base64
import hashlib
import json

import read_archive
import spark_blocks
import spark_json
import spark_schema
from spark_findings import Findings
from spark_json import Malformed, Members

MAXIMUM_RECORDS = 1_048_576
MAXIMUM_TYPES = 256
REASONS = frozenset((
    "malformed_json", "invalid_utf8", "unpaired_surrogate", "duplicate_key", "too_deep", "too_long",
    "not_an_object", "no_id", "no_created_at"))


class Outcome:
    """What the pass over a segment has found."""

    def __init__(self, path):
        self.path = path
        self.findings, self.unrecognised = Findings(), {}
        # Ids, or items of quarantine, that the segment has twice.
        self.duplicates = Findings()
        self.records = 0
        self.is_whole = False
        # Of a day with other segments: the id of each record, its line and a hash of its value.
        self.forms = []


class Summary:
    """What a segment's records amount to."""

    def __init__(self):
        self.leaves, self.content_size = [], 0
        self.organization, self.has_other_organization = None, False
        self.least_id = self.greatest_id = self.first = self.last = None
        self.types = {}
        # Of the group of blocks that is being read.
        self.group_digests, self.is_group_always_read = [], False
        self.begin_block()

    def begin_block(self):
        self.start, self.size = len(self.leaves), 0
        self.instants, self.digests, self.is_always_read = [], [], False

    def add(self, leaf, length, instant):
        self.leaves.append(leaf)
        self.content_size += length + 1
        self.size += length + 1
        self.instants.append(instant)

    def add_key(self, identifier, instant):
        self.add_value(identifier)
        self.least_id = min(self.least_id or identifier, identifier)
        self.greatest_id = max(self.greatest_id or identifier, identifier)
        self.first = instant if self.first is None else min(self.first, instant)
        self.last = instant if self.last is None else max(self.last, instant)

    def add_value(self, identifier):
        """Adds a UUID to the filter of the block, and None, which no filter holds."""
        if identifier is None:
            self.is_always_read = self.is_group_always_read = True
            return
        digest = read_archive.xxh64_of_16_bytes(bytes.fromhex(identifier.replace("-", "")))
        self.digests.append(digest)
        self.group_digests.append(digest)

    def end_group(self, found):
        """Whether the filter of the group that ends here, None if there is none, holds its values."""
        holds = found is None or found.holds(self.is_group_always_read, self.group_digests)
        self.group_digests, self.is_group_always_read = [], False
        return holds

    def add_payload(self, payload):
        kind = payload.get("type")
        if isinstance(kind, str) and (
                kind in self.types
                or len(self.types) < MAXIMUM_TYPES and read_archive.NAME.fullmatch(kind)):
            self.types[kind] = self.types.get(kind, 0) + 1
        organization = spark_json.identifier(payload.get("organization_id"))
        if organization:
            self.has_other_organization |= self.organization not in (None, organization)
            self.organization = self.organization or organization
        for name in ("person_id", "sequence_id"):
            if payload.get(name) is not None:
                self.add_value(spark_json.identifier(payload[name]))

    def root(self):
        size = spark_blocks.MAXIMUM_COUNT
        return read_archive.merkle_root([
            read_archive.merkle_root(self.leaves[start:start + size])
            for start in range(0, len(self.leaves), size)])

    def difference(self, block):
        """What a block's header says otherwise than its records, the first thing; else None."""
        header, count = block.header, len(self.leaves) - self.start
        if self.start % spark_blocks.MAXIMUM_COUNT or not 1 <= count <= spark_blocks.MAXIMUM_COUNT:
            return "it is no block that the format allows"
        pairs = (
            ("count", header.count, count), ("size", header.member_size, block.size),
            ("content size", header.content_size, self.size),
            ("times", (header.first, header.last), (min(self.instants), max(self.instants))),
            ("root", header.root, read_archive.merkle_root(self.leaves[self.start:])),
            ("flags", header.is_always_read, self.is_always_read))
        for name, said, found in pairs:
            if said != found:
                return f"its {name} is not what its records say"
        units = len(header.filter) // spark_blocks.FILTER_UNIT
        is_same = header.filter == read_archive.bloom_filter(units, self.digests)
        return None if is_same else "its filter is not that of its records"


def redacted_line(value, line):
    """When, why and in the place of which leaf a line stands; None if it is no such line."""
    try:
        members = Members(value)
        if "id" in value:
            names = ["id", "created_at", "redacted"]
            members.identifier("id")
            members.instant("created_at")
        else:
            names = ["received_at", "redacted"]
            members.instant("received_at")
        redacted = Members(value.get("redacted"))
        leaf, reason = redacted.hash("leaf"), redacted.text("reason")
        at = redacted.text("at")
        redacted.instant("at")
    except Malformed:
        return None
    is_so = list(value) == names and list(redacted.value) == ["leaf", "at", "reason"]
    if not is_so or len(reason) > 1_024:
        return None
    spelled = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return (at, reason, bytes.fromhex(leaf)) if spelled == line else None


class RecordScan:
    """Judges the records of a segment, block by block."""

    def __init__(self, segment, outcome):
        self.segment, self.outcome = segment, outcome
        self.summary = Summary()
        self.redactions, self.first_lines = {}, {}
        self.filters, self.has_missed = [], False
        self.line = self.surplus = self.unplaced = self.unplaced_in_block = 0

    def add(self, kind, message, line=None, pointer=None):
        self.outcome.findings.add(kind, message, self.outcome.path, line, pointer)

    def read_block(self, content):
        lines = content.split(b"\n")
        is_unterminated = lines[-1] != b""
        if not is_unterminated:
            lines.pop()
        # More than the index says are counted and not read.
        room = max(0, self.segment["count"] - self.line)
        for line in lines[:room]:
            self.line += 1
            self.read(line)
        more = max(0, len(lines) - room)
        self.surplus += more
        self.line += more
        if is_unterminated:
            self.add("record_malformed", "the line does not end in LF", self.line)

    def collect(self, key):
        """Whether it is the first record of the segment with an id, or with an item."""
        # More records than a segment can have are wrong by their number; memory must not grow.
        if self.outcome.records >= MAXIMUM_RECORDS:
            return False
        first = self.first_lines.setdefault(key, self.line)
        if first != self.line:
            message = f"it is on line {first} already"
            self.outcome.duplicates.add("duplicate_id", message, self.outcome.path, self.line)
        return first == self.line

    def malformed(self, message):
        self.unplaced += 1
        self.unplaced_in_block += 1
        self.add("record_malformed", message, self.line)

    def redacted(self, value, line):
        """The leaf that a redacted record stands for; None for any other record."""
        found = redacted_line(value, line)
        if found is None:
            return None
        if found[:2] not in self.segment["redactions"]:
            self.add(
                "redaction_unfounded", "by the index no record was redacted so", self.line)
            return None
        self.redactions[found[:2]] = self.redactions.get(found[:2], 0) + 1
        return found[2]

    def end_block(self, block, line):
        """Compares the block's header with its records."""
        message = block.header.error
        if message is None and not self.unplaced_in_block and not self.surplus:
            message = self.summary.difference(block)
        if message:
            self.add("block_header_mismatch", message, line)
        self.summary.begin_block()
        self.unplaced_in_block = 0

    def end_group(self, number):
        found = self.filters[number] if number < len(self.filters) else None
        self.has_missed = not self.summary.end_group(found) or self.has_missed

    def check_filters(self, scanner, ends, has_other_member):
        """Compares the filters with the blocks before them; some may be other members by now."""
        self.end_group(max(0, len(ends) - 1) // spark_blocks.GROUP)
        if self.line != self.segment["count"]:
            return
        size, last = spark_blocks.GROUP, ends[-1] if ends else 0
        is_kept = self.segment["stream"] != "quarantine"
        expected = -(-self.segment["count"] // (size * spark_blocks.MAXIMUM_COUNT)) if is_kept else 0
        if not scanner.filters and not self.filters:
            return
        if len(scanner.filters) != expected:
            if not has_other_member:
                message = f"{len(scanner.filters)} filters for {expected} groups of blocks"
                self.add("block_header_mismatch", message)
            return
        total, is_good = 0, has_other_member or len(self.filters) == expected
        for number, (offset, found) in enumerate(scanner.filters):
            blocks = ends[number * size:(number + 1) * size]
            total += found.size
            is_good &= offset >= last and found.total_size == total
            is_good &= found.block_count == len(blocks)
            is_good &= found.blocks_end == (blocks[-1] if blocks else 0)
        if not is_good or self.has_missed:
            self.add("block_header_mismatch", "a filter is not that of its records")

    def finish(self):
        """After the last record of a file that was read to its end: compares it with the index."""
        segment, summary = self.segment, self.summary
        self.outcome.is_whole = self.unplaced == 0 and self.surplus == 0
        found = len(summary.leaves) + self.unplaced + self.surplus
        if found != segment["count"]:
            self.add("count_mismatch", f"{found} records, by the index {segment['count']}")
        if not self.outcome.is_whole or found != segment["count"]:
            return
        checks = [self.check_content, self.check_redactions]
        for check in checks if segment["stream"] != "quarantine" else reversed(checks):
            check()
        if segment["stream"] != "quarantine":
            self.compare()

    def check_content(self):
        size, root = self.segment["content_size"], self.summary.root().hex()
        if self.summary.content_size != size:
            found = self.summary.content_size
            self.add("size_mismatch", f"{found} bytes of records, by the index {size}")
        if root != self.segment["content_root"]:
            expected = self.segment["content_root"]
            self.add("root_mismatch", f"the root is {root}, by the index {expected}")

    def check_redactions(self):
        expected = self.segment["redactions"]
        for redaction in sorted(expected, key=lambda each: spark_json.instant(each[0])):
            found = self.redactions.get(redaction, 0)
            if found != expected[redaction]:
                number = expected[redaction]
                message = f"{found} records redacted at {redaction[0]}, by the index {number}"
                self.add("redaction_unfounded", message)

    def compare(self):
        segment, summary = self.segment, self.summary
        if not self.explains_types():
            self.add("count_mismatch", f"of types {summary.types}, by the index {segment['types']}")
        ids = (segment["id_min"], segment["id_max"])
        if (summary.least_id, summary.greatest_id) != ids:
            self.add("id_range_mismatch", f"the ids are not those from {ids[0]} to {ids[1]}")
        times = (segment["created_at_min"], segment["created_at_max"])
        if (summary.first, summary.last) != times:
            self.add("time_range_mismatch", "the times are not those of the index")

    def explains_types(self):
        """Whether what was redacted has taken no more than its own types with it."""
        found, archived = self.summary.types, self.segment["types"]
        redacted = sum(self.redactions.values())
        if not redacted:
            return found == archived
        if len(archived) < MAXIMUM_TYPES and not found.keys() <= archived.keys():
            return False
        gone = [count - found.get(name, 0) for name, count in archived.items()]
        return min(gone, default=0) >= 0 and sum(gone) <= redacted


class ActivityScan(RecordScan):
    def __init__(self, segment, outcome, rule, is_strict):
        super().__init__(segment, outcome)
        self.rule, self.is_strict = rule, is_strict
        self.last_key = None
        self.had_other_organization = False

    def read(self, line):
        try:
            if len(line) > spark_json.MAXIMUM_RECORD:
                raise Malformed("the record is too long")
            value = spark_json.parse(line)
            if not isinstance(value, dict):
                raise Malformed("the record is no object")
        except Malformed as error:
            return self.malformed(str(error))
        identifier = spark_json.identifier(value.get("id"))
        moment = spark_json.instant(value.get("created_at"))
        if identifier is None or not spark_json.is_held(moment):
            self.unplaced += 1
            self.unplaced_in_block += 1
            if not self.check_schema(value):
                self.add("record_malformed", "the record cannot be placed", self.line)
            return
        payload = value.get("payload")
        leaf = None if isinstance(payload, dict) else self.redacted(value, line)
        if leaf is None:
            self.check_schema(value)
        self.summary.add(leaf or read_archive.leaf_hash(line), len(line), moment)
        self.summary.add_key(identifier, moment)
        if leaf is None:
            self.summary.add_payload(payload if isinstance(payload, dict) else {})
            self.check_organization()
        self.check_place((moment, identifier))
        is_first = self.collect(identifier)
        is_form = is_first or self.segment["stream"] == "amendments"
        if self.segment["is_one_of_several"] and is_form:
            form = hashlib.sha256(spark_json.canonical(value).encode("utf-8")).digest()
            self.outcome.forms.append((identifier, self.line, form))
        self.outcome.records += 1

    def check_schema(self, value):
        """Logs where the record breaks the schema; whether it does."""
        violations, unrecognised = [], []
        spark_schema.check(value, self.rule, violations, unrecognised)
        for pointer, message in violations:
            self.add("schema_violation", message, self.line, pointer)
        for pointer, text in unrecognised:
            name = shortened(pointer if text is None else f"{pointer}={text}")
            self.outcome.unrecognised[name] = self.outcome.unrecognised.get(name, 0) + 1
            if self.is_strict:
                self.add("schema_violation", "this is not documented", self.line, pointer)
        return bool(violations)

    def check_organization(self):
        expected = self.segment["organization_id"]
        is_other = self.summary.has_other_organization or self.summary.organization != expected
        if is_other and not self.had_other_organization:
            # Said once, at the first record of another workspace than the index names.
            self.had_other_organization = True
            self.add(
                "schema_violation", f"by the index it is of workspace {expected}", self.line,
                "/payload/organization_id")

    def check_place(self, key):
        day = spark_json.day_of(key[0])
        if day != self.segment["partition"]:
            self.add("wrong_partition", f"the record is of {day}", self.line)
        if self.last_key is not None and key < self.last_key:
            self.add("out_of_order", "the record does not follow the one before it", self.line)
        self.last_key = key


class QuarantineScan(RecordScan):
    def read(self, line):
        try:
            value = spark_json.parse(line)
            members = Members(value)
            if self.segment["redactions"]:
                leaf = self.redacted(value, line)
                if leaf:
                    moment = members.instant("received_at")
                    return self.place(leaf, len(line), moment)
            moment = members.instant("received_at")
            if members.text("reason") not in REASONS:
                raise Malformed("there is no such reason")
            text = members.text("base64")
            item = base64.b64decode(text, validate=True)
            if base64.b64encode(item).decode() != text:
                raise Malformed("no canonical base64")
        except (Malformed, ValueError) as error:
            return self.malformed(str(error))
        key = hashlib.sha256(item).digest()
        is_first = self.collect(key)
        if self.segment["is_one_of_several"] and is_first:
            self.outcome.forms.append((key.hex(), self.line, b""))
        self.place(read_archive.leaf_hash(line), len(line), moment)

    def place(self, leaf, length, moment):
        self.summary.add(leaf, length, moment)
        self.summary.is_always_read = True
        self.outcome.records += 1


def shortened(name):
    """A name as it is counted: 120 characters of it."""
    is_short = len(name) <= 120 or len(name) == 121 and name[-1] == "…"
    return name if is_short else name[:120] + "…"


def check_segment(segment, data, rule, is_strict):
    """The pass over a segment's bytes, which are those of its file."""
    outcome = Outcome(segment["path"])
    if segment["stream"] == "quarantine":
        scan = QuarantineScan(segment, outcome)
    else:
        scan = ActivityScan(segment, outcome, rule, is_strict)
    digest = hashlib.sha256(data).hexdigest()
    if digest != segment["sha256"]:
        message = f"the file's SHA-256 is {digest}, by the index {segment['sha256']}"
        scan.add("checksum_mismatch", message)
    if len(data) != segment["size"]:
        scan.add("size_mismatch", f"{len(data)} bytes, by the index {segment['size']}")
    is_whole, has_other_member, ends = True, False, []
    scanner = spark_blocks.Scanner(data, segment["content_size"])
    scan.filters = scanner.filters_at_end()
    for block in scanner.blocks():
        if block.fault is None:
            line = scan.line + 1
            scan.read_block(block.content)
            scan.end_block(block, line)
            if block.content:
                ends.append(block.offset + block.size)
                if len(ends) % spark_blocks.GROUP == 0:
                    scan.end_group(len(ends) // spark_blocks.GROUP - 1)
            else:
                has_other_member = True
        elif block.fault in ("trailing_bytes", "beyond_index") and scan.line >= segment["count"]:
            has_other_member = True
            scan.add("trailing_bytes", f"from byte {block.offset} on")
        else:
            # Of a member that is not whole nothing is known. One that another follows is full.
            kinds = {"too_large": "segment_unreadable", "beyond_index": "size_mismatch"}
            scan.add(
                kinds.get(block.fault, "gzip_corrupt"),
                f"the block at byte {block.offset}: {block.fault}; none of its records was read")
            if scan.line >= segment["count"]:
                has_other_member = True
            else:
                is_whole = False
                scan.line += spark_blocks.MAXIMUM_COUNT
    if is_whole:
        scan.check_filters(scanner, ends, has_other_member)
        scan.finish()
    return outcome
