"""Runs tests that follow from seeds, many more times than scripts/test does."""
import collections
import os
import re
import subprocess

# What is run, the tests that do it, the variable that says how often, and how often that is here.
REPEATED = {
    "walks": ("DriftPropertyTests", "TOPO_ARCHIVE_SCHEDULES", 500),
    "signals": ("SignalTests", "TOPO_ARCHIVE_SIGNALS", 300),
}


def run(root, what, seed):
    """Runs the tests of a kind from a seed on. Gives what they counted, and the failures they told."""
    tests, variable, times = REPEATED[what]
    settings = {variable: str(times), "TOPO_ARCHIVE_FIRST_SEED": str(seed)}
    print(f"{what}: " + " ".join(f"{name}={value}" for name, value in settings.items()), flush=True)
    command = ["swift", "test", "--package-path", str(root), "--filter", tests]
    ended = subprocess.run(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace")
    counted = collections.Counter()
    for line in ended.stdout.splitlines():
        if line.startswith("counted "):
            for number, words in re.findall(r"(\d+) ([a-z ]+)", line):
                counted[words.strip()] += int(number)
    if ended.returncode == 0 and counted:
        return counted, []
    lines = ended.stdout.splitlines()
    told = [line for line in lines if re.search(r"seed \d+|error:|recorded an issue", line)]
    return counted, told or lines[-20:] or ["the tests did not run"]
