"""Compares the tables that an engine makes of an archive by `topo-archive schema` with the files
and with `topo-archive grep`. The engine is a function that answers a query with rows."""

import gzip
import json
import pathlib
import subprocess

import read_archive

# What grep counts by, and the same in SQL that all engines speak.
KEYS = {
    "type": "payload.type", "channel": "payload.channel", "resource-type": "payload.resource_type",
    "day": "CAST(created_date AS STRING)", "month": "substr(CAST(created_date AS STRING), 1, 7)",
    "person-id": "payload.person_id", "sequence-template-id": "payload.sequence_template_id",
    "reply-category": "payload.metadata.reply_category"}
EPOCH = 1_741_910_400_000_000  # 2025-03-14 in microseconds, so that no sum of times overflows
COUNTS = ("type", "channel", "day", "month,reply-category", "type,day", "channel,resource-type",
          "reply-category,sequence-template-id", "person-id")


class Tables:
    """An archive, the command, and an engine; `disagreements` is what was found."""

    def __init__(self, command, archive, query, micros):
        self.command, self.archive = command, pathlib.Path(archive)
        self.query, self.micros = query, micros
        self.disagreements = []

    def expect(self, what, found, expected):
        if found != expected:
            words = f"{what}: {str(found)[:500]}\n  and not {str(expected)[:500]}"
            self.disagreements.append(words)

    def run(self, *arguments):
        run = subprocess.run(
            [self.command, *arguments, "--archive", str(self.archive)], capture_output=True)
        if run.returncode != 0:
            raise RuntimeError(f"{arguments}: {run.stderr.decode()}")
        return [json.loads(line) for line in run.stdout.splitlines()]

    def records(self, stream, day="*"):
        for file in sorted(self.archive.glob(f"{stream}/created_date={day}/*.gz")):
            with gzip.open(file) as lines:
                yield from map(json.loads, lines)

    def check_table(self):
        """The table over activities/: every record, nothing lost of those that come late."""
        records = list(self.records("activities"))
        rows = self.query(
            "SELECT count(*), count(id), count(payload), count(redacted.reason),"
            " count(payload.metadata.error_code), count(payload.metadata.step_number),"
            " count(payload.metadata.paused_until), count(payload.metadata.last_step_executed),"
            f" sum({self.micros} - {EPOCH}) FROM activities")
        metadata = [(record.get("payload") or {}).get("metadata") or {} for record in records]
        counts = [sum(each.get(name) is not None for each in metadata)
                  for name in ("error_code", "step_number", "paused_until", "last_step_executed")]
        times = sum(
            read_archive.nanoseconds(record["created_at"]) // 1_000 - EPOCH for record in records)
        payloads = sum("payload" in record for record in records)
        expected = [len(records), len(records), payloads, len(records) - payloads, *counts, times]
        self.expect("the table", [int(each) for each in rows[0]], expected)
        codes = self.query(
            "SELECT DISTINCT payload.metadata.error_code FROM activities"
            " WHERE payload.metadata.error_code IS NOT NULL ORDER BY 1")
        self.expect("error codes", [code for code, in codes], ["7", "E7"])
        is_hard = 0 not in counts and payloads < len(records)
        self.expect("the archive has late keys and redactions", is_hard, True)

    def check_latest(self):
        """The view: the very forms that grep shows."""
        shown = {
            record["id"].lower(): ((record.get("payload") or {}).get("metadata") or {})
            .get("reply_category") for record in self.run("grep", "--format", "ndjson")}
        rows = self.query("SELECT lower(id), payload.metadata.reply_category FROM latest")
        self.expect("rows of latest", len(rows), len(shown))
        self.expect("forms", {key: value for key, value in rows}, shown)
        redacted = self.query("SELECT count(*) FROM latest WHERE redacted IS NOT NULL")
        self.expect("redacted", redacted[0][0], sum("redacted" in record for record in self.run(
            "grep", "--format", "ndjson")))

    def check_counts(self):
        for names in COUNTS:
            keys = [KEYS[name] for name in names.split(",")]
            numbers = ", ".join(str(number + 1) for number in range(len(keys)))
            rows = self.query(f"SELECT {', '.join(keys)}, count(*) FROM latest GROUP BY {numbers}")
            counted = self.run("grep", "--count-by", names, "--format", "ndjson")
            expected = {tuple(row.values())[:-1]: row["count"] for row in counted}
            self.expect(f"count by {names}", {tuple(row[:-1]): row[-1] for row in rows}, expected)

    def check_days(self, spoil):
        """A filter by day finds that day's, also where all other files are no gzip any more."""
        days = sorted(each.name.split("=")[1] for each in (self.archive / "activities").iterdir())
        day = days[1]
        expected = sum(1 for _ in self.records("activities", day))
        filtered = f"SELECT count(id) FROM activities WHERE created_date = DATE '{day}'"
        latest = f"SELECT count(id) FROM latest WHERE created_date = DATE '{day}'"
        shown = self.run(
            "grep", "--since", day, "--until", days[2], "--count", "--format", "ndjson")
        self.expect("a day", self.query(filtered)[0][0], expected)
        self.expect("a day of latest", self.query(latest)[0][0], shown[0]["count"])
        if spoil:
            for file in self.archive.glob("a*/*/*.gz"):
                if f"created_date={day}" not in str(file):
                    file.write_bytes(b"no gzip")
            self.expect("a day, the others spoilt", self.query(filtered)[0][0], expected)
            try:
                self.query("SELECT count(id) FROM activities")
                self.expect("spoilt files are read", "no error", "an error")
            except Exception:  # Each engine has errors of its own.
                pass
