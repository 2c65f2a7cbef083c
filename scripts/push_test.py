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

from push_ground import BUCKET, Ground, Impossible, contents

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
                              damaged, another_archive, refused, quiet_and_private, some_days, mounted):
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
    for content in (b"another file", bytes((ground.archive / path).stat().st_size)):
        ground.plant(path, content)
        failures.expect(ground.push() == 2, "another file in a segment's place stops the push")
        failures.expect(ground.copied_size() == before, "the checkpoint did not move")
        failures.expect((ground.fresh_copy() / path).read_bytes() == content, "the file is as it was")
    ground.plant(path, None)
    failures.expect(ground.push() == 0, "without it, it can be pushed")
    failures.expect(ground.copy_is_the_archive(), "and the copy is the archive")


def damaged(ground, failures, _):
    """A segment of the copy that got another size stops a push, and one that went away comes again."""
    for change in (ground.nothing, ground.fetch_more):
        path = min(path for path in contents(ground.fresh_copy()) if path.endswith(".gz"))
        good = (ground.archive / path).read_bytes()
        change()
        what = f"{change.__name__}, over damage"
        ground.plant(path, b"junk\n")
        before = contents(ground.fresh_copy())
        ended = ground.pushed()
        failures.expect(ended.returncode == 2, f"{what}: the push stops")
        failures.expect(
            ended.stderr.count("\n") == 1 and all(
                words in ended.stderr for words in (f"{path} has 5 bytes", f" {len(good):,}:", "remove it")),
            f"{what}: it says what is wrong and what to do: {ended.stderr}")
        failures.expect(contents(ground.fresh_copy()) == before, f"{what}: nothing of the copy changed")
        ground.plant(path, None)
        failures.expect(ground.push() == 0, f"{what}: once removed, it is copied again")
        failures.expect(ground.copy_is_the_archive(), "and the copy is the archive")
    ground.plant("index.ndjson", (ground.archive / "index.ndjson").read_bytes() + b"junk\n")
    failures.expect(ground.push() == 0 and ground.copy_is_the_archive(), "what follows the index goes")
    ground.plant(path, bytes([*good[:-1], good[-1] ^ 1]))
    failures.expect(
        ground.push() == 0 and not ground.verified(ground.fresh_copy())["intact"],
        "a flipped byte is for verify of the copy to find")
    ground.plant(path, None)
    failures.expect(ground.push() == 0 and ground.copy_is_the_archive(), "the copy is the archive again")


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


def refused(ground, failures, _):
    """What would not be a push is none, and says so in one line."""
    def expect(ended, code, what):
        failures.expect(
            ended.returncode == code and ended.stderr.count("\n") == 1
            and ended.stderr.startswith("scripts/push: ") and "Errno" not in ended.stderr,
            f"{what} is refused: {ended.stderr}")

    ground.fetch_more()
    there, here = contents(ground.fresh_copy()), contents(ground.archive)
    for option in ("--dry-run", "--dry-run=true", "-n", "-vn", "--interactive", "-i"):
        expect(ground.pushed(option), 64, option)
    expect(ground.pushed(variables={"RCLONE_DRY_RUN": "true"}), 64, "RCLONE_DRY_RUN")
    for place in (ground.archive, ground.archive / "copy", f"{ground.work}/./archive/"):
        expect(ground.pushed(to=place), 64, "a push onto the archive itself")
    expect(ground.pushed(archive=ground.work / "none"), 2, "no archive")
    failures.expect(
        contents(ground.fresh_copy()) == there and contents(ground.archive) == here, "nothing has changed")
    before = ground.copied_size()
    ended = ground.pushed("--ignore-existing")
    failures.expect(ended.returncode == 2, f"what keeps the checkpoint from moving fails: {ended.stderr}")
    judge(ground, failures, before, "pushed without the checkpoint")
    failures.expect(ground.pushed("--transfers", "2").returncode == 0, "other options are fine")
    failures.expect(ground.copy_is_the_archive(), "and the copy is the archive")


def quiet_and_private(ground, failures, _):
    """A good push speaks of no errors, a bad one says last what to do; others cannot read a copy here."""
    folder = ground.work / "folder" / "archive"
    for place in (f"{BUCKET}/second", folder):
        for which in ("first", "idle"):
            ended = ground.pushed(to=place)
            failures.expect(
                ended.returncode == 0 and "ERROR" not in ended.stderr and "Failed" not in ended.stderr,
                f"the {which} push to {place} is good and quiet: {ended.stderr}")
    failures.expect(contents(folder) == contents(ground.archive), "the folder is the archive")
    modes = {(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in folder.parent.rglob("*")}
    failures.expect(modes == {(True, "0o700"), (False, "0o600")}, f"its owner alone can read it: {modes}")
    ended = ground.pushed(to="nowhere:archive")
    *reasons, last = ended.stderr.splitlines()
    failures.expect(
        ended.returncode == 2 and reasons and last.startswith("scripts/push: ") and "push again" in last,
        f"a push that fails says why, and what to do: {ended.stderr}")


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
