"""A report in words."""

NOT_CHECKED = (
    "whether the signatures of the checkpoint are good: topo-archive verify --public-key tells",)


def words(report):
    """Lines for people: what was looked at, what was found and not checked, the two verdicts."""
    counts = (
        f"{report['segments']} segments, {report['activities']} activities,"
        f" {report['amendments']} amendments, {report['quarantined']} quarantined")
    yield counts + (f", {report['redacted']} redacted" if report["redacted"] else "")
    checkpoint = report.get("checkpoint")
    known = f"{checkpoint['size']} entries, root {checkpoint['root']}" if checkpoint else "none"
    yield f"checkpoint: {known}, archive {report.get('archive_id', 'unknown')}"
    if "extends" in report:
        yield f"extends the kept checkpoint of {report['extends']['size']} entries"
    if "snapshot" in report:
        snapshot = report["snapshot"]
        days = f"{snapshot['from']} to {snapshot['until']}"
        yield f"a snapshot of {days}: the verdicts are about these days"
    for name, count in report["unrecognised"].items():
        yield f"not documented: {name}, {count} times"
    for finding in report["findings"]:
        place = finding.get("path", "") + (f":{finding['line']}" if "line" in finding else "")
        place += f" {finding['pointer']}" if "pointer" in finding else ""
        yield f"{finding['kind']}: {place}: {finding['message']}"
    if "interrupted_lines" in report:
        yield "a commit has not ended: the next fetch finishes it"
    for thing in report["not_checked"]:
        yield f"not checked: {thing}"
    repair = "topo-archive repair heals what another copy or the API has"
    yield "intact" if report["intact"] else f"NOT INTACT: {repair}"
    yield "complete" if report["complete"] else "NOT COMPLETE, or not to be judged: see above"
