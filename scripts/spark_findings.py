"""What spark-verify finds: the kinds, the order and the limits of `topo-archive verify`."""

LIMIT = 100  # the findings of one kind that are listed

KINDS = (
    "index_malformed", "index_unsupported", "checkpoint_missing", "checkpoint_mismatch",
    "checkpoint_rollback", "signature_invalid", "segment_missing", "segment_orphan",
    "segment_unreadable", "size_mismatch", "checksum_mismatch", "gzip_corrupt", "trailing_bytes",
    "block_header_mismatch", "root_mismatch", "count_mismatch", "id_range_mismatch",
    "time_range_mismatch", "record_malformed", "schema_violation", "wrong_partition",
    "out_of_order", "duplicate_id", "amendment_unfounded", "redaction_unfounded", "path_unsafe",
    "coverage_gap", "walk_incomplete")

# They say that something may be missing, and not that what is there is wrong.
OF_COMPLETENESS = ("coverage_gap", "walk_incomplete")


class Findings:
    """Findings, as many of each kind as a reader can use, and how many there are in truth."""

    def __init__(self):
        self.listed = []
        self.counts = {}

    def add(self, kind, message, path=None, line=None, pointer=None):
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] > LIMIT:
            return
        place = {"path": path, "line": line, "pointer": pointer}
        place = {name: value for name, value in place.items() if value is not None}
        self.listed.append({"kind": kind} | place | {"message": message})

    def append(self, other):
        """Adds findings that come after these."""
        kept = self.kept()
        for finding in other.listed:
            kept[finding["kind"]] = kept.get(finding["kind"], 0) + 1
            if kept[finding["kind"]] <= LIMIT:
                self.listed.append(finding)
        for kind, count in other.counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + count

    def kept(self):
        kept = {}
        for finding in self.listed:
            kept[finding["kind"]] = kept.get(finding["kind"], 0) + 1
        return kept

    def closed(self):
        """The findings, each kind that is cut ending in one that says how many there are."""
        result, kept = list(self.listed), self.kept()
        for kind in KINDS:
            if self.counts.get(kind, 0) > kept.get(kind, 0):
                places = [at for at, finding in enumerate(result) if finding["kind"] == kind]
                message = f"{self.counts[kind]} findings of this kind in all"
                result.insert(
                    places[-1] + 1 if places else len(result),
                    {"kind": kind, "count": self.counts[kind], "message": message})
        return result
