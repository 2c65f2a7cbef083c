"""Reads the lines of an index: what each kind of entry says, spelled as FORMAT.md has it."""

import read_archive
import spark_json
from spark_json import FIRST, LAST, Malformed, Members

MAXIMUM_RECORDS = 1_048_576
FORMAT = 1


class Unsupported(Exception):
    """What a newer version has written."""


class UnsafePath(Exception):
    """A path that is none of a segment."""


def location(path):
    """Stream, day, part and revision by a path; None for any text that is no path of a segment."""
    match = read_archive.PATH.fullmatch(path)
    if not match or not path.isascii():
        return None
    stream, day, part, revision = match[1] or match[3], match[2], match[4], match[5]
    if len(part) > 5 and part[0] == "0":
        return None
    try:
        start = spark_json.start_of(day) if day else 0
    except ValueError:
        return None
    if start > LAST or start + spark_json.DAY <= FIRST:
        return None
    return stream, day, int(part), int(revision or 0)


def read_entry(line):
    """What an index line says; raises Malformed, Unsupported or UnsafePath."""
    members = Members(spark_json.parse(line))
    kind = members.text("kind")
    if kind not in ENTRIES:
        raise Unsupported(f"an entry of kind {kind}, which a newer version has written")
    return {"kind": kind} | ENTRIES[kind](members)


def read_archive_entry(members):
    number = members.take("format", spark_json.Number).integer()
    if number != FORMAT:
        raise Unsupported(f"format {number}, which a newer version has written")
    members.text("source")
    members.instant("created_at")
    return {"id": members.identifier("id")}


def read_location(members, name):
    path = members.text(name)
    place = location(path)
    if place is None:
        raise UnsafePath(path)
    return path, place


def read_segment(members):
    stream = members.text("stream")
    path, place = read_location(members, "path")
    require(place[0] == stream, "stream")
    require(stream == "quarantine" or members.text("partition") == place[1], "partition")
    entry = {"stream": stream, "partition": place[1], "path": path, "place": place}
    entry["count"] = members.number("count", 1)
    if stream != "quarantine":
        entry |= read_ranges(members)
        require(sum(entry["types"].values()) <= entry["count"], "types")
    require(entry["count"] <= MAXIMUM_RECORDS, "count")
    return entry | read_file(members) | {"content_root": members.hash("content_root")}


def read_ranges(members):
    if "organization_id" not in members.value:
        raise Malformed("the member organization_id is missing")
    has_none = members.value["organization_id"] is None
    types = Members(members.value.get("types"))
    require(len(types.value) <= 256 and all(map(read_archive.NAME.fullmatch, types.value)), "types")
    ranges = {
        "organization_id": None if has_none else members.identifier("organization_id"),
        "types": {name: types.number(name, 1) for name in types.value},
        "id_min": members.identifier("id_min"), "id_max": members.identifier("id_max"),
        "created_at_min": members.instant("created_at_min"),
        "created_at_max": members.instant("created_at_max")}
    require(ranges["id_min"] <= ranges["id_max"], "id_max")
    require(ranges["created_at_min"] <= ranges["created_at_max"], "created_at_max")
    return ranges


def read_file(members):
    return {
        "size": members.number("size", 1), "sha256": members.hash("sha256"),
        "content_size": members.number("content_size", 1)}


def read_walk(members):
    walk = {"from": members.instant("from"), "until": members.instant("until")}
    require(walk["from"] < walk["until"], "until")
    if "filter" not in members.value:
        raise Malformed("the member filter is missing")
    walk["is_filtered"] = members.value["filter"] is not None
    if walk["is_filtered"]:
        Members(members.value["filter"]).text("event_type")
    walk["complete"] = members.take("complete", bool)
    for name in ("reported", "received", "added", "amended", "quarantined"):
        walk[name] = members.number(name)
    for name in ("vanished", "returned", "redated"):
        ids = members.take(name, list)
        require(all(each is not None and spark_json.identifier(each) == each for each in ids), name)
    members.instant("started_at")
    members.instant("ended_at")
    return walk


def read_revision(members):
    replaces, before = read_location(members, "replaces")
    path, place = read_location(members, "path")
    require(place[:3] == before[:3] and place[3] > before[3], "path")
    return {"replaces": replaces, "path": path, "place": place} | read_file(members)


def read_redaction(members):
    entry = read_revision(members) | {"redacted": members.number("redacted", 1)}
    members.instant("at")
    entry |= {"at": members.text("at"), "reason": members.text("reason")}
    require(len(entry["reason"]) <= 1_024, "reason")
    return entry


def read_replacement(members):
    entry = read_revision(members)
    members.text("reason")
    members.instant("at")
    return entry


def read_expiry(members):
    path, place = read_location(members, "path")
    members.text("reason")
    members.instant("at")
    return {"path": path, "place": place}


def require(is_good, name):
    if not is_good:
        raise Malformed(f"the member {name} is not as the format has it")


ENTRIES = {
    "archive": read_archive_entry, "segment": read_segment, "walk": read_walk,
    "redaction": read_redaction, "replacement": read_replacement, "expiry": read_expiry}
