#!/usr/bin/env python3
"""Counts the rows of an archive's activities/ as DuckDB reads them: all, those whose payload is null,
and those of one person.

Usage: query_archive.py ARCHIVE PERSON
"""

import sys

import duckdb

archive, person = sys.argv[1:]
rows = duckdb.read_json(
    f"{archive}/activities/*/*.ndjson.gz", format="newline_delimited", hive_partitioning=True,
    sample_size=-1)
print(*duckdb.sql(
    "SELECT count(*), count(*) FILTER (payload IS NULL), count(*) FILTER (payload.person_id = $person)"
    " FROM rows", params={"person": person}).fetchall()[0])
