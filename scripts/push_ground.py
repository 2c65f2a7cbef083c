"""What the test of pushes stands on: an API, an archive of it, an object store, and rclone to stop."""
import contextlib
import datetime
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PUSH = Path(__file__).resolve().parent / "push"
DAYS = 40
BEGIN, END = "2025-05-20", "2025-06-28"
BUCKET = "s3:archives"

# Ends before the run of rclone whose number STOP_AT is, as if the machine had failed there.
RCLONE = """#!/bin/sh
count=$(($(cat "$COUNT") + 1))
echo "$count" >"$COUNT"
[ "$count" != "$STOP_AT" ] || exit 9
exec "$RCLONE" "$@"
"""


class Impossible(Exception):
    """Why nothing can be tried."""


class Ground:
    def __init__(self, programs, work):
        self.work = work
        self.archive = work / "archive"
        self._remote = f"{BUCKET}/archive"
        self._running = []
        self._day = 12
        shims = work / "bin"
        shims.mkdir()
        (shims / "rclone").write_text(RCLONE)
        (shims / "rclone").chmod(0o755)
        rclone = shutil.which("rclone")
        if rclone is None:
            raise Impossible("there is no rclone")
        self._environment = {
            "PATH": f"{shims}:{programs}:{os.environ['PATH']}", "HOME": str(work),
            "TOPO_API_KEY": "push", "TOPO_SIMULATOR_KEY": "push", "RCLONE": rclone,
            "COUNT": str(work / "count"), "STOP_AT": "", "NO_PROXY": "*",
            "RCLONE_CONFIG": str(work / "rclone.conf"), "RCLONE_RETRIES": "1",
            "RCLONE_CONFIG_S3_TYPE": "s3", "RCLONE_CONFIG_S3_PROVIDER": "Other",
            "RCLONE_CONFIG_S3_ACCESS_KEY_ID": "key", "RCLONE_CONFIG_S3_SECRET_ACCESS_KEY": "secret",
        }
        for name in ("LD_LIBRARY_PATH", "TMPDIR"):
            if name in os.environ:
                self._environment[name] = os.environ[name]
        (work / "rclone.conf").touch()

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.callback(self._end_all)
            self.url = f"http://127.0.0.1:{self._start_api()}"
            store = self._start_store()
            self._environment["RCLONE_CONFIG_S3_ENDPOINT"] = f"http://127.0.0.1:{store}"
            self._make_bucket()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def begin(self):
        """The first days."""
        self._fetch(12)

    def fetch_more(self):
        """The next day."""
        self._fetch(min(self._day + 1, DAYS - 2))

    def redact(self):
        """Somebody's records of a day are redacted: files are replaced."""
        record = json.loads(self.expect_good(
            "grep", "--archive", self.archive, "--type", "message.sent", "--limit", "1", "--format",
            "ndjson").stdout)
        self.expect_good(
            "redact", "--archive", self.archive, "--person-id", record["payload"]["person_id"],
            "--reason", "asked for", "--yes")

    def expire(self):
        """The first day goes."""
        self.expect_good("expire", "--archive", self.archive, "--before", self.days()[1], "--yes")

    def nothing(self):
        """Nothing changes."""

    def _fetch(self, day):
        self._day = day
        self.fetch_into(self.archive)

    def fetch_into(self, archive):
        """All up to the day that was fetched last."""
        until = datetime.date.fromisoformat(BEGIN) + datetime.timedelta(days=self._day)
        self.expect_good(
            "fetch", "--archive", archive, "--base-url", self.url, "--until", str(until))

    @contextlib.contextmanager
    def reconciling(self):
        """A reconcile of all days, which takes its time."""
        process = self._start(
            ["topo-archive", "reconcile", "--full", "--archive", self.archive, "--concurrency", "1"])
        yield process
        process.wait()

    def days(self):
        """The days that the archive holds."""
        status = json.loads(self.expect_good("status", "--json", "--archive", self.archive).stdout)
        return [each["day"] for each in status["days"]]

    def not_pushed(self):
        """The segments that the copy does not have."""
        return {path for path in contents(self.archive) if path.endswith(".gz")} - set(
            contents(self.fresh_copy()))

    def plant(self, path, content):
        """Puts a file into the copy, or takes it away."""
        place = f"{self._remote}/{path}"
        command = ["deletefile", place] if content is None else ["rcat", place]
        subprocess.run(
            [self._environment["RCLONE"], *command], env=self._environment, input=content or b"",
            stderr=subprocess.DEVNULL, check=True)

    def push(self, stop_at=None, archive=None, remote="archive"):
        """Pushes, and gives the exit code."""
        return self._begin_push(stop_at, archive, remote).wait()

    def pushed(self, *for_rclone, archive=None, to=None, variables=None):
        """A push that came to its end, and what it said, where others may read what one makes."""
        (self.work / "count").write_text("0")
        return subprocess.run(
            [sys.executable, PUSH, archive or self.archive, to or self._remote, "--", *for_rclone],
            env={**self._environment, **(variables or {})}, umask=0o022, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False)

    def push_killed_after(self, delay):
        process = self._begin_push()
        time.sleep(delay)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _begin_push(self, stop_at=None, archive=None, remote="archive"):
        (self.work / "count").write_text("0")
        return subprocess.Popen(
            [sys.executable, PUSH, archive or self.archive, f"{BUCKET}/{remote}"],
            env={**self._environment, "STOP_AT": str(stop_at or "")}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=open(self.work / "push.log", "a"), start_new_session=True)

    def fresh_copy(self, days=None):
        """All that is in the store now, in a new folder; or of the segments only those of some days."""
        copy = self.work / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        which = [] if days is None else [
            "--include=/index.ndjson", "--include=/checkpoint",
            *(f"--include=/activities/created_date={day}/**" for day in days),
            *(f"--include=/amendments/created_date={day}/**" for day in days)]
        subprocess.run(
            [self._environment["RCLONE"], "copy", *which, self._remote, copy], env=self._environment,
            stderr=subprocess.DEVNULL, check=False)
        return copy

    @contextlib.contextmanager
    def mounted(self):
        """The copy as a folder, read-only; None where nothing can be mounted."""
        if shutil.which("fusermount3") is None or not os.access("/dev/fuse", os.R_OK | os.W_OK):
            yield None
            return
        folder = self.work / "mount"
        folder.mkdir()
        process = self._start(
            [self._environment["RCLONE"], "mount", "--read-only", self._remote, str(folder)])
        try:
            wait_until(process, lambda: (folder / "checkpoint").exists())
            yield folder
        finally:
            process.terminate()
            process.wait()

    def size_of(self, archive):
        """The index entries of an archive; None if it is none."""
        checkpoint = archive / "checkpoint"
        return int(checkpoint.read_text().split("\n")[1]) if checkpoint.exists() else None

    def copied_size(self):
        return self.size_of(self.fresh_copy())

    def copy_is_the_archive(self):
        return contents(self.fresh_copy()) == contents(self.archive)

    def verified(self, archive):
        """What `verify --json` says."""
        return json.loads(self.run("verify", "--json", "--archive", archive).stdout)

    def run(self, *arguments):
        return subprocess.run(
            ["topo-archive", *arguments], env=self._environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=300)

    def expect_good(self, *arguments):
        ended = self.run(*arguments)
        if ended.returncode != 0:
            raise Impossible(f"{arguments[0]} ended with {ended.returncode}: {ended.stderr}")
        return ended

    def _start_api(self):
        file = self.work / "port"
        process = self._start(
            ["topo-simulator", "--activities", "4000", "--days", str(DAYS), "--seed", "5", "--until", END,
             "--clock", f"{END}T06:00:00Z", "--port-file", str(file), "--latency", "60ms"])
        wait_until(process, lambda: file.exists() and file.read_text().strip())
        return int(file.read_text())

    def _start_store(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = self._start([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)])

        def answers():
            try:
                return opener.open(f"http://127.0.0.1:{port}/moto-api/", timeout=5)
            except OSError:
                return None

        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        wait_until(process, answers)
        return port

    def _make_bucket(self):
        """A bucket that keeps every version for a day, whoever deletes or overwrites it."""
        import boto3

        client = boto3.client(
            "s3", endpoint_url=self._environment["RCLONE_CONFIG_S3_ENDPOINT"], region_name="us-east-1",
            aws_access_key_id="key", aws_secret_access_key="secret")
        client.create_bucket(Bucket="archives", ObjectLockEnabledForBucket=True)
        client.put_object_lock_configuration(
            Bucket="archives", ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}})

    def _start(self, command):
        with open(self.work / "servers.log", "a") as log:
            process = subprocess.Popen(
                command, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._running.append(process)
        return process

    def _end_all(self):
        for process in self._running:
            if process.poll() is None:
                process.terminate()
            process.wait()


def contents(archive):
    """Every file of an archive that a copy has to have, and its bytes."""
    return {
        str(file.relative_to(archive)): file.read_bytes()
        for file in sorted(archive.rglob("*"))
        if file.is_file() and file.name not in ("lock", "snapshots.ndjson")}


def wait_until(process, is_so):
    deadline = time.monotonic() + 60
    while not is_so():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Impossible(f"{process.args[0]} did not start")
        time.sleep(0.05)
