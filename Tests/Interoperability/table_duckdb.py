#!/usr/bin/env python3
"""Runs `topo-archive schema --dialect duckdb` with DuckDB and compares the tables with the archive.

Usage: table_duckdb.py TOPO-ARCHIVE ARCHIVE
The archive is spoilt in the end. Prints what disagrees, at last how it went.
"""

import re
import subprocess
import sys

import duckdb

import table_checks

command, archive = sys.argv[1:]
connection = duckdb.connect()
made = subprocess.run(
    [command, "schema", "--dialect", "duckdb", "--archive", archive], capture_output=True,
    check=True)
connection.execute(made.stdout.decode())


def query(text):
    return connection.sql(text).fetchall()


tables = table_checks.Tables(command, archive, query, "epoch_us(created_at)")
tables.check_table()
tables.check_latest()
tables.check_counts()

# Without the columns, what comes late is not there at all: the reason why they are listed.
guessed = connection.sql(
    "SELECT * FROM read_json_auto($pattern, hive_partitioning = true)",
    params={"pattern": re.sub(r"([*?[])", r"[\1]", archive) + "/activities/*/*.ndjson.gz"})
is_known = any("last_step_executed" in str(kind) for kind in guessed.types)
tables.expect("a guess knows the columns that come late", is_known, False)

one_day = "SELECT count(id) FROM activities WHERE created_date = DATE '2025-03-15'"
plan = query(f"EXPLAIN {one_day}")[0][1]
scanned = re.findall(r"Scanning Files: (\d+)/(\d+)", plan)
tables.expect("files of one day", [int(some) < int(all_) for some, all_ in scanned], [True])
tables.expect("which", [some for some, _ in scanned], ["1"])
tables.check_days(spoil=True)
for line in tables.disagreements:
    print(line)
print("tables agree" if not tables.disagreements else "tables disagree")
sys.exit(1 if tables.disagreements else 0)
