#!/usr/bin/env python3
"""Counts the instructions of commands on a small archive and compares them with those recorded.

usage: bench-instructions.py WORK RECORDED [--record]    (called by scripts/bench)

Exits with 1 if a command takes over 5 % more than was recorded.
"""
import os
import re
import subprocess
import sys

work, recorded = sys.argv[1:3]
commands = {
    "verify": ["verify"],
    "grep, a literal": ["grep", "-F", "-c", '"channel":"LINKEDIN"'],
    "grep, a regular expression": ["grep", "-c", '"stopped_reason":"(BOUNCED|ERROR)"'],
    "grep --type": ["grep", "--type", "message.replied", "--format", "ndjson"],
    "grep --count-by channel": ["grep", "--count-by", "channel"],
}


def count(arguments):
    """The instructions of one run; they differ by a few in a hundred thousand from run to run."""
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "topo-archive",
         *arguments, "--archive", f"{work}/archive"], capture_output=True, text=True,
        env={**os.environ, "LD_PRELOAD": f"{work}/bin/sigsuspend.so"})
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        sys.exit(f"{arguments}: {run.stderr}")
    return int(found[1])


counted = {name: count(arguments) for name, arguments in commands.items()}
if "--record" in sys.argv:
    with open(recorded, "w") as file:
        file.writelines(f"{number:>13,}  {name}\n" for name, number in counted.items())
with open(recorded) as file:
    before = {line.split(None, 1)[1].strip(): int(line.split()[0].replace(",", "")) for line in file}
for name, number in counted.items():
    print(f"{number:>13,}  {number / before[name]:.3f} of what was recorded  {name}")
sys.exit(any(number > 1.05 * before[name] for name, number in counted.items()))
