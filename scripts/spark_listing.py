"""Compares the files that lie among the segments with those that the index names."""

from spark_entries import location
from spark_findings import Findings
from spark_index import STREAMS, files_of


class Listing:
    """Which of the index's segments are there, and what else is."""

    def __init__(self, place, index, expected):
        self.findings, self.present = Findings(), set()
        self.unnamed, self.strangers, links = 0, [], set()
        for stream in STREAMS:
            listed = place.listing(stream)
            if listed is None:
                listed = [(stream, "other")]
            for path, kind in listed:
                if path in index.segments:
                    self.present.add(path)
                elif kind == "other":
                    links.add(path)
                    self.findings.add("path_unsafe", "a link, or no file, is in this place", path)
                else:
                    self.strangers.append(path)
        for segment in expected:
            path = segment["path"]
            if path in self.present or links & {segment["stream"], path.rpartition("/")[0]}:
                continue
            if place.has_room(path):
                message = "the index names this file, but it is not there"
                self.findings.add("segment_missing", message, path)
            else:
                self.findings.add("path_unsafe", "no file can be in this place", path)
        if self.strangers:
            self.judge(place, index)

    def judge(self, place, index):
        """A file that no entry names is an orphan, unless a commit or an entry that is lost may."""
        staged = place.read("staging/commit")[0] or b""
        explained = files_of(staged, ("path", "replaces")) | index.files_behind
        for path in self.strangers:
            if location(path):
                if path in explained:
                    continue
                if not index.is_whole:
                    self.unnamed += 1
                    continue
            self.findings.add("segment_orphan", "no index entry names this file", path)
