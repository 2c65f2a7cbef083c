"""The work of a verification: what the executors do, and what the driver makes of it."""

import collections
import heapq

from pyspark import StorageLevel

import spark_json
import spark_schema
import spark_segments
from spark_coverage import Coverage
from spark_findings import LIMIT, OF_COMPLETENESS, Findings
from spark_index import read_index
from spark_listing import Listing
from spark_places import Unreadable
from spark_report import NOT_CHECKED
from spark_snapshot import read_snapshot

QUARANTINE = ""  # in the place of a day


class Verification:
    """One verification of the archive in a place."""

    def __init__(self, spark, place, schema, kept=None, is_strict=False):
        self.spark, self.place = spark, place
        self.schema, self.kept, self.is_strict = schema, kept, is_strict
        spark_schema.activity_rule(schema)

    def report(self):
        """An object as schemas/verify-report.schema.json has it."""
        self.snapshot = read_snapshot(self.place)
        self.index = read_index(self.place, self.kept)
        self.check_snapshot()
        named = self.index.present()
        expected = [each for each in named if self.snapshot is None or self.snapshot.holds(each)]
        self.listing = Listing(self.place, self.index, expected)
        there = self.listing.present
        # Of other days than a snapshot's, what is there is verified, and nothing is missing.
        self.besides = [
            each for each in named
            if self.snapshot and not self.snapshot.holds(each) and each["path"] in there]
        present = [each for each in expected if each["path"] in there] + self.besides
        self.days = days_of(present)
        self.named = collections.Counter(each["partition"] for each in named)
        self.check_segments(present)
        return self.add_up(present)

    def check_snapshot(self):
        checkpoint = self.index.checkpoint
        if self.snapshot and checkpoint and not self.snapshot.is_taken_at(checkpoint):
            message = "the snapshot was taken at another checkpoint"
            self.index.add("checkpoint_mismatch", message, path="snapshot.json")

    # On the executors

    def check_segments(self, segments):
        """Sets what was found in each segment, and between the segments of a day."""
        segments = [dict(each, is_one_of_several=self.is_one_of_several(each)) for each in segments]
        schema, is_strict = self.schema, self.is_strict
        read = self.place.contents(self.spark, segments)
        checked = read.mapPartitions(lambda rows: check_all(rows, schema, is_strict))
        checked = checked.persist(StorageLevel.MEMORY_AND_DISK)
        self.outcomes = {each.path: each for each in checked.map(without_forms).collect()}
        # Spark's reader leaves out files without a byte, which say nothing between segments.
        for segment in segments:
            if segment["path"] not in self.outcomes:
                row = segment, lambda segment=segment: self.place.read(segment["path"])[0] or b""
                self.outcomes[segment["path"]], = check_all([row], schema, is_strict)
        # What each segment is among those of its day; the driver alone knows who is whole.
        places = {
            segment["path"]: (day, segment["stream"] == "amendments", number)
            for day, (active, amended) in self.days.items()
            for number, segment in enumerate(active + amended)}
        judged = {day for day in self.days if self.has_all_forms(day)}
        self.between = {}
        if any(each["is_one_of_several"] for each in segments):
            self.between = compare_segments(checked, places, judged)
        checked.unpersist()

    def is_one_of_several(self, segment):
        active, amended = self.days[segment["partition"] or QUARANTINE]
        return len(active) + len(amended) > 1 or bool(amended)

    def has_all_forms(self, day):
        """Whether a form that an amendment may be of is not there only if there is none."""
        active, amended = self.days[day]
        is_all_there = self.named[day] == len(active) + len(amended)
        return (
            bool(amended) and is_all_there and self.index.is_whole
            and day not in self.index.expired_days
            and all(self.outcomes[each["path"]].is_whole for each in active + amended))

    # On the driver

    def add_up(self, present):
        findings, unrecognised = Findings(), {}
        findings.append(self.index.findings)
        findings.append(self.listing.findings)
        counts = {"activities": 0, "amendments": 0, "quarantine": 0}
        for day in sorted(self.days, key=lambda day: (day == QUARANTINE, day)):
            active, amended = self.days[day]
            for segment in active + amended:
                outcome = self.outcomes[segment["path"]]
                findings.append(outcome.findings)
                counts[segment["stream"]] += outcome.records
                for name, count in sorted(outcome.unrecognised.items()):
                    key = name if name in unrecognised or len(unrecognised) < 1_000 else "others"
                    unrecognised[key] = unrecognised.get(key, 0) + count
            duplicates = self.duplicates(day, active)
            findings.append(duplicates)
            stream = "quarantine" if day == QUARANTINE else "activities"
            counts[stream] -= duplicates.counts.get("duplicate_id", 0)
            for segment in amended:
                findings.append(self.outcomes[segment["path"]].duplicates)
            findings.append(self.amendments(day, active + amended))
        coverage = Coverage(self.index, self.snapshot and self.snapshot.days)
        if self.index.is_whole:
            add_coverage(coverage, findings)
        return self.object(present, findings, counts, unrecognised, coverage)

    def duplicates(self, day, segments):
        """What is twice in a segment or in several ones of the day, in their order."""
        count, between = self.between.get((day, "duplicate_id"), (0, []))
        places = [(number, line, message) for number, line, message in between]
        for number, segment in enumerate(segments):
            own = self.outcomes[segment["path"]].duplicates
            count += own.counts.get("duplicate_id", 0)
            places += [(number, each["line"], each["message"]) for each in own.listed]
        return listed("duplicate_id", count, heapq.nsmallest(LIMIT, places), segments)

    def amendments(self, day, segments):
        count, places = self.between.get((day, "amendment_unfounded"), (0, []))
        return listed("amendment_unfounded", count, sorted(places), segments)

    def object(self, present, findings, counts, unrecognised, coverage):
        index = self.index
        kinds = set(findings.counts)
        is_complete = (
            index.is_whole and index.is_vouched_for and not kinds & set(OF_COMPLETENESS))
        report = {"intact": kinds <= set(OF_COMPLETENESS), "complete": bool(is_complete)}
        archive = index.archive or (index.checkpoint and index.checkpoint.archive)
        report |= {"archive_id": archive} if archive else {}
        report |= {"checkpoint": index.checkpoint.report()} if index.checkpoint else {}
        report |= {"extends": self.kept.report()} if index.extends_kept else {}
        if self.snapshot:
            report["snapshot"] = self.snapshot.report(index.present(), len(self.besides))
        report |= {
            "segments": len(present), "activities": counts["activities"],
            "amendments": counts["amendments"], "quarantined": counts["quarantine"],
            "redacted": sum(each["redacted"] for each in present),
            "unrecognised": dict(sorted(unrecognised.items())),
            "coverage": [
                {"from": spark_json.spelled(first), "until": spark_json.spelled(last)}
                for first, last in coverage.covered]}
        if index.expired_before is not None:
            report["expired_before"] = spark_json.spelled(index.expired_before)
        report |= {"unnamed_files": self.listing.unnamed} if self.listing.unnamed else {}
        if index.interrupted_lines:
            report["interrupted_lines"] = index.interrupted_lines
        report["findings"] = findings.closed()
        report["not_checked"] = [*NOT_CHECKED, *self.place.unseen]
        return report


def days_of(segments):
    """The segments of each day, activities or quarantine apart from amendments."""
    days = {}
    for segment in segments:
        active, amended = days.setdefault(segment["partition"] or QUARANTINE, ([], []))
        (amended if segment["stream"] == "amendments" else active).append(segment)
    return days


def check_all(rows, schema, is_strict):
    """What is found in each segment; the rows bring a function that reads its file."""
    rule = spark_schema.activity_rule(schema)
    for segment, read in rows:
        try:
            yield spark_segments.check_segment(segment, read(), rule, is_strict)
        except Unreadable as error:
            outcome = spark_segments.Outcome(segment["path"])
            outcome.findings.add(error.kind, str(error), segment["path"])
            yield outcome


def without_forms(outcome):
    outcome.forms = []
    return outcome


def compare_segments(checked, places, judged):
    """What is wrong between the segments of a day: by day and kind, how much and the first of it."""
    forms = checked.flatMap(lambda outcome: placed_forms(outcome, places[outcome.path]))
    found = forms.groupByKey().flatMap(lambda group: compared(group, judged))
    found = found.combineByKey(
        lambda each: (1, [each]), lambda some, each: joined(some, (1, [each])), joined)
    return dict(found.collect())


def placed_forms(outcome, place):
    day, is_amendment, number = place
    for key, line, form in outcome.forms:
        yield (day, key), (is_amendment, number, line, form)


def compared(group, judged):
    """What is wrong with the forms of one id on one day, by day and kind."""
    (day, key), forms = group
    forms = sorted(forms)
    first = [form for form in forms if not form[0]]
    for _, number, line, _ in first[1:]:
        yield (day, "duplicate_id"), (number, line, f"{key} is in another part of the day already")
    if day not in judged:
        return
    latest = first[0][3] if first else None
    for _, number, line, value in forms[len(first):]:
        if latest is None or latest == value:
            what = "this was not archived" if latest is None else "the form before it is the same"
            yield (day, "amendment_unfounded"), (number, line, f"{key}: {what}")
        latest = value


def joined(some, others):
    """How many there are, and the first of them."""
    return some[0] + others[0], heapq.nsmallest(LIMIT, some[1] + others[1])


def listed(kind, count, places, segments):
    findings = Findings()
    for number, line, message in places:
        findings.add(kind, message, segments[number]["path"], line)
    if count:
        findings.counts[kind] = count
    return findings


def add_coverage(coverage, findings):
    for first, last in coverage.gaps:
        message = f"no walk has read {spark_json.spelled(first)} to {spark_json.spelled(last)}"
        findings.add("coverage_gap", message, "index.ndjson")
    for walk in coverage.incomplete:
        findings.add("walk_incomplete", "not read to its end", "index.ndjson", walk["line"])
