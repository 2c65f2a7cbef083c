"""Breaks pushes of an archive to an object store, and verifies what is there then.

Called by scripts/test-push, which says how it ends.
"""
import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from push_ground import Ground, Impossible

# So many pushes are killed, besides one at each step.
KILLED = 12


class Failures:
    def __init__(self):
        self.count = 0

    def expect(self, holds, words):
        print(f"{'ok' if holds else 'FAILED'}: {words}", flush=True)
        self.count += not holds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    failures = Failures()
    try:
        with tempfile.TemporaryDirectory(prefix="topo-archive-push-test.") as work:
            with Ground(options.programs.resolve(), Path(work)) as ground:
                for check in (every_step, random_instants, during_a_writer, nothing_is_overwritten,
                              another_archive, some_days,
                              mounted):
                    check(ground, failures, random.Random(options.seed))
    except (Impossible, OSError, subprocess.SubprocessError) as error:
        print(f"scripts/test-push: {error}", file=sys.stderr)
        return 2
    return 1 if failures.count else 0


def every_step(ground, failures, _):
    """Stops a push before each run of rclone, then lets it come to its end."""
    for change in (ground.begin, ground.fetch_more, ground.redact, ground.expire, ground.nothing):
        change()
        before = ground.copied_size()
        stop_at = 1
        while True:
            ended = ground.push(stop_at=stop_at)
            judge(ground, failures, before, f"{change.__name__}, stopped at step {stop_at}")
            if ended == 0:
                break
            stop_at += 1
        failures.expect(
            ground.copy_is_the_archive(), f"{change.__name__}: the copy is the archive, byte for byte")


def random_instants(ground, failures, dice):
    """Kills a push with all its processes at any instant."""
    for number in range(KILLED):
        ground.fetch_more()
        before = ground.copied_size()
        delay = dice.uniform(0.05, 2.5)
        ground.push_killed_after(delay)
        judge(ground, failures, before, f"killed after {delay:.2f} s")
    failures.expect(ground.push() == 0, "the push after that came to its end")
    failures.expect(ground.copy_is_the_archive(), "and the copy is the archive")


def during_a_writer(ground, failures, _):
    """What is pushed is a commit, whatever is written meanwhile."""
    pushes = 0
    with ground.reconciling() as writer:
        while writer.poll() is None:
            before = ground.copied_size()
            failures.expect(ground.push() == 0, "a push while the archive is written to ended")
            judge(ground, failures, before, "pushed while it was written to")
            pushes += 1
    failures.expect(pushes > 1, f"{pushes} pushes while it was written to")
    failures.expect(ground.push() == 0 and ground.copy_is_the_archive(), "then all of it was pushed")


def judge(ground, failures, before, what):
    """A fresh copy is the archive as of one of its commits, and a writer can go on with it."""
    copy = ground.fresh_copy()
    size = ground.size_of(copy)
    if size is None:
        failures.expect(before is None, f"{what}: there is no archive yet")
        return
    for moment in ("as it came", "after a fetch into it"):
        report = ground.verified(copy)
        failures.expect(
            report["intact"] and report["complete"] and size >= (before or 0),
            f"{what}, {moment}: intact and complete; {json.dumps(report['findings'])[:300]}")
        ground.fetch_into(copy)


def nothing_is_overwritten(ground, failures, _):
    """What is in the place of a segment stays there, and stops the push."""
    ground.fetch_more()
    before = ground.copied_size()
    path = min(ground.not_pushed())
    ground.plant(path, b"another file")
    failures.expect(ground.push() == 2, "another file in a segment's place stops the push")
    failures.expect(ground.copied_size() == before, "the checkpoint did not move")
    failures.expect((ground.fresh_copy() / path).read_bytes() == b"another file", "the file is as it was")
    ground.plant(path, None)
    failures.expect(ground.push() == 0, "without it, it can be pushed")
    failures.expect(ground.copy_is_the_archive(), "and the copy is the archive")


def another_archive(ground, failures, _):
    """A copy is of one archive, and never taken back."""
    other = ground.work / "other"
    ground.expect_good("fetch", "--archive", other, "--base-url", ground.url)
    failures.expect(ground.push(archive=other) == 2, "another archive is refused")
    failures.expect(ground.push(remote="") == 2, "a place that holds something else is refused")
    older = ground.fresh_copy()
    kept = ground.work / "kept"
    shutil.copytree(older, kept)
    ground.fetch_more()
    failures.expect(ground.push() == 0, "a newer commit is pushed")
    failures.expect(ground.push(archive=kept) == 2, "an older commit is refused")
    failures.expect(ground.copy_is_the_archive(), "and the copy stays what it was")


def some_days(ground, failures, _):
    """Of a copy that has only some days' segments, these can be verified and searched."""
    days = ground.days()[-4:-1]
    copy = ground.fresh_copy(days)
    window = ("--since", days[0], "--until", days[-1])
    ended = ground.run("verify", "--archive", copy, *window)
    failures.expect(ended.returncode == 0, f"some days verify: {ended.stderr}")
    failures.expect("not looked at" in ended.stderr, f"it says what it did not look at: {ended.stderr}")
    found, there = (ground.run("grep", "--archive", archive, "--format", "ndjson", *window)
                    for archive in (copy, ground.archive))
    failures.expect(
        found.returncode == 0 and found.stdout == there.stdout, "a search of these days is whole")
    ended = ground.run("verify", "--archive", copy)
    failures.expect(ended.returncode == 1, "all of it does not verify")


def mounted(ground, failures, _):
    """What lies in the store can be verified and searched where it is."""
    with ground.mounted() as folder:
        if folder is None:
            print("skipped: nothing can be mounted here")
            return
        ended = ground.run("verify", "--archive", folder)
        failures.expect(ended.returncode == 0, f"it verifies by rclone mount: {ended.stderr}")
        found, there = (ground.run("grep", "--archive", archive, "--format", "ndjson", "--type",
                                   "message.replied") for archive in (folder, ground.archive))
        failures.expect(found.stdout == there.stdout != "", "it can be searched by rclone mount")


if __name__ == "__main__":
    sys.exit(main())
