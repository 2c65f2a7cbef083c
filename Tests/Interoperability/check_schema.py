#!/usr/bin/env python3
"""Says for each line on stdin whether it satisfies a JSON Schema: true or false, one a line.

Usage: check_schema.py SCHEMA
"""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for line in sys.stdin.buffer:
    print(json.dumps(validator.is_valid(json.loads(line))))
