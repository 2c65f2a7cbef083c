#!/usr/bin/env python3
"""Verifies a topo-archive too big for one machine, on a Spark cluster: the same findings, in the
same places, as `topo-archive verify`.

    spark-submit [--master …] scripts/spark_verify.py --archive PLACE
                 [--checkpoint FILE] [--strict] [--json]

PLACE is a folder that every machine of the cluster has at the same path, or a URL that Spark reads
(file:///…, hdfs://…, s3a://…). The executors take segment after segment: the hash of the file, its
blocks and their headers, JSON, schemas/activity.schema.json, order and days, the Merkle root. Ids
that lie in several segments of a day are brought together by a shuffle: duplicates, and amendments
that amend nothing. The driver reads the index with its checkpoint and lists the files; its memory
holds the index, and up to a hundred findings of each kind and segment. An executor holds a segment
for each of its cores.

It needs PySpark and nothing else, on Python 3.9 or later.

Not checked, which each report says, too: whether signatures of the checkpoint are good (verify
--public-key does) and, at a URL, symbolic links and the like. There is no --since, --until and
--quick. Nothing may write to the archive meanwhile: what a fetch adds would look like orphans.

The report goes to stderr, with --json to stdout, as schemas/verify-report.schema.json has it, and
then nothing else is printed. (spark-submit brings both out on stdout; the report is its last line.)
Exit codes: 0 intact and complete; 1 findings; 2 could not verify; 64 wrong usage.
"""

import argparse
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parent / "schemas/activity.schema.json"
READER = HERE.parent / "Tests/Interoperability/read_archive.py"
MODULES = [*HERE.glob("spark_*.py"), READER]
sys.path[:0] = [str(HERE), str(READER.parent)]

import spark_json  # noqa: E402
from spark_checkpoint import Checkpoint  # noqa: E402
from spark_places import CannotVerify, place_of  # noqa: E402
from spark_report import words  # noqa: E402
from spark_work import Verification  # noqa: E402


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.exit(64, f"spark-verify: {message}\n")


def arguments():
    parser = Arguments(prog="spark-verify", description=__doc__.split("\n\n")[0])
    parser.add_argument("--archive", default=os.environ.get("TOPO_ARCHIVE"), metavar="PLACE",
                        help="the archive's folder or URL; else TOPO_ARCHIVE")
    parser.add_argument("--checkpoint", metavar="FILE", help="a checkpoint that was kept elsewhere")
    parser.add_argument("--strict", action="store_true", help="what is not documented is a finding")
    parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    options = parser.parse_args()
    if not options.archive:
        parser.error("name the archive with --archive or set TOPO_ARCHIVE")
    return options


def ship_modules(spark):
    """Gives the executors what they need beside PySpark."""
    for module in MODULES:
        spark.sparkContext.addPyFile(str(module))


def verify(spark, archive, kept=None, is_strict=False):
    """The report on an archive, an object as schemas/verify-report.schema.json has it."""
    place = place_of(spark, archive)
    return Verification(spark, place, SCHEMA.read_text(), kept, is_strict).report()


def main():
    options = arguments()
    from pyspark.sql import SparkSession

    kept = None
    try:
        if options.checkpoint:
            kept = Checkpoint(pathlib.Path(options.checkpoint).read_bytes())
    except (OSError, spark_json.Malformed) as error:
        print(f"spark-verify: {options.checkpoint} is no checkpoint: {error}", file=sys.stderr)
        return 2
    spark = (
        SparkSession.builder.appName("spark-verify")
        .config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower()).getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    try:
        ship_modules(spark)
        report = verify(spark, options.archive, kept, options.strict)
    except CannotVerify as error:
        print(f"spark-verify: {error}", file=sys.stderr)
        return 2
    finally:
        spark.stop()
    if options.json:
        print(json.dumps(report, ensure_ascii=False, separators=(",", ":")))
    for line in () if options.json else words(report):
        print(line, file=sys.stderr)
    return 0 if report["intact"] and report["complete"] else 1


if __name__ == "__main__":
    sys.exit(main())
