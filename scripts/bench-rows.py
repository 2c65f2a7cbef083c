#!/usr/bin/env python3
"""Runs the commands of each row in turn and prints medians and ratios as Markdown.

usage: bench-rows.py WORK RUNS URL SLOW_URL SLOW_DAYS UNTIL    (called by scripts/bench, which prepares WORK)
"""
import array
import csv
import datetime
import http.client
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True

from measured import Failed, Measure, Series

work, runs = sys.argv[1], int(sys.argv[2])
slow_runs = max(1, runs - 2)
url, slow_url = sys.argv[3:5]
slow_days, until = int(sys.argv[5]), datetime.date.fromisoformat(sys.argv[6])
archive, records = f"{work}/archive", f"{work}/records.ndjson"
scripts = os.path.dirname(os.path.abspath(__file__))
python = f"{scripts}/../.build/bench/bin/python"
files = open(f"{work}/files").read().split()
size = os.path.getsize(records)
has_libdeflate = shutil.which("topo-archive-libdeflate") is not None
megabytes = size / 1e6


def run(command):
    for folder in ("a", "b"):
        shutil.rmtree(f"{work}/{folder}", ignore_errors=True)
    try:
        return Measure(command, work)
    except Failed as failure:
        sys.exit(str(failure))


def measure(commands, times=runs):
    """Each command once after the other, so often: A B A B."""
    series = [Series() for _ in commands]
    for _ in range(times):
        for command, each in zip(commands, series):
            each.all.append(run(command))
    return series


def libdeflate(command):
    """The same by the program that was built with the trait Libdeflate."""
    return ["topo-archive-libdeflate", *command[1:]]


def row(what, ours, peers, speed=lambda series: ""):
    """Measures ours and its peers, of which each has a name, and prints their row."""
    print_row(what, measure([ours] + [command for _, command in peers]), peers, speed)


def print_row(what, series, peers, speed):
    """Prints our figures and those of each peer, and ours as a ratio of it."""
    mine = series[0]
    cells = [what, f"{mine.median('cpu'):.2f}", f"{mine.median('wall'):.2f}",
             f"{mine.peak():.0f}", speed(mine)]
    for position, (name, _) in enumerate(peers):
        peer = series[position + 1]
        theirs = [f"`{name}`", f"{peer.median('cpu'):.2f}", f"{peer.median('wall'):.2f}",
                  f"{mine.median('cpu') / max(peer.median('cpu'), 0.001):.2f}",
                  f"{mine.median('wall') / max(peer.median('wall'), 0.001):.2f}"]
        print("| " + " | ".join((cells if position == 0 else [""] * 5) + theirs) + " |", flush=True)


def activities(number):
    return lambda series: f"{number / series.median('wall'):,.0f} activities/s"


def record_bytes(series):
    return f"{megabytes / series.median('wall'):,.0f} MB/s"


def search(what, pattern, options=(), filters=None, program=lambda command: command):
    """A search here and by every grep that reads gzip, which must find as many lines."""
    ours = ["topo-archive", "grep", "--archive", archive, "--format", "ndjson"]
    ours = program(ours + (filters if filters else [*options, pattern]))
    peers = [(f"{name}", command + [*options, pattern] + files) for name, command in [
        ("zgrep", ["zgrep", "-h"] + ([] if "-F" in options else ["-E"])), ("rg -z", ["rg", "-z", "-I", "--no-line-number"]),
        ("ugrep -z", ["ugrep", "-z", "-h"])] if shutil.which(name.split()[0])]
    series = measure([ours] + [command for _, command in peers])
    found = [[each.lines for each in one.all] for one in series]
    if len({number for one in found for number in one}) > 1:
        sys.exit(f"{what}: different numbers of lines: {found}")
    print_row(f"{what} ({found[0][0]:,} records)", series, peers, record_bytes)


def median_and_most(key):
    """Of the values of a key, the one that has the median number of activities, and the one that has most."""
    run(["topo-archive", "grep", "--archive", archive, "--count-by", key, "--format", "csv"])

    def counts():
        with open(f"{work}/output") as output:
            for row in csv.DictReader(output):
                if row[key]:
                    yield int(row["count"]), row[key]

    # Read anew rather than kept: what this process holds at its peak, no command seems to take less of.
    numbers = array.array("i", (count for count, _ in counts()))
    return [next(value for count, value in counts() if count == number)
            for number in (statistics.median_high(numbers), max(numbers))]


def answer_time(address, times=21):
    """How long a lone client waits for a page of a hundred, in seconds, on one connection."""
    server = http.client.HTTPConnection(address.removeprefix("http://"))
    waits = []
    for _ in range(times):
        start = time.monotonic()
        server.request("GET", "/v1/activities?page=1&size=100",
                       headers={"Authorization": f"Bearer {os.environ['TOPO_API_KEY']}"})
        answer = server.getresponse()
        answer.read()
        waits.append(time.monotonic() - start)
        if answer.status != 200:
            sys.exit(f"the simulator answers {answer.status}")
    return statistics.median(waits)


def version(command):
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0].strip()


def machine():
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        model = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())[1]
    versions = [version(["swift", "--version"]), version(["gzip", "--version"])]
    versions += subprocess.run([python, "-m", "pip", "list", "--format", "freeze"],
                               capture_output=True, text=True).stdout.replace("==", " ").split("\n")
    versions = [each for each in versions if each.startswith(("Swift", "gzip", "dlt ", "httpx "))]
    versions += [version([each, "--version"]) for each in ("rg", "ugrep") if shutil.which(each)]
    return (f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, load "
            f"{os.getloadavg()[0]:.1f} at the start; {'; '.join(versions)}.")


summary = open(f"{work}/summary").read()
count = int(re.search(r"([\d,]+) new activities", summary)[1].replace(",", ""))
requests = int(re.search(r"([\d,]+) requests", summary)[1].replace(",", ""))
stored = sum(map(os.path.getsize, files))

print("# What topo-archive costs, beside what one would use instead\n")
print(f"Written by `scripts/bench` on {datetime.date.today()}: medians of {runs} runs in turn (of {slow_runs} "
      f"with an API that takes 50 ms to answer), over "
      f"{count:,} activities of 60 days ({megabytes:.0f} MB of records, {stored / 1e6:.0f} MB "
      "archived). CPU in seconds of the whole process, wall time in seconds, peak memory in MB; "
      "ratios below 1 mean that topo-archive needs less.\n")
print(machine() + "\n")
print("| work | CPU | wall | MB | speed | beside | CPU | wall | CPU ratio | wall ratio |")
print("|---|--:|--:|--:|--:|---|--:|--:|--:|--:|")

fetch = ["topo-archive", "fetch", "--base-url", url, "--archive", f"{work}/a"]
gzip = [("gzip -6", ["gzip", "-6", "-c", records])]
row("fetch", fetch, gzip, activities(count))
if has_libdeflate:
    row("fetch, libdeflate", libdeflate(fetch), gzip, activities(count))
row("fetch, 16 at once", [*fetch, "--concurrency", "16"], gzip, activities(count))
days = ["2026-01-05", "2026-01-11"]
held = run(["topo-archive", "grep", "--archive", archive, "--format", "ndjson", "--since", days[0],
            "--until", days[1]]).lines
row(f"fetch, six days ({held:,} activities)",
    ["topo-archive", "fetch", "--base-url", url, "--archive", f"{work}/a", "--since", days[0],
     "--until", days[1]],
    [("bench-httpx.py", [python, f"{scripts}/bench-httpx.py", url, *days, f"{work}/b"]),
     ("bench-dlt.py", [python, f"{scripts}/bench-dlt.py", url, *days, f"{work}/b"])],
    activities(held))
verify = ["topo-archive", "verify", "--archive", archive]
row("verify", verify, [("gzip -t", ["gzip", "-t"] + files), ("bench-floor.c", ["floor"] + files)],
    record_bytes)
if has_libdeflate:
    row("verify, libdeflate", libdeflate(verify), [("gzip -t", ["gzip", "-t"] + files)], record_bytes)

with open(records) as all_records:
    for line in all_records:
        record = json.loads(line)
        if record["payload"]["message_id"] and record["created_at"] > "2026-01-20":
            break
payload = record["payload"]
search("grep, rare literal", payload["message_id"], ["-F"])
if has_libdeflate:
    search("grep, rare literal, libdeflate", payload["message_id"], ["-F"], program=libdeflate)
search("grep, common literal", '"channel":"LINKEDIN"', ["-F"])
search("grep, regular expression", '"stopped_reason":"(BOUNCED|ERROR)"')
search("grep -i", "meeting_request", ["-i"])
search("grep, the literal message.replied", '"type":"message.replied"', ["-F"])
search("grep --type message.replied", '"type":"message.replied"', ["-F"],
       filters=["--type", "message.replied"])


def search_id(key, who, value):
    option = "--" + key.replace("_", "-")
    search(f"grep {option}, {who}", f'"{key}":"{value}"', ["-F"], filters=[option, value])


median, most = median_and_most("person_id")
search_id("person_id", "the median person", median)
search_id("person_id", "the person with the most", most)
search_id("sequence_id", "the sequence with the most", median_and_most("sequence_id")[1])
found = ["topo-archive", "get", record["id"], "--archive", archive]
row("get", found, [("rg -z", ["rg", "-z", "-I", "-F", f'{{"id":"{record["id"]}"'] + files)]
    if shutil.which("rg") else [("zgrep", ["zgrep", "-h", "-F", record["id"]] + files)])
month = [each for each in files if "created_date=2026-01" in each]
row("grep --count-by channel, one month",
    ["topo-archive", "grep", "--archive", archive, "--since", "2026-01-01", "--until",
     "2026-02-01", "--count-by", "channel"], [("gzip -dc", ["gzip", "-dc"] + month)])
row("grep --count-by type, all", ["topo-archive", "grep", "--archive", archive, "--count-by", "type"],
    [("gzip -dc", ["gzip", "-dc"] + files)])
print()

print("| | |\n|---|--:|")
start = measure([["topo-archive", "--help"]], 21)[0]
print(f"| `topo-archive --help` | {start.median('wall') * 1000:.0f} ms |")
status = measure([["topo-archive", "status", "--archive", f"{work}/long"]])[0]
print("| `topo-archive status` of ten years, 90,000 index entries | "
      f"{status.median('wall') * 1000:.0f} ms |")
binary = shutil.which("topo-archive")
print(f"| size of the binary, stripped | {os.path.getsize(binary) / 1e6:.1f} MB |")
plain = sum(len(subprocess.run(["gzip", "-dc", each], stdout=subprocess.PIPE).stdout)
            for each in files)
assert plain == size
day_files = 0
for each in files:
    content = subprocess.Popen(["gzip", "-dc", each], stdout=subprocess.PIPE)
    day_files += len(subprocess.run(["gzip", "-6", "-c"], stdin=content.stdout,
                                    stdout=subprocess.PIPE).stdout)
print(f"| size of the archive, of `gzip -6` of the same files | {stored / day_files:.3f} |")
print(f"| requests, of activities / 100 | {requests / (count / 100):.3f} |")
wait = answer_time(slow_url)
print(f"| an answer of the API that takes 50 ms, as a lone client waits for it | {wait * 1000:.1f} ms |")
for concurrency in (4, 16):
    # So many of the days that each takes as long, and the beginning and the end weigh the same.
    days = slow_days * concurrency // 16
    since = until - datetime.timedelta(days)
    walls = measure([["topo-archive", "fetch", "--base-url", slow_url, "--archive", f"{work}/a", "--json",
                      "--since", str(since), "--concurrency", str(concurrency)]], slow_runs)[0]
    report = json.load(open(f"{work}/output"))
    needed = report["requests"]
    taken = walls.median("wall")
    best, waited = (needed * each / concurrency for each in (0.05, wait))
    print(f"| {report['added']:,} activities of {days} days at 50 ms a response, {concurrency} at once: "
          f"requests × 50 ms / {concurrency}, of the time taken | {best / taken:.3f} ({taken:.1f} s) |")
    print(f"| … × {wait * 1000:.1f} ms, of the time taken | {waited / taken:.3f} |")
