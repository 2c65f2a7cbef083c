"""What scripts/scale runs: one archive of one size, and the commands on it."""
import contextlib
import json
import os
import shutil
import subprocess
import time

from measured import Failed, Measure, Series

A_DAY = 16_700
# The day that the last fetch adds.
UNTIL = "2026-03-01T00:00:00Z"
DAY_BEFORE = "2026-02-28T00:00:00Z"
COMMANDS = ["first fetch", "verify", "status", "get", "grep --person-id", "fetch of a day"]


class Row:
    """What was measured at one size."""

    def __init__(self, activities, size, series):
        self.activities = activities
        self.size = size
        self._series = series

    def wall(self, name):
        return self._series[name].median("wall")

    def memory(self, name):
        return self._series[name].peak()


class Workspace:
    """A simulated workspace of a size, in the folder `work`, and the programs for it."""

    def __init__(self, programs, work, activities):
        self.archiver, self._simulator = (
            str(programs / name) for name in ("topo-archive", "topo-simulator"))
        self.work = work
        self.archive = work / "archive"
        self.activities = activities
        os.environ.update(TOPO_API_KEY="scale", TOPO_SIMULATOR_KEY="scale")

    def run(self, *arguments):
        return Measure([self.archiver, *arguments], self.work)

    def output(self, *arguments):
        self.run(*arguments)
        return (self.work / "output").read_text()

    @contextlib.contextmanager
    def api(self, clock, port=0):
        """The API at that time, which does not show what comes later; its port."""
        file = self.work / "port"
        file.unlink(missing_ok=True)
        with open(self.work / "api.log", "w") as log:
            process = subprocess.Popen(
                [self._simulator, "--activities", str(self.activities), "--days",
                 str(max(2, round(self.activities / A_DAY))), "--seed", "1", "--until", UNTIL,
                 "--clock", clock, "--hide-future", "--port", str(port), "--port-file", str(file)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while not (file.exists() and file.read_text().strip()):
                if process.poll() is not None:
                    raise Failed(f"the simulator ended: {(self.work / 'api.log').read_text()}")
                time.sleep(0.05)
            yield int(file.read_text())
        finally:
            process.terminate()
            process.wait()

    def copy(self, name):
        """A copy to write to; segments, which nothing changes, are not copied."""
        copy = self.work / name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(
            self.archive, copy,
            copy_function=lambda file, to: (
                os.link if file.endswith(".gz") else shutil.copy2)(file, to))
        return copy


def runs_over(workspace, runs):
    """Makes the archive and measures each command on it; the last one adds a day to copies of it."""
    series = {name: Series() for name in COMMANDS}
    archive = ("--archive", str(workspace.archive))
    with workspace.api(DAY_BEFORE) as port:
        url = ("--base-url", f"http://127.0.0.1:{port}")
        series["first fetch"].all.append(workspace.run("fetch", *archive, *url))
    record = json.loads(workspace.output(
        "grep", *archive, "--type", "message.sent", "--limit", "1", "--format", "ndjson",
        "--since", "2026-01-20").splitlines()[0])
    asked = {
        "verify": ["verify"],
        "status": ["status"],
        "get": ["get", record["id"]],
        "grep --person-id": ["grep", "--person-id", record["payload"]["person_id"]],
    }
    for _ in range(runs):
        for name, arguments in asked.items():
            series[name].all.append(workspace.run(*arguments, *archive))
    with workspace.api(UNTIL, port):
        for _ in range(runs):
            copy = workspace.copy("copy")
            series["fetch of a day"].all.append(
                workspace.run("fetch", "--archive", str(copy), *url))
    held = json.loads(workspace.output("status", "--json", "--archive", str(workspace.work / "copy")))
    return Row(held["activities"], held["size"], series)
