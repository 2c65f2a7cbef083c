#!/usr/bin/env python3
"""Says whether a snapshot's report.json satisfies its schema and that of verify's report in it.

Usage: check_report.py report.json
"""

import json
import pathlib
import sys

import jsonschema

schemas = pathlib.Path(__file__).resolve().parents[2] / "schemas"


def validate(value, name):
    schema = json.loads((schemas / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)


report = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
validate(report, "snapshot-report.schema.json")
validate(report["verification"], "verify-report.schema.json")
print("valid")
