"""Which days a snapshot holds, and which segments of the index must be there."""

import base64

import spark_json
from spark_json import Malformed, Members
from spark_places import CannotVerify

MAXIMUM_LENGTH = 4_096
FORMAT = 1


class Snapshot:
    """What snapshot.json says."""

    def __init__(self, data):
        if len(data) > MAXIMUM_LENGTH:
            raise Malformed("too long")
        members = Members(spark_json.parse(data))
        if members.take("format", spark_json.Number).integer() != FORMAT:
            raise Malformed("made by a newer version")
        self.archive = members.identifier("archive_id")
        self.days = members.instant("from"), members.instant("until")
        if self.days[0] >= self.days[1] or any(each % spark_json.DAY for each in self.days):
            raise Malformed("from and until are no days")
        self.taken_at = members.instant("taken_at")
        checkpoint = Members(members.value.get("checkpoint"))
        self.size = checkpoint.number("size", 1)
        self.root = base64.b64decode(checkpoint.text("root"), validate=True)

    def is_taken_at(self, checkpoint):
        taken = self.archive, self.size, self.root
        return taken == (checkpoint.archive, checkpoint.size, checkpoint.root)

    def holds(self, segment):
        day = segment["partition"]
        return day is not None and self.days[0] <= spark_json.start_of(day) < self.days[1]

    def report(self, segments, besides):
        others = sum(not self.holds(segment) for segment in segments)
        return {
            "from": spark_json.spelled(self.days[0]), "until": spark_json.spelled(self.days[1]),
            "taken_at": spark_json.spelled(self.taken_at), "absent_segments": others - besides,
            "other_segments": besides}


def read_snapshot(place):
    """What snapshot.json says; None of a whole archive."""
    data, _ = place.read("snapshot.json")
    if data is None:
        return None
    try:
        return Snapshot(data)
    except (Malformed, ValueError) as error:
        raise CannotVerify(f"snapshot.json does not say which days are there: {error}") from error
