"""The rules by which scripts/spark-verify checks records, with the output of schema_oracle.py."""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "scripts")]

import spark_json  # noqa: E402
import spark_schema  # noqa: E402

WORDS = {"missing": "missing", "type": "type", "text": "string", "number": "minimum"}


def reason(message):
    return next(name for word, name in WORDS.items() if f" {word} " in f" {message} ")


def main():
    rule = spark_schema.activity_rule(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    for line in sys.stdin.buffer:
        violations, unrecognised = [], []
        spark_schema.check(spark_json.parse(line), rule, violations, unrecognised)
        found = {(pointer, reason(message)) for pointer, message in violations}
        print(json.dumps(sorted(found)))


main()
